"""Histories as values: a child's chronology, siblings, and who worked with whom (rules.md §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from graph.model.answers import (
    AskedAnswer,
    Blank,
    ClaimAnswer,
    PeriodAnswer,
    PersonAnswer,
    ResidenceAnswer,
)
from graph.model.people import Agency
from graph.model.vocabulary import SiblingKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history: an event, a boundary of an episode, an assessment, a share, a change of address.

    `age` is that of the person whose history it is, in words; `age_in_months` below zero before birth.
    """

    id: str
    happened: PeriodAnswer
    known: datetime
    agency: Agency
    category: str
    type: str
    headline: str
    people: tuple[PersonAnswer, ...] = ()
    child_seen: bool | None = None
    child_seen_alone: bool | None = None
    action_taken: str | None = None
    no_action_recorded: bool = False
    also_recorded_by: tuple[Agency, ...] = ()
    claims: tuple[ClaimAnswer, ...] = ()
    age: str | None = None
    age_in_months: int | None = None


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """A stretch with nothing recorded; for one agency, or (None) for all."""

    valid: PeriodAnswer
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class SpanAnswer:
    """An episode, or a worker's time with a person (`is_worker`), as far as it overlaps the window."""

    says: str
    agency: Agency
    valid: PeriodAnswer
    is_worker: bool
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class Chronology:
    """A page of entries in order of happening, and the gaps and spans of the whole window."""

    asked: AskedAnswer
    entries: tuple[Entry, ...]
    gaps: tuple[GapAnswer, ...]
    total: int
    end_cursor: str | None
    has_next_page: bool
    blanks: tuple[Blank, ...]
    spans: tuple[SpanAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Sibling:
    """A sibling with the path that makes them one; `asserted_only` where only a claim of `sibling` says so."""

    person: PersonAnswer
    kind: SiblingKind
    through: tuple[ClaimAnswer, ...]
    households: tuple[ResidenceAnswer, ...]
    episodes: tuple[Entry, ...]
    events: tuple[Entry, ...]
    asserted_only: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class SiblingHistory:
    """The siblings of a child across households, any age; the child's own lane to lay them beside."""

    asked: AskedAnswer
    child: PersonAnswer
    siblings: tuple[Sibling, ...]
    blanks: tuple[Blank, ...]
    child_episodes: tuple[Entry, ...] = ()
    child_events: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class InvolvementAnswer:
    """A professional's part in a person's life."""

    professional: str
    role: str
    service: str | None
    agency: Agency
    contact_route: str | None
    valid: PeriodAnswer
    last_seen: date | None
    last_seen_alone: date | None
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """One worker after another in the same role of one agency; the gap in working days."""

    from_: InvolvementAnswer | None
    to: InvolvementAnswer
    gap_working_days: int


@dataclass(frozen=True, slots=True)
class LastSeen:
    """When an agency last saw the child, and alone; `possibly_…` where a month or year alone leaves a later time open."""

    agency: Agency
    on: date | None
    alone: date | None
    by: str | None
    claims: tuple[ClaimAnswer, ...]
    alone_by: str | None = None
    possibly_on: str | None = None
    possibly_alone: str | None = None


@dataclass(frozen=True, slots=True)
class ProfessionalContacts:
    """Who was involved with a person, hand-overs, gaps, who is silent. `unallocated` are the gaps with their agency."""

    asked: AskedAnswer
    involvements: tuple[InvolvementAnswer, ...]
    handovers: tuple[Handover, ...]
    last_seen: tuple[LastSeen, ...]
    gaps: tuple[PeriodAnswer, ...]
    silent: tuple[Blank, ...]
    workers_in_window: int
    person: PersonAnswer | None = None
    unallocated: tuple[GapAnswer, ...] = ()
    blanks: tuple[Blank, ...] = ()
