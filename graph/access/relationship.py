"""Whether a practitioner has a legitimate relationship with a child: an involvement open by the newest delivery.

The door fetches; this decides. It needs the `involvement` claims around the people in question, or around the caller's
own professional records, with the `professional` claims of the professionals they name, as recorded now:

    claims_around(professional_records(…), [Step({INVOLVEMENT}, {PERSON})], now, visible)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.access.caller import Caller
from graph.model.claims import Claim, ClaimKind, ClaimStatus, Role
from graph.model.ids import IdKey

PROFESSIONALS_TABLE = "professionals"


def professional_records(caller: Caller, systems: Iterable[tuple[str, str]], key: IdKey) -> tuple[str, ...]:
    """Ids of the records the caller may have as a professional, in each (agency, system) pair that is loaded."""
    own = sorted(tuple(text.partition(":")[::2]) for text in caller.professionals)
    return tuple(
        key.record_id(agency, system, PROFESSIONALS_TABLE, reference)
        for agency, system in sorted(set(systems))
        for named, reference in own
        if named == agency
    )


def people_worked_with(claims: Iterable[Claim], caller: Caller, day: date | None) -> frozenset[str]:
    """Person records with an involvement of the caller or of the caller's team that is open on `day`.

    `day` is that of the newest delivery; without one nothing is open. An involvement counts when it has begun, possibly
    at least, has surely not ended, and the agency's newest delivery still confirms it.
    """
    if day is None:
        return frozenset()
    known = tuple(claims)
    own = _own_professionals(known, caller)
    return frozenset(
        person
        for claim in known
        if claim.kind is ClaimKind.INVOLVEMENT
        and claim.end(Role.PROFESSIONAL) in own
        and _is_open(claim, day)
        and (person := claim.end(Role.PERSON)) is not None
    )


def _own_professionals(claims: tuple[Claim, ...], caller: Caller) -> frozenset[str]:
    return frozenset(
        claim.record_id
        for claim in claims
        if claim.kind is ClaimKind.PROFESSIONAL and claim.superseded_at is None and _is_own(claim, caller)
    )


def _is_own(claim: Claim, caller: Caller) -> bool:
    if f"{claim.agency}:{claim.source.record_ref}" in caller.professionals:
        return True
    return caller.agency is not None and claim.agency == caller.agency and claim.value("team") in caller.teams


def _is_open(claim: Claim, day: date) -> bool:
    return (
        claim.superseded_at is None
        and claim.confirmed_at is None
        and claim.status is not ClaimStatus.REFUTED
        and claim.valid.maybe_from <= day < claim.valid.surely_until
    )
