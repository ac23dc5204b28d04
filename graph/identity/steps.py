"""Linking in steps: only what is new or changed is scored, only what it touches is decided again.

A step gives what a full run over all records gives, to the last row: what is found of a record depends on the records
it is `bound` to (`looks.Look.bound`) and their own pairs. So a step works out the groups of bound records that hold
something new, changed or gone, with the groups their pairs lead to beside them; where one of those gets bound to what
was touched, or a relation of its records leads to somebody else now, it is touched too, and the step is worked out
again. Everything else keeps its person and its pairs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import polars as pl

from graph.identity.arrivals import score_arrived
from graph.identity.engines import Linkage
from graph.identity.features import Record, read_record, to_frame
from graph.identity.judgements import Judgement, Pair, in_force
from graph.identity.kept import JUDGED_SCHEMA, PAIRS_SCHEMA, STANDING, Kept
from graph.identity.kin import CHILD, KIN_SCHEMA, PARENT, KinOf, read_kin, read_relatives
from graph.identity.looks import Look, first_look, pair_rows, second_look
from graph.identity.model import Model
from graph.identity.policy import Policy
from graph.identity.scoring import score_candidates

NO_KIN = pl.DataFrame(schema=KIN_SCHEMA)
STANDING_SCHEMA = {"record_id": pl.String, **STANDING}


@dataclass(frozen=True, slots=True)
class Terms:
    """By what linking goes: the trained model and the policy; and the engine that compares everyone with everyone."""

    model: Model
    policy: Policy = field(default_factory=Policy)
    linkage: Linkage = Linkage.DUCKDB


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came: rows of the people frame that are new or changed, records gone, relations that came or went.

    `judgements` is the whole log that is in force, not only what is new in it.
    """

    people: pl.DataFrame
    judgements: Sequence[Judgement] = ()
    gone: frozenset[str] = frozenset()
    kin: pl.DataFrame = field(default_factory=lambda: NO_KIN)
    kin_gone: pl.DataFrame = field(default_factory=lambda: NO_KIN)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step found.

    `standing`: each record touched, its person of the first look, its person, and what it is bound to; `scored`: the
    pairs that hold a new or changed record; `pairs`: as `Linked` has them, those that hold a record touched.
    """

    arrived: Arrived
    features: pl.DataFrame  # of the people that arrived
    judged: pl.DataFrame
    scored: pl.DataFrame
    standing: pl.DataFrame
    pairs: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Met:
    """The new and changed records read, the rows they had before, and their scored pairs."""

    records: Mapping[str, Record]
    out: pl.Series  # rows of the kept people that are changed or gone
    out_ids: frozenset[str]
    features: pl.DataFrame
    scored: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Region:
    """Records to look at: those touched, and those their pairs lead to; with everything said between them."""

    records: Mapping[str, Record]
    touched: frozenset[str]
    bound_before: Mapping[str, int]  # of the records that were kept
    first_before: Mapping[str, str]
    scored: pl.DataFrame
    kin: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _StillThere:
    """The records kept, without those that are changed or gone."""

    kept: Kept
    out: pl.Series

    def with_keys(self, hashes: pl.Series) -> pl.DataFrame:
        keys = self.kept.with_keys(hashes).filter(~pl.col("row").is_in(self.out.implode()))
        return keys.with_columns(record_id=self.kept.people["record_id"].gather(keys["row"]))

    def features(self, record_ids: pl.Series) -> pl.DataFrame:
        people = self.kept.people[self.kept.rows_of(record_ids)]
        return to_frame(map(read_record, people.iter_rows(named=True)))


def take_step(kept: Kept, arrived: Arrived, by: Terms) -> Step:
    """What is new or different once these records, relations and judgements are in."""
    met = _meet(kept, arrived, by)
    judged = latest_judged(arrived.judgements)
    touched = _first_touched(kept, arrived, judged, met)
    while True:
        region = _region(kept, arrived, met, touched)
        found = _look_at(kept, arrived, region, by.policy)
        if not isinstance(found, frozenset):
            return Step(arrived, met.features, judged, met.scored, *found)
        touched |= found


def _meet(kept: Kept, arrived: Arrived, by: Terms) -> _Met:
    records = {record.record_id: record for record in map(read_record, arrived.people.iter_rows(named=True))}
    out_ids = records.keys() | arrived.gone
    out = kept.rows_of(out_ids)
    features = to_frame(records[record_id] for record_id in sorted(records))
    if len(out) == kept.people.height:
        scored = score_candidates(features, by.model, by.policy.look, by.linkage)
    else:
        scored = score_arrived(features, _StillThere(kept, out), by.model, by.policy.look)
    return _Met(records, out, frozenset(out_ids), features, scored)


def latest_judged(judgements: Iterable[Judgement]) -> pl.DataFrame:
    """The judgement that counts for each pair, whether its records are known or not."""
    latest: dict[Pair, Judgement] = {}
    for entry in sorted(judgements, key=lambda entry: entry.order):
        latest[entry.pair] = entry
    rows = [(*pair, str(entry.verdict), entry.author, *entry.order) for pair, entry in sorted(latest.items())]
    return pl.DataFrame(rows, schema=JUDGED_SCHEMA, orient="row")


def _first_touched(kept: Kept, arrived: Arrived, judged: pl.DataFrame, met: _Met) -> frozenset[int]:
    """The numbers of groups that are touched by what came itself."""
    has_kin = kept.kin.height + arrived.kin.height > arrived.kin_gone.height
    if has_kin == kept.kin.is_empty():
        return frozenset(kept.bound["bound"])  # whether there is a second look at all
    is_arrived = pl.col("left", "right").is_in(list(met.out_ids))
    columns = list(JUDGED_SCHEMA)
    differing = pl.concat(
        [
            judged.join(kept.judged, on=columns, how="anti"),
            kept.judged.join(judged, on=columns, how="anti"),
            judged.filter(pl.any_horizontal(is_arrived)),
        ]
    )
    said = [arrived.kin["record_id"], arrived.kin["other"], arrived.kin_gone["record_id"], arrived.kin_gone["other"]]
    ids = chain(met.out_ids, met.scored["left"], met.scored["right"], differing["left"], differing["right"], *said)
    return frozenset(kept.people["bound"].gather(kept.rows_of(ids)))


def _region(kept: Kept, arrived: Arrived, met: _Met, touched: frozenset[int]) -> _Region:
    inner = _without(kept.rows_bound(touched), met.out)
    pairs = kept.scored_of(inner)
    leading = kept.rows_of(chain(pairs["left"], pairs["right"]))
    rows = _without(kept.rows_bound(touched | frozenset(kept.people["bound"].gather(leading))), met.out)
    people = kept.people[rows]
    records = {record.record_id: record for record in map(read_record, people.iter_rows(named=True))}
    records = dict(sorted({**records, **met.records}.items()))
    within = pl.col("left", "right").is_in(list(records))
    kept_pairs = ~pl.any_horizontal(pl.col("left", "right").is_in(list(met.out_ids)))
    scored = pl.concat([kept.scored_of(rows).filter(kept_pairs), met.scored])
    return _Region(
        records,
        frozenset(kept.people["record_id"].gather(inner)) | met.records.keys(),
        dict(people.select("record_id", "bound").iter_rows()),
        dict(people.select("record_id", "first_id").iter_rows()),
        scored.filter(pl.all_horizontal(within)).sort("left", "right"),
        _kin(kept, arrived, records),
    )


def _without(rows: pl.Series, out: pl.Series) -> pl.Series:
    return rows.filter(~rows.is_in(out.implode())).sort()


def _kin(kept: Kept, arrived: Arrived, record_ids: Collection[str]) -> pl.DataFrame:
    before = kept.kin_of(record_ids).join(arrived.kin_gone, on=list(KIN_SCHEMA), how="anti")
    return pl.concat([before, arrived.kin.filter(pl.col("record_id").is_in(list(record_ids)))])


def _look_at(
    kept: Kept, arrived: Arrived, region: _Region, policy: Policy
) -> frozenset[int] | tuple[pl.DataFrame, pl.DataFrame]:
    """The standing and the pairs of the records touched; or the numbers of groups that turn out to be touched too."""
    judged = in_force(arrived.judgements, region.records, read_relatives(region.kin))
    first = last = first_look(region.scored, judged, policy)
    drawn_in = _bound_anew(region, _groups(region.records, first.bound)) | _led_elsewhere(kept, arrived, region, first)
    if drawn_in:
        return drawn_in
    if kept.kin.height + arrived.kin.height > arrived.kin_gone.height:
        related = _related(kept, arrived, region, first)
        last = second_look(region.scored, first, policy, related)
    groups = _groups(region.records, chain(first.bound, last.bound))
    return _bound_anew(region, groups) or _result(kept, region, (first, last), groups, policy)


def _related(kept: Kept, arrived: Arrived, region: _Region, first: Look) -> KinOf:
    """The relations of the records looked at; their children's people are asked too, for the other parents."""
    children = frozenset(region.kin.filter(pl.col("relation") == PARENT)["other"]) - region.records.keys()
    beside = _of_same_people(kept, children - arrived.gone) - region.records.keys() - arrived.gone
    kin = pl.concat([region.kin, _kin(kept, arrived, beside)])
    elsewhere = kept.rows_of((beside | frozenset(kin["other"])) - region.records.keys() - arrived.gone)
    people = kept.people.select("record_id", "first_id")[elsewhere]
    return read_kin(kin, dict(people.iter_rows()) | dict(first.person_of))


