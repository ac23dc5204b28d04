"""Two looks at scored pairs: who is who by the records' own facts, and again with the family context the first told.

Pure. What is found of a record depends on the records it is bound to, directly or through others, and on nobody
else: `Look.bound` names those pairs, and `graph.identity.steps` redoes no more than they hold together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from graph.identity.adopted_side import find_adopted_side
from graph.identity.clusters import Accepted, close
from graph.identity.conflicts import Conflict
from graph.identity.decisions import DecidedPair, decide_pairs
from graph.identity.judgements import InForce, Pair, Verdict
from graph.identity.kin import NO_KIN, KinOf
from graph.identity.policy import Decision, Policy
from graph.identity.vouching import find_vouched

PairRow = tuple[str, str, float | None, str, str | None, str, int]
_JUDGED, _ADOPTION, _SCORED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found: each record's person, the pairs decided, those that could not be joined and why."""

    judged: InForce
    twins: frozenset[Pair]
    decided: Sequence[DecidedPair]
    person_of: Mapping[str, str]
    refused: Mapping[Pair, Conflict]

    @property
    def bound(self) -> Iterator[Pair]:
        """Pairs through which one record bears on another: to be joined, vouched for, judged, told to be twins, or
        under the name of an identity after adoption.
        """
        yield from self.twins
        yield from self.judged.vouched
        yield from self.judged.latest
        yield from self.judged.adopted.pairs
        for pair in self.decided:
            if pair.decision is Decision.JOIN or pair.conflict is Conflict.SEVERAL:
                yield pair.pair


def first_look(scored: pl.DataFrame, judged: InForce, policy: Policy) -> Look:
    """Who is who by what the records say of themselves and what was judged."""
    return _look(scored, judged, policy, NO_KIN)


def second_look(scored: pl.DataFrame, first: Look, policy: Policy, related: KinOf) -> Look:
    """Who is who once it is known whose parents and children the records are."""
    return _look(scored, first.judged, policy, related)


def _look(scored: pl.DataFrame, judged: InForce, policy: Policy, related: KinOf) -> Look:
    judged = replace(judged, adopted=find_adopted_side(scored, judged.records))
    found = find_vouched(scored, judged, related)
    judged = judged.vouching(judged.vouched | found.pairs)
    decided = decide_pairs(scored, judged, policy, related)
    clusters, refused = close(judged.records, _accepted(decided, judged), judged.find_conflict)
    person_of = {record_id: person for person, members in clusters.items() for record_id in members}
    return Look(judged, found.twins, decided, person_of, refused)


def pair_rows(look: Look, policy: Policy) -> list[PairRow]:
    """The pairs joined, queued or held apart, in order: left, right, probability, decision, conflict, author, tier."""
    rows = [*_policy_rows(look, policy), *_judged_rows(look)]
    return sorted(rows, key=lambda row: (row[0], row[1]))


def _accepted(decided: Iterable[DecidedPair], judged: InForce) -> Iterator[Accepted]:
    for (left, right), entry in judged.latest.items():
        if entry.verdict is Verdict.SAME:
            yield Accepted(left, right, 1.0, _JUDGED)
    for scored in decided:
        if scored.decision is Decision.JOIN:
            left, right = scored.pair
            # What an adoption keeps apart is decided before others could be joined around it.
            marked = judged.records[left].adopted or judged.records[right].adopted
            yield Accepted(left, right, scored.probability, _ADOPTION if marked else _SCORED)


def _policy_rows(look: Look, policy: Policy) -> Iterator[PairRow]:
    for scored in look.decided:
        left, right = scored.pair
        together = look.person_of[left] == look.person_of[right]
        refused = look.refused.get(scored.pair)
        if refused is Conflict.ADOPTED or (together and scored.decision is not Decision.JOIN):
            continue
        decision, conflict = scored.decision, scored.conflict
        if decision is Decision.JOIN and not together:
            decision, conflict = (Decision.REJECT_CONFLICT, refused) if refused else (Decision.QUEUE, None)
        said = None if conflict is None else str(conflict)
        tier = _tier(look.judged, scored.pair)
        yield (left, right, scored.probability, str(decision), said, policy.author, tier)


def _judged_rows(look: Look) -> Iterator[PairRow]:
    """Judged joins with their author; one that another judgement forbids is held apart and says so."""
    for pair, entry in look.judged.latest.items():
        refused = look.refused.get(pair)
        if entry.verdict is not Verdict.SAME or refused is Conflict.ADOPTED:
            continue
        together = look.person_of[pair[0]] == look.person_of[pair[1]]
        decision = Decision.JOIN if together else Decision.REJECT_CONFLICT
        said = None if refused is None else str(refused)
        yield (*pair, None, str(decision), said, entry.author, _tier(look.judged, pair))


def _tier(judged: InForce, pair: Pair) -> int:
    return max(judged.records[pair[0]].tier, judged.records[pair[1]].tier)
