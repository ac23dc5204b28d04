"""Tables of counts over the area."""

from __future__ import annotations

from collections import defaultdict

import strawberry

from graph.errors import BadInput
from graph.model.counting import CountBy, Counted, CountsAsked
from graph.questions.analysts.counting import among

MOST_BY = 2
MOST_VALUES = 100
strawberry.enum(Counted, description="Who is counted.")
strawberry.enum(CountBy, description="What they are told apart by.")


@strawberry.input(description="Only those of whom this is one of these.")
class AmongThese:
    """A condition."""

    by: CountBy
    values: list[str]


@strawberry.type
class AreaCount:
    """One count of a row and a column; null for all of them. `count` is null where it is not told."""

    row: str | None
    column: str | None
    count: int | None


@strawberry.type
class AreaCounts:
    """A table row by row, totals last."""

    of: Counted
    by: list[CountBy]
    cells: list[AreaCount]
    suppressed: int
    says: str


def to_asked(by: list[CountBy], of: Counted | None, conditions: list[AmongThese] | None) -> CountsAsked:
    """The table in the model's words. Raises BadInput."""
    if not 1 <= len(by) <= MOST_BY:
        raise BadInput("by", "names one thing or two")
    values: dict[CountBy, list[str]] = defaultdict(list)
    for one in conditions or ():
        values[one.by] += one.values
    if sum(map(len, values.values())) > MOST_VALUES:
        raise BadInput("among", f"names more than {MOST_VALUES}")
    return CountsAsked(of or Counted.CHILDREN, by[0], by[1] if len(by) > 1 else None, among(values))
