"""Date-times as agencies write them, read as UTC (deliveries.md §2)."""

from __future__ import annotations

import polars as pl

# One pass takes a text apart; what follows works on the parts. A cell may be a day alone.
_WRITTEN = (
    r"^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?<clock>(?:[01][0-9]|2[0-3]):[0-5][0-9])"
    r"(?::(?<second>[0-5][0-9])(?:\.(?<fraction>[0-9]{1,3})[0-9]{0,6})?)?"
    r"(?<offset>[Zz]|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)?)?$"
)
_PLAIN_UTC = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"


def to_utc_text(cell: pl.Expr) -> pl.Expr:
    """The moment as `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, null where the text names none.

    A day is its end in London, the first instant of the next day. Without an offset the time is London's; in the hour
    that comes twice the later one is meant, because nothing may count as known before it was.
    """
    return cell.map_batches(_read, return_dtype=pl.String)


def _read(cells: pl.Series) -> pl.Series:
    """What each text names; what is written as UTC to the second already stays, every other text is read once."""
    frame = cells.alias("cell").to_frame()
    cell = pl.col("cell")
    plain = frame.select(pl.when(cell.str.contains(_PLAIN_UTC)).then(cell))
    exists = cell.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).is_not_null() & (cell >= "0001")
    kept = plain.select(pl.when(exists).then(cell))
    others = frame.filter(plain.to_series().is_null() & cells.is_not_null()).unique()
    if others.is_empty():
        return kept.to_series()
    read = others.with_columns(_read_other(others.to_series()))
    told = frame.join(read, on="cell", how="left", maintain_order="left")["told"]
    return kept.select(pl.coalesce("cell", told)).to_series()


def _read_other(cells: pl.Series) -> pl.Series:
    """The same for texts written in other ways, as `told`, step by step: polars works nothing out twice then."""
    taken = cells.str.extract_groups(_WRITTEN).struct.unnest().with_columns(_written().alias("written"))
    clock, offset, written = pl.col("clock"), pl.col("offset"), pl.col("written")
    moment = (
        pl.when(clock.is_null())
        .then(_from_london(written + pl.duration(days=1)))
        .when(offset.is_null())
        .then(_from_london(written))
        .otherwise((written - _ahead(offset)).dt.replace_time_zone("UTC"))
    )
    return taken.select(moment.alias("moment")).select(_to_text(pl.col("moment")).alias("told")).to_series()


def _written() -> pl.Expr:
    """The day and clock time as written, without any offset; a day's clock stands at midnight."""
    to_minute = pl.col("day") + "T" + pl.col("clock").fill_null("00:00")
    whole = (to_minute + ":" + pl.col("second").fill_null("00")).str.to_datetime(
        "%Y-%m-%dT%H:%M:%S", time_unit="ms", strict=False
    )
    thousandths = pl.col("fraction").fill_null("0").str.pad_end(3, "0").cast(pl.Int64)
    return whole + pl.duration(milliseconds=thousandths)


def _ahead(offset: pl.Expr) -> pl.Expr:
    """How far an offset's clock is ahead of UTC."""
    digits = offset.str.replace_all(r"[^0-9]", "").str.pad_end(4, "0").cast(pl.Int64, strict=False)
    minutes = digits // 100 * 60 + digits % 100
    return pl.duration(minutes=pl.when(offset.str.starts_with("-")).then(-minutes).otherwise(minutes))


def _from_london(clock: pl.Expr) -> pl.Expr:
    """UTC of a London clock time; one in the hour that spring skips is read as winter time."""
    local = clock.dt.replace_time_zone("Europe/London", ambiguous="latest", non_existent="null")
    return pl.coalesce(local.dt.convert_time_zone("UTC"), clock.dt.replace_time_zone("UTC"))


def _to_text(moment: pl.Expr) -> pl.Expr:
    whole = moment.dt.strftime("%Y-%m-%dT%H:%M:%S")
    tail = pl.when(moment.dt.millisecond() == 0).then(pl.lit("Z")).otherwise(moment.dt.strftime("%.3fZ"))
    return pl.when(moment.dt.year().is_between(1, 9999)).then(whole + tail)
