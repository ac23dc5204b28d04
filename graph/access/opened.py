"""What a caller opens for themselves: a glass broken, a relationship claimed; who opened what of whom, why, until when.

Pure values and the rules of their words (access.md §1, §3). Both are told to others and listed until somebody else signs
them off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from graph.errors import BadInput

SHORTEST_REASON = 15
LONGEST_REASON = 2_000


class OpenedKind(StrEnum):
    """The two ways in where there is no way in."""

    BREAK_GLASS = "break_glass"
    CLAIMED_RELATIONSHIP = "claimed_relationship"


class Category(StrEnum):
    """Why a glass may be broken: a closed list, so that reviews can be counted."""

    IMMEDIATE_RISK = "immediate_risk"
    MISSING_CHILD = "missing_child"
    MEDICAL_EMERGENCY = "medical_emergency"
    SECTION47 = "section47"
    OUT_OF_HOURS = "out_of_hours"
    COURT_TODAY = "court_today"
    OTHER = "other"


LASTS = {OpenedKind.BREAK_GLASS: timedelta(minutes=60), OpenedKind.CLAIMED_RELATIONSHIP: timedelta(days=14)}
"""How long each holds: `[at, at + so long)`."""


@dataclass(frozen=True, slots=True)
class AccessOpened:
    """One opening as kept. `child` is a record id; `opens` the records of those around the child whose `restricted` opens.

    `reference` is what notices carry: it says nothing of anybody. `category` is empty for a claimed relationship.
    """

    reference: str
    kind: OpenedKind
    account: str
    agency: str | None
    child: str
    reason: str = field(repr=False)
    at: datetime
    until: datetime
    category: str = ""
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """That somebody else looked at an opening: who, when, and a word of why it was right, or was not."""

    reference: str
    by: str
    note: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An opening with its sign-off; None while it waits."""

    opened: AccessOpened
    sign_off: SignOff | None = None


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """A glass broken that is still open: of which child, whose `restricted` it opens, until when."""

    child: str
    opens: tuple[str, ...]
    until: datetime


def read_reason(text: str, shortest: int = SHORTEST_REASON) -> str:
    """The reason as it is kept, spaces counted once. Raises BadInput where it is too short to be one, or too long.

    A glass has a reason of 15 characters or more; a relationship has one.
    """
    said = " ".join(text.split())
    if len(said) < shortest:
        raise BadInput("reason", f"say why in {shortest} characters or more" if shortest > 1 else "say why")
    return _read_words("reason", said, "say why")


def read_category(text: str) -> Category:
    """The category of the list. Raises BadInput naming the list, never what was sent."""
    try:
        return Category("_".join(text.lower().replace("-", " ").split()))
    except ValueError:
        raise BadInput("category", "is one of " + ", ".join(Category)) from None


def read_note(text: str) -> str:
    """The word of a sign-off as it is kept. Raises BadInput where there is none, or one too long to read."""
    return _read_words("note", " ".join(text.split()), "say what you found")


def _read_words(argument: str, said: str, ask: str) -> str:
    if not any(letter.isalnum() for letter in said):
        raise BadInput(argument, ask)
    if len(said) > LONGEST_REASON:
        raise BadInput(argument, f"is longer than {LONGEST_REASON} characters")
    return said
