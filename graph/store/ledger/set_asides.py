"""Findings set aside in the ledger: by whom, why, until when; kept when over, so that it can be said what stood when."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, insert, select

from graph.model.findings import SetAside
from graph.store.ledger.database import Database
from graph.store.ledger.tables import SET_ASIDES


@dataclass(frozen=True, slots=True)
class SetAsides:
    """What was set aside."""

    database: Database

    def add(self, aside: SetAside) -> None:
        """Keeps one."""
        values = {name: getattr(aside, name) for name in _COLUMNS}
        with self.database.writing() as connection:
            connection.execute(insert(SET_ASIDES).values(id="s" + secrets.token_hex(8), **values))

    def of(self, children: Collection[str]) -> Sequence[SetAside]:
        """All ever set aside of a child, by any of its record ids, in the order they were kept."""
        return self._read(_EVERY.where(SET_ASIDES.c.child.in_(sorted(children))))

    def every(self) -> Sequence[SetAside]:
        """All ever set aside, of anybody, in the order they were kept."""
        return self._read(_EVERY)

    def _read(self, wanted: Select[Any]) -> Sequence[SetAside]:
        with self.database.reading() as connection:
            return [SetAside(**dict(row)) for row in connection.execute(wanted).mappings()]


_COLUMNS = ("child", "rule", "adult", "by", "reason", "at", "until")
# Of two of one moment the order is by what they say: an id thrown for each would make it chance.
_EVERY = select(*(SET_ASIDES.c[name] for name in _COLUMNS)).order_by(
    *(SET_ASIDES.c[name] for name in ("at", "child", "rule", "adult", "until", "by", "reason", "id"))
)
