"""A model trained on a partnership's own records: by the numbers they share and what people judged.

Nobody knows the truth of real records, but two of one valid number, or judged to be one person, are one person often
enough to count how their names, dates and homes differ. What numbers themselves weigh can't be learned from that, and
stays as shipped. Training is a decision someone makes: nothing learns during a load.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import polars as pl

from graph.errors import InputRefused
from graph.identity.conflicts import find_conflict
from graph.identity.features import Record, read_records
from graph.identity.judgements import Judgement, Verdict
from graph.identity.model import Model
from graph.identity.train import train

FEWEST_PAIRS = 1_000
FEWEST_SOURCES = 3
_NOT_LEARNED = ("nhs", "upn")


def retrain(people: pl.DataFrame, judgements: Sequence[Judgement], shipped: Model, fewest: int = FEWEST_PAIRS) -> Model:
    """A model from the open records of the `people` frame, and the judgements in force.

    Raises InputRefused, saying how much there is and how much is needed, where it is too little to learn from.
    """
    records = [record for record in read_records(people.filter(pl.col("tier") == 0)) if record.may_join]
    truth = _people_by_number_or_judgement(records, judgements)
    pairs = sum(size * (size - 1) // 2 for size in Counter(truth.values()).values())
    sources = {record.source for record in records if record.record_id in truth}
    if pairs < fewest or len(sources) < FEWEST_SOURCES:
        raise InputRefused(
            f"too little to learn from: {pairs} pairs of records of {len(sources)} systems share a valid number or were"
            f" judged to be one person, and {fewest} pairs of {FEWEST_SOURCES} systems are needed; the model in use is"
            " kept",
            "--retrain",
        )
    labelled = pl.DataFrame(sorted(truth.items()), schema={"record_id": pl.String, "truth_id": pl.String}, orient="row")
    chosen = people.filter(pl.col("record_id").is_in(sorted(truth)))
    model = train(chosen, labelled, f"this partnership's own records: {pairs} pairs")
    return replace(model, odds={**model.odds, **{field: shipped.odds[field] for field in _NOT_LEARNED}})


def _people_by_number_or_judgement(records: Sequence[Record], judgements: Iterable[Judgement]) -> dict[str, str]:
    """`record_id` to a name for the person, for every record that shares a number with another or was judged."""
    by_id = {record.record_id: record for record in records}
    person = {record_id: record_id for record_id in by_id}
    apart = {entry.pair for entry in judgements if entry.verdict is Verdict.DIFFERENT}
    for left, right in [*_pairs_of_one_number(records), *_judged_same(judgements, by_id)]:
        if (left, right) not in apart:
            _join(person, left, right)
    found = {record_id: _root(person, record_id) for record_id in by_id}
    sizes = Counter(found.values())
    return {record_id: root for record_id, root in found.items() if sizes[root] > 1}


def _pairs_of_one_number(records: Iterable[Record]) -> Iterable[tuple[str, str]]:
    held: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        for number in record.nhs | record.upn:
            held[number].append(record)
    for number in sorted(held):
        for left, right in pairwise(held[number]):
            if find_conflict(left, right) is None:
                yield left.record_id, right.record_id


def _judged_same(judgements: Iterable[Judgement], records: Mapping[str, Record]) -> Iterable[tuple[str, str]]:
    for entry in judgements:
        if entry.verdict is Verdict.SAME and entry.left in records and entry.right in records:
            yield entry.pair


def _root(person: dict[str, str], record_id: str) -> str:
    while person[record_id] != record_id:
        person[record_id] = person[person[record_id]]
        record_id = person[record_id]
    return record_id


def _join(person: dict[str, str], left: str, right: str) -> None:
    first, second = sorted((_root(person, left), _root(person, right)))
    person[second] = first
