"""The graph as an analyst reads it: the same claims cut to their shape, every id a pseudonym of the session.

The one place where answers become pseudonymous: questions work on what this gives them, so that nothing they say,
order by, count or raise can depend on a name, a reference, a day of birth or an id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from graph.access.pseudonyms import Pseudonyms
from graph.access.structure import Shape, month_of
from graph.access.visible import Visible
from graph.model.claims import Claim, ClaimKind, End, Role
from graph.model.people import Member
from graph.model.period import PartialDate, Period, parse_partial
from graph.store.port import Fetched, GraphReader, Step

_DAY = len("2019-05-03")
_LIFE_EVENTS = frozenset({"birth", "death"})
_LIFE_DATES = ("date_of_birth", "expected_birth", "date_of_death")
_DATES = ("start", "end", "started", "completed")


@dataclass(frozen=True, slots=True)
class PseudonymousGraph:
    """Reads a graph for an analyst. Seeds are pseudonyms of the session; any other text is of nobody."""

    graph: GraphReader
    pseudonyms: Pseudonyms
    agencies: frozenset[str]

    def claims_around(
        self,
        seeds: Sequence[str],
        steps: Sequence[Step],
        known_at: datetime,
        visible: Visible,
        *,
        since: datetime | None = None,
    ) -> Fetched:
        """The case around the entities of pseudonyms, under pseudonyms."""
        real = [found for seed in seeds if (found := self.pseudonyms.real(seed)) is not None]
        if not real:
            return Fetched()
        return self._told(self.graph.claims_around(real, steps, known_at, visible, since=since))

    def claim(self, claim_id: str, visible: Visible) -> Fetched:
        """One claim with what names its ends."""
        real = self.pseudonyms.real(claim_id)
        return Fetched() if real is None else self._told(self.graph.claim(real, visible))

    def find_people(
        self, keys: Sequence[frozenset[str]], known_at: datetime, visible: Visible, limit: int
    ) -> tuple[str, ...]:
        """Nobody: who looks by name would learn whose pseudonym is whose."""
        return ()

    def _told(self, fetched: Fetched) -> Fetched:
        return told(fetched, self.pseudonyms, self.agencies)


def told(fetched: Fetched, pseudonyms: Pseudonyms, agencies: Collection[str]) -> Fetched:
    """A fetch cut to its shape, in the order of its pseudonyms."""
    veil = _Veil(fetched, pseudonyms, Shape(pseudonyms, frozenset(agencies)))
    return Fetched(
        claims=tuple(sorted((veil.claim(claim) for claim in fetched.claims), key=lambda claim: claim.id)),
        members=tuple(sorted((veil.member(one) for one in fetched.members), key=lambda one: one.record_id)),
        withheld_by=fetched.withheld_by,
        reached=frozenset(map(pseudonyms.of, fetched.reached)),
        withheld_people=tuple(sorted((agency, pseudonyms.of(record)) for agency, record in fetched.withheld_people)),
        refused_by=fetched.refused_by,
    )


class _Veil:
    """Cuts the claims of one fetch: who is whom in it, and on which days somebody in it was born or died."""

    def __init__(self, fetched: Fetched, pseudonyms: Pseudonyms, shape: Shape) -> None:
        self._of, self._shape = pseudonyms.of, shape
        self._entity_of = {member.record_id: member.entity_id for member in fetched.members}
        self._days = self._life_days(fetched.claims)

    def _life_days(self, claims: Sequence[Claim]) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            if claim.kind is ClaimKind.PERSON:
                days = {text for name in _LIFE_DATES if len(text := claim.value(name) or "") == _DAY}
                found[self._entity(claim.record_id)] |= days
        return {entity: frozenset(days) for entity, days in found.items()}

    def _entity(self, record: str) -> str:
        return self._entity_of.get(record, record)

    def member(self, member: Member) -> Member:
        """Who a record is of."""
        return replace(member, record_id=self._of(member.record_id), entity_id=self._of(member.entity_id))

    def claim(self, claim: Claim) -> Claim:
        """One claim."""
        cells, valid = dict(self._shape.cells(claim, self._entity(claim.record_id))), claim.valid
        days = self._days_of(claim)
        if days:
            valid = Period(_cut(valid.start, days), _cut(valid.end, days))
            cells |= {name: month_of(text) for name in _DATES if (text := cells.get(name)) is not None and text in days}
        return replace(
            claim,
            id=self._of(claim.id),
            record_id=self._of(claim.record_id),
            source=replace(
                claim.source,
                record_ref=self._of(claim.record_id),
                delivery=self._of(claim.source.delivery),
                row=0,
            ),
            ends=tuple(sorted(End(self._of(end.record_id), end.role) for end in claim.ends)),
            valid=valid,
            values=cells,
        )

    def _days_of(self, claim: Claim) -> frozenset[str]:
        """The days in a claim that give a day of birth or death away: of those it is about, and of a birth itself."""
        if claim.kind is ClaimKind.EVENT and claim.value("type") in _LIFE_EVENTS:
            return frozenset(part.text for part in (claim.valid.start, claim.valid.end) if part) | {
                text for name in _DATES if (text := claim.value(name))
            }
        people = (self._entity(end.record_id) for end in claim.ends if end.role in _PEOPLE)
        return frozenset[str]().union(*(self._days.get(person, frozenset()) for person in people))


_PEOPLE = frozenset({Role.PERSON, Role.OTHER})


def _cut(day: PartialDate | None, days: Collection[str]) -> PartialDate | None:
    return parse_partial(month_of(day.text)) if day is not None and day.text in days else day
