"""Writes to the graph in Neo4j: functions a managed transaction may run again, each repeatable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from neo4j import ManagedTransaction

from graph.store.neo4j import queries
from graph.store.neo4j.rows import claim_key, claim_parameters, member_parameters, records_named, search_pairs
from graph.store.port import StoredClaim, StoredMember

ROWS_A_TRANSACTION = 2_500
Item = TypeVar("Item")


def pieces(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """As much as one transaction takes, at a time."""
    for start in range(0, len(items), ROWS_A_TRANSACTION):
        yield items[start : start + ROWS_A_TRANSACTION]


def take_away_claims(tx: ManagedTransaction, publication: int, ids: Sequence[str]) -> None:
    """Closes claims as of a publication, and forgets what it wrote of them before."""
    tx.run(queries.FORGET_CLAIMS_OF_PUBLICATION, keys=[claim_key(id_, publication) for id_ in ids]).consume()
    tx.run(queries.CLOSE_CLAIMS, ids=list(ids), pub=publication).consume()


def write_claims(tx: ManagedTransaction, publication: int, claims: Sequence[StoredClaim]) -> None:
    """Adds claims, each in the place of what its id said before."""
    take_away_claims(tx, publication, [stored.claim.id for stored in claims])
    tx.run(queries.MERGE_RECORDS, ids=records_named(claims)).consume()
    tx.run(
        queries.CREATE_CLAIMS, rows=[claim_parameters(stored, publication) for stored in claims], pub=publication
    ).consume()
    found = search_pairs(claims, publication)
    if found:
        tx.run(queries.MERGE_SEARCH_KEYS, keys=sorted({key for _, key in found})).consume()
        tx.run(queries.LINK_SEARCH_KEYS, found=found).consume()


def take_away_members(tx: ManagedTransaction, publication: int, ids: Sequence[str]) -> None:
    """Closes records' places as of a publication, and forgets what it wrote of them before."""
    tx.run(queries.FORGET_MEMBERS_OF_PUBLICATION, keys=[claim_key(id_, publication) for id_ in ids]).consume()
    tx.run(queries.CLOSE_MEMBERS, ids=list(ids), pub=publication).consume()


def write_members(tx: ManagedTransaction, publication: int, members: Sequence[StoredMember]) -> None:
    """Gives records their place, instead of the one they had."""
    ids = [stored.member.record_id for stored in members]
    take_away_members(tx, publication, ids)
    tx.run(queries.MERGE_RECORDS, ids=sorted(set(ids))).consume()
    by_kind = sorted(members, key=lambda stored: (stored.member.kind, stored.member.record_id))
    for kind, group in groupby(by_kind, key=lambda stored: stored.member.kind):
        rows = [member_parameters(stored, publication) for stored in group]
        tx.run(queries.CREATE_MEMBERS[kind], rows=rows, pub=publication).consume()


def publish(tx: ManagedTransaction, publication: int) -> None:
    """Makes `publication` the one readers see."""
    tx.run(queries.PUBLISH, pub=publication).consume()
