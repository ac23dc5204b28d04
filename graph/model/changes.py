"""What changed around a person between two moments, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.model.answers import AdultState, AskedAnswer, Blank, ClaimAnswer, PersonAnswer
from graph.model.network import Edge


class ChangeKind(StrEnum):
    """What became of a link, or of two people, between two moments."""

    ADDED = "ADDED"
    ENDED = "ENDED"
    BECAME_KNOWN = "BECAME_KNOWN"
    NO_LONGER_SAID = "NO_LONGER_SAID"
    SAID_OTHERWISE = "SAID_OTHERWISE"
    JOINED = "JOINED"


@dataclass(frozen=True, slots=True)
class Change:
    """One change in words, of one link or of an event with all who had a part in it; no link where people are one now.

    `on`: the day it began or ended; `known`: when it was first recorded.
    """

    kind: ChangeKind
    says: str
    people: tuple[PersonAnswer, ...]
    edges: tuple[Edge, ...]
    on: str | None
    known: datetime | None
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class AdultChange:
    """An adult whose state is another than before; None: not around the child then."""

    adult: PersonAnswer
    before: AdultState | None
    after: AdultState | None
    says: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What is so at the later moment and was not at the earlier, and the other way round; how many links are as they were."""

    asked: AskedAnswer
    before: AskedAnswer
    person: PersonAnswer
    changes: tuple[Change, ...]
    adults: tuple[AdultChange, ...]
    unchanged: int
    more: tuple[str, ...]
    blanks: tuple[Blank, ...]
