"""The view model of an ecomap: homes with their members, and a card for each service, person and silence around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.model.answers import Blank, PersonAnswer
from graph.model.ecomap import Bond, Contacts, Ecomap, EcomapHome, EcomapPerson, EcomapService
from graph.model.genogram import GenogramPerson, Standing
from viz.ecomap.wording import (
    LIVES,
    NO_HOME,
    NOT_JOINED,
    bond_says,
    contacts_says,
    events_says,
    limits_says,
    missed_says,
    over_says,
    silent_name,
    silent_says,
    tie_says,
    told_by_says,
    whom_says,
)
from viz.genogram.wording import life_says, lines_under, name_of

MOST_CARDS = 25
MOST_PEOPLE = 10
"""Of so many cards at most so many are people where there are more than can be drawn."""
STEPS = (0, 1, 3, 6, 12)
"""From so many contacts on a line is a step heavier."""
_ORDER = (
    "children_social_care", "early_help", "adult_social_care", "gp", "health_visiting", "school_nursing", "midwifery",
    "hospital", "urgent_care", "ambulance", "camhs", "adult_mental_health", "substance_misuse", "school",
    "education_service", "early_years", "police", "probation", "youth_justice", "court", "housing",
    "domestic_abuse_service", "voluntary", "registry", "other",
)  # fmt: skip


class Sort(StrEnum):
    """What a card stands for."""

    SERVICE = "service"
    PERSON = "person"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A member of a home as drawn, with the words under the symbol."""

    anchor: str
    name: str
    says: str
    lines: tuple[str, ...]
    entry: GenogramPerson


@dataclass(frozen=True, slots=True)
class Place:
    """A home in the middle; without a household, that none is on record. `note` stands below the members."""

    anchor: str
    label: str
    note: str
    symbols: tuple[Symbol, ...]
    home: EcomapHome | None


@dataclass(frozen=True, slots=True)
class Card:
    """Something outside the household. `words`: its lines under its name; `step`: how heavy its line is, None for no line."""

    id: str
    anchor: str
    sort: Sort
    name: str
    words: tuple[str, ...]
    step: int | None
    bond: Bond
    service: EcomapService | None = None
    person: EcomapPerson | None = None
    entry: GenogramPerson | None = None
    blank: Blank | None = None

    @property
    def says(self) -> str:
        """Name and words as a sentence."""
        return f"{self.name}: {'; '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class View:
    """Everything drawn and listed, once. `cards` are all that is listed, `drawn` those with room in the drawing."""

    ecomap: Ecomap
    places: tuple[Place, ...]
    cards: tuple[Card, ...]
    drawn: tuple[Card, ...]

    def of_sort(self, sort: str) -> tuple[Card, ...]:
        """The cards of one sort."""
        return tuple(card for card in self.cards if card.sort == sort)

    @property
    def members(self) -> tuple[Symbol, ...]:
        """Everybody in the middle, each once."""
        return tuple({one.entry.person.id: one for place in self.places for one in place.symbols}.values())

    @property
    def left_out(self) -> str:
        """How many of what are in the lists only; nothing where everything is drawn."""
        shown = {card.id for card in self.drawn}
        counted = [
            _counted(number, *words)
            for sort, words in _LEFT_OUT.items()
            if (number := sum(card.sort == sort and card.id not in shown for card in self.cards))
        ]
        return f"And {', '.join(counted)} in the lists below" if counted else ""


_LEFT_OUT = {
    Sort.SERVICE: ("more service", "more services"),
    Sort.PERSON: ("more person", "more people"),
    Sort.SILENT: ("more agency that is silent", "more agencies that are silent"),
}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def make_view(ecomap: Ecomap) -> View:
    """What is drawn and listed of an ecomap. Any order of input, one view."""
    services = sorted(ecomap.services, key=_service_order)
    cards = (
        *(_service(one, number, ecomap) for number, one in enumerate(services, 1)),
        *(_silent(one, number) for number, one in enumerate(sorted(ecomap.silent, key=_silent_order), 1)),
        *(_person(one, number) for number, one in enumerate(sorted(ecomap.people, key=_person_order), 1)),
    )
    return View(ecomap, tuple(_places(ecomap)), cards, tuple(_chosen(cards)))


def _service_order(one: EcomapService) -> tuple[object, ...]:
    kind = one.agency.kind
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), one.agency.name, one.agency.id)


