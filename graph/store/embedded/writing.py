"""Writes to the embedded graph, each inside the caller's transaction.

A row written under a publication closes the one it replaces there. Writing again first takes away what that
publication wrote before, so a load that was killed can write the same batches again.
"""

from __future__ import annotations

import apsw

from graph.errors import StoreUnavailable
from graph.store.embedded import queries
from graph.store.embedded.rows import claim_columns, end_columns, member_columns, search_columns
from graph.store.embedded.schema import INDEXES
from graph.store.port import Batch


def published(connection: apsw.Connection) -> int:
    """The publication readers see."""
    number = connection.execute(queries.PUBLISHED).get
    if not isinstance(number, int):
        raise StoreUnavailable("the graph file has no publication number: run `kithmap rebuild` to make it again")
    return number


def write(connection: apsw.Connection, publication: int, batch: Batch) -> None:
    """Adds, replaces and takes away what the batch says, under `publication`."""
    _write_claims(connection, publication, batch)
    _write_members(connection, publication, batch)


def _write_claims(connection: apsw.Connection, publication: int, batch: Batch) -> None:
    # In the order of the index they go into: neighbours share its pages.
    claims = sorted({stored.claim.id: stored for stored in batch.claims}.values(), key=lambda stored: stored.claim.id)
    ids = [(claim_id, publication) for claim_id in [stored.claim.id for stored in claims] + list(batch.gone_claims)]
    last = connection.execute(queries.LAST_CLAIM).get
    first = (last if isinstance(last, int) else 0) + 1
    if first > 1:
        connection.executemany(queries.FORGET_CLAIM_OF_PUBLICATION, ids)
        connection.executemany(queries.CLOSE_CLAIM, ids)
    numbered = list(enumerate(claims, first))
    connection.executemany(queries.INSERT_CLAIM, (claim_columns(n, stored, publication) for n, stored in numbered))
    connection.executemany(queries.INSERT_END, end_columns(numbered))
    connection.executemany(queries.INSERT_SEARCH_KEY, search_columns(numbered))


def _write_members(connection: apsw.Connection, publication: int, batch: Batch) -> None:
    members = sorted({stored.member.record_id: stored for stored in batch.members}.items())
    ids = [(record_id, publication) for record_id in [record_id for record_id, _ in members] + list(batch.gone_members)]
    connection.executemany(queries.FORGET_MEMBER_OF_PUBLICATION, ids)
    connection.executemany(queries.CLOSE_MEMBER, ids)
    connection.executemany(queries.INSERT_MEMBER, (member_columns(stored, publication) for _, stored in members))


def publish(connection: apsw.Connection, publication: int) -> None:
    """Makes `publication` the one readers see."""
    connection.execute(INDEXES)
    connection.execute(queries.PUBLISH, {"pub": publication})


def sweep(connection: apsw.Connection, publication: int) -> None:
    """Takes away rows that readers of `publication` and later do not see, and opens what an unpublished load closed."""
    connection.execute(INDEXES)
    for text in queries.SWEEP:
        connection.execute(text, {"pub": publication})