def _led_elsewhere(kept: Kept, arrived: Arrived, region: _Region, first: Look) -> frozenset[int]:
    """Groups not touched so far with a relation to someone whose person is another one now, or with a child who has
    another parent now.
    """
    moved = arrived.gone | {
        record_id for record_id in region.touched if region.first_before.get(record_id) != first.person_of[record_id]
    }
    led = kept.related_to(moved) | _parents_anew(kept, arrived, moved, first)
    return frozenset(kept.people["bound"].gather(kept.rows_of(led - region.touched - arrived.gone)))


def _parents_anew(kept: Kept, arrived: Arrived, moved: frozenset[str], first: Look) -> frozenset[str]:
    """Parents of the children one of whose parents, or whose own person, is another one now or was before."""
    said = pl.concat([kept.kin_of(moved), arrived.kin, arrived.kin_gone])
    children = frozenset(said.filter(pl.col("relation") == PARENT)["other"]) | frozenset(
        said.filter(pl.col("relation") == CHILD)["record_id"]
    )
    now = {first.person_of[child] for child in children & first.person_of.keys()}
    joined = {record_id for record_id, person in first.person_of.items() if person in now}
    kin = kept.kin_of(joined | _of_same_people(kept, children))
    return frozenset(kin.filter(pl.col("relation") == CHILD)["other"])


