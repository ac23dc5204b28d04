"""What a reviewer of identities sees beside the queue: one pair, what was judged of it, and how linking stands as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from graph.model.answers import Candidate
from graph.model.people import Agency

NextPair = tuple[str, str] | None
"""The ids of the pair that waits next, or None where no other does."""


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """A pair before a person, and which one comes after it."""

    candidate: Candidate
    after: NextPair


@dataclass(frozen=True, slots=True)
class Undone:
    """Who took a judgement out of force, why and when."""

    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A judgement with the two records it is about, compared. `is_one`: whether answers show one person now.

    `start`: the odds, in bits, before anything was compared.
    """

    id: str
    candidate: Candidate
    verdict: str
    by: str
    at: datetime
    reason: str
    evidence_since: datetime | None
    undone: Undone | None
    is_one: bool
    start: float
    after: NextPair

    @property
    def is_shown(self) -> bool:
        """Whether answers show what was judged, as far as anything was decided and stands."""
        return self.undone is not None or self.verdict == "unsure" or self.is_one == (self.verdict == "same")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the policy, seeing each pair alone, would have done with pairs that people decided one way."""

    joined: int = 0
    put_forward: int = 0
    left: int = 0

    @property
    def pairs(self) -> int:
        """All of them."""
        return self.joined + self.put_forward + self.left


@dataclass(frozen=True, slots=True)
class AgencyTally:
    """The open person records of an agency, the people they are, and how the policy agrees with judges about them."""

    agency: Agency
    records: int
    people: int
    same: Agreement
    different: Agreement


@dataclass(frozen=True, slots=True)
class IdentityQuality:
    """How linking stands: open records alone. `judged`: judgements in force by verdict, and `undone`."""

    records: int
    people: int
    agencies: tuple[AgencyTally, ...]
    joined_by_policy: int
    joined_by_judgement: int
    waiting: int
    judged: Mapping[str, int]
    same: Agreement
    different: Agreement
    crowded: tuple[tuple[str, int, int], ...]
    """(what, how many of them, on how many records in all) of numbers and details on too many people."""
