"""The log's entries of what is done on the machine that holds the data, where no question is asked (interfaces.md §1)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.access.policy import POLICY_VERSION
from graph.access.purpose import PurposeCode
from graph.audit.log import AuditEvent

OPERATOR = "operator"


def operator_event(
    operation: str,
    reference: str = "",
    *,
    shown: Iterable[str] = (),
    records: Iterable[str] = (),
    by: str = OPERATOR,
) -> AuditEvent:
    """What was done: `shown` are people, `records` other ids of theirs; `by` is the account that acts, where one does."""
    return AuditEvent(
        caller=by,
        roles=(),
        purpose=PurposeCode.ADMINISTRATION.value,
        reference=reference,
        operation=operation,
        shown=tuple(sorted(shown)),
        withheld=False,
        policy=POLICY_VERSION,
        outcome="answered",
        is_operator=True,
        records=tuple(sorted(records)),
    )