def _silent_order(blank: Blank) -> tuple[object, ...]:
    return (silent_name(blank), blank.what, blank.kind, blank.agency.id if blank.agency else "")


def _person_order(one: EcomapPerson) -> tuple[object, ...]:
    """Those whose tie is open, those whose tie is over, those of events alone: by name."""
    return (tuple(Bond).index(one.bond), name_of(one.person), one.person.id)


def _chosen(cards: Sequence[Card]) -> Iterator[Card]:
    """At most so many: what is open and what is silent first, and room kept for people."""
    if len(cards) <= MOST_CARDS:
        return iter(cards)
    people = [card for card in cards if card.sort is Sort.PERSON]
    others = [card for card in cards if card.sort is not Sort.PERSON]
    kept_people = max(MOST_CARDS - len(others), MOST_PEOPLE)
    kept = {card.id for card in sorted(people, key=_importance)[:kept_people]}
    kept |= {card.id for card in sorted(others, key=_importance)[: MOST_CARDS - len(kept)]}
    return iter([card for card in cards if card.id in kept])


def _importance(card: Card) -> tuple[object, ...]:
    contacts = _contacts_of(card)
    return (
        card.sort is not Sort.SILENT,
        card.bond is not Bond.OPEN,
        -(contacts.count if contacts else 0),
        card.name,
        card.id,
    )


def _contacts_of(card: Card) -> Contacts | None:
    held = card.service or card.person
    return held.contacts if held else None


def step_of(contacts: int) -> int:
    """Which weight of line stands for so many contacts."""
    return max(step for step, least in enumerate(STEPS) if contacts >= least)


def _service(one: EcomapService, number: int, ecomap: Ecomap) -> Card:
    words = (
        contacts_says(one.contacts),
        limits_says(one.contacts),
        missed_says(one.contacts),
        bond_says(one),
        whom_says(one.people, ecomap.child),
        "nothing on the child itself" if one.silent else "",
    )
    return Card(
        id=f"s{one.agency.id}",
        anchor=f"service-{number}",
        sort=Sort.SERVICE,
        name=one.agency.name,
        words=_said(words),
        step=step_of(one.contacts.count),
        bond=one.bond,
        service=one,
    )


def _silent(blank: Blank, number: int) -> Card:
    of = f"{blank.what}{blank.agency.id if blank.agency else ''}{blank.kind}{blank.since or ''}"
    expected = "of the conference" if blank.what == "conference" else "expected at this age"
    words = (expected, silent_says(blank))
    return Card(f"b{of}", f"silent-{number}", Sort.SILENT, silent_name(blank), words, None, Bond.EVENTS, blank=blank)


def _person(one: EcomapPerson, number: int) -> Card:
    standing = _standing(one.person)
    entry = GenogramPerson(one.person, standing, is_index=False, lives_with_index=False)
    unborn = life_says(entry) if standing is Standing.UNBORN else ""
    teller = "" if one.person.identified else told_by_says(one.person)
    words = (tie_says(one.ties), teller, unborn, over_says(one), LIVES[one.lives], events_says(one.contacts))
    return Card(
        id=f"p{one.person.id}",
        anchor=f"person-{number}",
        sort=Sort.PERSON,
        name=name_of(one.person),
        words=_said(words),
        step=step_of(one.contacts.count),
        bond=one.bond,
        person=one,
        entry=entry,
    )


def _standing(person: PersonAnswer) -> Standing:
    return Standing.UNBORN if person.expected_birth and not person.date_of_birth else Standing.LIVING


def _said(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word)


def _places(ecomap: Ecomap) -> Iterator[Place]:
    numbers: dict[str, int] = {}
    for place, home in enumerate(ecomap.homes, 1):
        symbols = [_symbol(member.entry, numbers) for member in home.members]
        yield Place(f"home-{place}", home.household.label, "" if home.joins else NOT_JOINED, tuple(symbols), home)
    if not ecomap.homes:
        yield Place("home-1", NO_HOME, "", (_symbol(ecomap.alone, numbers),), None)


def _symbol(entry: GenogramPerson, numbers: dict[str, int]) -> Symbol:
    """Somebody of two homes has one entry in the list."""
    number = numbers.setdefault(entry.person.id, len(numbers) + 1)
    index = replace(entry, lives_with_index=True)
    return Symbol(f"member-{number}", name_of(entry.person), life_says(index), lines_under(index), index)
