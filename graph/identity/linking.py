"""Which records are one person. Pure: frames and a log in, frames out.

The result depends on the set of records and judgements alone, not on their order or batching, nor on what was kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from graph.identity.judgements import Judgement
from graph.identity.keeping import keep_step
from graph.identity.kept import STANDING, Kept, nothing_kept
from graph.identity.kin import KIN_SCHEMA
from graph.identity.model import Model
from graph.identity.policy import Policy
from graph.identity.steps import NO_KIN, Arrived, Terms, latest_judged, take_step

DEFAULT_POLICY = Policy()


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
    step = take_step(nothing_kept(people), Arrived(people, judgements, kin=kin), Terms(model, policy))
    return Linked(step.standing.select("record_id", "person_id"), step.pairs)


def link_again(kept: Kept, every: Arrived, by: Terms) -> Kept:
    """The kept state brought to these people, relations and judgements, which are all there are.

    Only what differs from what is kept is scored and decided; the same state comes back where nothing does.
    """
    came = _difference(kept, every)
    is_same = came.people.is_empty() and not came.gone and came.kin.is_empty() and came.kin_gone.is_empty()
    if is_same and kept.judged.equals(latest_judged(every.judgements)):
        return kept
    return keep_step(kept, take_step(kept, came, by))


def linked_of(kept: Kept) -> Linked:
    """Everyone and every pair of a kept state."""
    return Linked(kept.people.select("record_id", "person_id"), kept.pairs)


def _difference(kept: Kept, every: Arrived) -> Arrived:
    columns = list(KIN_SCHEMA)
    kin = every.kin.select(columns).unique()
    before = kept.people.drop(*STANDING)
    there = every.people.sort("record_id")
    common = there.select("record_id").join(before.select("record_id"), on="record_id").sort("record_id")
    is_common = pl.col("record_id").is_in(common["record_id"].implode())
    old, new = before.filter(is_common), there.filter(is_common)
    differs = [old[name].ne_missing(new[name]) for name in before.columns]
    changed = new.filter(pl.any_horizontal(differs)) if common.height else new
    return Arrived(
        pl.concat([there.filter(~is_common), changed]),
        every.judgements,
        frozenset(before.filter(~is_common)["record_id"]),
        kin.join(kept.kin, on=columns, how="anti"),
        kept.kin.join(kin, on=columns, how="anti"),
    )
