"""What a person is given who asks what is held about them: statements, what others must decide on, who looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row lies: agency, system, delivery, table, and the number of the row."""

    agency: str
    system: str
    delivery: str
    table: str
    row: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim in words, with the cells of its row as sent that name nobody else; `cells` by heading."""

    says: str
    place: Place
    reference: str
    valid: str
    recorded_at: datetime
    superseded_at: datetime | None
    status: str
    cells: Mapping[str, str]
    claim: str = ""


@dataclass(frozen=True, slots=True)
class ToRedact:
    """A cell of free text that may name somebody else: to be read, and given or not, by a person."""

    place: Place
    cell: str


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A row, or a `cell` of one, that is closed: a person decides whether it is given. `why`: by which markings."""

    place: Place
    why: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about the person here: a judgement of who they are, a finding set aside. Reasons are not told."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Who looked, by role and never by name, why, and when."""

    at: datetime
    roles: tuple[str, ...]
    purpose: str
    operation: str


@dataclass(frozen=True, slots=True)
class SubjectAccess:
    """All of it, of one person. `at`: when it was put together."""

    name: str
    at: datetime
    records: tuple[str, ...]
    statements: tuple[Statement, ...]
    to_redact: tuple[ToRedact, ...]
    to_decide: tuple[ToDecide, ...]
    decisions: tuple[Decision, ...]
    looks: tuple[LookedAt, ...]
    agencies: Mapping[str, str]
