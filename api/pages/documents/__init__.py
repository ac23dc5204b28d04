"""From each page's answer to a document for the file, in the page's words. `EXPORTED` names them: one line a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import Request

from api.pages.dates import DatesAsked
from api.pages.documents.adults import tell_adults
from api.pages.documents.ecomap import tell_ecomap
from api.pages.documents.genogram import tell_genogram
from api.pages.documents.histories import tell_chronology, tell_contacts, tell_siblings
from api.pages.documents.knowing import tell_changes, tell_findings, tell_who_knew
from api.pages.documents.network import tell_network
from api.pages.documents.paper import Told

Tell = Callable[[Request, str, DatesAsked], Told | None]
EXPORTED: Mapping[str, Tell] = {
    "adults": tell_adults,
    "siblings": tell_siblings,
    "contacts": tell_contacts,
    "chronology": tell_chronology,
    "network": tell_network,
    "genogram": tell_genogram,
    "ecomap": tell_ecomap,
    "who-knew": tell_who_knew,
    "findings": tell_findings,
    "changes": tell_changes,
}
"""A page's name in its address → what it tells; None: nobody to know of. The question is named in graph.access.operations."""
