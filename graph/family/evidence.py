"""What makes an adult someone around a child: pieces of evidence, and the ground they make together (rules.md §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.model.claims import Claim
from graph.model.period import Certainty, PartialDate, Period


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence for a ground: the claims on the adult's side, when, whether only possible, in what way.

    `happened` is the last day of an event as its source gave it; `before` the same of what lies wholly before the
    child's time, whose period is cut to the day that time begins.
    """

    adult: str
    ground: str
    claims: tuple[Claim, ...]
    period: Period
    certainty: Certainty
    says: str
    by_placement: bool = False
    dated: bool = True
    happened: PartialDate | None = None
    before: PartialDate | None = None

    @property
    def last(self) -> PartialDate | None:
        """Its last date, None while it is open."""
        return self.happened or self.period.end


@dataclass(frozen=True, slots=True)
class GroundFound:
    """A ground of one adult: all its evidence joined. `first` is None where an unknown start or no date stands."""

    kind: str
    adult: str
    evidence: tuple[Evidence, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims on the adult's side, by id."""
        return tuple(sorted({claim for piece in self.evidence for claim in piece.claims}, key=lambda claim: claim.id))

    @property
    def is_possible(self) -> bool:
        """Whether partial dates leave it open that the ground holds."""
        return all(piece.certainty is Certainty.POSSIBLE for piece in self.evidence)

    @property
    def first(self) -> PartialDate | None:
        """The earliest date of dated evidence."""
        return min((piece.period.start for piece in self.evidence if piece.dated and piece.period.start), default=None)

    @property
    def surely_begun(self) -> date:
        """The first day by which some dated evidence had surely begun."""
        starts = (piece.period.start for piece in self.evidence if piece.dated)
        return min((start.last for start in starts if start), default=date.max)

    @property
    def last(self) -> PartialDate | None:
        """The latest end, None while open or without dates."""
        ends = [piece.last for piece in self.evidence if piece.dated]
        return max((end for end in ends if end), default=None) if ends and all(ends) else None

    @property
    def before(self) -> PartialDate | None:
        """The last date of what lies wholly before the child's time, where nothing later makes the ground."""
        ends = [piece.before for piece in self.evidence if piece.dated]
        return max((end for end in ends if end), default=None) if ends and all(ends) else None

    @property
    def began_before_record(self) -> bool:
        """Whether some evidence has an unknown start, which counts as before any assessment."""
        return any(piece.dated and piece.period.start is None for piece in self.evidence)
