"""rules.md §5, Who knew what, and §6, Blanks, by brute force: the table of agency × adult around C."""

from __future__ import annotations

from datetime import date

from graph.model.claims import ClaimKind, Role
from tests.builders import AGENCIES
from tests.oracle.adults import Adult
from tests.oracle.rows import Known, dated

LINK_TABLES = ("residences", "relationships", "event_people", "assessment_people")
UNANSWERED = {"refused": "REFUSED", "not_answered": "NOT_ANSWERED"}


def table(known: Known, around: dict[str, Adult]) -> dict[tuple[str, str], date | str]:
    """By adult and agency: the day it first knew a link claim, or the blank that stands there."""
    columns = sorted(known.asked.known_to or AGENCIES)
    found: dict[tuple[str, str], date | str] = {}
    for person, adult in around.items():
        knew = dict(adult.known_by)
        for agency in columns:
            found[person, agency] = knew[agency] if agency in knew else blank(known, agency, person)
    return found


def blank(known: Known, agency: str, person: str) -> str:
    """§6: what became of a request says most; then whether the agency's records of links are here and current."""
    asked = [
        row
        for row in known.said(ClaimKind.SHARE, everyone=True)
        if row.cell("outcome") in UNANSWERED
        and row.cell("to_agency") == agency
        and person in known.whos(row, Role.PERSON)
    ]
    if asked:
        last = max(asked, key=lambda row: (dated(row).first, row.claim.id))
        return UNANSWERED[last.cell("outcome")]
    blanks = {known.feed_blank(agency, table) for table in LINK_TABLES}
    if None in blanks:
        return "DELIVERED_NONE"
    return "OUT_OF_DATE" if "OUT_OF_DATE" in blanks else "NOT_DELIVERED"
