"""Why each claim is closed: markings of rows, of the rows they name, and of people an agency closes (access.md §2).

A person an agency marks in its `people` table is closed in all that system's rows naming them. A mark on any other row
closes the row, and the rows that name it; whoever is granted it for one of the people it is about may open those.
A row is as closed as the last version of what it names: closed once and not opened again since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

from graph.model.claims import Marking
from ingest.claims.records import SystemRecords
from ingest.claims.references import ABOUT_ID, references_of

OPEN, RESTRICTED, SEALED = range(3)
LEVELS: Mapping[str, int] = {"open": OPEN, Marking.RESTRICTED.value: RESTRICTED, Marking.SEALED.value: SEALED}
CLOSINGS_SCHEMA = {
    "claim_id": pl.Utf8,
    "marking": pl.Utf8,
    "record_id": pl.Utf8,
    "every": pl.Boolean,
}
# What a row is about may be closed by a row of a later stage only: each stage names rows of those before it.
_STAGES = (
    ("people", "households"),
    ("episodes", "relationships", "attendance"),
    ("events", "assessments", "involvements", "residences"),
    ("event_people", "event_professionals", "assessment_people"),
    ("shares",),
)
_PARTS = {"events": "event_people", "assessments": "assessment_people"}
_LEVEL_SCHEMA = {"record_id": pl.Utf8, "level": pl.Int64}
_PERSON_SCHEMA = {"record_id": pl.Utf8, "person": pl.Utf8}
_CLOSED_SCHEMA = {**_PERSON_SCHEMA, "closed": pl.Int64}


def level_of(column: str = "sensitivity") -> pl.Expr:
    """How closed a marking is: 0 open, 1 restricted, 2 sealed."""
    return pl.col(column).replace_strict(LEVELS, default=OPEN, return_dtype=pl.Int64)


def closed_people(people: pl.DataFrame | None) -> pl.DataFrame:
    """`person` and `closed` of every person record its agency closes, by its last version."""
    if people is None:
        return pl.DataFrame(schema={"person": pl.Utf8, "closed": pl.Int64})
    last = people.filter("is_last").select(person="record_id", closed=level_of())
    return last.filter(pl.col("closed") > OPEN)


def closings_of(systems: Iterable[SystemRecords]) -> pl.DataFrame:
    """One row a closing of a claim: `claim_id`, `marking`, `record_id` (whose grant opens it), `every`.

    Of all systems at once: no row names a record of another system, and ids are of one system alone.
    """
    tables = _together(systems)
    told = _Told(closed_people(tables.get("people")))
    found = [pl.DataFrame(schema=CLOSINGS_SCHEMA)]
    for stage in _STAGES:
        found += [told.close(table, tables) for table in stage if table in tables]
    return pl.concat(found)


def _together(systems: Iterable[SystemRecords]) -> dict[str, pl.DataFrame]:
    """The rows of all systems by table, with the columns that tell what is closed."""
    frames: defaultdict[str, list[pl.DataFrame]] = defaultdict(list)
    for records in systems:
        for table, frame in records.tables.items():
            named = [reference.named for reference in references_of(table)] + [ABOUT_ID] * (table == "shares")
            marked = [name for name in ("sensitivity",) if name in frame.columns]
            frames[table].append(frame.select("claim_id", "record_id", "is_last", *marked, *named))
    return {table: pl.concat(parts) for table, parts in frames.items()}


class _Told:
    """What is known so far of the records of the stages before: how marked, closed for whom, about whom."""

    def __init__(self, closed: pl.DataFrame) -> None:
        self.closed_people = closed
        self.levels = pl.DataFrame(schema=_LEVEL_SCHEMA)
        self.closed = pl.DataFrame(schema=_CLOSED_SCHEMA)
        self.about = pl.DataFrame(schema=_PERSON_SCHEMA)

    def close(self, table: str, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """The closings of a table's claims; what they say of its records is kept for the tables that name them."""
        frame = tables[table]
        named = _named_records(table, frame)
        levels = self._levels(frame, named)
        people = _people_named(table, frame, tables)
        inherited = named.join(self.about, left_on="named", right_on="record_id").select("claim_id", "person")
        people = pl.concat([people, inherited]).unique()
        closed = self._closed(table, people, named)
        # Someone closed in an open record leaves no trace in it: only the others there can open what closes it.
        hidden = people.join(self.closed_people, on="person", how="semi")
        about = people.join(hidden, on=["claim_id", "person"], how="anti")
        self._keep(frame, levels, closed, about)
        return _closings(frame, levels, closed, about)

    def _levels(self, frame: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
        """`claim_id`, `level`: the most closed of the version, the record's last version, and the rows it names."""
        own = level_of() if "sensitivity" in frame.columns else pl.lit(OPEN, pl.Int64)
        mine = frame.select("claim_id", "record_id", "is_last", own=own)
        last = mine.filter("is_last").select("record_id", last="own")
        of_named = named.join(self.levels, left_on="named", right_on="record_id").group_by("claim_id")
        mine = mine.join(last, on="record_id", how="left").join(
            of_named.agg(pl.max("level")), on="claim_id", how="left"
        )
        return mine.select("claim_id", level=pl.max_horizontal("own", "last", "level"))

    def _closed(self, table: str, people: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
        """`claim_id`, `person`, `closed`: the closed people without whose grants the claim stays closed.

        An event or assessment closes with its people only when all of them are closed: of an open one, only the part
        of the closed person is.
        """
        own = people.join(self.closed_people, on="person")
        if table in _PARTS:
            others = people.join(self.closed_people, on="person", how="anti")
            own = own.join(others, on="claim_id", how="anti")
        inherited = named.join(self.closed, left_on="named", right_on="record_id").select(
            "claim_id", "person", "closed"
        )
        return pl.concat([own.select("claim_id", "person", "closed"), inherited]).unique()

    def _keep(self, frame: pl.DataFrame, levels: pl.DataFrame, closed: pl.DataFrame, about: pl.DataFrame) -> None:
        last = frame.filter("is_last").select("claim_id", "record_id")
        self.levels = pl.concat([self.levels, last.join(levels, on="claim_id").select(*_LEVEL_SCHEMA)])
        self.closed = pl.concat([self.closed, last.join(closed, on="claim_id").select(*_CLOSED_SCHEMA)])
        self.about = pl.concat([self.about, last.join(about, on="claim_id").select(*_PERSON_SCHEMA)])


def _named_records(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """`claim_id`, `named`: the records other than people that each claim names."""
    columns = [reference.named for reference in references_of(table) if reference.table != "people"]
    columns += [ABOUT_ID] if table == "shares" else []
    parts = [frame.select("claim_id", named=column).drop_nulls("named") for column in columns]
    return pl.concat([pl.DataFrame(schema={"claim_id": pl.Utf8, "named": pl.Utf8}), *parts])


def _people_named(table: str, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`claim_id`, `person`: the people each claim is about, those of an event or assessment by its parts."""
    parts = [
        frame.select("claim_id", person=reference.named).drop_nulls("person")
        for reference in references_of(table)
        if reference.table == "people"
    ]
    if table == "people":
        parts.append(frame.select("claim_id", person="record_id"))
    if table in _PARTS and _PARTS[table] in tables:
        of_parts = tables[_PARTS[table]].select(record_id="record_ref_id", person="person_ref_id")
        parts.append(frame.select("claim_id", "record_id").join(of_parts, on="record_id").select("claim_id", "person"))
    return pl.concat([pl.DataFrame(schema={"claim_id": pl.Utf8, "person": pl.Utf8}), *parts]).unique()


def _closings(frame: pl.DataFrame, levels: pl.DataFrame, closed: pl.DataFrame, about: pl.DataFrame) -> pl.DataFrame:
    """The closings themselves: of each closed person named; where there is none, of the mark for anyone it is about."""
    marked = levels.filter(pl.col("level") > OPEN)
    of_people = closed.join(levels, on="claim_id", how="left").with_columns(
        strictest=pl.col("closed").max().over("claim_id")
    )
    raised = pl.when(pl.col("level") > pl.col("strictest")).then("level").otherwise("closed")
    by_person = of_people.select("claim_id", level=raised, record_id="person", every=pl.lit(value=True))
    by_mark = marked.join(closed, on="claim_id", how="anti")
    for_anyone = by_mark.join(about, on="claim_id").select(
        "claim_id", "level", record_id="person", every=pl.lit(value=False)
    )
    for_itself = (
        by_mark.join(about, on="claim_id", how="anti")
        .join(frame.select("claim_id", "record_id"), on="claim_id")
        .select("claim_id", "level", "record_id", every=pl.lit(value=True))
    )
    found = pl.concat([by_person, for_anyone, for_itself])
    return found.select(
        "claim_id",
        pl.col("level").replace_strict(_MARKINGS, return_dtype=pl.Utf8).alias("marking"),
        "record_id",
        "every",
    )


_MARKINGS: Mapping[int, str] = {RESTRICTED: Marking.RESTRICTED.value, SEALED: Marking.SEALED.value}
