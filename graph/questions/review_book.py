"""What is kept for those who hold others to account, as a question reads it: the log, what was opened, whose team one has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from graph.access.caller import AccessRole, Caller
from graph.access.opened import Reviewed
from graph.access.visible import Visible
from graph.audit.log import AuditEntry, LooksWanted
from graph.model.people import Partnership
from graph.questions.reading import Reading

ListLooks = Callable[[LooksWanted], tuple[AuditEntry, ...]]
TeamOf = Callable[[Caller, Visible, Partnership], frozenset[str]]
OfNoManager = Callable[[Caller], frozenset[str]]


class OpeningBook(Protocol):
    """Glasses broken and relationships claimed, with their sign-offs."""

    def find(self, reference: str, /) -> Reviewed | None:
        """One of them."""

    def newest(self, first: int, accounts: Collection[str] | None = None, *, waiting: bool) -> Sequence[Reviewed]:
        """The newest first, of these accounts (None: of all)."""


@dataclass(frozen=True, slots=True)
class ReviewBook:
    """The log, the openings, and the accounts of somebody's team."""

    looks: ListLooks
    openings: OpeningBook
    team_of: TeamOf
    of_no_manager: OfNoManager

    def accounts_read_of(self, reading: Reading) -> frozenset[str] | None:
        """Whose looks the caller may read of: an auditor everybody's (None), a manager the own team's."""
        decision = reading.decision
        if AccessRole.AUDITOR in decision.roles:
            return None
        return self.team_of(decision.caller, decision.visible, reading.partnership)

    def accounts_reviewed(self, reading: Reading) -> frozenset[str] | None:
        """Whose openings the caller may review: those, and of a manager's agency whoever is of no manager's team."""
        mine = self.accounts_read_of(reading)
        return None if mine is None else mine | self.of_no_manager(reading.decision.caller)
