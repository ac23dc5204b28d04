"""Records that an adoption keeps from the birth identity though nobody marked them (access.md §2).

A practice's row under the new family name with the child's number or birth date says who the child became. Joined to
the birth record it would carry the new name and home there. So whoever is under the name of an identity after adoption
joins nobody under another, whatever they share; whether it joins that identity itself is for `conflicts` to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from graph.identity.conflicts import forenames_fit, share_number
from graph.identity.features import Record

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AdoptedSide:
    """By record, the family names of the marked identities it is under; `pairs` name which those are."""

    names: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    pairs: frozenset[Pair] = frozenset()

    def keeps_apart(self, left: Record, right: Record) -> bool:
        """Whether one is under the name of an identity after adoption and the other is not."""
        return any(
            not other.adopted and (not other.family_names or not other.family_names <= names)
            for one, other in ((left, right), (right, left))
            for names in self.names.get(one.record_id, ())
        )


NOBODY_ADOPTED = AdoptedSide()


def find_adopted_side(scored: pl.DataFrame, records: Mapping[str, Record]) -> AdoptedSide:
    """Who of these records is under the name of an identity after adoption, by the pairs that were scored.

    A marked record more closed than another leaves no trace in it.
    """
    if not any(record.adopted for record in records.values()):
        return NOBODY_ADOPTED
    names: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    pairs = set()
    for marked, other in _pairs_with_one_marked(scored, records):
        if marked.tier <= other.tier and _is_under(other, marked):
            names[other.record_id].append(marked.family_names)
            pairs.add(_in_order(marked.record_id, other.record_id))
    return AdoptedSide({record_id: tuple(found) for record_id, found in names.items()}, frozenset(pairs))


def _pairs_with_one_marked(scored: pl.DataFrame, records: Mapping[str, Record]) -> Iterator[tuple[Record, Record]]:
    for left_id, right_id in scored.select("left", "right").iter_rows():
        left, right = records[left_id], records[right_id]
        if left.adopted is not right.adopted:
            yield (left, right) if left.adopted else (right, left)


def _is_under(other: Record, marked: Record) -> bool:
    if not other.family_names or not other.family_names <= marked.family_names:
        return False
    born_alike = not other.born.full.isdisjoint(marked.born.full)
    return share_number(other, marked) or (born_alike and forenames_fit(other.names, marked.names))


def _in_order(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)
