"""What the questions behind one file showed, gathered for its one entry in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from graph.access.caller import Caller
from graph.access.policy import Decision
from graph.questions.door import Asking, Outcome, Recorder
from graph.questions.reading import ANSWERED

T = TypeVar("T")


@dataclass
class Gathered:
    """Stands for the log while the questions of one file are asked; each still goes through its own door.

    `shown`, `records` and `withheld` are those of all of them; `asked` their names. A question that is asked again is answered as
    it was. A refusal is an entry of its own, as it always is.
    """

    shown: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    withheld: bool = False
    asked: list[str] = field(default_factory=list)
    _answers: dict[tuple[object, ...], object] = field(default_factory=dict)

    def before(self, record: Recorder) -> Recorder:
        """A recorder that keeps what was answered here, and writes what was refused."""

        def note(decision: Decision | None, caller: Caller, asking: Asking, result: Outcome, /) -> None:
            if result.ended != ANSWERED:
                record(decision, caller, asking, result)
                return
            self.shown |= result.shown
            self.records |= result.records
            self.withheld = self.withheld or result.withheld
            self.asked.append(asking.operation)

        return note

    def once(self, question: tuple[object, ...], ask: Callable[[], T]) -> T:
        """The answer to a question of this name and these arguments: the first one, whenever it is asked again."""
        if question not in self._answers:
            self._answers[question] = ask()
        return self._answers[question]  # type: ignore[return-value]
