"""Whom an operator means: an id of Kithmap, or an agency's own reference, which finds also those no page shows."""

from __future__ import annotations

from graph.errors import BadInput
from graph.model.ids import IdKey
from graph.model.people import Partnership

HELP = "Any id of the person, or AGENCY:REF, or AGENCY/SYSTEM:REF."


def record_named(text: str, partnership: Partnership, key: IdKey) -> str:
    """The record id. Raises BadInput where the agency has several systems and none is named, and for an unknown one."""
    named, colon, reference = text.partition(":")
    if not colon:
        return text
    agency, _, system = named.partition("/")
    systems = sorted({feed.system for feed in partnership.feeds if feed.agency == agency and feed.table == "people"})
    if not systems or (system and system not in systems):
        raise BadInput("--person", "names an agency or system that sent no people")
    if not system and len(systems) > 1:
        raise BadInput("--person", f"names an agency of several systems: say which, {' or '.join(systems)}")
    return key.record_id(agency, system or systems[0], "people", reference)
