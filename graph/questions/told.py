"""What a team was told, checked and read: as identity reads a record, and as the keys the store is asked by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.errors import BadInput
from graph.identity.addresses import find_dwelling
from graph.identity.contacts import clean_email, clean_phone, clean_vehicle
from graph.identity.finding import birth_keys_sought, home_keys, name_keys_sought
from graph.identity.normalise import name_tokens, split_alias
from graph.identity.numbers import clean_uprn
from graph.model.ids import IdKey
from graph.model.knowing import ToldHousehold, ToldPerson
from graph.model.period import PartialDate, age_on, parse_partial

MOST_TOLD = 20
LONGEST = 200
ADULT_AGE = 18
PEOPLE, ADDRESS = "told.people", "told.address"
_EARLIEST_YEAR = 1880
_CONTACTS = (("phone", "phones", clean_phone), ("email", "emails", clean_email), ("vehicle", "vehicles", clean_vehicle))


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody told, as they are looked for. `details` are the ids of their phone, email and vehicle, with the word for it;
    `unreadable` names what could not be read.
    """

    id: str
    label: str
    given: str
    family: str
    born: PartialDate | None
    details: Mapping[str, str]
    cells: Mapping[str, tuple[str, ...]]
    unreadable: tuple[str, ...]

    @property
    def is_named(self) -> bool:
        """Whether a name was told."""
        return bool(self.given or self.family)

    @property
    def is_dated_alone(self) -> bool:
        """Whether a birth date was told and no name."""
        return self.born is not None and not self.is_named

    def is_child_on(self, day: date) -> bool:
        """Whether told to be under 18, possibly."""
        if self.born is None:
            return False
        return age_on(PartialDate(self.born.last, self.born.after, ""), day) < ADULT_AGE

    def without(self, details: Collection[str]) -> Sought:
        """The same without some contact details."""
        kept = {detail: scheme for detail, scheme in self.details.items() if detail not in details}
        if len(kept) == len(self.details):
            return self
        columns = {column for scheme, column, _ in _CONTACTS if scheme in kept.values()}
        return replace(self, details=kept, cells={name: self.cells[name] for name in self.cells if name in columns})

    def row(self, homes: tuple[str, ...], year: int) -> dict[str, Any]:
        """The row identity compares: as of a person record that says just this, staying at `homes` in a year."""
        return {
            "record_id": self.id,
            "agency": "",
            "system": "",
            "given_names": [self.given] if self.given else [],
            "family_names": [self.family] if self.family else [],
            "other_names": [],
            "dates_of_birth": [self.born.text] if self.born else [],
            "born_about": None,
            "expected_birth": None,
            "sex": None,
            "nhs_numbers": [],
            "upns": [],
            "local_ids": [],
            **{column: list(self.cells.get(column, ())) for _, column, _ in _CONTACTS},
            "addresses": list(homes),
            "stays": [f"{home}@{year}" for home in homes],
            "identified": True,
            "adopted_identity": False,
            "tier": 0,
            # Later than any record: an identity after adoption admits what came after it.
            "recorded_at": 1,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """Everybody told, and the keys of the home as told."""

    people: tuple[Sought, ...]
    homes: frozenset[str]

    @property
    def keys(self) -> tuple[frozenset[str], ...]:
        """What the store is asked for, in one question: a key of each set is on each record found.

        First and family names are in a set each, so that both must fit, though it be those of two people told; a home, or
        the birth date of somebody named, is in both, so that it is enough. A birth date alone is of anybody born that day:
        it is looked for among those around the others told. Nothing to ask for by keys: none.
        """
        dated = [one.born.text for one in self.people if one.born and one.is_named]
        alone = self.homes | {key for text in dated for key in birth_keys_sought([text])}
        named = [one for one in self.people if one.given and one.family]
        given = {key for one in named for key in name_keys_sought(one.given)}
        family = {key for one in named for key in name_keys_sought(one.family)}
        sets = (frozenset(alone | given), frozenset(alone | family))
        return sets if all(sets) else ()

    @property
    def details(self) -> tuple[str, ...]:
        """The ids of every phone, email and vehicle told."""
        return tuple(sorted({detail for one in self.people for detail in one.details}))


def read_told(told: ToldHousehold, key: IdKey) -> Told:
    """What was told, read: an address is enough. Raises BadInput naming the argument, never its value."""
    people = tuple(told.people)
    if len(people) > MOST_TOLD:
        raise BadInput(PEOPLE, f"holds more than {MOST_TOLD} people")
    read, homes = tuple(_read_person(number, one, key) for number, one in enumerate(people, 1)), _read_home(told)
    if not read and not homes:
        raise BadInput(PEOPLE, "names nobody: give at least one person, or where they live")
    return Told(read, homes)


def _read_person(number: int, told: ToldPerson, key: IdKey) -> Sought:
    said = {name: _trim(f"{PEOPLE}.{name}", getattr(told, name)) for name in ("name", "phone", "email", "vehicle")}
    born = read_date(_trim(f"{PEOPLE}.dateOfBirth", told.date_of_birth))
    relationship = _trim(f"{PEOPLE}.relationship", told.relationship)
    if born is None and not any(said.values()):
        raise BadInput(PEOPLE, "says nothing of somebody: give a name, date of birth, phone, email or vehicle")
    if said["name"] and not name_tokens(said["name"]) and not (born or any(said[one] for one, _, _ in _CONTACTS)):
        raise BadInput(f"{PEOPLE}.name", "holds no letter")
    given, family = split_alias(said["name"]) if said["name"] else ("", "")
    details: dict[str, str] = {}
    cells: dict[str, tuple[str, ...]] = {}
    unreadable = []
    for scheme, column, clean in _CONTACTS:
        value = clean(said[scheme]) if said[scheme] else None
        if value:
            details[key.detail_id(scheme, value)] = scheme
            cells[column] = (value,)
        elif said[scheme]:
            unreadable.append(scheme)
    label = said["name"] or relationship or f"person {number}"
    return Sought(f"told{number}", label, given, family, born, details, cells, tuple(unreadable))


def _trim(argument: str, text: str | None) -> str:
    trimmed = " ".join((text or "").split())
    if len(trimmed) > LONGEST:
        raise BadInput(argument, f"is longer than {LONGEST} characters")
    return trimmed


def read_date(text: str) -> PartialDate | None:
    """A date of birth as told, partial or none. Raises BadInput naming the argument."""
    if not text:
        return None
    try:
        born = parse_partial(text)
    except ValueError:
        raise BadInput(f"{PEOPLE}.dateOfBirth", "is not a date: expected 2019, 2019-05 or 2019-05-03") from None
    if born.first.year < _EARLIEST_YEAR:
        raise BadInput(f"{PEOPLE}.dateOfBirth", f"is before {_EARLIEST_YEAR}")
    return born


def _read_home(told: ToldHousehold) -> frozenset[str]:
    address, postcode = _trim(ADDRESS, told.address), _trim("told.postcode", told.postcode)
    uprn = _trim("told.uprn", told.uprn)
    if uprn and clean_uprn(uprn) is None:
        raise BadInput("told.uprn", "is no property number: 1 to 12 digits")
    if (address or postcode) and not uprn and find_dwelling(address, postcode or None) is None:
        raise BadInput(ADDRESS, "needs a postcode and a house number or name")
    return home_keys(uprn or None, address or None, postcode or None)
