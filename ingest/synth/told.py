"""What agencies have said of a family, in the generator's own names: what the truth is worked out from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from ingest.synth.spelling import Written


@dataclass(frozen=True)
class ToldStay:
    """One agency: this person at this home, with what it gave of the dates."""

    person: str
    home: str
    start: date | None
    end: date | None
    role: str
    known_by: frozenset[str]


@dataclass(frozen=True)
class ToldTie:
    """One agency: this person is `type` of another."""

    person: str
    other: str
    type: str
    start: date | None
    end: date | None
    known_by: frozenset[str]


@dataclass(frozen=True)
class ToldEvent:
    """One agency's event with everyone it names."""

    on: date
    people: tuple[tuple[str, str], ...]
    known_by: frozenset[str]

    def role_of(self, person: str) -> str | None:
        """The role of a person in it, if any."""
        return next((role for one, role in self.people if one == person), None)


@dataclass(frozen=True)
class ToldAssessment:
    """One assessment by children's social care."""

    child: str
    people: frozenset[str]
    started: date
    completed: date | None
    episode: str


@dataclass(frozen=True)
class ToldEpisode:
    """One episode of a child at children's social care."""

    ref: str
    person: str
    kind: str
    start: date
    end: date | None


@dataclass(frozen=True)
class ToldRecord:
    """One `people` row, by the agency's reference."""

    agency: str
    ref: str
    person: str
    written: Written
    is_sealed: bool = False


@dataclass(frozen=True)
class ToldContact:
    """A phone number some agency holds for this person, without its spaces."""

    person: str
    phone: str


@dataclass
class Told:
    """Everything open that was said of one family; what is sealed or at a confidential address is not in it."""

    records: list[ToldRecord] = field(default_factory=list)
    stays: list[ToldStay] = field(default_factory=list)
    ties: list[ToldTie] = field(default_factory=list)
    events: list[ToldEvent] = field(default_factory=list)
    contacts: set[ToldContact] = field(default_factory=set)
    assessments: list[ToldAssessment] = field(default_factory=list)
    episodes: list[ToldEpisode] = field(default_factory=list)
    homes: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """By agency and reference of a `people` row: the private homes that agency has them at, now or once."""
    mistaken_numbers: list[tuple[ToldRecord, str]] = field(default_factory=list)
    """Rows that hold another person's number, and whose it is."""

    def records_of(self, person: str) -> list[ToldRecord]:
        """The rows that are this person, in the order written."""
        return [record for record in self.records if record.person == person]