def _of_same_people(kept: Kept, record_ids: Iterable[str]) -> frozenset[str]:
    """All records of the people of the first look that these records were of when kept."""
    some = kept.people.select("bound", "first_id")[kept.rows_of(record_ids)]
    # Whoever is one person by the first look is bound together.
    near = kept.people.select("record_id", "first_id")[kept.rows_bound(frozenset(some["bound"]))]
    return frozenset(near.filter(pl.col("first_id").is_in(some["first_id"].implode()))["record_id"])


def _bound_anew(region: _Region, groups: Mapping[str, str]) -> frozenset[int]:
    """Groups not touched so far with a record that is bound to one touched now."""
    touched = {groups[record_id] for record_id in region.touched}
    return frozenset(
        number
        for record_id, number in region.bound_before.items()
        if record_id not in region.touched and groups[record_id] in touched
    )


def _groups(record_ids: Iterable[str], bound: Iterable[Pair]) -> Mapping[str, str]:
    """Each record with the one that stands for all it is bound to."""
    above = {record_id: record_id for record_id in record_ids}

    def top(record_id: str) -> str:
        while above[record_id] != record_id:
            above[record_id] = record_id = above[above[record_id]]
        return record_id

    for left, right in bound:
        above[top(left)] = top(right)
    return {record_id: top(record_id) for record_id in above}


def _result(
    kept: Kept, region: _Region, looks: tuple[Look, Look], groups: Mapping[str, str], policy: Policy
) -> tuple[pl.DataFrame, pl.DataFrame]:
    first, last = looks
    start = kept.bound["bound"].item(-1) + 1 if kept.bound.height else 0
    numbers = {top: number for number, top in enumerate(sorted({groups[one] for one in region.touched}), start)}
    standing = [
        (record_id, first.person_of[record_id], last.person_of[record_id], numbers[groups[record_id]])
        for record_id in sorted(region.touched)
    ]
    pairs = [row for row in pair_rows(last, policy) if row[0] in region.touched or row[1] in region.touched]
    return (
        pl.DataFrame(standing, schema=STANDING_SCHEMA, orient="row"),
        pl.DataFrame(pairs, schema=PAIRS_SCHEMA, orient="row"),
    )
