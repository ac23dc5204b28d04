"""P7: who is around every child, by `report adults`, by SQL by hand over the same files, and child by child in networkx."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from graph.model.answers import NO_DATES
from graph.model.dates import Dates, resolve_dates
from graph.model.people import Partnership
from graph.model.period import london_day
from graph.model.vocabulary import read_relationship
from graph.questions.door import NO_WINDOW
from graph.questions.sweeps import Sweep, adults_rows
from graph.store.claim_files import MEMBERS_FILE, ClaimFiles
from graph.store.stored_form import to_ms
from ingest.stores import Stores
from tools.bench import adults_sql
from tools.bench.adults_networkx import Walk, graph_of
from tools.bench.county import NOW, County, loaded, made_county, partnership
from tools.bench.timing import Figure, in_turns, ready, require_equal

_ROW = "P7"
_SQL, _NETWORKX, _SLOPE = 2.0, 0.025, 1.25
_PARTS = (4, 2)
"""The smaller counties that growth is measured over: a fourth and a half of the children."""
Pairs = dict[tuple[str, str], tuple[str, ...]]
"""The grounds of each child and adult, by the ids of the two people."""


def adults(county: County, rounds: int) -> Iterator[Figure]:
    """The report of a county against both peers, and against the same of smaller counties."""
    took: dict[int, float] = {}
    for part in _PARTS:
        children = max(county.children // part, 1)
        with made_county(children, county.write) as smaller, loaded(smaller) as stores:
            took[part] = _compared(Published.of(stores), rounds)["report"]
    with loaded(county) as stores:
        best = _compared(Published.of(stores), rounds)
    what = f"adults around every child, {county.children:,} children"
    yield Figure(_ROW, what, best["report"], "SQL by hand: pairs and grounds, no state", best["sql"], _SQL)
    yield Figure(_ROW, what, best["report"], "networkx child by child, the same", best["networkx"], _NETWORKX)
    for part, smaller_took in took.items():
        slope = math.log(best["report"] / smaller_took) / math.log(part)
        grown = f"{what}: growth, slope {slope:.2f}"
        yield Figure(_ROW, grown, best["report"], f"1/{part} of the children", smaller_took, round(part**_SLOPE, 3))


def _compared(published: Published, rounds: int) -> dict[str, float]:
    """What each side took at best, once all three say the same of everyone."""
    report = published.pairs_of(published.rows())
    require_equal("there is an adult around a child", bool(report), True)
    require_equal("the report and SQL by hand", report, published.by_sql())
    require_equal("the report and networkx", report, published.by_networkx())
    sides = {"report": published.rows, "sql": published.by_sql, "networkx": published.by_networkx}
    return in_turns({name: ready(run) for name, run in sides.items()}, rounds)


@dataclass(frozen=True, slots=True)
class Published:
    """The claim files of what a county's graph shows, and the dates of a report of it."""

    folder: Path
    partnership: Partnership
    dates: Dates

    @classmethod
    def of(cls, stores: Stores) -> Published:
        """What is published."""
        told = partnership(stores).partnership()
        folder = ClaimFiles(stores.data / "landing" / "claims").folder(stores.graph.health().publication)
        return cls(folder, told, resolve_dates(NO_DATES, NO_WINDOW, told, NOW))

    def rows(self) -> list[dict[str, str]]:
        """The rows of the report."""
        return list(adults_rows(Sweep(self.folder, self.partnership, self.dates)))

    def pairs_of(self, rows: Sequence[Mapping[str, str]]) -> Pairs:
        """The people of the rows: a row names a record of each."""
        person = self._person_of_record()
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for row in rows:
            child = person[row["child_agency"], row["child_system"], row["child_ref"]]
            adult = person[row["adult_agency"], row["adult_system"], row["adult_ref"]]
            found[child, adult] = tuple(sorted(row["grounds"].split(";")))
        return found

    def _person_of_record(self) -> dict[tuple[str, str, str], str]:
        claims = pl.scan_parquet(self.folder / "claims" / "*.parquet").filter(pl.col("kind") == "person")
        place = pl.scan_parquet(self.folder / MEMBERS_FILE).select("record_id", "entity_id")
        found = claims.join(place, on="record_id", how="left").select(
            "agency", "system", "record_ref", pl.coalesce("entity_id", "record_id").alias("person")
        )
        return {(agency, system, ref): person for agency, system, ref, person in found.collect().iter_rows()}

    def by_sql(self) -> Pairs:
        """The same people out of the files, by statements written by hand."""
        with self.open_sql() as run:
            return {
                (child, adult): tuple(grounds) for child, adult, grounds in run.execute(adults_sql.PAIRS).fetchall()
            }

    def by_networkx(self) -> Pairs:
        """The same people, each child walked on its own in a graph of the same links."""
        with self.open_sql(adults_sql.LINKS_ONLY) as run:
            graph = graph_of(run)
            children = [child for (child,) in run.execute("SELECT child FROM child").fetchall()]
        walks = (Walk(graph, child, self.dates.as_of, self.dates.since) for child in children)
        return {(walk.child, adult): grounds for walk in walks for adult, grounds in walk.around().items()}

    def open_sql(self, steps: Sequence[str] = adults_sql.STEPS) -> duckdb.DuckDBPyConnection:
        """A database in which these steps were taken."""
        run = duckdb.connect(":memory:", config={"threads": 2})
        run.execute(adults_sql.MACROS)
        given = self._given()
        types = run.sql(
            "SELECT DISTINCT headline ->> '$.type' FROM read_parquet($claims) WHERE kind = 'relationship'",
            params={"claims": given["claims"]},
        ).fetchall()
        said = [(one or "other", *read_relationship(one or "other")) for (one,) in types]
        run.register(
            "relationship_type",
            pl.DataFrame(
                said, schema={"said": pl.String, "type": pl.String, "turned": pl.Boolean}, orient="row"
            ).to_arrow(),
        )
        for step in steps:
            for statement in filter(str.strip, step.split(";\n")):
                run.execute(
                    statement, {name: value for name, value in given.items() if re.search(rf"\${name}\b", statement)}
                )
        return run

    def _given(self) -> dict[str, object]:
        kinds = self.partnership.agencies.values()
        return {
            "claims": str(self.folder / "claims" / "*.parquet"),
            "members": str(self.folder / MEMBERS_FILE),
            "known": to_ms(self.dates.known_at),
            "known_day": london_day(self.dates.known_at),
            "day": self.dates.as_of,
            "since": self.dates.since,
            "assessing": [agency.id for agency in kinds if agency.kind == "children_social_care"],
        }
