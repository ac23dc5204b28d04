"""Stored claims of made-up people, as a load would write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import orjson

from graph.model.claims import TABLE_OF_KIND, Claim, ClaimKind, Closing, End, Marking, Role, Source
from graph.model.people import EntityKind, Member
from graph.model.period import Period, parse_partial
from graph.store.port import Batch, Step, StoredClaim, StoredMember

RECORDED = datetime(2020, 1, 1, tzinfo=UTC)
NOW = datetime(2024, 6, 1, tzinfo=UTC)
SELF_ROLES = {
    ClaimKind.PERSON: Role.PERSON,
    ClaimKind.HOUSEHOLD: Role.HOUSEHOLD,
    ClaimKind.EVENT: Role.EVENT,
    ClaimKind.EPISODE: Role.EPISODE,
    ClaimKind.ASSESSMENT: Role.ASSESSMENT,
    ClaimKind.PROFESSIONAL: Role.PROFESSIONAL,
}


def a_claim(kind: ClaimKind, claim_id: str, /, record_id: str = "", agency: str = "police", **ends: str) -> StoredClaim:
    """A claim about the records given by role, recorded on 1 January 2020 and still held."""
    own = record_id or "r-" + claim_id
    places = [End(record, Role(role)) for role, record in ends.items()]
    if kind in SELF_ROLES:
        places.append(End(own, SELF_ROLES[kind]))
    claim = Claim(
        id=claim_id,
        kind=kind,
        record_id=own,
        source=Source(agency, "main", TABLE_OF_KIND[kind], "ref-" + own, "first", 7),
        ends=tuple(sorted(places)),
        valid=Period(parse_partial("2019-05"), None),
        recorded_at=RECORDED,
    )
    return StoredClaim(claim, '{"said":"yes"}', None, None, (), "f-" + claim_id)


def a_person(record_id: str, *search: str, agency: str = "police") -> StoredClaim:
    """A person claim under the record's own id, findable by `search`."""
    return but(a_claim(ClaimKind.PERSON, "c-" + record_id, record_id, agency), search=tuple(sorted(search)))


def a_residence(claim_id: str, person: str, household: str, agency: str = "police") -> StoredClaim:
    """A residence claim."""
    return a_claim(ClaimKind.RESIDENCE, claim_id, agency=agency, person=person, household=household)


def a_relationship(claim_id: str, person: str, other: str, agency: str = "police") -> StoredClaim:
    """A relationship claim."""
    return a_claim(ClaimKind.RELATIONSHIP, claim_id, agency=agency, person=person, other=other)


def a_share(claim_id: str, to_agency: str, outcome: str = "shared", agency: str = "police", **ends: str) -> StoredClaim:
    """A share (or refusal) about a record or a person."""
    headline = orjson.dumps({"outcome": outcome, "to_agency": to_agency}).decode()
    return but(a_claim(ClaimKind.SHARE, claim_id, agency=agency, **ends), headline=headline)


def but(stored: StoredClaim, **changes: object) -> StoredClaim:
    """The same with other fields of the stored claim or of its claim; the fingerprint follows."""
    parts = {name: getattr(stored, name) for name in StoredClaim.__slots__}
    claim = {name: getattr(stored.claim, name) for name in Claim.__slots__}
    for name, value in changes.items():
        (parts if name in parts else claim)[name] = value
    parts["claim"] = Claim(**claim)
    if "fingerprint" not in changes:
        said = repr(sorted((name, repr(value)) for name, value in changes.items()))
        parts["fingerprint"] = stored.fingerprint + said
    return StoredClaim(**parts)


def closed(stored: StoredClaim, marking: Marking, *records: str, every: bool = True) -> StoredClaim:
    """The same, closed for these records as well."""
    more = tuple(Closing(marking, record, every) for record in records)
    return but(stored, closings=tuple(sorted({*stored.closings, *more})))


def a_member(
    record_id: str, entity_id: str, kind: EntityKind = EntityKind.PERSON, *, joins: bool = True
) -> StoredMember:
    """A record's place."""
    return StoredMember(Member(record_id, entity_id, kind), joins)


def a_batch(*parts: StoredClaim | StoredMember) -> Batch:
    """A batch of claims and members."""
    claims = tuple(part for part in parts if isinstance(part, StoredClaim))
    return Batch(claims, tuple(part for part in parts if isinstance(part, StoredMember)))


def a_step(along: ClaimKind | tuple[ClaimKind, ...], to: EntityKind | tuple[EntityKind, ...]) -> Step:
    """A step along one kind or several."""
    kinds = along if isinstance(along, tuple) else (along,)
    return Step(frozenset(kinds), frozenset(to if isinstance(to, tuple) else (to,)))


def said(part: Mapping[str, str]) -> str:
    """Cells as a stored part."""
    return orjson.dumps(dict(sorted(part.items()))).decode()


HOME = a_step(ClaimKind.RESIDENCE, EntityKind.HOUSEHOLD)
RESIDENTS = a_step(ClaimKind.RESIDENCE, EntityKind.PERSON)
KIN = a_step(ClaimKind.RELATIONSHIP, EntityKind.PERSON)
