"""Date-times as agencies write them, read as UTC (deliveries.md §2)."""

from __future__ import annotations

import polars as pl

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MOMENT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
    r"(Z|z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?$"
)
_OFFSET = r"(?:Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)$"


def to_utc_text(cell: pl.Expr) -> pl.Expr:
    """The moment as `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, null where the text names none.

    A day is its end in London, the first instant of the next day. Without an offset the time is London's; in the hour
    that comes twice the later one is meant, because nothing may count as known before it was.
    """
    return _to_text(pl.coalesce(_end_of_day(cell), _with_offset(cell), _in_london(cell)))


def _to_text(moment: pl.Expr) -> pl.Expr:
    whole = moment.dt.strftime("%Y-%m-%dT%H:%M:%S")
    fraction = moment.dt.millisecond()
    tail = pl.when(fraction == 0).then(pl.lit("Z")).otherwise(moment.dt.strftime("%.3fZ"))
    in_range = moment.dt.year().is_between(1, 9999)
    return pl.when(in_range).then(whole + tail)


def _end_of_day(cell: pl.Expr) -> pl.Expr:
    day = pl.when(cell.str.contains(_DAY)).then(cell).str.to_date("%Y-%m-%d", strict=False)
    return _from_london((day + pl.duration(days=1)).cast(pl.Datetime("ms")))


def _naive(cell: pl.Expr) -> pl.Expr:
    """The clock time written, whatever its offset; null unless the whole text is a date-time."""
    written = pl.when(cell.str.contains(_MOMENT)).then(cell)
    to_minute = written.str.slice(0, 10) + "T" + written.str.slice(11, 5)
    second = written.str.extract(r"^.{16}:([0-9]{2})").fill_null("00")
    fraction = written.str.extract(r"^.{19}\.([0-9]{1,3})").fill_null("0")
    whole = (to_minute + ":" + second).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms", strict=False)
    return whole + pl.duration(milliseconds=fraction.str.pad_end(3, "0").cast(pl.Int64, strict=False))


def _tail(cell: pl.Expr) -> pl.Expr:
    """What follows the minutes, where an offset would stand."""
    return cell.str.slice(16)


def _with_offset(cell: pl.Expr) -> pl.Expr:
    sign = _tail(cell).str.extract(r"([+-])[0-9:]+$")
    hours = _tail(cell).str.extract(r"[+-]([0-9]{2})(?::?[0-9]{2})?$").fill_null("0").cast(pl.Int64, strict=False)
    minutes = _tail(cell).str.extract(r"[+-][0-9]{2}:?([0-9]{2})$").fill_null("0").cast(pl.Int64, strict=False)
    ahead = pl.when(sign == "-").then(-1).otherwise(1) * (hours * 60 + minutes)
    has_offset = _tail(cell).str.contains(_OFFSET)
    return pl.when(has_offset).then(_naive(cell) - pl.duration(minutes=ahead)).dt.replace_time_zone("UTC")


def _in_london(cell: pl.Expr) -> pl.Expr:
    return _from_london(pl.when(~_tail(cell).str.contains(_OFFSET)).then(_naive(cell)))


def _from_london(clock: pl.Expr) -> pl.Expr:
    """UTC of a London clock time; one in the hour that spring skips is read as winter time."""
    local = clock.dt.replace_time_zone("Europe/London", ambiguous="latest", non_existent="null")
    return pl.coalesce(local.dt.convert_time_zone("UTC"), clock.dt.replace_time_zone("UTC"))
