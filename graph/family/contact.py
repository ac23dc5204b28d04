"""Contact details shared with a carer of the child (rules.md §2, `shared_contact`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind, Role

MOST_HOLDERS = 4
_SCHEMES = {"phones": "phone", "emails": "email", "vehicles": "vehicle"}


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A person who holds the same detail as one of the people asked about, and their own claim of it."""

    person: str
    holder: str
    detail: str
    scheme: str
    claim: Claim


def shared_contacts(case: Case, people: Iterable[str]) -> Iterator[SharedContact]:
    """Everyone who holds a phone, email or vehicle of one of `people`, unless more than four people or a place hold it."""
    held = _holders(case)
    for person in people:
        mine = {
            end.record_id
            for row in case.about(person, ClaimKind.PERSON)
            if supports(row)
            for end in row.ends
            if end.role is Role.DETAIL
        }
        for detail in sorted(mine - case.unjoining_details):
            holders = held.get(detail, {})
            if len(holders) > MOST_HOLDERS:
                continue
            for other, rows in holders.items():
                if other != person:
                    for row in rows:
                        yield SharedContact(other, person, detail, _scheme(row, detail), row)


def _holders(case: Case) -> dict[str, dict[str, list[Claim]]]:
    found: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in case.evidence:
        if claim.kind is ClaimKind.PERSON and supports(claim):
            for end in claim.ends:
                if end.role is Role.DETAIL:
                    found[end.record_id][case.entity(claim.record_id)].append(claim)
    return found


def _scheme(row: Claim, detail: str) -> str:
    """What kind of detail it is, from the cells the row fills: named only where one kind is there."""
    filled = [word for cell, word in _SCHEMES.items() if row.value(cell)]
    return filled[0] if len(filled) == 1 else "contact detail"
