"""What becomes of a scored pair: joined, put before a person, or left; by a named policy with a version, never by a
number alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from graph.identity.comparison import level_of
from graph.identity.conflicts import Conflict
from graph.identity.features import Record

_RELATIVES = frozenset(
    {Conflict.RELATIVES, Conflict.TWINS, Conflict.FIRST_NAMES, Conflict.BIRTH_AND_NAMES, Conflict.SEXES}
)


class Decision(StrEnum):
    """What the policy decided of one pair."""

    JOIN = "join"
    QUEUE = "queue"
    REJECT_CONFLICT = "reject_conflict"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds on the probability of a pair.

    `accept`: joined from here when the records' own facts agree too; `queue`: put before a person from here; `look`:
    from here family context may still join what the records alone leave.
    """

    name: str = "kithmap"
    version: str = "3"
    accept: float = 0.98
    queue: float = 0.5
    look: float = 0.05

    @property
    def author(self) -> str:
        """Who stands behind an automatic join."""
        return f"policy {self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Levels:
    """The names of the levels two records reached, by field; None where nothing could be compared."""

    forename: str | None
    surname: str | None
    born: str | None
    nhs: str | None
    upn: str | None
    local: str | None
    address: str | None
    contact: str | None

    @property
    def place(self) -> bool:
        """A home, a phone, email or vehicle, or an agency's number in common."""
        return self.home or self.contact == "shared" or self.local == "same"

    @property
    def home(self) -> bool:
        """A home in common, at whatever time."""
        return self.address in {"together", "shared"}

    @property
    def number(self) -> bool:
        """A valid NHS number or UPN in common."""
        return "same" in {self.nhs, self.upn}

    @property
    def forename_fits(self) -> bool:
        """First names that could be one person's."""
        return self.forename not in {None, "different"}

    @property
    def forename_full(self) -> bool:
        """First names that agree as names, not as an initial or as someone's second forename."""
        return self.forename in {"same", "also", "nickname", "alike", "swapped"}

    @property
    def surname_fits(self) -> bool:
        """Family names that could be one person's."""
        return self.surname not in {None, "different"}

    @property
    def born_fits(self) -> bool:
        """Birth dates that could be one."""
        return self.born not in {None, "different"}


_COMPARED = tuple(field.name for field in fields(Levels))


def read_levels(row: Mapping[str, Any]) -> Levels:
    """The levels of one scored pair by name."""
    reached = {field: level_of(field, row[field]) for field in _COMPARED}
    return Levels(**{field: level.name if level else None for field, level in reached.items()})


def decide(
    policy: Policy, pair: tuple[Record, Record], levels: Levels, probability: float, conflict: Conflict | None
) -> Decision:
    """What the policy says of one pair, seen alone.

    A shared valid number joins with a fitting name or birth date; without either it is a conflict for a person to
    look at. Otherwise
    the probability must reach `accept` and the two must agree in what is their own: a name at an address alone is a
    family's.
    """
    if conflict is Conflict.ADOPTED:
        return Decision.LEAVE
    if not (pair[0].may_join and pair[1].may_join):
        return Decision.QUEUE if _suggests(levels) else Decision.LEAVE
    if conflict:
        # Brothers and twins share all but a first name: that is no question for a judge, unless a number asks it.
        worth_a_look = "same" in {levels.nhs, levels.upn, levels.local} or (
            probability >= policy.queue and conflict not in _RELATIVES
        )
        return Decision.REJECT_CONFLICT if worth_a_look else Decision.LEAVE
    if levels.number:
        fits = (levels.forename_fits and levels.surname_fits) or levels.born_fits
        return Decision.JOIN if fits else Decision.REJECT_CONFLICT
    if probability >= policy.accept and _own_facts_agree(levels):
        return Decision.JOIN
    return Decision.QUEUE if probability >= policy.queue else Decision.LEAVE


def _own_facts_agree(levels: Levels) -> bool:
    if not levels.forename_fits:
        return False
    if levels.born in {"same", "swapped"}:
        return levels.surname_fits or levels.place
    if levels.born == "slip":
        # Two people of one common name are born nine days apart more often than a digit is mistyped.
        return levels.surname_fits and levels.place
    if levels.born == "partial":
        return levels.surname_fits and levels.forename_full
    # No date on one side: the whole name and something held in common, else it could be anyone of that name.
    return levels.born is None and levels.surname_fits and levels.forename_full and levels.place


def family_agrees(levels: Levels) -> bool:
    """For two records related in the same way to one person: the names fit, or the first name and a date or place."""
    if not levels.forename_full or levels.born == "different":
        return False
    return levels.surname_fits or levels.place or levels.born == "same"


def _suggests(levels: Levels) -> bool:
    """For a record that no policy may join, whatever the probability: a thing of one's own in common, or a name
    that fits and a place or date.
    """
    if levels.number or levels.contact == "shared" or levels.local == "same":
        return True
    if levels.forename is None:
        return levels.home or levels.born in {"same", "swapped"}
    return levels.forename_fits and (levels.home or levels.born_fits)
