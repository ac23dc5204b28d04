"""The columns of every table of a delivery, in the order they are written.

Kept apart from the loader's own tables on purpose: what checks the loader must not be made from it.
"""

from collections.abc import Mapping
from types import MappingProxyType

_SPELLED = {
    "people": "person_ref given_name family_name other_names date_of_birth born_about expected_birth date_of_death sex"
    " nhs_number upn local_ids identified description phones emails vehicles adopted_identity recorded_at sensitivity"
    " note",
    "households": "household_ref uprn address postcode phones kind confidential recorded_at sensitivity note",
    "residences": "record_ref person_ref household_ref start end role basis status recorded_at sensitivity note",
    "relationships": "record_ref person_ref other_ref type start end parental_responsibility status recorded_at"
    " sensitivity note",
    "professionals": "professional_ref name role team service contact_route recorded_at note",
    "involvements": "record_ref person_ref professional_ref episode_ref service role start end end_reason recorded_at"
    " sensitivity note",
    "episodes": "record_ref person_ref kind provider start end reason outcome category factors source_agency"
    " source_code recorded_at sensitivity note",
    "events": "record_ref category type start start_time end place household_ref provider episode_ref source_agency"
    " source_code headline child_seen child_seen_alone child_view impact explanation explanation_accepted"
    " action_taken outcome recorded_by recorded_at sensitivity note",
    "event_people": "record_ref person_ref role note recorded_at",
    "event_professionals": "record_ref professional_ref role recorded_at note",
    "assessments": "record_ref kind episode_ref started completed outcome factors recorded_at sensitivity note",
    "assessment_people": "record_ref person_ref capacity seen checks recorded_at note",
    "shares": "record_ref to_agency outcome shared_on requested_on about_record person_ref how reason recorded_at note",
    "attendance": "person_ref school start end sessions_possible sessions_absent sessions_unauthorised recorded_at"
    " note",
    "agencies": "agency name kind parent note",
}

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {table: tuple(words.split()) for table, words in _SPELLED.items()}
)

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "people": ("person_ref",),
        "households": ("household_ref",),
        "professionals": ("professional_ref",),
        "event_people": ("record_ref", "person_ref", "role"),
        "event_professionals": ("record_ref", "professional_ref", "role"),
        "assessment_people": ("record_ref", "person_ref"),
        "attendance": ("person_ref", "school", "start"),
        "agencies": ("agency",),
    }
)


def row_key(table: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """The cells that make a row of this table one and the same record in every delivery."""
    return tuple(row.get(column, "") for column in KEYS.get(table, ("record_ref",)))
