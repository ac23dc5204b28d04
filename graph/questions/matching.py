"""Who on record somebody told may be: identity's own comparisons between what was told and what the case says of people.

Nothing is joined and nothing is kept. Compared is what this caller may see of a person, all their records together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.family.households import place, stays_of
from graph.identity.comparison import COMPARISONS, level_of
from graph.identity.conflicts import Conflict, find_conflict
from graph.identity.features import Record, read_record, to_frame
from graph.identity.judgements import in_order
from graph.identity.model import Model
from graph.identity.normalise import name_tokens
from graph.identity.policy import Levels, read_levels
from graph.identity.weighing import weigh_pairs
from graph.model.answers import Candidate, Comparison, PersonAnswer
from graph.model.case import Case
from graph.model.claims import Claim, ClaimKind
from graph.model.vocabulary import LIVING_ROLES
from graph.questions.queue import CELLS
from graph.questions.telling import Telling
from graph.questions.told import Sought

_EXACT = frozenset({"same", "swapped"})


@dataclass(frozen=True, slots=True)
class People:
    """Whom those told are compared with; `are_around`: they are on record around somebody told."""

    ids: frozenset[str]
    are_around: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody told and a person on record. `fits`: nothing told stands against their being one.

    `by`: the name and the contacts told that are on record of this person.
    """

    sought: Sought
    person: str
    fits: bool
    probability: float
    comparisons: tuple[tuple[str, str, float], ...]
    """What was compared, what it says, and its weight in bits."""
    by: frozenset[str] = frozenset()


def find_matches(
    case: Case, sought: Sequence[Sought], people: People, homes: tuple[str, ...], model: Model
) -> tuple[Match, ...]:
    """Whom of these people each of those told may be, in the order told, those that fit first, then by id."""
    year = case.dates.as_of.year
    told = {one.id: one.row(homes, year) for one in sought}
    known = {person: person_row(case, person) for person in sorted(people.ids)}
    records = {row["record_id"]: read_record(row) for row in (*told.values(), *known.values())}
    pairs = [
        (one.id, person)
        for one in sought
        for person in known
        if _worth_comparing(records[one.id], records[person], around=people.are_around)
        and not _kept_apart(one, records[one.id], records[person])
    ]
    frame = to_frame(records[name] for name in sorted({name for pair in pairs for name in pair})) if pairs else None
    weighed = [] if frame is None else weigh_pairs(frame, [in_order(*pair) for pair in pairs], model)
    by_id = {one.id: one for one in sought}
    found = [
        replace(match, by=match.by | (records[told_id].contacts & records[person].contacts))
        for (told_id, person), weights in zip(pairs, weighed, strict=True)
        if (match := _match(by_id[told_id], person, weights, around=people.are_around)) is not None
    ]
    order = {one.id: number for number, one in enumerate(sought)}
    return tuple(sorted(found, key=lambda match: (order[match.sought.id], not match.fits, match.person)))


def person_row(case: Case, person: str) -> dict[str, Any]:
    """The row identity compares, of all that the evidence of `known_to` says of a person.

    Whether it is an identity after adoption is read from every row: what closes, closes whoever knows it.
    """
    rows = rows_known(case, person)
    stays = [stay for stay in stays_of(case, person, LIVING_ROLES) if place(case, stay.household).may_join]
    as_of = case.dates.as_of
    return {
        "record_id": person,
        "agency": "",
        "system": "",
        "given_names": _said(rows, "given_name"),
        "family_names": _said(rows, "family_name"),
        "other_names": _listed(rows, "other_names"),
        "dates_of_birth": _said(rows, "date_of_birth"),
        "born_about": next(iter(_said(rows, "born_about")), None),
        "expected_birth": next(iter(_said(rows, "expected_birth")), None),
        "sex": next(iter(_said(rows, "sex")), None),
        "nhs_numbers": [],
        "upns": [],
        "local_ids": [],
        "phones": _listed(rows, "phones"),
        "emails": _listed(rows, "emails"),
        "vehicles": _listed(rows, "vehicles"),
        "addresses": sorted({stay.household for stay in stays}),
        "stays": sorted({f"{stay.household}@{as_of.year}" for stay in stays if stay.period.holds_on(as_of)}),
        "identified": any(row.value("identified") != "n" for row in rows),
        "adopted_identity": any(
            row.says_yes("adopted_identity") for row in case.descriptions(person, ClaimKind.PERSON)
        ),
        "tier": 0,
        "recorded_at": 0,
    }


def rows_known(case: Case, person: str) -> tuple[Claim, ...]:
    """The rows that describe a person, those that `known_to` knows."""
    return tuple(row for row in case.descriptions(person, ClaimKind.PERSON) if case.is_evidence(row))


def _said(rows: Iterable[Claim], cell: str) -> list[str]:
    return sorted({text for row in rows if (text := row.value(cell))})


def _listed(rows: Iterable[Claim], cell: str) -> list[str]:
    return sorted({part for row in rows for part in row.list_of(cell)})


