"""Whether what stands beside the log is what its entries say: who was shown, what was opened, signed off and granted.

None of it is in the chain of hashes; all of it was written in one transaction with an entry that is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from graph.access.opened import OpenedKind
from graph.store.ledger.database import Database
from graph.store.ledger.tables import AUDIT, AUDIT_SHOWN, GRANTS, OPENED_ACCESS, SIGN_OFFS

_AT_ONCE = 5_000
_ANSWERED = "answered"
_OPENS: Mapping[str, str] = {
    "breakGlass": OpenedKind.BREAK_GLASS.value,
    "claimRelationship": OpenedKind.CLAIMED_RELATIONSHIP.value,
}


@dataclass(slots=True)
class _Said:
    """What the entries say was written beside them."""

    opened: dict[tuple[int, str, str], Set[str]] = field(default_factory=dict)
    signed_off: Counter[str] = field(default_factory=Counter)
    granted: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)

    def take(self, sequence: int, entry: Mapping[str, Any]) -> None:
        """One entry more."""
        if entry["outcome"] != _ANSWERED:
            return
        operation = entry["operation"]
        if operation in _OPENS:
            self.opened[sequence, _OPENS[operation], entry["caller"]] = _people(entry)
        elif operation == "signOffAccess":
            self.signed_off[entry["caller"]] += 1
        elif operation == "grants:add":
            self.granted.add(entry["reference"])
        elif operation == "grants:end":
            self.ended.add(entry["reference"])


def faults_beside(database: Database) -> Iterator[str]:
    """What was changed, added or taken away beside the log, in words."""
    said = _Said()
    with database.reading() as connection:
        yield from _misfiled(connection, said)
        yield from _openings(connection, said)
        yield from _sign_offs(connection, said)
        yield from _grants(connection, said)


def _people(entry: Mapping[str, Any]) -> Set[str]:
    return {*entry["shown"], *entry["records"]}


def _misfiled(connection: Connection, said: _Said) -> Iterator[str]:
    """Entries that are not found under just those they say were shown. The entries are read once, for all that follows."""
    last = 0
    while rows := connection.execute(
        select(AUDIT.c.sequence, AUDIT.c.content)
        .where(AUDIT.c.sequence > last)
        .order_by(AUDIT.c.sequence)
        .limit(_AT_ONCE)
    ).all():
        listed: dict[int, set[str]] = {}
        until = rows[-1].sequence
        pairs = select(AUDIT_SHOWN).where(AUDIT_SHOWN.c.sequence > last, AUDIT_SHOWN.c.sequence <= until)
        for pair in connection.execute(pairs).mappings():
            listed.setdefault(pair["sequence"], set()).add(pair["record_id"])
        for sequence, content in rows:
            entry = _read(content)
            said.take(sequence, entry)
            if listed.get(sequence, set()) != _people(entry):
                yield f"audit entry {sequence} is not found by the people it says were shown"
        last = until


def _read(content: str) -> Mapping[str, Any]:
    """An entry's content; of one that was changed, nothing."""
    nothing = {"outcome": "", "operation": "", "caller": "", "reference": "", "shown": [], "records": []}
    try:
        found = json.loads(content)
    except ValueError:
        return nothing
    return nothing | found if isinstance(found, dict) else nothing


def _openings(connection: Connection, said: _Said) -> Iterator[str]:
    columns = (OPENED_ACCESS.c.sequence, OPENED_ACCESS.c.kind, OPENED_ACCESS.c.account, OPENED_ACCESS.c.child)
    rows = connection.execute(select(*columns)).all()
    for sequence, kind, account, child in rows:
        if child not in said.opened.get((sequence, kind, account), ()):
            yield f"what was opened with audit entry {sequence} is not what the entry says"
    kept = {(sequence, kind, account) for sequence, kind, account, _ in rows}
    yield from (f"what was opened with audit entry {key[0]} is gone" for key in said.opened if key not in kept)


def _sign_offs(connection: Connection, said: _Said) -> Iterator[str]:
    kept = Counter(connection.scalars(select(SIGN_OFFS.c.by)))
    if unsaid := (kept - said.signed_off).total():
        yield f"{unsaid} sign-offs have no audit entry"
    if gone := (said.signed_off - kept).total():
        yield f"{gone} sign-offs that the audit log says were given are gone"


def _grants(connection: Connection, said: _Said) -> Iterator[str]:
    rows = connection.execute(select(GRANTS.c.id, GRANTS.c.ended_at)).all()
    if unsaid := sum(name not in said.granted for name, _ in rows):
        yield f"{unsaid} grants have no audit entry"
    if gone := len(said.granted - {name for name, _ in rows}):
        yield f"{gone} grants that the audit log says were given are gone"
    if open_again := sum(name in said.ended and ended is None for name, ended in rows):
        yield f"{open_again} grants are open that the audit log says were ended"
