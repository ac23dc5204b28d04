"""The conflict list of each account, each change with its entry of the audit log in one step (access.md §1)."""

from __future__ import annotations

from dataclasses import replace

from graph.access.accounts import ConflictEnded, ConflictNamed
from graph.errors import BadInput
from graph.questions.granting import check_person
from graph.questions.opening import Partnerships
from graph.questions.operator import OPERATOR, operator_event

ADDED, ENDED = "conflicts:add", "conflicts:end"


def add_conflict(held: Partnerships, account: str, record_id: str, by: str = "") -> ConflictNamed:
    """Puts a person on an account's list: from its next question on they are nobody to it, whatever else is open.

    Raises BadInput naming the option at fault; a refusal is an entry too.
    """
    named = ConflictNamed(account, record_id, held.now())
    try:
        if held.ledger.accounts.find(account) is None:
            raise BadInput("name", "is no account: see `kithmap users list`")
        check_person(held, record_id, named.created_at)
        if _is_listed(held, account, record_id):
            raise BadInput("--person", "is on the list already")
    except BadInput:
        _refused(held, ADDED, by)
        raise
    held.audit.append(operator_event(ADDED, account, shown=(record_id,), by=by or OPERATOR), held.now(), named)
    return named


def end_conflict(held: Partnerships, account: str, record_id: str, by: str = "") -> None:
    """Takes a person off an account's list. Raises BadInput where they are not on it; a refusal is an entry too."""
    if not _is_listed(held, account, record_id):
        _refused(held, ENDED, by)
        raise BadInput("--person", "is not on the list: see `kithmap conflicts list`")
    ended = ConflictEnded(account, record_id)
    held.audit.append(operator_event(ENDED, account, shown=(record_id,), by=by or OPERATOR), held.now(), ended)


def _is_listed(held: Partnerships, account: str, record_id: str) -> bool:
    return any((one.account, one.record_id) == (account, record_id) for one in held.ledger.conflicts.every())


def _refused(held: Partnerships, operation: str, by: str) -> None:
    held.audit.append(replace(operator_event(operation, by=by or OPERATOR), outcome="refused"), held.now())
