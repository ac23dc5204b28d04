"""Whether the log is whole, and where it ends: for the auditor, who keeps the end elsewhere. Itself an entry."""

from __future__ import annotations

from dataclasses import dataclass

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import Purpose
from graph.errors import Forbidden
from graph.questions.door import Asking
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading


@dataclass(frozen=True, slots=True)
class LogState:
    """The last entry's number and hash before this question, and what is wrong with the chain (empty: nothing, or not asked)."""

    sequence: int
    hash: str
    faults: tuple[str, ...] = ()


def find_log_state(held: Partnerships, caller: Caller, purpose: Purpose, *, verified: bool) -> LogState:
    """The end of the log, and every fault of it where it is to be `verified`.

    Raises Forbidden to all but auditors: a manager reads of the own team, and this is about everybody's entries.
    """

    def question(reading: Reading) -> LogState:
        if AccessRole.AUDITOR not in reading.decision.roles:
            raise Forbidden("the whole log is the auditor's to check")
        sequence, last = held.ledger.audit.head()
        return LogState(sequence, last, held.audit.verify() if verified else ())

    return held.door().ask(caller, Asking("audit", purpose), question)
