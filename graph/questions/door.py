"""The only way in: caller and purpose, policy, reading, the pure answer, the audit entry, and only then the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar

from graph.access.caller import Caller
from graph.access.policy import Anchor, Decision, Standing, decide
from graph.access.pseudonyms import Pseudonyms, fresh_pseudonyms
from graph.access.purpose import Depth, Purpose
from graph.audit.log import Beside
from graph.deadline import OPERATION_SECONDS, seconds_left
from graph.errors import KithmapError
from graph.model.answers import NO_DATES, At, Window
from graph.model.dates import DEFAULT_WINDOW_MONTHS, resolve_dates
from graph.model.people import Partnership
from graph.questions.analysts.area import PseudonymousGraph
from graph.questions.reading import JudgedApart, ObjectionsKept, Reading, RowsAsSent, nobody_apart, none_said
from graph.store.port import GraphReader, GraphStore

T = TypeVar("T")
NO_WINDOW = Window()
HISTORIES = frozenset({"chronology", "professionalContacts", "siblingHistory"})
"""Questions about all of the past unless a window is asked for (rules.md §1)."""


class Recorder(Protocol):
    """Writes the audit entry of a question; raises AuditUnavailable when it can't be written."""

    def __call__(self, decision: Decision | None, caller: Caller, asking: Asking, result: Outcome, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as asked: its name in the API, for which purpose, at which dates, whether rows as sent are wanted.

    `export`: the operation that makes a file of the answer, decided and recorded in place of the question. `holds`: the
    questions whose answers are in that file, where they are several.
    """

    operation: str
    purpose: Purpose
    at: At = NO_DATES
    window: Window = NO_WINDOW
    wants_rows: bool = False
    export: str = ""
    holds: tuple[str, ...] = ()

    @property
    def recorded_as(self) -> str:
        """What the policy decides on and the log says was done."""
        return self.export or self.operation


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question, for the log: who was shown, whether anything was withheld, how it ended.

    `records`: those the people shown are made of. `beside`: what is kept with the entry, or not at all.
    """

    shown: frozenset[str]
    withheld: bool
    ended: str
    records: frozenset[str] = frozenset()
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Everything behind the door. `children_of_caller` are the children a caller works with, by the newest delivery.

    `moment` is what rights are counted by, `now` what the clock says. `pseudonyms`: those of the caller's session, for whom
    the depth is structure.
    """

    graph: GraphStore
    partnership: Callable[[], Partnership]
    standing: Callable[[Caller, Partnership], Standing]
    children_of_caller: Callable[[Caller, Decision, Partnership], frozenset[str]]
    rows_as_sent: RowsAsSent
    record: Recorder
    now: Callable[[], datetime]
    moment: Callable[[], datetime]
    judged_apart: JudgedApart = nobody_apart
    objections: ObjectionsKept = none_said
    pseudonyms: Pseudonyms = field(default_factory=fresh_pseudonyms)

    def ask(self, caller: Caller, asking: Asking, question: Callable[[Reading], T]) -> T:
        """The answer, once its audit entry is written. Refusals and faults are entries too."""
        try:
            seconds_left(OPERATION_SECONDS)
            decision, reading = self._open(caller, asking)
        except KithmapError as refusal:
            self.record(None, caller, asking, Outcome(frozenset(), withheld=False, ended=type(refusal).__name__))
            raise
        try:
            answer = question(reading)
        except KithmapError as fault:
            self.record(decision, caller, asking, Outcome(frozenset(), withheld=False, ended=type(fault).__name__))
            raise
        shown, records = self._of_people(decision, frozenset(reading.shown), reading.records_shown)
        self.record(decision, caller, asking, Outcome(shown, reading.withheld, reading.ended, records, reading.beside))
        return answer

    def _open(self, caller: Caller, asking: Asking) -> tuple[Decision, Reading]:
        partnership = self.partnership()
        standing = self.standing(caller, partnership)
        decision = decide(caller, asking.purpose, asking.recorded_as, standing)
        months = None if asking.operation in HISTORIES else DEFAULT_WINDOW_MONTHS
        now = self.now()
        dates = resolve_dates(asking.at, asking.window, partnership, now, months)
        children: frozenset[str] = frozenset()
        if decision.anchor is Anchor.AROUND_MY_CHILDREN:
            children = self.children_of_caller(caller, decision, partnership) | decision.claimed_children
        graph, told = self._for(decision, partnership)
        return decision, Reading(
            graph,
            partnership,
            told,
            dates,
            now,
            children,
            self.rows_as_sent,
            self.judged_apart,
            self.objections,
            wants_rows=asking.wants_rows,
        )

    def _for(self, decision: Decision, partnership: Partnership) -> tuple[GraphReader, Decision]:
        """The graph as the decision's depth reads it, and whom it may not be about in the words of that graph."""
        if decision.depth is not Depth.STRUCTURE:
            return self.graph, decision
        graph = PseudonymousGraph(self.graph, self.pseudonyms, frozenset(partnership.agencies))
        return graph, replace(decision, denied=frozenset(map(self.pseudonyms.of, decision.denied)))

    def _of_people(self, decision: Decision, *ids: frozenset[str]) -> tuple[frozenset[str], ...]:
        """Ids as the log has them: of the people themselves, whatever they were called to the caller."""
        if decision.depth is not Depth.STRUCTURE:
            return ids
        return tuple(map(self.pseudonyms.reals, ids))
