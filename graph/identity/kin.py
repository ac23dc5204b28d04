"""Family context, as a second look: two records related in the same way to one and the same person.

Who that person is, the first look has told. A school's "Karan Ahmed, father of Ayesha" without a birth date is the
Karan Ahmed whom another agency knows as the father of the same Ayesha; a name alone would leave him a stranger.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

KIN_SCHEMA = {"record_id": pl.String, "relation": pl.String, "other": pl.String}
PARENT = "parent"
NOBODY: frozenset[tuple[str, str]] = frozenset()


class Kin(StrEnum):
    """How two records are related to one and the same person."""

    SAME = "related in the same way to the same person"
    PARENTS = "both a parent of the same child"


@dataclass(frozen=True, slots=True)
class KinOf:
    """Each record's relations to people: (relation, person id)."""

    relations: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def between(self, left: str, right: str) -> Kin | None:
        """What two records have in common here, or None."""
        shared = self.relations.get(left, NOBODY) & self.relations.get(right, NOBODY)
        if not shared:
            return None
        return Kin.PARENTS if any(relation == PARENT for relation, _ in shared) else Kin.SAME


NO_KIN = KinOf()


def read_kin(kin: pl.DataFrame, person_of: Mapping[str, str]) -> KinOf:
    """The `kin` frame (record_id is `relation` of other; open records alone) with people in place of records."""
    relations: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for record_id, relation, other in kin.select(*KIN_SCHEMA).iter_rows():
        if record_id in person_of and other in person_of:
            relations[record_id].add((relation, person_of[other]))
    return KinOf({record_id: frozenset(found) for record_id, found in relations.items()})


def read_relatives(kin: pl.DataFrame) -> frozenset[tuple[str, str]]:
    """Pairs of records (left < right) that one system relates to each other, so that they are two people."""
    pairs = kin.filter(pl.col("record_id") < pl.col("other")).select("record_id", "other")
    return frozenset(pairs.iter_rows())
