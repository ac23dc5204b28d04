"""Two people of one name in one list are told apart by birth or by who says so, on pages and in files alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from api.pages.words import person_name
from graph.model.answers import AdultsAroundChild, PersonAnswer
from graph.model.knowing import KnowledgeTable
from viz.naming import what_tells_apart


def adults_apart(found: AdultsAroundChild | None) -> AdultsAroundChild | None:
    """The answer with each adult under a name no other in it has."""
    if found is None:
        return None
    knowing = {row.adult.id: [known.agency.name for known in row.known_by] for row in found.adults}
    people = people_apart([row.adult for row in found.adults], knowing)
    return replace(found, adults=tuple(replace(row, adult=people[row.adult.id]) for row in found.adults))


def rows_apart(found: KnowledgeTable | None) -> KnowledgeTable | None:
    """The same of a table of who knew what."""
    if found is None:
        return None
    knowing = {row.adult.id: [cell.agency.name for cell in row.cells if cell.first_knew] for row in found.rows}
    people = people_apart([row.adult for row in found.rows], knowing)
    return replace(found, rows=tuple(replace(row, adult=people[row.adult.id]) for row in found.rows))


def people_apart(
    people: Iterable[PersonAnswer], knowing: Mapping[str, Sequence[str]] | None = None
) -> dict[str, PersonAnswer]:
    """id → the person, under another name where two have one; `knowing`: the agencies that know of each."""
    held = {person.id: person for person in people}
    names = {person.id: person_name(person) for person in held.values()}
    for ids in _alike(names):
        names.update({one: names[one] + what_tells_apart(held[one], (knowing or {}).get(one, ())) for one in ids})
    for ids in _alike(names):
        names.update({one: f"{names[one]} ({number} of {len(ids)})" for number, one in enumerate(ids, 1)})
    return {
        one: person if names[one] == person_name(person) else replace(person, display_name=names[one])
        for one, person in held.items()
    }


def _alike(names: Mapping[str, str]) -> list[list[str]]:
    """The ids of each name that more than one has, in the order of the list."""
    found: dict[str, list[str]] = defaultdict(list)
    for one, name in names.items():
        found[name].append(one)
    return [ids for ids in found.values() if len(ids) > 1]
