"""What tables of counts an account asked for on a day: so many and no more, and none that tells with another what neither does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from graph.model.counting import CountsAsked, read_asked
from graph.store.ledger.database import Database, take_turn
from graph.store.ledger.tables import COUNTS_ASKED

_OF = "area"


@dataclass(frozen=True, slots=True)
class CountsKept:
    """The tables of counts that were asked for."""

    database: Database

    def take(self, account: str, day: date, asked: CountsAsked, of: str, most: int) -> Sequence[CountsAsked] | None:
        """Keeps one more, in its turn, and gives those before it that day; None, and nothing kept, beyond `most`, or
        where one before it was `of` another state of the area: what changed between them would be told.
        """
        wanted = (
            select(COUNTS_ASKED.c.asked)
            .where(COUNTS_ASKED.c.account == account, COUNTS_ASKED.c.day == day)
            .order_by(COUNTS_ASKED.c.number)
        )
        with self.database.writing() as connection:
            take_turn(connection)
            before = list(connection.scalars(wanted))
            if len(before) >= most or any(plain.get(_OF) != of for plain in before):
                return None
            connection.execute(
                insert(COUNTS_ASKED).values(account=account, day=day, asked=asked.to_plain() | {_OF: of})
            )
        return [read_asked(plain) for plain in before]
