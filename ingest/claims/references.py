"""Which records a row names, and as what: the ends a claim of each table has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model.claims import Role


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a record of `table` in the same system, in that role."""

    column: str
    table: str
    role: Role

    @property
    def named(self) -> str:
        """The column that holds the id of the record named, null where the system never delivered it."""
        return f"{self.column}_id"


_PERSON = Reference("person_ref", "people", Role.PERSON)
_HOUSEHOLD = Reference("household_ref", "households", Role.HOUSEHOLD)
_PROFESSIONAL = Reference("professional_ref", "professionals", Role.PROFESSIONAL)
_EPISODE = Reference("episode_ref", "episodes", Role.EPISODE)
_EVENT = Reference("record_ref", "events", Role.EVENT)
_ASSESSMENT = Reference("record_ref", "assessments", Role.ASSESSMENT)

REFERENCES: Mapping[str, tuple[Reference, ...]] = {
    "residences": (_PERSON, _HOUSEHOLD),
    "relationships": (_PERSON, Reference("other_ref", "people", Role.OTHER)),
    "involvements": (_PERSON, _PROFESSIONAL, _EPISODE),
    "episodes": (_PERSON,),
    "events": (_HOUSEHOLD, _EPISODE),
    "event_people": (_EVENT, _PERSON),
    "event_professionals": (_EVENT, _PROFESSIONAL),
    "assessments": (_EPISODE,),
    "assessment_people": (_ASSESSMENT, _PERSON),
    "shares": (_PERSON,),
    "attendance": (_PERSON,),
}
SELF: Mapping[str, Role] = {
    "people": Role.PERSON,
    "households": Role.HOUSEHOLD,
    "professionals": Role.PROFESSIONAL,
    "episodes": Role.EPISODE,
    "events": Role.EVENT,
    "assessments": Role.ASSESSMENT,
}
ABOUT = "about_record"
ABOUT_ID = "about_record_id"


def references_of(table: str) -> tuple[Reference, ...]:
    """The references of a table; none for tables that name no record."""
    return REFERENCES.get(table, ())
