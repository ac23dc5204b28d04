"""What the audit log answers: who looked, why, at whom; ids and never content (access.md §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LooksAsked:
    """Which entries are wanted: of a person (any id of theirs), a caller, days from and to (both included), one operation."""

    person: str = ""
    caller: str = ""
    since: date | None = None
    until: date | None = None
    operation: str = ""


@dataclass(frozen=True, slots=True)
class LookAnswer:
    """One entry of the log. `shown`: ids of the people the answer showed. `is_operator`: asked on the server itself.

    `holds`: the questions answered in one file of several.
    """

    sequence: int
    at: datetime
    caller: str
    roles: tuple[str, ...]
    purpose: str
    reference: str
    operation: str
    shown: tuple[str, ...]
    withheld: bool
    outcome: str
    is_operator: bool
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LooksFound:
    """A page of entries, newest first."""

    nodes: tuple[LookAnswer, ...]
    end_cursor: str | None
    has_next_page: bool


@dataclass(frozen=True, slots=True)
class CaseFound:
    """Somebody a caller works with (`is_own`), or looked at lately."""

    id: str
    name: str
    is_child: bool
    is_own: bool
