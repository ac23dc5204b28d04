"""Families in one real embedded store, and questions read from it as an unrestricted assessment caller reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from graph.access.caller import AccessRole, Caller
from graph.access.policy import decide
from graph.access.purpose import read_purpose
from graph.model.claims import Claim, ClaimKind
from graph.model.dates import Dates
from graph.model.people import EntityKind, Member
from graph.model.period import end_of_day
from graph.questions.reading import Reading
from graph.store.port import Batch, GraphStore, StoredClaim, StoredMember
from tests.builders import KEY
from tests.graph.store.builders import said
from tests.oracle.family import Family, Question

CALLER = Caller("someone", frozenset({AccessRole.ASSESSMENT}), "csc")


def load(store: GraphStore, families: Iterable[Family]) -> None:
    """All families in one publication: their references differ, so they share nothing."""
    claims: list[StoredClaim] = []
    members: list[StoredMember] = []
    for family in families:
        claims += [_stored(claim) for claim in family.claims]
        members += _members(family)
    store.write(1, Batch(tuple(claims), tuple(members)))
    store.publish(1)


def _stored(claim: Claim) -> StoredClaim:
    return StoredClaim(replace(claim, values={}), said(claim.values), None, None, (), "f-" + claim.id)


def _members(family: Family) -> Iterator[StoredMember]:
    rows = [claim for claim in family.claims if claim.kind in {ClaimKind.PERSON, ClaimKind.HOUSEHOLD}]
    shut = {_entity(family, row) for row in rows if row.kind is ClaimKind.HOUSEHOLD and _is_closed_place(row)}
    for row in {row.record_id: row for row in rows}.values():
        entity, since = family.joined.get(row.record_id, (row.record_id, None))
        kind = EntityKind.PERSON if row.kind is ClaimKind.PERSON else EntityKind.HOUSEHOLD
        yield StoredMember(Member(row.record_id, entity, kind, since), joins=entity not in shut)
    phones = {row.values["phones"] for row in rows if _entity(family, row) in shut and "phones" in row.values}
    for phone in sorted(phones):
        detail = KEY.detail_id("phones", phone)
        yield StoredMember(Member(detail, detail, EntityKind.DETAIL), joins=False)


def _entity(family: Family, row: Claim) -> str:
    return family.joined.get(row.record_id, (row.record_id, None))[0]


def _is_closed_place(row: Claim) -> bool:
    return row.value("kind") not in {None, "private"} or row.value("confidential") == "y"


def reading(store: GraphStore, family: Family, asked: Question, operation: str) -> Reading:
    """One question's reading at the dates asked."""
    decision = decide(CALLER, read_purpose("assessment"), operation)
    dates = Dates(asked.as_of, end_of_day(asked.known_at), asked.known_to, asked.since, asked.until + timedelta(days=1))
    return Reading(store, family.partnership(), decision, dates, dates.known_at, frozenset(), lambda _: {})


def each_question(families: Iterable[Family]) -> Iterator[tuple[Family, Question]]:
    """Every family with every question of it."""
    for family in families:
        for asked in family.questions:
            yield family, asked


def agree(family: Family, asked: Question, told: object, counted: object) -> None:
    """Fails, saying the seed, what was asked and the whole family, where the product and the reference differ."""
    assert told == counted, f"seed {family.seed} asked {asked}\nproduct {told}\nreference {counted}\n{family.said()}"
