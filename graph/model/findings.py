"""What `findings`, `rules` and `setAside` answer, and what is kept of a finding that somebody set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from graph.model.answers import AskedAnswer, Blank, ClaimAnswer, PersonAnswer, SetAsideAnswer
from graph.model.period import london_day


class FindingState(StrEnum):
    """What is said of a rule in a case (rules.md §4)."""

    FOUND = "FOUND"
    NOT_FOUND_IN_LOADED_DATA = "NOT_FOUND_IN_LOADED_DATA"
    CANNOT_BE_DETERMINED = "CANNOT_BE_DETERMINED"
    SET_ASIDE = "SET_ASIDE"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding, or one adult's part in it, set aside by a person until a day (which is no longer among them).

    `child` and `adult` are record ids of the people as they were then.
    """

    child: str
    rule: str
    adult: str | None
    by: str
    reason: str
    at: datetime
    until: date

    def holds_at(self, moment: datetime) -> bool:
        """Whether it is in force then."""
        return self.at <= moment and london_day(moment) < self.until


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """A rule as it is told: to a social worker (`says`) and to a family (`for_family`), settings and source."""

    name: str
    version: str
    says: str
    settings: str
    source: str
    for_family: str
    would_refute: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of what was found."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """A rule's result for a case; `possible` where partial dates leave it open, `failed` where the rule itself is at fault.

    `is_still_open`: not found, and what would be found may yet be: the time it is given is not over.
    """

    rule: RuleAnswer
    state: FindingState
    since: str | None
    says: str
    details: tuple[Detail, ...]
    evidence: tuple[ClaimAnswer, ...]
    would_refute: tuple[str, ...]
    strengths: tuple[ClaimAnswer, ...]
    missing_feeds: tuple[str, ...]
    set_aside: SetAsideAnswer | None = None
    blanks: tuple[Blank, ...] = ()
    possible: bool = False
    failed: bool = False
    is_still_open: bool = False


@dataclass(frozen=True, slots=True)
class FindingsAnswer:
    """The findings of a child, in the order of the rules."""

    asked: AskedAnswer
    child: PersonAnswer
    findings: tuple[FindingAnswer, ...]
    blanks: tuple[Blank, ...] = ()
