"""The versions of every record of one agency's system, worked out from all its deliveries at once.

The result depends on the set of deliveries alone, never on when each was loaded (deliveries.md §1, §2, §7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from ingest.claims.dating import with_extent
from ingest.tables.registry import TABLES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = 2**62
_EXTENT = ("dated", "happens", "extent_from", "extent_until")
_MOMENT_OF_VERSION = ("record_key", "brought_at", "delivery")


@dataclass(frozen=True, slots=True)
class LandedTable:
    """One table of one delivery, checked. `covers_from` and `covers_to`: its first and last day (None: unbounded)."""

    delivery: str
    extracted_at: datetime
    mode: str
    covers_from: date | None
    covers_to: date | None
    good: pl.DataFrame

    @property
    def order(self) -> tuple[int, str]:
        """What deliveries of one system are told apart and ordered by."""
        return to_millis(self.extracted_at), self.delivery


def to_millis(moment: datetime) -> int:
    """Milliseconds since 1970 in UTC."""
    return int((moment - EPOCH).total_seconds() * 1000)


def histories(landed: Mapping[str, Sequence[LandedTable]]) -> dict[str, pl.DataFrame]:
    """The versions of every table of one agency's system, by table; see `versions`."""
    done: dict[str, pl.DataFrame] = {}
    for name in sorted(landed, key=lambda table: TABLES[table].parent is not None):
        parent = TABLES[name].parent
        done[name] = versions(name, landed[name], done.get(parent) if parent else None)
    return done


