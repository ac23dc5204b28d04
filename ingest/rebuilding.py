"""The graph made again from what agencies sent and what was judged."""

from __future__ import annotations

from dataclasses import replace

from graph.errors import StoreUnavailable
from ingest.relinking import relink
from ingest.stores import Load, Stores
from ingest.verifying import require_landed


def rebuild(stores: Stores, how: Load) -> str:
    """Writes every claim and place anew, publishes, and returns the digest, which is the one from before."""
    require_landed([record for record in stores.ledger.deliveries.every() if not record.refused], stores)
    digest = relink(stores, replace(how, anew=True)).digest
    if digest is None:
        raise StoreUnavailable("nothing was published")
    return digest
