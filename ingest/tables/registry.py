"""The fifteen tables of a delivery by name (deliveries.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ingest.tables.agencies import AGENCIES
from ingest.tables.assessment_people import ASSESSMENT_PEOPLE
from ingest.tables.assessments import ASSESSMENTS
from ingest.tables.attendance import ATTENDANCE
from ingest.tables.episodes import EPISODES
from ingest.tables.event_people import EVENT_PEOPLE
from ingest.tables.event_professionals import EVENT_PROFESSIONALS
from ingest.tables.events import EVENTS
from ingest.tables.households import HOUSEHOLDS
from ingest.tables.involvements import INVOLVEMENTS
from ingest.tables.people import PEOPLE
from ingest.tables.professionals import PROFESSIONALS
from ingest.tables.relationships import RELATIONSHIPS
from ingest.tables.residences import RESIDENCES
from ingest.tables.shares import SHARES
from ingest.tables.spec import TableSpec

TABLES: Mapping[str, TableSpec] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            PEOPLE,
            HOUSEHOLDS,
            RESIDENCES,
            RELATIONSHIPS,
            PROFESSIONALS,
            INVOLVEMENTS,
            EPISODES,
            EVENTS,
            EVENT_PEOPLE,
            EVENT_PROFESSIONALS,
            ASSESSMENTS,
            ASSESSMENT_PEOPLE,
            SHARES,
            ATTENDANCE,
            AGENCIES,
        )
    }
)
