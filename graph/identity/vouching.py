"""Pairs of records that are one person although a first name or a birth date differs: each then lends the other its
facts (`judgements.InForce`), so that a third record that fits either fits both.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
from jellyfish import damerau_levenshtein_distance

from graph.identity.conflicts import Conflict
from graph.identity.features import Record
from graph.identity.judgements import InForce, Pair
from graph.identity.kin import NO_KIN, Kin, KinOf
from graph.identity.policy import Levels, read_levels

_OF_AGE = 18
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Vouched:
    """The pairs vouched for, and those that are twins and may hold others back from it."""

    pairs: frozenset[Pair]
    twins: frozenset[Pair]


def find_vouched(scored: pl.DataFrame, judged: InForce, kin: KinOf = NO_KIN) -> Vouched:
    """Pairs that are one person although first name or birth date differ: by a valid number, or as one
    parent or partner.

    Each lends the other its facts (`InForce.find_conflict`). Twins are left out: numbers of twins get mixed up.
    """
    looked_at = [
        (row, judged.records[row["left"]], judged.records[row["right"]])
        for row in scored.iter_rows(named=True)
        if not (row["forename"] and row["born"])
    ]
    of_twins = [(left, right) for _, left, right in looked_at if _are_twins(left, right, judged)]
    twins = _find_twins(of_twins)
    pairs = frozenset(
        (left.record_id, right.record_id)
        for row, left, right in looked_at
        if left.may_join and right.may_join
        if max(left.tier, right.tier) < min(twins[left.record_id], twins[right.record_id])
        if _vouched((left, right), read_levels(row), judged.find_conflict(left, right), kin)
    )
    return Vouched(pairs, frozenset((left.record_id, right.record_id) for left, right in of_twins))


def _are_twins(left: Record, right: Record, judged: InForce) -> bool:
    return judged.find_conflict(left, right) is Conflict.TWINS


def _find_twins(pairs: Iterable[tuple[Record, Record]]) -> Mapping[str, float]:
    """How closed the most open twin of each record is: a twin more closed than a pair must leave no trace in it."""
    tiers: defaultdict[str, float] = defaultdict(lambda: math.inf)
    for left, right in pairs:
        for record, twin in ((left, right), (right, left)):
            tiers[record.record_id] = min(tiers[record.record_id], twin.tier)
    return tiers


def _vouched(pair: tuple[Record, Record], levels: Levels, conflict: Conflict | None, kin: KinOf) -> bool:
    if conflict is None:
        return levels.number and (levels.born_fits or (levels.forename_fits and levels.surname_fits))
    related = kin.between(pair[0].record_id, pair[1].record_id)
    if conflict is Conflict.BIRTH_DATES:
        return dates_of_one(pair, levels, related)
    return conflict is Conflict.FIRST_NAMES and names_of_one(pair, levels, related)


def names_of_one(pair: tuple[Record, Record], levels: Levels, kin: Kin | None) -> bool:
    """Whether two first names that differ are one person's: both of one sex or not known, one birth date, one family
    name or home, and either a parent of the same child or grown up with one letter wrong; or a partner of the same
    person, with name and home.

    No child has two parents of one sex, birth date and name: Aga is Agnieszka. Of children this would join twins.
    """
    if levels.forename != "different" or levels.born != "same":
        return False
    if kin is Kin.PARENTS and _of_one_sex(pair):
        return levels.surname_fits or levels.place
    if not (levels.surname_fits and levels.place):
        return False
    return (kin is Kin.PARTNERS and _of_one_sex(pair)) or (_one_letter_apart(pair) and all(map(_grown_up, pair)))


def parent_of_one(pair: tuple[Record, Record], levels: Levels, kin: Kin | None) -> bool:
    """Whether two records between which nothing stands are one parent: E Lambert is Emma Lambert, Nat is Natalie.

    No child has two parents of one sex and family name whose first names could be one person's.
    """
    could_be = levels.forename is not None and levels.surname_fits and levels.born != "different"
    return kin is Kin.PARENTS and _of_one_sex(pair) and could_be


def dates_of_one(pair: tuple[Record, Record], levels: Levels, kin: Kin | None) -> bool:
    """Whether two birth dates of one year are one parent's: of one child, sex, whole name and home.

    Of one year alone: a grandfather told as the father is another man of his son's name.
    """
    agree = levels.born == "different" and levels.forename_full and levels.surname_fits and levels.place
    return kin is Kin.PARENTS and agree and _of_one_sex(pair) and not _years(pair[0]).isdisjoint(_years(pair[1]))


def _years(record: Record) -> frozenset[int]:
    return frozenset(date.fromisoformat(born).year for born in record.born.full)


def _of_one_sex(pair: tuple[Record, Record]) -> bool:
    return pair[0].sex is not None and pair[0].sex == pair[1].sex


def _one_letter_apart(pair: tuple[Record, Record]) -> bool:
    return any(
        max(len(one), len(other)) >= _SHORTEST and damerau_levenshtein_distance(one, other) == 1
        for one in pair[0].names.firsts
        for other in pair[1].names.firsts
    )


def _grown_up(record: Record) -> bool:
    """Whether someone was of age on the day of the record."""
    recorded = datetime.fromtimestamp(record.recorded_at / 1000, UTC).date()
    return all(recorded.year - date.fromisoformat(born).year > _OF_AGE for born in record.born.full)
