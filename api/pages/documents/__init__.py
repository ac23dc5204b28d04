"""From each page's answer to a document for the file, in the page's words. `EXPORTED` names them: one line a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import Request

from api.pages.dates import DatesAsked
from api.pages.documents.adults import tell_adults
from api.pages.documents.paper import Told

Tell = Callable[[Request, str, DatesAsked], Told | None]
EXPORTED: Mapping[str, Tell] = {
    "adults": tell_adults,
}
"""A page's name in its address → what it tells; None: nobody to know of. The question is named in graph.access.operations."""