def _worth_comparing(told: Record, known: Record, *, around: bool) -> bool:
    """Whether they have enough in common to be compared: both names, a contact, or a date or home with an initial; of
    somebody around those told, a first name.
    """
    one, other = told.names, known.names
    given = not (one.sounds | one.roots | one.stems).isdisjoint(other.sounds | other.roots | other.stems)
    letter = not one.letters.isdisjoint(other.letters)
    family = not one.surname_sounds.isdisjoint(other.surname_sounds)
    crossed = not one.sounds.isdisjoint(other.surname_sounds) and not one.surname_sounds.isdisjoint(other.sounds)
    at_home = not told.addresses.isdisjoint(known.addresses)
    born = told.born.known and told.born.agrees(known.born)
    return (
        not told.contacts.isdisjoint(known.contacts)
        or crossed
        or ((given or letter) and family)
        or (around and given)
        or (at_home and (given or letter or (born and not one.letters)))
        or (bool(told.born.full & known.born.full) and (given or letter or family or not one.letters))
    )


def _kept_apart(sought: Sought, told: Record, known: Record) -> bool:
    """An identity after adoption is found under its own name, or by its birth date as anybody is (access.md §2)."""
    if sought.is_dated_alone and told.contacts.isdisjoint(known.contacts):
        return False
    return find_conflict(told, known) is Conflict.ADOPTED


def _match(sought: Sought, person: str, weighed: Mapping[str, Any], *, around: bool) -> Match | None:
    levels = read_levels(weighed["levels"])
    fits = stands(levels, around=around)
    if not fits and levels.contact != "shared" and not _is_near(levels):
        return None
    compared = []
    for comparison in COMPARISONS:
        level = level_of(comparison.field, weighed["levels"][comparison.field])
        if level is not None and (level.name != "different" or comparison.field in {"forename", "surname", "born"}):
            compared.append((comparison.title, level.says, round(weighed["weights"][comparison.field], 2)))
    by = {" ".join(sorted(name_tokens(f"{sought.given} {sought.family}")))} if _is_by_name(levels) else set()
    return Match(sought, person, fits, round(weighed["probability"], 4), tuple(compared), frozenset(by))


def _is_by_name(levels: Levels) -> bool:
    return levels.forename_fits or levels.surname_fits


def stands(levels: Levels, *, around: bool = False) -> bool:
    """Whether somebody told is on record in this person: what identifies them agrees, and nothing told stands against it.

    Both names; one with a whole birth date; a whole first name with a home; or a contact. A family name may have changed
    where the birth date is the same or a contact is shared. An initial and a home are two people as easily as one, and so
    is a birth date without a name, at whatever home. Of somebody `around` those told, a first name is enough.
    """
    if levels.born == "different" or levels.forename == "different":
        return False
    own = levels.contact == "shared"
    if levels.surname == "different":
        return levels.forename_full and (levels.born in _EXACT or own)
    if levels.forename_fits and levels.surname_fits:
        return True
    near = levels.forename_full and (levels.home or around)
    return own or near or (levels.born in _EXACT and _is_by_name(levels))


def _is_near(levels: Levels) -> bool:
    """Worth showing though it is not enough: both names with another date, a date or a home with one name, a date alone."""
    if levels.home and (levels.forename_fits or (levels.forename is None and levels.born_fits)):
        return True
    names = levels.forename_fits and levels.surname_fits
    alone = levels.forename is None and levels.surname != "different"
    return (names and levels.born == "different") or (levels.born in _EXACT and (levels.forename_fits or alone))


def tell_match(telling: Telling, match: Match) -> Candidate:
    """A match as a pair: what was told on the left, the person on record on the right, and why."""
    right = telling.person(match.person)
    reasons = tuple(
        Comparison(field, told_words(match.sought, field), known_words(telling, match.person, field), says, weight)
        for field, says, weight in match.comparisons
    )
    return Candidate(told_person(telling.case, match.sought), right, match.probability, reasons)


def told_person(case: Case, sought: Sought) -> PersonAnswer:
    """Somebody told, as a person of no record."""
    return PersonAnswer(
        id=sought.id,
        display_name=sought.label,
        identified=sought.is_named,
        is_child=sought.is_child_on(case.dates.as_of),
        names=(sought.label,) if sought.is_named else (),
        date_of_birth=sought.born.text if sought.born else None,
    )


def told_words(sought: Sought, field: str) -> str | None:
    """What was told of one thing compared."""
    said: Mapping[str, Sequence[str]] = {
        "First name": [sought.given],
        "Family name": [sought.family],
        "Date of birth": [sought.born.text] if sought.born else [],
        "Phone, email or vehicle": [value for values in sought.cells.values() for value in values],
    }
    return "; ".join(text for text in said.get(field, ()) if text) or None


def known_words(telling: Telling, person: str, field: str) -> str | None:
    """What is on record of the same thing, as far as this caller may see it."""
    case = telling.case
    if field == "Address":
        homes = {stay.household for stay in stays_of(case, person, LIVING_ROLES)}
        return "; ".join(sorted(telling.label(place(case, home)) for home in homes)) or None
    rows = rows_known(case, person)
    texts = {row.value(cell) or "" for row in rows for cell in CELLS.get(field, ())}
    return "; ".join(sorted(texts - {""})) or None
