"""What was set aside of a child, as its readers are told: by whom, why, until when, and what has come since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.model.answers import SetAsideAnswer
from graph.model.case import Case
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.findings import SetAside
from graph.questions.reading import Reading
from graph.questions.telling import Telling

KEPT_BACK = "The reason is for its author's agency to tell."


@dataclass(frozen=True, slots=True)
class Asides:
    """What is kept of findings set aside: those of a child (any record ids), one more, and of which agency an author is.

    `loaded_after`: the deliveries loaded after a moment, with when.
    """

    of: Callable[[Collection[str]], Sequence[SetAside]]
    keep: Callable[[SetAside], None]
    agency_of: Callable[[str], str | None]
    loaded_after: Callable[[datetime], Mapping[str, datetime]]


class TellingAsides:
    """Tells what was set aside: one look for the deliveries loaded since the first of them."""

    def __init__(self, reading: Reading, telling: Telling, asides: Asides, held: Iterable[SetAside]) -> None:
        self._reading, self._telling, self._asides = reading, telling, asides
        first = min((aside.at for aside in held), default=None)
        self._loaded = asides.loaded_after(first) if first else {}

    def tell(self, aside: SetAside | None, covered: Iterable[Claim]) -> SetAsideAnswer | None:
        """Who, why, until when, and what has come since of the evidence `covered` by it.

        Why is free text, read only where its author's agency is the caller's (access.md §1).
        """
        if aside is None:
            return None
        agency = self._asides.agency_of(aside.by)
        own = self._reading.decision.visible.detail_of
        is_own = aside.by == self._reading.decision.caller.name or (agency is not None and agency in own)
        since, case = self.since(aside, covered), self._telling.case
        told = {case.entity(end.record_id) for claim in since for end in claim.ends}
        self._reading.show(*(person for person in told if case.descriptions(person, ClaimKind.PERSON)))
        return SetAsideAnswer(
            aside.by,
            aside.reason if is_own else KEPT_BACK,
            aside.until,
            pieces_since=len({_piece(claim) for claim in since}),
            evidence_since=self._telling.claims(since),
        )

    def since(self, aside: SetAside | None, covered: Iterable[Claim]) -> tuple[Claim, ...]:
        """The claims that whoever set it aside could not have seen."""
        return recorded_since(aside, covered, self._loaded) if aside else ()


def recorded_since(aside: SetAside, covered: Iterable[Claim], loaded: Mapping[str, datetime]) -> tuple[Claim, ...]:
    """The claims recorded after it was set aside, or delivered after; `loaded`: deliveries loaded since, with when."""
    return tuple(
        claim
        for claim in covered
        if claim.recorded_at > aside.at or loaded.get(claim.source.delivery, aside.at) > aside.at
    )


def _piece(claim: Claim) -> str:
    return claim.end(Role.EVENT) or claim.end(Role.ASSESSMENT) or claim.record_id


def asides_in_force(case: Case, child: str, asides: Asides) -> list[SetAside]:
    """What was set aside of this child and is so at `known_at`."""
    mine = {record for record, entity in case.entity_of.items() if entity == child} | {child}
    return [aside for aside in asides.of(mine) if aside.holds_at(case.dates.known_at)]
