"""What an agency shared with others about people: shares that name one of them, or a record of theirs (rules.md §1)."""

from __future__ import annotations

from collections.abc import Collection

from graph.model.case import begun_by
from graph.model.claims import Claim, ClaimKind, Role
from graph.rules.subject import Subject

_PARTS_OF_MANY = (Role.EVENT, Role.ASSESSMENT, Role.EPISODE)


def shares_about(subject: Subject, people: Collection[str], agency: str, to: Collection[str]) -> tuple[Claim, ...]:
    """Shares with outcome `shared` by an agency to one of `to` up to `as_of`, about any of these people, by date.

    From all claims, whoever knows of the share: an event goes with all its people.
    """
    case = subject.case
    records = {
        record
        for person in people
        for claim in case.all_about(person)
        for record in (claim.record_id, *(claim.end(role) for role in _PARTS_OF_MANY))
        if record
    }
    found = (
        claim
        for claim in case.claims
        if claim.kind is ClaimKind.SHARE
        and claim.agency == agency
        and claim.value("to_agency") in to
        and claim.value("outcome") == "shared"
        and begun_by(claim.valid, subject.as_of)
        and (case.entity_at(claim, Role.PERSON) in people or claim.end(Role.ABOUT) in records)
    )
    return tuple(sorted(found, key=lambda claim: (claim.valid.maybe_from, claim.id)))
