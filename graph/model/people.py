"""Who the records of a case are: entities as clusters of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EntityKind(StrEnum):
    """What a cluster of records stands for."""

    PERSON = "person"
    HOUSEHOLD = "household"
    EVENT = "event"
    ASSESSMENT = "assessment"
    EPISODE = "episode"
    PROFESSIONAL = "professional"
    TEAM = "team"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Member:
    """A record's place in a cluster: `entity_id` as judged now, and since when that join holds (rules.md §1).

    `joined_at` is None where nothing is to be told apart: the join holds from when both records were recorded. Where
    a person's judgement identified an unidentified record, it is the day given with that judgement.
    """

    record_id: str
    entity_id: str
    kind: EntityKind
    joined_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency of the partnership: its id, the name people read, its kind (deliveries.md §4)."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A table an agency's system supplies; dates are ISO days, None where not stated. `deliveries` are extraction times."""

    agency: str
    system: str
    table: str
    rows: int
    covers_from: str | None
    covers_to: str | None
    extracted_at: datetime
    delivery: str


@dataclass(frozen=True, slots=True)
class Partnership:
    """What is loaded: agencies by id, feeds (the newest delivery of each agency, system and table)."""

    agencies: Mapping[str, Agency] = field(default_factory=dict)
    feeds: tuple[Feed, ...] = ()
    newest: datetime | None = None
