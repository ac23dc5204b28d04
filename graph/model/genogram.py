"""A genogram as values: a family of up to four generations, who is whose partner and parent, who lives together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.model.answers import AskedAnswer, Blank, ClaimAnswer, HouseholdAnswer, PeriodAnswer, PersonAnswer
from graph.model.people import Agency


class TieSort(StrEnum):
    """What a tie is. SAID: kin whose way is not on record, in the word of `Tie.label`."""

    SPOUSE = "SPOUSE"
    PARTNER = "PARTNER"
    BIRTH = "BIRTH"
    ADOPTIVE = "ADOPTIVE"
    FOSTER = "FOSTER"
    PRIVATE_FOSTER = "PRIVATE_FOSTER"
    STEP = "STEP"
    SPECIAL_GUARDIAN = "SPECIAL_GUARDIAN"
    KINSHIP = "KINSHIP"
    SAID = "SAID"


class Standing(StrEnum):
    """What a person was on the day: expected, living as far as is known, or dead."""

    UNBORN = "UNBORN"
    LIVING = "LIVING"
    DIED = "DIED"


UNIONS = frozenset({TieSort.SPOUSE, TieSort.PARTNER})
PARENTAL = frozenset(TieSort) - UNIONS - {TieSort.SAID}


@dataclass(frozen=True, slots=True)
class GenogramPerson:
    """Somebody drawn. `lives_with_index`: at a home of the person it is about, on the day."""

    person: PersonAnswer
    standing: Standing
    is_index: bool
    lives_with_index: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """One relationship of two people, whoever says so. `source` is the parent, or one of two alike.

    `ended`: over on the day. `possible`: its dates leave open whether it held. `differs`: one says it is over, another not.
    """

    id: str
    source: str
    target: str
    sort: TieSort
    label: str
    valid: PeriodAnswer
    ended: bool
    possible: bool
    differs: bool
    agencies: tuple[Agency, ...]
    status: str
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class Twins:
    """Born to one mother on one day; `identical` only where a record says so."""

    people: tuple[str, ...]
    identical: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody drawn who lived there on the day, in which role, on which claims."""

    person: str
    role: str
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A household that joins people, its members among those drawn, and how many more lived there that day."""

    household: HouseholdAnswer
    members: tuple[Member, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Branch:
    """Relatives of somebody drawn who are left out: how many; `id` is what to open to see them."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Genogram:
    """A family as of the dates. Nothing is left out silently: `branches` and `more` say what is."""

    asked: AskedAnswer
    around: str
    people: tuple[GenogramPerson, ...]
    ties: tuple[Tie, ...]
    twins: tuple[Twins, ...]
    homes: tuple[Home, ...]
    branches: tuple[Branch, ...]
    more: tuple[str, ...] = ()
    blanks: tuple[Blank, ...] = ()
