"""The records of one agency's system: which versions are claims, what their ids are, and which records they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph.model.ids import IdKey
from ingest.claims.references import ABOUT, ABOUT_ID, references_of
from ingest.tables.registry import TABLES


@dataclass(frozen=True, slots=True)
class SystemRecords:
    """The versions of one system that are claims, by table, each with `record_id`, `claim_id` and the ids it names."""

    agency: str
    system: str
    tables: Mapping[str, pl.DataFrame]
    waiting: Mapping[str, pl.DataFrame]

    def ids(self, table: str) -> pl.DataFrame:
        """`record_key` and `record_id` of every record of a table."""
        return _ids(self.tables.get(table))


@dataclass(frozen=True, slots=True)
class Split:
    """Rows whose required references were delivered, and those that wait for one."""

    taken: pl.DataFrame
    waiting: pl.DataFrame


def split_waiting(table: str, rows: pl.DataFrame, delivered: Mapping[str, pl.Series]) -> Split:
    """The rows of a table (landed or versions) apart: `delivered` holds the record keys ever delivered, by table."""
    waits = pl.lit(value=False)
    for column, of_table in TABLES[table].required_references:
        keys = delivered.get(of_table, pl.Series([], dtype=pl.Utf8))
        waits = waits | ~pl.col(column).is_in(keys.implode()).fill_null(value=False)
    return Split(rows.filter(~waits), rows.filter(waits))


def delivered_keys(histories: Mapping[str, pl.DataFrame]) -> dict[str, pl.Series]:
    """The record keys every table of a system ever delivered."""
    return {table: frame["record_key"].unique() for table, frame in histories.items()}


def records_of(agency: str, system: str, histories: Mapping[str, pl.DataFrame], key: IdKey) -> SystemRecords:
    """The claims of a system from its versions (`ingest.history.histories`).

    A version that was replaced before it was recorded could never have been seen and is no claim.
    """
    delivered = delivered_keys(histories)
    splits = {table: split_waiting(table, frame, delivered) for table, frame in histories.items()}
    with_ids = {
        table: _with_ids(split.taken.filter(_was_held()), (agency, system, table), key)
        for table, split in splits.items()
    }
    named = {table: _with_named(table, frame, with_ids) for table, frame in with_ids.items()}
    return SystemRecords(agency, system, named, {table: split.waiting for table, split in splits.items()})


def _was_held() -> pl.Expr:
    return (pl.col("recorded_at") < pl.col("superseded_at")).fill_null(value=True)


def _with_ids(frame: pl.DataFrame, source: tuple[str, str, str], key: IdKey) -> pl.DataFrame:
    keys = frame["record_key"].unique()
    ids = pl.DataFrame(
        {"record_key": keys, "record_id": [key.record_id(*source, text) for text in keys.to_list()]},
        schema={"record_key": pl.Utf8, "record_id": pl.Utf8},
    )
    frame = frame.join(ids, on="record_key", how="left", maintain_order="left")
    claim_ids = [key.claim_id(*version) for version in frame.select("record_id", "content", "occurrence").iter_rows()]
    # The last version that was ever held speaks for the record where only one may, whatever came and went unseen.
    is_last = pl.int_range(pl.len()).over("record_key") == pl.len().over("record_key") - 1
    return frame.with_columns(pl.Series("claim_id", claim_ids, pl.Utf8), is_last=is_last)


def _with_named(table: str, frame: pl.DataFrame, records: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    for reference in references_of(table):
        ids = _ids(records.get(reference.table)).rename({"record_id": reference.named, "record_key": reference.column})
        frame = frame.join(ids, on=reference.column, how="left", maintain_order="left")
    if table == "shares":
        frame = frame.join(_about(records), on=ABOUT, how="left", maintain_order="left")
    return frame


def _about(records: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every record as a share may name it (`table:record_ref`)."""
    named = [
        _ids(frame).select(pl.format("{}:{}", pl.lit(table), "record_key").alias(ABOUT), ABOUT_ID=pl.col("record_id"))
        for table, frame in records.items()
    ]
    return pl.concat(named).rename({"ABOUT_ID": ABOUT_ID})


def _ids(frame: pl.DataFrame | None) -> pl.DataFrame:
    if frame is None:
        return pl.DataFrame(schema={"record_key": pl.Utf8, "record_id": pl.Utf8})
    return frame.select("record_key", "record_id").unique("record_key", maintain_order=True)
