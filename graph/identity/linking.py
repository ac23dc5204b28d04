"""Which records are one person. Pure: frames and a log in, frames out.

The result depends on the set of records and judgements alone, not on their order or batching.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from graph.identity.clusters import Accepted, close
from graph.identity.conflicts import Conflict
from graph.identity.decisions import DecidedPair, decide_pairs
from graph.identity.features import read_records, to_frame
from graph.identity.judgements import InForce, Judgement, Pair, Verdict, in_force
from graph.identity.kin import KIN_SCHEMA, read_kin, read_relatives
from graph.identity.model import Model
from graph.identity.policy import Decision, Policy
from graph.identity.scoring import score_candidates
from graph.identity.vouching import find_vouched

DEFAULT_POLICY = Policy()
NO_KIN = pl.DataFrame(schema=KIN_SCHEMA)
MEMBERS_SCHEMA = {"record_id": pl.String, "person_id": pl.String}
PAIRS_SCHEMA = {
    "left": pl.String,
    "right": pl.String,
    "probability": pl.Float64,
    "decision": pl.String,
    "conflict": pl.String,
    "author": pl.String,
    "tier": pl.Int64,
}
_JUDGED, _ADOPTION, _SCORED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found: `members` (record_id, person_id), and `pairs` joined, queued or held apart by a conflict.

    `pairs`: left < right, probability (null where only judged), decision (join, queue, reject_conflict), conflict
    in words or null,
    author (a policy with its version, or a judge), tier (of the more closed record: who may not see it may not see
    the pair).
    """

    members: pl.DataFrame
    pairs: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Closed:
    person_of: Mapping[str, str]
    refused: Mapping[Pair, Conflict]


def link(
    people: pl.DataFrame,
    model: Model,
    judgements: Sequence[Judgement] = (),
    kin: pl.DataFrame = NO_KIN,
    policy: Policy = DEFAULT_POLICY,
) -> Linked:
    """Every record's person, and the pairs that were joined, await a judge, or are held apart.

    `kin` (record_id, relation, other: open records alone) is looked at once the first look has told who is who.
    """
    records = {record.record_id: record for record in read_records(people)}
    judged = in_force(judgements, records, read_relatives(kin))
    scored = score_candidates(to_frame(records.values()), model, policy.look)
    judged = judged.vouching(find_vouched(scored, judged))
    decided = decide_pairs(scored, judged, policy)
    outcome = _close(judged, decided)
    if not kin.is_empty():
        related = read_kin(kin, outcome.person_of)
        judged = judged.vouching(judged.vouched | find_vouched(scored, judged, related))
        decided = decide_pairs(scored, judged, policy, related)
        outcome = _close(judged, decided)
    rows = sorted(
        [*_policy_rows(decided, judged, outcome, policy), *_judged_rows(judged, outcome)],
        key=lambda row: (row[0], row[1]),
    )
    return Linked(
        pl.DataFrame(sorted(outcome.person_of.items()), schema=MEMBERS_SCHEMA, orient="row"),
        pl.DataFrame(rows, schema=PAIRS_SCHEMA, orient="row"),
    )


def _close(judged: InForce, decided: Iterable[DecidedPair]) -> _Closed:
    clusters, refused = close(judged.records, _accepted(decided, judged), judged.find_conflict)
    return _Closed({record_id: person for person, members in clusters.items() for record_id in members}, refused)


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


def _policy_rows(
    decided: Iterable[DecidedPair], judged: InForce, outcome: _Closed, policy: Policy
) -> Iterator[tuple[object, ...]]:
    for scored in decided:
        left, right = scored.pair
        together = outcome.person_of[left] == outcome.person_of[right]
        refused = outcome.refused.get(scored.pair)
        if refused is Conflict.ADOPTED or (together and scored.decision is not Decision.JOIN):
            continue
        decision, conflict = scored.decision, scored.conflict
        if decision is Decision.JOIN and not together:
            decision, conflict = (Decision.REJECT_CONFLICT, refused) if refused else (Decision.QUEUE, None)
        yield (
            left,
            right,
            scored.probability,
            str(decision),
            conflict and str(conflict),
            policy.author,
            _tier(judged, scored.pair),
        )


def _judged_rows(judged: InForce, outcome: _Closed) -> Iterator[tuple[object, ...]]:
    """Judged joins with their author; one that another judgement forbids is held apart and says so."""
    for pair, entry in judged.latest.items():
        refused = outcome.refused.get(pair)
        if entry.verdict is not Verdict.SAME or refused is Conflict.ADOPTED:
            continue
        together = outcome.person_of[pair[0]] == outcome.person_of[pair[1]]
        decision = Decision.JOIN if together else Decision.REJECT_CONFLICT
        yield (*pair, None, str(decision), refused and str(refused), entry.author, _tier(judged, pair))


def _tier(judged: InForce, pair: Pair) -> int:
    return max(judged.records[pair[0]].tier, judged.records[pair[1]].tier)
