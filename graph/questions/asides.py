"""What was set aside of a child, as its readers are told: by whom, why, until when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from graph.model.answers import SetAsideAnswer
from graph.model.case import Case
from graph.model.findings import SetAside
from graph.questions.reading import Reading

KEPT_BACK = "The reason is for its author's agency to tell."


@dataclass(frozen=True, slots=True)
class Asides:
    """What is kept of findings set aside: those of a child (any record ids), one more, and of which agency an author is."""

    of: Callable[[Collection[str]], Sequence[SetAside]]
    keep: Callable[[SetAside], None]
    agency_of: Callable[[str], str | None]


def asides_in_force(case: Case, child: str, asides: Asides) -> list[SetAside]:
    """What was set aside of this child and is so at `known_at`."""
    mine = {record for record, entity in case.entity_of.items() if entity == child} | {child}
    return [aside for aside in asides.of(mine) if aside.holds_at(case.dates.known_at)]


def tell_aside(aside: SetAside | None, reading: Reading, asides: Asides) -> SetAsideAnswer | None:
    """Who, why, until when; why is free text, read only where its author's agency is the caller's (access.md §1)."""
    if aside is None:
        return None
    agency = asides.agency_of(aside.by)
    own = reading.decision.visible.detail_of
    is_own = aside.by == reading.decision.caller.name or (agency is not None and agency in own)
    return SetAsideAnswer(aside.by, aside.reason if is_own else KEPT_BACK, aside.until)
