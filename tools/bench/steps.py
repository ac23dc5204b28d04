"""P9: one new record against the records kept, by us and by Splink's own way to compare new records with known ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker

from graph.identity.candidates import make_keys
from graph.identity.comparison import RARITY_COLUMNS
from graph.identity.features import read_records, to_frame
from graph.identity.kept import Kept, nothing_kept
from graph.identity.kept_files import KeptFiles
from graph.identity.linking import Linked, link, link_again, linked_of
from graph.identity.model import Model, load_model
from graph.identity.partnership import read_people
from graph.identity.scoring import open_database
from graph.identity.steps import Arrived, Terms, take_step
from tools.bench.county import County
from tools.bench.timing import Figure, in_turns, ready, require_equal

_ROW = "P9"
_NEW = 10  # records that come one by one; a figure is the mean of them
_BESIDE_SPLINK, _TEN_TIMES = 0.1, 1.5
_EVERY = 100


def steps(county: County, rounds: int) -> Iterator[Figure]:
    """One new record against a county and against a tenth of it, and one record in a hundred changed."""
    people, by = read_people(county.sent).sort("record_id"), Terms(load_model())
    whole = _Base.of(people, by, county)
    _require_full_run(whole, by)
    yield from _beside_splink(whole, by, rounds)
    tenth = _Base.of(people.gather_every(10), by, county)
    sides = {
        "ten times": ready(lambda: whole.each_alone(by)),
        "once": ready(lambda: tenth.each_alone(by)),
    }
    best = in_turns(sides, rounds)
    what = f"one new record against {whole.kept.people.height:,} kept"
    against = f"{tenth.kept.people.height:,} kept"
    yield Figure(_ROW, what, best["ten times"] / _NEW, against, best["once"] / _NEW, _TEN_TIMES)
    yield _some_changed(people, whole, by, rounds)


@dataclass(frozen=True, slots=True)
class _Base:
    """Records kept as a load keeps them, and some that are not among them yet."""

    kept: Kept
    known: pl.DataFrame
    new: pl.DataFrame

    @classmethod
    def of(cls, people: pl.DataFrame, by: Terms, county: County) -> _Base:
        """A few spread over the county held back, the rest linked, written and read as a load does."""
        new = people.gather_every(people.height // _NEW, 1).head(_NEW)
        known = people.filter(~pl.col("record_id").is_in(new["record_id"].implode()))
        files = KeptFiles(county.fresh())
        files.write(link_again(nothing_kept(known), Arrived(known), by), by)
        return cls(files.read(known, by), known, new)

    def each_alone(self, by: Terms) -> list[pl.DataFrame]:
        """The scored pairs of every new record, each as if it were the only one."""
        return [take_step(self.kept, Arrived(one), by).scored for one in self.new.iter_slices(1)]


def _require_full_run(base: _Base, by: Terms) -> None:
    """Raises OutputsDifferError unless the new records, one after the other, end as in one run over everyone."""
    kept = base.kept
    for size in range(1, base.new.height + 1):
        kept = link_again(kept, Arrived(pl.concat([base.known, base.new.head(size)])), by)
    _require_same(linked_of(kept), link(pl.concat([base.known, base.new]), by.model))


def _require_same(stepped: Linked, at_once: Linked) -> None:
    require_equal("members in steps and at once", stepped.members.rows(), at_once.members.rows())
    require_equal("pairs in steps and at once", stepped.pairs.rows(), at_once.pairs.rows())


def _beside_splink(base: _Base, by: Terms, rounds: int) -> Iterator[Figure]:
    with ExitStack() as held:
        peer = _Splink.over(base, by.model, held.enter_context(open_database()))
        _require_same_pairs(base.each_alone(by), peer.each_alone(), by)
        best = in_turns({"ours": ready(lambda: base.each_alone(by)), "Splink": ready(peer.each_alone)}, rounds)
    what = f"one new record against {base.kept.people.height:,} kept: scored and decided"
    yield Figure(
        _ROW, what, best["ours"] / _NEW, "Splink's predict_between, scored alone", best["Splink"] / _NEW, _BESIDE_SPLINK
    )


def _require_same_pairs(ours: Sequence[pl.DataFrame], theirs: Sequence[pl.DataFrame], by: Terms) -> None:
    """Raises OutputsDifferError unless both find the same pairs from where a pair is joined."""

    def joined(found: pl.DataFrame) -> list[tuple[str, str]]:
        return sorted(found.filter(pl.col("probability") >= by.policy.accept).select("left", "right").rows())

    require_equal("pairs of new records", [joined(one) for one in ours], [joined(one) for one in theirs])


@dataclass(frozen=True, slots=True)
class _Splink:
    """A linker over the records known, with our settings and keys; features and keys of all are made beforehand."""

    connection: duckdb.DuckDBPyConnection
    api: DuckDBAPI
    linker: Linker
    known: Any
    new: pl.DataFrame

    @classmethod
    def over(cls, base: _Base, model: Model, connection: duckdb.DuckDBPyConnection) -> _Splink:
        """The peer with everything in place that does not depend on what is new."""
        known, new = (to_frame(read_records(people)) for people in (base.known, base.new))
        everyone = pl.concat([known, new])
        connection.register("features", everyone.to_arrow())
        connection.execute("create table people as from features")
        make_keys(connection)
        keys = connection.sql("select record_id, list(key) as keys from candidate_keys group by all").pl()
        api = DuckDBAPI(connection)
        table = api.register(known.join(keys, on="record_id", how="left").to_arrow())
        block = {"blocking_rule": "l.keys = r.keys", "arrays_to_explode": ["keys"]}
        settings = model.to_settings() | {"blocking_rules_to_generate_predictions": [block]}
        linker = Linker(table, settings, log_level=None, validate_settings=False)
        for column in RARITY_COLUMNS:
            rarity = _rarity(everyone[column], model)
            linker.table_management.register_term_frequency_lookup(api.register(rarity.to_arrow()), column)
        return cls(connection, api, linker, table, new.join(keys, on="record_id", how="left"))

    def each_alone(self) -> list[pl.DataFrame]:
        """The scored pairs of every new record, each as if it were the only one."""
        return [self._pairs(one) for one in self.new.iter_slices(1)]

    def _pairs(self, one: pl.DataFrame) -> pl.DataFrame:
        table = self.api.register(one.to_arrow())
        found = self.linker.inference.predict_between(self.known, table, warning_mode="never")
        left, right = "least(record_id_l, record_id_r) as left", "greatest(record_id_l, record_id_r) as right"
        columns = f"{left}, {right}, match_probability as probability"
        pairs: pl.DataFrame = self.connection.table(found.physical_name).project(columns).pl()
        found.drop_table_from_database_and_remove_from_cache()
        return pairs


def _rarity(names: pl.Series, model: Model) -> pl.DataFrame:
    known, unseen = model.rarity[names.name], model.unseen_rarity[names.name]
    rows = [(name, known.get(name, unseen)) for name in names.drop_nulls().unique().sort()]
    return pl.DataFrame(rows, schema={names.name: pl.String, f"tf_{names.name}": pl.Float64}, orient="row")


def _some_changed(people: pl.DataFrame, base: _Base, by: Terms, rounds: int) -> Figure:
    """One record in a hundred with another sex on record: in a step, and all at once."""
    turn = (pl.int_range(pl.len()) % _EVERY == 0) & pl.col("sex").is_not_null()
    changed = base.known.with_columns(sex=pl.when(turn).then(pl.lit(None, pl.String)).otherwise("sex"))
    _require_same(linked_of(link_again(base.kept, Arrived(changed), by)), link(changed, by.model))
    sides = {
        "step": ready(lambda: link_again(base.kept, Arrived(changed), by)),
        "at once": ready(lambda: link(changed, by.model)),
    }
    best = in_turns(sides, rounds)
    what = f"one of {_EVERY} of {people.height:,} records changed: linked in a step"
    return Figure(_ROW, what, best["step"], "linking everyone", best["at once"])
