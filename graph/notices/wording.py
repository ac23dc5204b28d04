"""What a notice says: the same for a file, a mail and a webhook, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Mapping

from graph.access.noticing import REVIEW_ADDRESS, Notice
from graph.access.opened import OpenedKind
from graph.model.period import LONDON

_SAYS: Mapping[OpenedKind, str] = {
    OpenedKind.BREAK_GLASS: "a glass was broken",
    OpenedKind.CLAIMED_RELATIONSHIP: "a relationship was claimed",
}


def as_document(notice: Notice, base: str) -> Mapping[str, str]:
    """The notice as data: reference, kind, moment, and where to look."""
    return {
        "reference": notice.reference,
        "kind": notice.kind.value,
        "at": notice.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "review": f"{base}{REVIEW_ADDRESS}",
    }


def as_subject(notice: Notice) -> str:
    """The subject of a mail."""
    return f"Kithmap: {_SAYS[notice.kind]} ({notice.reference})"


def as_text(notice: Notice, base: str) -> str:
    """The text of a mail."""
    when = notice.at.astimezone(LONDON)
    return (
        f"In Kithmap {_SAYS[notice.kind]} on {when.day} {when:%B %Y at %H:%M}. Reference: {notice.reference}.\n\n"
        f"Whoever manages the team, and the auditor, can read who did so and why, and it waits for a manager's word:\n"
        f"{base}{REVIEW_ADDRESS}\n"
    )
