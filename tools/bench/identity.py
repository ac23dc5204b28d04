"""Identities by us, by Splink as it comes and by exact matching: how right on the same records, and how fast (P8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from graph.identity.candidates import find_candidates
from graph.identity.clusters import Accepted, close
from graph.identity.features import read_records, to_frame
from graph.identity.linking import DEFAULT_POLICY, link
from graph.identity.model import Model, load_model
from graph.identity.scoring import open_database, score_candidates, score_pairs
from graph.identity.train import train
from tools.bench.county import County
from tools.bench.identity_peers import THRESHOLDS, Best, StockSplink, match_exactly
from tools.bench.identity_records import Records, read_county, read_febrl
from tools.bench.quality import Quality, measure_quality
from tools.bench.timing import Figure, Run, Side, in_turns, ready, require_equal

LEAD = 0.02
"""By how much of F1 ours is to be better than Splink's best on a county."""
ALONE = (0.5, 0.8, 0.9, 0.98, 0.999)
"""Probabilities tried where nothing but the probability of a pair decides."""
FEBRL_GOAL = 0.997
_SCORING, _KEPT = 1.2, 0.25
_ROW = "P8"


def identity(county: County, rounds: int) -> Iterator[Figure | Quality]:
    """The quality of three ways on one county, then what scoring and the whole take beside Splink."""
    records, model = read_county(county.sent), load_model()
    features = to_frame(read_records(records.people))
    best = _best_of_splink(records, features)
    stock = _splink(_ROW, records, best)
    yield measure_quality(
        (_ROW, "ours, shipped model", _named(records)), _ours(records, model), records.truth, stock.pairs.f1 + LEAD
    )
    yield stock
    yield _alone(_ROW, records, (features, model))
    yield measure_quality(
        (_ROW, "first name, surname and birth date exactly", _named(records)),
        match_exactly(records.flat),
        records.truth,
    )
    with ExitStack() as held:
        yield from _times(_Sides(records, features, model, best.threshold, held), rounds)


def febrl(file: Path) -> Iterator[Quality]:
    """The quality on Febrl records: ours as shipped, ours trained on them, Splink as it comes, exact matching."""
    records = read_febrl(file)
    features = to_frame(read_records(records.people))
    truth = pl.DataFrame(sorted(records.truth.items()), schema=["record_id", "truth_id"], orient="row")
    row, on = "FEBRL", _named(records)
    shipped = _ours(records, load_model())
    yield measure_quality((row, "ours, shipped model", on), shipped, records.truth, FEBRL_GOAL)
    model = train(records.people, truth, records.name)
    trained = _ours(records, model)
    yield measure_quality((row, "ours, trained on these records", on), trained, records.truth, FEBRL_GOAL)
    yield _alone(row, records, (features, model))
    yield _splink(row, records, _best_of_splink(records, features))
    exact = match_exactly(records.flat)
    yield measure_quality((row, "first name, surname and birth date exactly", on), exact, records.truth)


def _named(records: Records) -> str:
    return f"{records.name}, {records.people.height:,} records"


def _ours(records: Records, model: Model) -> dict[str, str]:
    return dict(link(records.people, model, kin=records.kin).members.select("record_id", "person_id").iter_rows())


def _alone(row: str, records: Records, scored_by: tuple[pl.DataFrame, Model]) -> Quality:
    """Our comparisons without our rules: pairs joined by probability alone, at the one that suits these records best.

    What the rules about families cost where there are none, and what they are worth where there are.
    """
    scored = score_candidates(*scored_by, at_least=min(ALONE))
    scored = scored.filter(pl.col("probability") >= min(ALONE)).select("left", "right", "probability")
    read = {record.record_id: record for record in read_records(records.people)}
    tried = []
    for least in ALONE:
        probable = scored.filter(pl.col("probability") >= least).iter_rows()
        pairs = (Accepted(left, right, probability, 0) for left, right, probability in probable)
        clusters, _ = close(read, pairs, lambda _one, _other: None)
        said = {record: person for person, members in clusters.items() for record in members}
        named = (row, f"our scores without our rules, best at {least:g}", _named(records))
        tried.append(measure_quality(named, said, records.truth))
    return max(tried, key=lambda quality: quality.pairs.f1)


