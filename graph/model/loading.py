"""What answers say of what is loaded, and of who asks: no person is in any of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from graph.model.people import Agency


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """A table an agency supplies."""

    agency: Agency
    system: str
    table: str
    rows: int
    covers_from: date | None
    covers_to: date | None
    extracted_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryAnswer:
    """A delivery and what became of its rows."""

    id: str
    agency: Agency
    system: str
    extracted_at: datetime
    loaded_at: datetime
    mode: str
    rows_in: int
    stored: int
    unchanged: int
    quarantined: int
    published: bool
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveriesFound:
    """A page of deliveries, newest first."""

    nodes: tuple[DeliveryAnswer, ...]
    end_cursor: str | None
    has_next_page: bool


@dataclass(frozen=True, slots=True)
class MeAnswer:
    """Who asks."""

    name: str
    roles: tuple[str, ...]
    agency: str | None
    purpose: str
