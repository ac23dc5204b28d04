"""What questions answer, as values: the required core of the API, field by field (api.graphql), and nothing lazy.

An answer is whole when it leaves a question: no field of it asks a store again. Names follow the schema in snake case.
Dates are `datetime.date`, moments UTC `datetime`, partial dates the text their source gave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from graph.model.objections import ObjectionAnswer
from graph.model.people import Agency

__all__ = ["Agency"]


class BlankKind(StrEnum):
    """Kinds of nothing (rules.md §6)."""

    NOT_DELIVERED = "NOT_DELIVERED"
    DELIVERED_NONE = "DELIVERED_NONE"
    NOT_ASKED = "NOT_ASKED"
    NOT_ANSWERED = "NOT_ANSWERED"
    WITHHELD = "WITHHELD"
    OUT_OF_DATE = "OUT_OF_DATE"
    REFUSED = "REFUSED"


CLOSED = frozenset({BlankKind.WITHHELD, BlankKind.REFUSED})
"""Somebody has it, and does not open it to the caller."""


class AdultState(StrEnum):
    """What the assessing agency's records say of an adult around a child (rules.md §3)."""

    ASSESSED = "ASSESSED"
    KNOWN_NOT_ASSESSED = "KNOWN_NOT_ASSESSED"
    HIDDEN = "HIDDEN"
    UNIDENTIFIED = "UNIDENTIFIED"
    CANNOT_BE_DETERMINED = "CANNOT_BE_DETERMINED"


@dataclass(frozen=True, slots=True)
class PeriodAnswer:
    """`from_`/`to` as the source gave them; `unconfirmed_since` where an open end is older than the day asked about."""

    from_: str | None
    to: str | None
    open: bool
    unconfirmed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """What was asked, on what it stands, what is missing. `opened_until`: seen under break-glass until then."""

    as_of: date
    known_at: datetime
    known_to: tuple[Agency, ...]
    window: PeriodAnswer | None
    identity_as_of: datetime
    feeds_missing: tuple[str, ...] = ()
    withheld: bool = False
    as_of_is_newest_delivery: bool = False
    opened_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """A kind of nothing, where and since when."""

    what: str
    agency: Agency | None
    kind: BlankKind
    since: date | None = None


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """The record a claim was made of; `as_sent` only where the caller may read the row."""

    agency: Agency
    system: str
    table: str
    record_ref: str
    delivery: str
    as_sent: str | None = None


