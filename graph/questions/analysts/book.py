"""What analysts' questions stand on beside the graph: the area as columns, and what an account asked for today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph.model.counting import CountsAsked
from graph.model.period import today_in_london
from graph.questions.analysts.tables import Area

Take = Callable[[str, date, CountsAsked, str, int], Sequence[CountsAsked] | None]


@dataclass(frozen=True, slots=True)
class AreaBook:
    """The area as recorded by a moment, and the tables of counts asked for: `counts_a_day` and no more."""

    at: Callable[[datetime], Area]
    take: Take
    counts_a_day: int
    moment: Callable[[], datetime]

    def before(self, account: str, asked: CountsAsked, of: str) -> Sequence[CountsAsked] | None:
        """Keeps a table as asked for of an area as it is, and gives what the account asked that day before; None where it
        may ask no more.
        """
        return self.take(account, today_in_london(self.moment()), asked, of, self.counts_a_day)
