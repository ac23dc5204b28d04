"""The review of who is who: pairs of records before a person, and what became of a judgement (api.graphql)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from graph.model.answers import Candidate, PersonAnswer


@dataclass(frozen=True, slots=True)
class QueueFound:
    """A page of pairs before a person, and how many there are in all."""

    nodes: tuple[Candidate, ...]
    end_cursor: str | None
    has_next_page: bool
    total: int


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """A judgement as kept. `applied`: whether answers show it already, or will once linking has ended."""

    id: str
    person: PersonAnswer
    by: str
    at: datetime
    applied: bool


@dataclass(frozen=True, slots=True)
class ConflictAnswer:
    """Why a judgement was not kept: in words, with the ids of the judgements it contradicts."""

    says: str
    judgements: tuple[str, ...]
