"""A claim: what one row of one agency says, dated twice, with its source (rules.md §1).

One version of one record is one claim. It is about one or more records (its ends); which person or household those
are is decided by identity, never written into the claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from graph.model.period import Period


class ClaimKind(StrEnum):
    """One kind for each table of deliveries.md §3."""

    PERSON = "person"
    HOUSEHOLD = "household"
    RESIDENCE = "residence"
    RELATIONSHIP = "relationship"
    PROFESSIONAL = "professional"
    INVOLVEMENT = "involvement"
    EPISODE = "episode"
    EVENT = "event"
    EVENT_PERSON = "event_person"
    EVENT_PROFESSIONAL = "event_professional"
    ASSESSMENT = "assessment"
    ASSESSMENT_PERSON = "assessment_person"
    SHARE = "share"
    ATTENDANCE = "attendance"
    AGENCY = "agency"


TABLE_OF_KIND: Mapping[ClaimKind, str] = {
    ClaimKind.PERSON: "people",
    ClaimKind.HOUSEHOLD: "households",
    ClaimKind.RESIDENCE: "residences",
    ClaimKind.RELATIONSHIP: "relationships",
    ClaimKind.PROFESSIONAL: "professionals",
    ClaimKind.INVOLVEMENT: "involvements",
    ClaimKind.EPISODE: "episodes",
    ClaimKind.EVENT: "events",
    ClaimKind.EVENT_PERSON: "event_people",
    ClaimKind.EVENT_PROFESSIONAL: "event_professionals",
    ClaimKind.ASSESSMENT: "assessments",
    ClaimKind.ASSESSMENT_PERSON: "assessment_people",
    ClaimKind.SHARE: "shares",
    ClaimKind.ATTENDANCE: "attendance",
    ClaimKind.AGENCY: "agencies",
}
KIND_OF_TABLE: Mapping[str, ClaimKind] = {table: kind for kind, table in TABLE_OF_KIND.items()}


class Role(StrEnum):
    """What an end is to its claim."""

    PERSON = "person"
    OTHER = "other"
    HOUSEHOLD = "household"
    EVENT = "event"
    EPISODE = "episode"
    ASSESSMENT = "assessment"
    PROFESSIONAL = "professional"
    TEAM = "team"
    DETAIL = "detail"
    ABOUT = "about"


class ClaimStatus(StrEnum):
    """How the source stands by it; anything it does not say is asserted."""

    ASSERTED = "asserted"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    REFUTED = "refuted"


class Marking(StrEnum):
    """Why something is closed (access.md §2)."""

    RESTRICTED = "restricted"
    SEALED = "sealed"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True, order=True)
class End:
    """A record a claim is about, and as what."""

    record_id: str
    role: Role


@dataclass(frozen=True, slots=True, order=True)
class Closing:
    """Why a claim is closed: open it for whoever holds `marking` for the person of `record_id`.

    All closings with `every` must be granted; of the others with one marking, one is enough (access.md §2).
    """

    marking: Marking
    record_id: str
    every: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The row a claim was made of."""

    agency: str
    system: str
    table: str
    record_ref: str
    delivery: str
    row: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What one version of one record says.

    `values` holds the row's non-empty cells as normalised text, references and dates included, as far as the reader
    may see them. `recorded_at ≤ T < superseded_at` is when the agency held it. `confirmed_at` is set only where the
    agency's newest delivery of the table does not confirm it; `delivery` is where it first came.
    """

    id: str
    kind: ClaimKind
    record_id: str
    source: Source
    ends: tuple[End, ...]
    valid: Period
    recorded_at: datetime
    superseded_at: datetime | None = None
    confirmed_at: datetime | None = None
    status: ClaimStatus = ClaimStatus.ASSERTED
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    detail_withheld: bool = False

    @property
    def agency(self) -> str:
        """The agency that says it."""
        return self.source.agency

    def end(self, role: Role) -> str | None:
        """The record at the first end with this role."""
        return next((end.record_id for end in self.ends if end.role == role), None)

    def value(self, name: str) -> str | None:
        """A cell, or None when it was empty, unreadable or is not for this reader."""
        return self.values.get(name)

    def list_of(self, name: str) -> tuple[str, ...]:
        """The parts of a list cell (`;`)."""
        return tuple(part for part in (piece.strip() for piece in self.values.get(name, "").split(";")) if part)

    def says_yes(self, name: str) -> bool | None:
        """y → True, n → False, empty → None: not known is not no."""
        match self.values.get(name):
            case "y":
                return True
            case "n":
                return False
        return None
