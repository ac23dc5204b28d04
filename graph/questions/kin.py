"""Who is drawn on a genogram, and the ties between them, each once, whoever says so. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from graph.family.kinship import Relation, to_relation
from graph.model.case import Case, begun_by, supports
from graph.model.claims import Claim, ClaimKind
from graph.model.genogram import PARENTAL, UNIONS, TieSort
from graph.model.period import Certainty, PartialDate, Period
from graph.model.vocabulary import EX_TYPES, FAMILY_TYPES

FURTHEST = 3
MOST_DRAWN = 25
MOST_OPENED = 60
ROWS = 4
_SORTS: Mapping[str, TieSort] = {
    "spouse": TieSort.SPOUSE,
    "ex_spouse": TieSort.SPOUSE,
    "partner": TieSort.PARTNER,
    "ex_partner": TieSort.PARTNER,
    "parent": TieSort.BIRTH,
    "adoptive_parent": TieSort.ADOPTIVE,
    "foster_carer": TieSort.FOSTER,
    "private_foster_carer": TieSort.PRIVATE_FOSTER,
    "step_parent": TieSort.STEP,
    "special_guardian": TieSort.SPECIAL_GUARDIAN,
    "kinship_carer": TieSort.KINSHIP,
    "twin": TieSort.SAID,
    "identical_twin": TieSort.SAID,
}
_SIDEWAYS = frozenset({"sibling", "half_sibling", "step_sibling", "cousin", "twin", "identical_twin"})
# What a birth or an adoption makes does not end; a placement or a step-parent that is over is history, not family.
_LASTING = frozenset({TieSort.BIRTH, TieSort.ADOPTIVE, TieSort.SAID}) | UNIONS
_RISES: Mapping[str, int] = {"grandparent": 2, "great_grandparent": 3}


@dataclass(frozen=True, slots=True)
class KinTie:
    """One relationship of two people with every claim of it; `source` stands `rise` generations above `target`."""

    source: str
    target: str
    sort: TieSort
    label: str
    period: Period
    ended: bool
    possible: bool
    differs: bool
    claims: tuple[Claim, ...]

    @property
    def rise(self) -> int:
        """How many generations the source is above the target."""
        return rise_of(self.sort, self.label)

    def with_(self, person: str) -> str:
        """The other of the two."""
        return self.target if person == self.source else self.source


def rise_of(sort: TieSort, label: str) -> int:
    """How many generations whoever comes first stands above the other."""
    if sort in UNIONS or (sort is TieSort.SAID and label in _SIDEWAYS):
        return 0
    return _RISES.get(label, 1)


def ties_of(case: Case) -> tuple[KinTie, ...]:
    """Every family tie of the evidence that had begun by the day, each once; kin only said where no way is on record."""
    found: dict[tuple[str, str, str], list[Relation]] = defaultdict(list)
    for claim in case.evidence:
        if claim.kind is ClaimKind.RELATIONSHIP and supports(claim) and begun_by(claim.valid, case.dates.as_of):
            relation = to_relation(case, claim)
            if relation is not None and (relation.type in _SORTS or relation.type in FAMILY_TYPES):
                found[_key(relation)].append(relation)
    day = case.dates.as_of
    ties = [_tie(said, day) for _, said in sorted(found.items())]
    standing = [tie for tie in ties if tie.sort in _LASTING or not tie.ended]
    lineage = Lineage(standing)
    return tuple(tie for tie in standing if tie.sort is not TieSort.SAID or not lineage.explains(tie))


def _sort(type_: str) -> TieSort:
    return _SORTS.get(type_, TieSort.SAID)


def _key(relation: Relation) -> tuple[str, str, str]:
    """Partnerships of two are one whatever they are called; other ties are one if of one type."""
    sort = _sort(relation.type)
    one, other = relation.who, relation.of
    if sort in UNIONS:
        return (*sorted((one, other)), "union")  # type: ignore[return-value]
    if rise_of(sort, relation.type) == 0:
        return (*sorted((one, other)), relation.type)  # type: ignore[return-value]
    return one, other, relation.type


def _tie(said: Sequence[Relation], day: date) -> KinTie:
    claims = tuple(relation.claim for relation in sorted(said, key=lambda relation: relation.claim.id))
    sorts = {_sort(relation.type) for relation in said}
    sort = TieSort.SPOUSE if TieSort.SPOUSE in sorts else min(sorts)
    first = said[0]
    source, target = first.who, first.of
    if rise_of(sort, first.type) == 0:
        source, target = sorted((source, target))
    over = [relation for relation in said if relation.type in EX_TYPES]
    on = [relation for relation in said if relation.type not in EX_TYPES]
    holds = max((relation.period.holds_on(day) for relation in on), default=Certainty.NO)
    parted = any(relation.period.holds_on(day) is Certainty.CERTAIN for relation in over)
    label = first.type if sort not in UNIONS else sort.value.lower()
    return KinTie(
        source=source,
        target=target,
        sort=sort,
        label=label,
        period=_period(on, over),
        ended=holds is Certainty.NO,
        possible=holds is Certainty.POSSIBLE,
        differs=parted and holds is not Certainty.NO,
        claims=claims,
    )


def _period(on: Sequence[Relation], over: Sequence[Relation]) -> Period:
    """From the first start to the last end; where only its being over is on record, it ended before that began."""
    start = min((relation.period.start for relation in on if relation.period.start), default=None)
    ends: list[PartialDate | None] = [relation.period.end for relation in on]
    if on and not all(ends):
        return Period(start, None)
    dated = [end for end in ends if end]
    parted = [relation.period.start for relation in over if relation.period.start]
    return Period(start, max(dated) if dated else min(parted, default=None))


class Lineage:
    """Who is whose parent and partner by ties of record."""

    def __init__(self, ties: Iterable[KinTie]) -> None:
        self._parents: dict[str, set[str]] = defaultdict(set)
        self._partners: dict[str, set[str]] = defaultdict(set)
        for tie in ties:
            if tie.sort in UNIONS:
                self._partners[tie.source].add(tie.target)
                self._partners[tie.target].add(tie.source)
            elif tie.sort in PARENTAL:
                self._parents[tie.target].add(tie.source)

    def above(self, person: str, generations: int) -> frozenset[str]:
        """Ancestors, and those who stand in their place, so many generations up."""
        found = {person}
        for _ in range(generations):
            found = {parent for one in found for parent in self._parents.get(one, ())}
        return frozenset(found)

    def explains(self, tie: KinTie) -> bool:
        """Whether parents and partners of record already make the two what they are said to be."""
        one, other = tie.source, tie.target
        match tie.label:
            case "grandparent" | "great_grandparent":
                return one in self.above(other, _RISES[tie.label])
            case "aunt_uncle":
                near = {one, *self._partners.get(one, ())}
                beside = self.above(other, 2)
                return any(not beside.isdisjoint(self.above(person, 1)) for person in near)
            case "cousin":
                return not self.above(one, 2).isdisjoint(self.above(other, 2))
            case "step_sibling":
                parents = self.above(other, 1)
                return any(not parents.isdisjoint(self._partners.get(parent, ())) for parent in self.above(one, 1))
        return not self.above(one, 1).isdisjoint(self.above(other, 1))


@dataclass(frozen=True)
class Family:
    """Whoever may be drawn, joined by ties. `rank` orders those equally near: the same people, the same order."""

    ties: tuple[KinTie, ...]
    rank: Callable[[str], tuple[object, ...]]

    @cached_property
    def near(self) -> Mapping[str, tuple[KinTie, ...]]:
        """person → their ties."""
        found: dict[str, list[KinTie]] = defaultdict(list)
        for tie in self.ties:
            found[tie.source].append(tie)
            found[tie.target].append(tie)
        return {person: tuple(ties) for person, ties in found.items()}

    def choose(self, index: str, living_there: Iterable[str], opened: Iterable[str]) -> tuple[str, ...]:
        """Who is drawn: the index, who lives with them, kin within three ties and four generations, other parents; at
        most 25, and then the kin of whoever is opened.
        """
        choice = _Choice(self, index)
        choice.add_all(living_there)
        choice.spread()
        choice.complete(MOST_DRAWN)
        wanted = sorted(set(opened), key=self.rank)
        # Once for each, so that what one opens may hold the next.
        for _ in wanted:
            for person in [one for one in wanted if one in choice.chosen]:
                choice.open(person)
        return tuple(choice.chosen)

    def left_out(self, chosen: Sequence[str]) -> dict[str, frozenset[str]]:
        """person drawn → their kin who are not."""
        drawn = set(chosen)
        found = {person: frozenset(tie.with_(person) for tie in self.near.get(person, ())) - drawn for person in chosen}
        return {person: others for person, others in found.items() if others}


class _Choice:
    """People chosen so far, in order, with how many generations below the index each stands."""

    def __init__(self, family: Family, index: str) -> None:
        self._family = family
        self.chosen: dict[str, int] = {index: 0}
        self._spreading = [index]

    def add_all(self, people: Iterable[str]) -> None:
        for person in sorted(set(people) - set(self.chosen), key=self._family.rank):
            if len(self.chosen) < MOST_DRAWN:
                self.chosen[person] = 0

    def spread(self) -> None:
        """Kin ring by ring, the nearest first."""
        living_there = set(self.chosen) - set(self._spreading)
        frontier = list(self._spreading)
        reached = set(frontier)
        for _ in range(FURTHEST):
            ring = self._ring(frontier, reached)
            for person, depth in ring.items():
                known = person in living_there
                if known or (len(self.chosen) < MOST_DRAWN and self._fits(depth)):
                    self.chosen[person] = depth
                    reached.add(person)
            frontier = [person for person in ring if person in reached]

    def _ring(self, frontier: Sequence[str], reached: set[str]) -> dict[str, int]:
        ring: dict[str, int] = {}
        for person in frontier:
            for tie in self._family.near.get(person, ()):
                other = tie.with_(person)
                if other not in reached and other not in ring:
                    ring[other] = self._depth(person, tie)
        return dict(sorted(ring.items(), key=lambda item: (abs(item[1]), self._family.rank(item[0]))))

    def _depth(self, person: str, tie: KinTie) -> int:
        return self.chosen[person] + (tie.rise if person == tie.source else -tie.rise)

    def _fits(self, depth: int) -> bool:
        """Two generations up and two down, four in all."""
        depths = [*self.chosen.values(), depth]
        return abs(depth) < ROWS - 1 and max(depths) - min(depths) < ROWS

    def complete(self, most: int) -> None:
        """The other parent of every child drawn below a parent who is drawn."""
        for child in list(self.chosen):
            above = [tie for tie in self._family.near.get(child, ()) if tie.target == child and tie.sort in PARENTAL]
            if any(tie.source in self.chosen for tie in above):
                for tie in above:
                    if len(self.chosen) < most:
                        self.chosen.setdefault(tie.source, self.chosen[child] - 1)

    def open(self, person: str) -> None:
        """All kin of one person, and the other parents of those."""
        for other, depth in self._ring([person], set(self.chosen)).items():
            if len(self.chosen) < MOST_OPENED:
                self.chosen[other] = depth
        self.complete(MOST_OPENED)
