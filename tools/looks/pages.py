"""What is looked at: addresses by the role that opens them, and the files that are made."""

from __future__ import annotations

from collections.abc import Mapping

from graph.access.operations import ENDINGS, EXPORTED_PAGES

REASONS: Mapping[str, str] = {
    "assessment": "strategy_discussion",
    "steward": "data_quality",
    "auditor": "audit_review",
    "analyst": "service_analysis",
    "priya": "case_supervision",
    "graham": "audit_review",
    "practitioner": "assessment",
    "admin": "administration",
}
"""The sample's accounts that look, and why."""
PAGES: Mapping[str, tuple[str, ...]] = {
    "assessment": (
        "/",
        "/search",
        "/check",
        "/help",
        "/help/tour",
        "/accessibility",
        "/people/CHILD",
        *(f"/people/CHILD/{page}" for page in EXPORTED_PAGES),
        "/people/CHILD/genogram?style=mcgoldrick",
        "/people/CHILD/adults?as_of=2023-06-07&known_at=2023-06-07",
        "/people/CHILD/network?as_of=2023-06-07&known_at=2023-06-07&known_to=csc",
        "/people/CHILD/changes?before=2023-06-01",
        "/people/CHILD/chronology?about=household&from=2022-01-01",
        "/people/rnobody",
        "/nothing-here",
        "/counts",
        "/people/CHILD/adults?as_of=2023-13-45",
        "/deliveries",
    ),
    "steward": (
        "/",
        "/identity",
        "/identity/quality",
        "/deliveries",
        "/deliveries/DELIVERY",
        "/deliveries/preview",
    ),
    "auditor": ("/", "/audit"),
    "analyst": ("/", "/counts", "/children"),
    "priya": ("/", "/search", "/access", "/sessions", "/purpose"),
    "graham": ("/", "/audit", "/audit/review"),
    "practitioner": ("/", "/people/CHILD"),
    "admin": ("/", "/deliveries"),
}
FORCED = ("/people/CHILD/genogram", "/people/CHILD/adults", "/people/CHILD/chronology")
"""What is looked at in forced colours, too."""
EMPTY: Mapping[str, tuple[str, ...]] = {
    "assessment": ("/", "/check"),
    "steward": ("/", "/deliveries", "/identity"),
    "analyst": ("/", "/counts", "/children"),
    "auditor": ("/", "/audit/review"),
}
"""What is looked at where nothing was loaded, by account."""
FILES = (
    *(f"/people/CHILD/{page}.{ending}" for page in EXPORTED_PAGES for ending in ENDINGS),
    "/people/CHILD/case-pack.pdf",
    "/people/CHILD/case-pack.docx",
)
"""Every export of the sample's child."""
WIDTHS = (1280, 320)


def name_of(address: str) -> str:
    """A file name for the picture of an address."""
    plain = address.removeprefix("/people/CHILD").strip("/") or ("person" if "CHILD" in address else "start")
    return "".join(letter if letter.isalnum() or letter in "._" else "-" for letter in plain)
