"""Who asks, and what was loaded."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api.graphql.types.asked import Agency


@strawberry.type
class Me:
    """Who asks, and why."""

    name: str
    roles: list[str]
    agency: strawberry.ID | None
    purpose: str


@strawberry.type
class Delivery:
    """A delivery and what became of its rows."""

    id: strawberry.ID
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
    refused: list[str]


@strawberry.type
class DeliveryConnection:
    """A page of deliveries, newest first."""

    nodes: list[Delivery]
    end_cursor: str | None
    has_next_page: bool
