"""Clusters of records from accepted pairs, none of which holds two records that cannot be one person.

Pairs are taken from the most certain down; a pair joins two clusters only when nothing between any of their records
forbids it. The
result is a function of the set of records and pairs, not of their order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from graph.identity.conflicts import Conflict, one_date_miswritten
from graph.identity.features import Record

FindConflict = Callable[[Record, Record], Conflict | None]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A pair that should be joined; `rank` orders before probability: judged first, then what an adoption decides,
    then the rest.
    """

    left: str
    right: str
    probability: float
    rank: int

    @property
    def order(self) -> tuple[int, float, str, str]:
        """Most certain first, then by id."""
        return (self.rank, -self.probability, self.left, self.right)


@dataclass(slots=True)
class Clusters:
    """A partition of records that grows by joining; `settled` clusters were made of more open records and never
    join each other.
    """

    records: Mapping[str, Record]
    members: dict[str, list[str]] = field(default_factory=dict)
    cluster_of: dict[str, str] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)

    def add(self, record_ids: Iterable[str]) -> None:
        """Each record as a cluster of its own."""
        for record_id in record_ids:
            self.members[record_id] = [record_id]
            self.cluster_of[record_id] = record_id

    def join(self, pair: Accepted, find_conflict: FindConflict) -> Conflict | None:
        """Joins the clusters of a pair, or says what forbids it; two settled clusters are left apart without a word."""
        left, right = self.cluster_of[pair.left], self.cluster_of[pair.right]
        if left == right or (left in self.settled and right in self.settled):
            return None
        conflict = self._conflict_between(left, right, find_conflict)
        if conflict is None:
            self._unite(left, right)
        return conflict

    def settle(self) -> None:
        """From now on the present clusters can only take in further records, never each other."""
        self.settled = set(self.members)

    def _conflict_between(self, left: str, right: str, find_conflict: FindConflict) -> Conflict | None:
        mine = [self.records[record_id] for record_id in self.members[left]]
        theirs = [self.records[record_id] for record_id in self.members[right]]
        return next(
            (
                conflict
                for one in mine
                for other in theirs
                if (conflict := find_conflict(one, other))
                and not (conflict is Conflict.BIRTH_DATES and one_date_miswritten(one, other, (*mine, *theirs)))
            ),
            None,
        )

    def _unite(self, left: str, right: str) -> None:
        keep, drop = (right, left) if right in self.settled else (left, right)
        for record_id in self.members[drop]:
            self.cluster_of[record_id] = keep
        self.members[keep].extend(self.members.pop(drop))


def close(
    records: Mapping[str, Record], accepted: Iterable[Accepted], find_conflict: FindConflict
) -> tuple[dict[str, list[str]], dict[tuple[str, str], Conflict]]:
    """The clusters (members in order of id), and for each pair that could not be joined what forbade it.

    Open records are clustered from open records alone. Restricted, then sealed records attach to at most one
    cluster of more open
    ones, or to each other, and never hold two of those together: what is closed leaves no trace in what is open.
    """
    clusters = Clusters(records)
    refused: dict[tuple[str, str], Conflict] = {}
    pairs = sorted(accepted, key=lambda pair: pair.order)
    for tier in sorted({record.tier for record in records.values()}):
        clusters.add(record_id for record_id in sorted(records) if records[record_id].tier == tier)
        for pair in pairs:
            if max(records[pair.left].tier, records[pair.right].tier) == tier:
                conflict = clusters.join(pair, find_conflict)
                if conflict:
                    refused[(pair.left, pair.right)] = conflict
        clusters.settle()
    return {_person_id(records, members): sorted(members) for members in clusters.members.values()}, refused


def _person_id(records: Mapping[str, Record], members: list[str]) -> str:
    """The smallest id among the most open members: a more closed record never changes the name of what others see."""
    # Nor is it one nobody could identify: before the day that named them, that record stands apart under its own id.
    return min(members, key=lambda record_id: (records[record_id].tier, not records[record_id].identified, record_id))
