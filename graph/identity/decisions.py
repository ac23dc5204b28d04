"""Scored pairs with what the policy makes of each, before any clusters are made."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import polars as pl

from graph.identity.conflicts import Conflict, one_date_miswritten
from graph.identity.features import Record
from graph.identity.judgements import InForce, Pair, Verdict
from graph.identity.kin import NO_KIN, Kin, KinOf
from graph.identity.policy import Decision, Levels, Policy, decide, family_agrees, read_levels
from graph.identity.vouching import dates_of_one, names_of_one, parent_of_one


@dataclass(frozen=True, slots=True)
class DecidedPair:
    """A pair as scored, compared and decided by the policy, seen alone."""

    pair: Pair
    probability: float
    levels: Levels
    decision: Decision
    conflict: Conflict | None
    kin: Kin | None = None


def decide_pairs(scored: pl.DataFrame, judged: InForce, policy: Policy, kin: KinOf = NO_KIN) -> list[DecidedPair]:
    """Every scored pair that the policy does not leave, judged pairs set aside; those that fit several people put
    back to the queue.
    """
    decided = [
        pair
        for row in scored.iter_rows(named=True)
        if (pair := _decide_one(row, judged, policy, kin)).decision is not Decision.LEAVE
        and judged.verdict(pair.pair) in {None, Verdict.UNSURE}
    ]
    return _hold_back_ambiguous(decided, judged)


def _decide_one(row: Mapping[str, Any], judged: InForce, policy: Policy, kin: KinOf) -> DecidedPair:
    pair = (row["left"], row["right"])
    left, right = judged.records[pair[0]], judged.records[pair[1]]
    levels = read_levels(row)
    conflict = judged.find_conflict(left, right)
    decision = decide(policy, (left, right), levels, row["probability"], conflict)
    related = kin.between(*pair)
    if conflict is None and left.may_join and right.may_join and _kin_joins((left, right), levels, related):
        decision = Decision.JOIN
    if decision is Decision.JOIN and judged.verdict(pair) is Verdict.UNSURE:
        decision = Decision.QUEUE
    return DecidedPair(pair, row["probability"], levels, decision, conflict, related)


def _kin_joins(pair: tuple[Record, Record], levels: Levels, kin: Kin | None) -> bool:
    if kin is not None and family_agrees(levels) and (kin.is_near or levels.surname_fits):
        return True
    return any(tells(pair, levels, kin) for tells in (names_of_one, parent_of_one, dates_of_one))


def _hold_back_ambiguous(decided: Sequence[DecidedPair], judged: InForce) -> list[DecidedPair]:
    """A record without birth date or number that fits two people who cannot be one (father and son of one name)
    waits for a person; unless it is related in the same way to the same person as one of the two and not the other.
    One parent of a child tells more than one partner's partner.

    Only records at most as closed as the pair itself count, so that a closed record never holds back an open join.
    """
    weak = [
        pair
        for pair in decided
        if pair.decision is Decision.JOIN and pair.levels.born is None and not pair.levels.number
    ]
    held = {pair.pair for pair in _ambiguous(weak, judged)}
    return [
        replace(pair, decision=Decision.QUEUE, conflict=Conflict.SEVERAL) if pair.pair in held else pair
        for pair in decided
    ]


def _ambiguous(weak: Iterable[DecidedPair], judged: InForce) -> Iterator[DecidedPair]:
    by_record: defaultdict[str, list[tuple[DecidedPair, Record]]] = defaultdict(list)
    for pair in weak:
        left, right = (judged.records[record_id] for record_id in pair.pair)
        for mine, other in ((left, right), (right, left)):
            if not mine.born.known:
                by_record[mine.record_id].append((pair, other))
    for record_id, fits in by_record.items():
        yield from _held_back(judged.records[record_id], fits, judged)


def _held_back(mine: Record, fits: Sequence[tuple[DecidedPair, Record]], judged: InForce) -> Iterator[DecidedPair]:
    """What waits of a record's joins: all where two of those it fits cannot be one person and nothing tells which it is.

    All: of a father and a son of one name two more without a date may be one each. What more closed records say holds
    back no more open join.
    """
    unclear: list[tuple[int, int]] = []  # how near relatives they are, and how closed what says so is
    for (first, one), (second, two) in combinations(fits, 2):
        conflict = judged.find_conflict(one, two)
        if not conflict:
            continue
        if conflict is Conflict.BIRTH_DATES and one_date_miswritten(one, two, [other for _, other in fits]):
            continue
        nearness = _nearness(first)
        if nearness != _nearness(second):
            yield second if nearness > _nearness(second) else first
        else:
            unclear.append((nearness, max(one.tier, two.tier)))
    for pair, other in fits:
        tier = max(mine.tier, other.tier)
        if any(said_by <= tier and _nearness(pair) <= nearness for nearness, said_by in unclear):
            yield pair


def _nearness(pair: DecidedPair) -> int:
    return 0 if pair.kin is None else 1 + pair.kin.is_near
