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
    plain = pl.when(cell.str.contains(_PLAIN_UTC)).then(cell)
    exists = plain.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).is_not_null()
    other = pl.when(plain.is_null()).then(cell)
    return pl.when(exists & (cell >= "0001")).then(plain).otherwise(_read_other(other))


def _read_other(cell: pl.Expr) -> pl.Expr:
    """The same for texts that are not written as UTC to the second already."""
    part = cell.str.extract_groups(_WRITTEN).struct
    clock, offset = part.field("clock"), part.field("offset")
    written = _written(part)
    moment = (
        pl.when(clock.is_null())
        .then(_from_london(written + pl.duration(days=1)))
        .when(offset.is_null())
        .then(_from_london(written))
        .otherwise((written - _ahead(offset)).dt.replace_time_zone("UTC"))
    )
    return _to_text(moment)


def _written(part: pl.expr.struct.ExprStructNameSpace) -> pl.Expr:
    """The day and clock time as written, without any offset; a day's clock stands at midnight."""
    to_minute = part.field("day") + "T" + part.field("clock").fill_null("00:00")
    whole = (to_minute + ":" + part.field("second").fill_null("00")).str.to_datetime(
        "%Y-%m-%dT%H:%M:%S", time_unit="ms", strict=False
    )
    thousandths = part.field("fraction").fill_null("0").str.pad_end(3, "0").cast(pl.Int64)
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