def _nobody() -> tuple[ClaimAnswer, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """One claim in words, with its dates and source. `dissent` works out who says otherwise from the same case."""

    id: str
    says: str
    valid: PeriodAnswer
    recorded_at: datetime
    superseded_at: datetime | None
    status: str
    record: RecordAnswer
    dissent: Callable[[], tuple[ClaimAnswer, ...]] = field(default=_nobody, compare=False, repr=False)
    objections: tuple[ObjectionAnswer, ...] = ()

    @property
    def said_otherwise(self) -> tuple[ClaimAnswer, ...]:
        """The claims that can't be true beside this one, by id."""
        return self.dissent()


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing compared between two records, in words."""

    field: str
    left: str | None
    right: str | None
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """What joining two records would do."""

    households_joined: int
    people_joined: int
    conflicts: tuple[str, ...]
    would_reveal: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two people who may be one."""

    left: PersonAnswer
    right: PersonAnswer
    probability: float
    comparisons: tuple[Comparison, ...]
    judgement: str | None = None
    judged_by: str | None = None
    effect: MergeEffect | None = None


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """A person as known at the dates asked.

    `age` is None where a partial birth date leaves it open; `ages` then says in words what it may be.
    Inside other answers `claims`, `candidates` and `households` are empty and `whole` works them out from the same case,
    without asking a store again.
    """

    id: str
    display_name: str
    identified: bool
    is_child: bool
    description: str | None = None
    names: tuple[str, ...] = ()
    date_of_birth: str | None = None
    expected_birth: str | None = None
    date_of_death: str | None = None
    age: int | None = None
    ages: str | None = None
    sex: str | None = None
    records: tuple[RecordAnswer, ...] = ()
    claims: tuple[ClaimAnswer, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    households: tuple[ResidenceAnswer, ...] = ()
    whole: Callable[[], PersonAnswer] | None = field(default=None, compare=False, repr=False)

    @property
    def age_in_words(self) -> str | None:
        """`44`, or `43 or 44` where a partial birth date leaves it open; None where nothing is known of it."""
        return self.ages if self.age is None else str(self.age)


@dataclass(frozen=True, slots=True)
class ResidenceAnswer:
    """Where a person lives or lived, as one or more claims say."""

    person: PersonAnswer
    household: HouseholdAnswer
    role: str
    valid: PeriodAnswer
    status: str
    agencies: tuple[Agency, ...]
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class HouseholdAnswer:
    """A household on the day asked about. Inside another answer `residents` is empty and `whole` works them out."""

    id: str
    label: str
    kind: str
    residents: tuple[ResidenceAnswer, ...] = ()
    agencies_differ: bool = False
    whole: Callable[[], HouseholdAnswer] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """A page of people, by id order of the store."""

    nodes: tuple[PersonAnswer, ...]
    end_cursor: str | None
    has_next_page: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an adult is around a child (rules.md §2); `possible` where partial dates leave it open.

    `before`: when it last was, where all of it lies before the child's time and its dates are cut to that.
    """

    kind: str
    says: str
    possible: bool
    first_date: str | None
    last_date: str | None
    agencies: tuple[Agency, ...]
    claims: tuple[ClaimAnswer, ...]
    before: str | None = None


@dataclass(frozen=True, slots=True)
class AgencyKnowledge:
    """Since when an agency knows something, how, and how to reach it; where it knows nothing, which `blank` stands there."""

    agency: Agency
    first_knew: datetime | None
    how: str
    contact_route: str | None
    claims: tuple[ClaimAnswer, ...]
    blank: BlankKind | None = None


@dataclass(frozen=True, slots=True)
class SetAsideAnswer:
    """Who set a finding or an adult aside, why, until when, and which evidence has come since.

    `pieces_since` counts an event or assessment with all its parts as one.
    """

    by: str
    reason: str
    until: date
    pieces_since: int = 0
    evidence_since: tuple[ClaimAnswer, ...] = ()

    @property
    def says(self) -> str:
        """How much evidence has come since, empty where none has."""
        match self.pieces_since:
            case 0:
                return ""
            case 1:
                return "1 piece of evidence was recorded since this was set aside"
        return f"{self.pieces_since:,} pieces of evidence were recorded since this was set aside"


@dataclass(frozen=True, slots=True)
class AdultAroundChild:
    """An adult around the child and what the assessing agency's records say of them.

    `not_asked`: whom the filled lists of checks of the assessments lack, where they are assessed.
    """

    adult: PersonAnswer
    under_eighteen: bool
    state: AdultState
    grounds: tuple[Ground, ...]
    since: str | None
    known_by: tuple[AgencyKnowledge, ...]
    candidates: tuple[Candidate, ...]
    to_ask: str
    assessed_in: tuple[ClaimAnswer, ...] = ()
    set_aside: SetAsideAnswer | None = None
    not_asked: tuple[Blank, ...] = ()


@dataclass(frozen=True, slots=True)
class AdultsAroundChild:
    """Every adult around a child, ordered by date of first evidence (rules.md §3)."""

    asked: AskedAnswer
    child: PersonAnswer
    adults: tuple[AdultAroundChild, ...]
    assessed_instead: tuple[PersonAnswer, ...]
    blanks: tuple[Blank, ...]
    assessing_agency: Agency | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class At:
    """The four dates of a question as asked; None: today, now, everyone (rules.md §1)."""

    as_of: date | None = None
    known_at: datetime | None = None
    known_to: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """From–to of a question as asked; the day `to` is included."""

    from_: date | None = None
    to: date | None = None


NO_DATES = At()
