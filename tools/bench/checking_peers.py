"""Episodes checked and kept as someone would by hand: in polars, and row by row in pydantic."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError

from ingest.tables.codes import EPISODE_KINDS

Told = tuple[int, set[tuple[int, str]], dict[str, int]]
"""How many rows are kept, line and column of those set aside, and how many cells of a column were left out."""
REQUIRED = ("record_ref", "person_ref", "kind")
DATES = ("start", "end")
_SENSITIVITIES = ("open", "restricted", "sealed")


def by_polars(file: Path, out: Path) -> Told:
    """Read as text, trimmed, masks for what is wrong, the good rows and those set aside written as Parquet."""
    frame = pl.read_csv(file, infer_schema=False).with_row_index("line", 2)
    cells = [pl.col(name).str.strip_chars().replace("", None).alias(name) for name in frame.columns[1:]]
    trimmed = frame.with_columns(cells)
    read = trimmed.with_columns(
        *(pl.col(name).str.to_date("%Y-%m-%d", strict=False).alias(f"{name}_read") for name in DATES),
        pl.when(pl.col("kind").is_in(list(EPISODE_KINDS))).then("kind").alias("kind_read"),
        pl.when(pl.col("sensitivity").is_null() | pl.col("sensitivity").is_in(_SENSITIVITIES))
        .then("sensitivity")
        .otherwise(pl.lit("sealed"))
        .alias("sensitivity"),
    )
    lacks = {name: pl.col("kind_read" if name == "kind" else name).is_null() for name in REQUIRED}
    fails = read.select(pl.any_horizontal(lacks.values())).to_series()
    first = pl.coalesce(pl.when(mask).then(pl.lit(name)) for name, mask in lacks.items())
    aside = read.filter(fails).select("line", first.alias("column"))
    good = read.filter(~fails)
    left_out = {
        name: good.select((pl.col(name).is_not_null() & pl.col(f"{name}_read").is_null()).sum()).item()
        for name in DATES
    }
    backwards = pl.col("end_read") < pl.col("start_read")
    left_out["end"] += good.select(backwards.sum()).item()
    good = good.with_columns(
        pl.when(pl.col("start_read").is_not_null()).then("start").alias("start"),
        pl.when(pl.col("end_read").is_not_null() & ~backwards.fill_null(value=False)).then("end").alias("end"),
    )
    good.drop("line", "start_read", "end_read", "kind_read").write_parquet(out / "good.parquet")
    aside.join(frame, on="line").write_parquet(out / "aside.parquet")
    return good.height, set(aside.rows()), {name: count for name, count in left_out.items() if count}


def _word(text: str | None) -> str | None:
    return (text or "").strip() or None


def _required(text: str | None) -> str:
    if text is None:
        raise ValueError("is empty, and the row cannot do without it")
    return text


def _kind(text: str | None) -> str:
    if text is None or text not in EPISODE_KINDS:
        raise ValueError("not one of the codes of this column")
    return text


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_Word = Annotated[str | None, BeforeValidator(_word)]
_Named = Annotated[str | None, AfterValidator(_required), BeforeValidator(_word)]


class _Episode(BaseModel):
    record_ref: _Named
    person_ref: _Named
    kind: Annotated[str | None, AfterValidator(_kind), BeforeValidator(_word)]
    provider: _Word = None
    start: Annotated[str | None, BeforeValidator(_word)] = None
    end: Annotated[str | None, BeforeValidator(_word)] = None
    reason: _Word = None
    outcome: _Word = None
    category: _Word = None
    factors: _Word = None
    source_agency: _Word = None
    source_code: _Word = None
    recorded_at: _Word = None
    sensitivity: _Word = None
    note: _Word = None


def by_pydantic(file: Path, out: Path) -> Told:
    """A model a row, written as it goes; a date that cannot be read is left out."""
    kept, aside, left_out = 0, set[tuple[int, str]](), dict.fromkeys(DATES, 0)
    with file.open(encoding="utf-8", newline="") as read, (out / "good.csv").open("w", newline="") as written:
        writer = csv.writer(written)
        for line, row in enumerate(csv.DictReader(read), 2):
            try:
                episode = _Episode.model_validate(row)
            except ValidationError as faults:
                aside.add((line, str(faults.errors()[0]["loc"][0])))
                continue
            kept += 1
            cells = episode.model_dump()
            _leave_out(cells, left_out)
            writer.writerow(cells.values())
    return kept, aside, {name: count for name, count in left_out.items() if count}


def _leave_out(cells: dict[str, str | None], left_out: dict[str, int]) -> None:
    days: dict[str, date | None] = {}
    for name in DATES:
        try:
            days[name] = _day(cells[name])
        except ValueError:
            days[name] = cells[name] = None
            left_out[name] += 1
    if cells["sensitivity"] is not None and cells["sensitivity"] not in _SENSITIVITIES:
        cells["sensitivity"] = "sealed"
    start, end = days["start"], days["end"]
    if start and end and end < start:
        cells["end"] = None
        left_out["end"] += 1