def _best_of_splink(records: Records, features: pl.DataFrame) -> Best:
    with open_database() as connection:
        _fill(connection, features)
        find_candidates(connection)
        splink = StockSplink(connection, records.flat)
        splink.train()
        splink.take_pairs("candidate_pairs")
        return splink.cluster_best(splink.predict(min(THRESHOLDS)), records.truth)


def _splink(row: str, records: Records, best: Best) -> Quality:
    way = f"Splink's own comparisons, best at {best.threshold:g}"
    return measure_quality((row, way, _named(records)), best.clusters, records.truth)


def _fill(connection: duckdb.DuckDBPyConnection, features: pl.DataFrame) -> None:
    connection.register("people_frame", features.to_arrow())
    connection.execute("create or replace table people as select * from people_frame")


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is timed: the same records and the same candidate pairs on every side."""

    records: Records
    features: pl.DataFrame
    model: Model
    threshold: float
    held: ExitStack

    def ready_database(self) -> duckdb.DuckDBPyConnection:
        """A database of its own with the features and their candidate pairs."""
        connection = self.held.enter_context(open_database())
        _fill(connection, self.features)
        find_candidates(connection)
        return connection

    def ours_scores(self) -> Run:
        """Our scoring of the pairs."""
        connection = self.ready_database()
        return lambda: score_pairs(connection, self.model, DEFAULT_POLICY.look)

    def splink_scores(self) -> Run:
        """Splink's prediction of the same pairs, trained beforehand."""
        splink = StockSplink(self.ready_database(), self.records.flat)
        splink.train()
        splink.take_pairs("candidate_pairs")
        return lambda: splink.predict(DEFAULT_POLICY.look)

    def ours_whole(self) -> object:
        """Everything we do with the kept model, from records to people."""
        return link(self.records.people, self.model, kin=self.records.kin)

    def splink_whole(self) -> object:
        """Splink from flat records to people: training, the same candidate pairs, prediction, clusters."""
        with open_database() as connection:
            _fill(connection, self.features)
            find_candidates(connection)
            splink = StockSplink(connection, self.records.flat)
            splink.train()
            splink.take_pairs("candidate_pairs")
            return splink.cluster(splink.predict(self.threshold), self.threshold)


def _times(sides: _Sides, rounds: int) -> Iterator[Figure]:
    count, pairs = sides.records.people.height, _pairs_scored_alike(sides)
    runs: dict[str, Side] = {
        "ours": sides.ours_scores,
        "splink": sides.splink_scores,
        "ours whole": ready(sides.ours_whole),
        "splink whole": ready(sides.splink_whole),
    }
    best = in_turns(runs, rounds)
    scoring = f"{pairs:,} candidate pairs of {count:,} records scored"
    yield Figure(_ROW, scoring, best["ours"], "Splink's predict on the same pairs", best["splink"], _SCORING)
    whole = f"{count:,} records, from records to people with the kept model"
    yield Figure(_ROW, whole, best["ours whole"], "Splink trained, predicted, clustered", best["splink whole"], _KEPT)


def _pairs_scored_alike(sides: _Sides) -> int:
    """How many pairs both sides score; raises OutputsDifferError where they are not the same ones."""
    connection = sides.ready_database()
    ours = score_pairs(connection, sides.model, None).select("left", "right")
    splink = StockSplink(connection, sides.records.flat)
    splink.train()
    splink.take_pairs("candidate_pairs")
    theirs = splink.predict(0.0).select(left="record_id_l", right="record_id_r").sort("left", "right")
    require_equal("pairs scored", ours.rows(), theirs.rows())
    return ours.height
