"""The review queue, and what became of a judgement."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from api.graphql.types.people import Candidate, Person


@strawberry.type
class CandidateConnection:
    """A page of pairs before a person; `total` counts all of them."""

    nodes: list[Candidate]
    end_cursor: str | None
    has_next_page: bool
    total: int


@strawberry.type
class Judged:
    """A judgement as kept. `applied`: whether answers show it already; else they do once linking has ended."""

    id: strawberry.ID
    person: Person
    by: str
    at: datetime
    applied: bool


@strawberry.type
class Conflict:
    """Why it was not kept, with the ids of the judgements it contradicts."""

    says: str
    with_: list[str] = strawberry.field(name="with")


JudgeOutcome = Annotated[Judged | Conflict, strawberry.union("JudgeOutcome")]
