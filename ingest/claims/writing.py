"""What a load has to write: the claims that are new or changed, and those that are no longer said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from graph.store.port import Batch, StoredClaim

BATCH_SIZE = 5_000


def diff(stored: Mapping[str, str], wanted: Iterable[StoredClaim], size: int = BATCH_SIZE) -> Iterator[Batch]:
    """Batches that make what is stored (fingerprint by claim id) what is wanted; none where nothing differs."""
    gone = dict.fromkeys(stored)
    changed = (claim for claim in wanted if _differs(claim, stored, gone))
    while claims := tuple(islice(changed, size)):
        yield Batch(claims=claims)
    ids = iter(gone)
    while claim_ids := tuple(islice(ids, size)):
        yield Batch(gone_claims=claim_ids)


def _differs(claim: StoredClaim, stored: Mapping[str, str], gone: dict[str, None]) -> bool:
    gone.pop(claim.claim.id, None)
    return stored.get(claim.claim.id) != claim.fingerprint