def versions(table: str, deliveries: Sequence[LandedTable], parent: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row a record version, ordered by record key and then as they followed each other.

    All columns of the table and `record_key`, `content`, `occurrence` (how often this content came before), `delivery`
    and `row` (where it first came), `brought_at`, `recorded_at`, `superseded_at`, `confirmed_at` (epoch milliseconds;
    null: still so, confirmed by the newest), `is_last`. `parent`: the versions of the table its rows belong to.
    """
    ordered = sorted(deliveries, key=lambda landed: landed.order)
    feed = _feed(ordered)
    seen = _withdraw(_observe(table, ordered), feed, table, parent)
    started = _start_versions(seen)
    spans = _spans(started, feed)
    told = _with_rows(table, spans, ordered)
    return _close(_record(told, parent))


def _feed(ordered: Sequence[LandedTable]) -> pl.DataFrame:
    """The deliveries of the table, numbered from 0, with what each covers (`covers_until` is the day after)."""
    return pl.DataFrame(
        {
            "nth": range(len(ordered)),
            "delivery": [landed.delivery for landed in ordered],
            "brought_at": [landed.order[0] for landed in ordered],
            "full": [landed.mode == "full" for landed in ordered],
            "covers_from": [landed.covers_from for landed in ordered],
            "covers_to": [landed.covers_to for landed in ordered],
        },
        schema={
            "nth": pl.Int64,
            "delivery": pl.Utf8,
            "brought_at": pl.Int64,
            "full": pl.Boolean,
            "covers_from": pl.Date,
            "covers_to": pl.Date,
        },
    ).with_columns(covers_until=pl.col("covers_to").dt.offset_by("1d"))


def _observe(table: str, ordered: Sequence[LandedTable]) -> pl.DataFrame:
    """Every sighting of a record: in which delivery, with what content, and the days it certainly holds."""
    parent_key = pl.col("record_ref") if TABLES[table].parent else pl.lit(None, pl.Utf8)
    frames = [
        with_extent(landed.good, table)
        .select("_key", "_content", "_row", *_EXTENT, nth=pl.lit(nth, pl.Int64), parent_key=parent_key)
        .unique("_key", keep="first", maintain_order=True)
        for nth, landed in enumerate(ordered)
    ]
    seen = pl.concat(frames).rename({"_key": "record_key", "_content": "content", "_row": "row"})
    is_followed = pl.col("record_key") == pl.col("record_key").shift(-1)
    return seen.sort("record_key", "nth").with_columns(next_nth=pl.when(is_followed).then(pl.col("nth").shift(-1)))


def _withdraw(seen: pl.DataFrame, feed: pl.DataFrame, table: str, parent: pl.DataFrame | None) -> pl.DataFrame:
    """The sightings with `withdrawn`: the first full delivery after each that should have held it and did not."""
    if seen.select((pl.col("next_nth").fill_null(feed.height) == pl.col("nth") + 1).all()).item():
        return seen.with_columns(withdrawn=pl.lit(None, pl.Int64))
    silent = seen.join_where(
        feed.filter("full").select(
            missing="nth", missing_at="brought_at", by="delivery", since="covers_from", until="covers_until"
        ),
        pl.col("missing") > pl.col("nth"),
        pl.col("missing") < pl.col("next_nth").fill_null(_NEVER),
    )
    if TABLES[table].parent is not None:
        silent = _take_extent_of_parent(silent, parent)
    last = feed.select("nth", held_since="covers_from", held_until="covers_until")
    gone = (
        silent.join(last, on="nth")
        .filter(_is_inside())
        .group_by("record_key", "nth")
        .agg(withdrawn=pl.col("missing").min())
    )
    return seen.join(gone, on=["record_key", "nth"], how="left", maintain_order="left")


def _is_inside() -> pl.Expr:
    """Whether a record lies in what a delivery without it covers (deliveries.md §1, `mode`)."""
    starts_inside = _at_most("since", "extent_from")
    ends_inside = _at_most("extent_until", "until")
    contained = pl.col("extent_from").is_not_null() & starts_inside & ends_inside
    overlaps = (
        _before("extent_from", "until") & _before("since", "extent_until") & _before("extent_from", "extent_until")
    )
    covers_as_much = _no_narrower("since", "held_since", earlier=True) & _no_narrower(
        "until", "held_until", earlier=False
    )
    return pl.when(~pl.col("dated")).then(covers_as_much).when("happens").then(contained).otherwise(overlaps)


def _at_most(lower: str, upper: str) -> pl.Expr:
    return (pl.col(lower) <= pl.col(upper)).fill_null(value=True)


def _before(lower: str, upper: str) -> pl.Expr:
    return (pl.col(lower) < pl.col(upper)).fill_null(value=True)


def _no_narrower(bound: str, earlier_bound: str, *, earlier: bool) -> pl.Expr:
    """Whether a bound reaches at least as far as an earlier delivery's; null reaches everywhere."""
    mine, theirs = pl.col(bound), pl.col(earlier_bound)
    reaches = mine <= theirs if earlier else mine >= theirs
    return mine.is_null() | (theirs.is_not_null() & reaches.fill_null(value=False))


def _take_extent_of_parent(silent: pl.DataFrame, parent: pl.DataFrame | None) -> pl.DataFrame:
    """The same pairs with the extent of the parent's version that stood when the delivery without the row was made."""
    own = silent.drop(*_EXTENT)
    if parent is None:
        return own.join(silent.clear().select("record_key", *_EXTENT), on="record_key", how="left").with_columns(
            dated=False
        )
    joined = _with_parent(own, parent.select(*_MOMENT_OF_VERSION, *_EXTENT), at="missing_at", by="by")
    return joined.with_columns(pl.col("dated", "happens").fill_null(value=False))


def _with_parent(rows: pl.DataFrame, parent: pl.DataFrame, *, at: str, by: str) -> pl.DataFrame:
    """Each row with the columns of its parent's last version brought not after the delivery (`at`, `by`)."""
    own = rows.select(brought_at=at, delivery=by)
    moments = pl.concat([own, parent.select("brought_at", "delivery")]).unique().sort("brought_at", "delivery")
    moments = moments.with_row_index("order")
    earlier = parent.join(moments, on=["brought_at", "delivery"]).drop("brought_at", "delivery").sort("order")
    placed = rows.join(moments.rename({"brought_at": at, "delivery": by}), on=[at, by]).sort("order")
    joined = placed.join_asof(
        earlier.rename({"record_key": "parent_key"}), on="order", by="parent_key", check_sortedness=False
    )
    return joined.drop("order")


def _start_versions(seen: pl.DataFrame) -> pl.DataFrame:
    """The sightings with `version`: rising within a record, the same for those of one version."""
    # The sightings of a record stand together, in order: what is beside each is told without grouping them.
    is_other = pl.col("record_key").ne_missing(pl.col("record_key").shift(1))
    is_changed = pl.col("content").ne_missing(pl.col("content").shift(1))
    gone_before = pl.col("withdrawn").shift(1).is_not_null()
    return seen.with_columns(version=(is_other | is_changed | gone_before).cast(pl.Int64).cum_sum())


def _spans(seen: pl.DataFrame, feed: pl.DataFrame) -> pl.DataFrame:
    """One row a version: where it first came, when it was withdrawn, and until when it is confirmed."""
    first = pl.first("record_key", "nth", "row", "content", "parent_key", *_EXTENT)
    spans = seen.group_by("version", maintain_order=True).agg(
        first, last_nth=pl.col("nth").last(), withdrawn=pl.col("withdrawn").last()
    )
    is_last = pl.col("record_key").ne_missing(pl.col("record_key").shift(-1))
    spans = spans.with_columns(occurrence=pl.int_range(pl.len()).over("record_key", "content"), is_last=is_last)
    brought = feed.select("nth", "delivery", "brought_at")
    withdrawn = feed.select(withdrawn="nth", withdrawn_at="brought_at")
    spans = spans.join(brought, on="nth", how="left").join(withdrawn, on="withdrawn", how="left")
    return spans.join(_confirmations(feed), on="last_nth", how="left").sort("version")


def _confirmations(feed: pl.DataFrame) -> pl.DataFrame:
    """For each delivery that saw a record last: when the feed last confirmed it; null where its newest delivery did.

    What changes only says nothing of the rest, so silence in it confirms; a full delivery that leaves a record out
    because it covers other days confirms nothing of it.
    """
    confirmed = []
    times, full = feed["brought_at"].to_list(), feed["full"].to_list()
    next_full: int | None = None
    for nth in range(len(times) - 1, -1, -1):
        confirmed.append(None if next_full is None else times[next_full - 1])
        next_full = nth if full[nth] else next_full
    return pl.DataFrame(
        {"last_nth": range(len(times)), "confirmed_at": confirmed[::-1]},
        schema={"last_nth": pl.Int64, "confirmed_at": pl.Int64},
    )


def _with_rows(table: str, spans: pl.DataFrame, ordered: Sequence[LandedTable]) -> pl.DataFrame:
    """The versions with all columns of the table, read from the delivery that first brought each."""
    parts = [
        landed.good.lazy()
        .select(*TABLES[table].names, "_row")
        .join(spans.filter(nth=nth).lazy(), left_on="_row", right_on="row", how="inner")
        .rename({"_row": "row"})
        .collect()
        for nth, landed in enumerate(ordered)
    ]
    return pl.concat(parts)


def _record(told: pl.DataFrame, parent: pl.DataFrame | None) -> pl.DataFrame:
    """The versions with `recorded_at`: the row's own, else its parent's, else when it was first brought."""
    told = told.with_columns(recorded_by_parent=pl.lit(None, pl.Int64))
    if parent is not None:
        named = parent.select(*_MOMENT_OF_VERSION, recorded_by_parent="recorded_at")
        told = _with_parent(told.drop("recorded_by_parent"), named, at="brought_at", by="delivery")
    own = pl.lit(None, pl.Int64)
    if "recorded_at" in told.columns:
        own = pl.col("recorded_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="ms").dt.epoch("ms")
    return told.with_columns(recorded_at=pl.coalesce(own, "recorded_by_parent", "brought_at")).drop(
        "recorded_by_parent"
    )


def _close(told: pl.DataFrame) -> pl.DataFrame:
    """The versions with `superseded_at`, and `confirmed_at` only where nothing has replaced them."""
    told = told.sort("version")
    is_followed = pl.col("record_key") == pl.col("record_key").shift(-1)
    next_recorded = pl.when(is_followed).then(pl.col("recorded_at").shift(-1))
    next_brought = pl.when(is_followed).then(pl.col("brought_at").shift(-1))
    replaced = pl.when(next_recorded > pl.col("recorded_at")).then(next_recorded).otherwise(next_brought)
    told = told.with_columns(superseded_at=pl.coalesce("withdrawn_at", replaced))
    stands = pl.col("superseded_at").is_null()
    told = told.with_columns(confirmed_at=pl.when(stands).then("confirmed_at"))
    return told.drop("nth", "last_nth", "withdrawn", "withdrawn_at", "parent_key", "version")
