"""Dates in the formats a mapping states. Nothing is guessed: a text that fits none of them is no date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from itertools import combinations

import polars as pl

_TOKENS = {
    "yyyy": ("(?<y>[0-9]{4})", "year"),
    "month": ("(?<n>[A-Za-z]{3,9})", "name"),
    "mon": ("(?<n>[A-Za-z]{3})", "name"),
    "mm": ("(?<m>[0-9]{2})", "month"),
    "dd": ("(?<d>[0-9]{2})", "day"),
    "hh": ("(?<H>[0-9]{2})", "hour"),
    "mi": ("(?<M>[0-9]{2})", "minute"),
    "ss": ("(?<S>[0-9]{2})", "second"),
    "m": ("(?<m>[0-9]{1,2})", "month"),
    "d": ("(?<d>[0-9]{1,2})", "day"),
}
_WORD = re.compile("yyyy|month|mon|mm|dd|hh|mi|ss|yy|m|d|t|[^a-z]", re.IGNORECASE)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBERS = {
    **{name: f"{number:02}" for number, name in enumerate(_MONTHS, 1)},
    **{name[:3]: f"{number:02}" for number, name in enumerate(_MONTHS, 1)},
}
_DAY_LENGTH = len("2024-03-31")
_EXPECTED = "write dates with dd, mm, yyyy (d, m where zeros may be left out; mon, month for names; hh, mi, ss)"


def format_fault(formats: Sequence[str]) -> str | None:
    """What is wrong with formats stated together, in words; None when every text fits one reading at most."""
    for said in formats:
        if fault := _fault(said):
            return fault
    for one, other in combinations(formats, 2):
        if _shape(one) == _shape(other) and _order(one) != _order(other):
            return f"{one} and {other} read one text as two different dates: state the one your system writes"
    return None


def _fault(said: str) -> str | None:
    words = _words(said)
    if "".join(words) != said.lower():
        return f"`{said}` is no way to write dates: {_EXPECTED}"
    if "yy" in words:
        return f"`{said}` has years of two digits, which do not say which century: send yyyy"
    parts = [_TOKENS[word][1] for word in words if word in _TOKENS]
    repeated = len(set(parts)) < len(parts) or {"month", "name"} <= set(parts)
    has_month = bool({"month", "name"} & set(parts))
    if repeated or "year" not in parts or ("day" in parts and not has_month) or ("hour" in parts) > ("day" in parts):
        return f"`{said}` is no whole date: {_EXPECTED}"
    return None


def _words(said: str) -> list[str]:
    return _WORD.findall(said.lower())


def _shape(said: str) -> str:
    """The format with day and month alike: two of one shape and another order contradict each other."""
    return re.sub("mm|dd|(?<![a-z])[md](?![a-z])", "0", said.lower())


def _order(said: str) -> str:
    return said.lower().replace("mm", "m").replace("dd", "d")


def _pattern(said: str) -> str:
    return "^" + "".join(_TOKENS[word][0] if word in _TOKENS else re.escape(word) for word in _words(said)) + "$"


def read_stated(cell: pl.Expr, formats: Sequence[str]) -> pl.Expr:
    """The date as `YYYY-MM-DD` (`YYYY-MM`, `YYYY` where the format names no more; with `THH:MM:SS` where it names the
    hour); null for a text that fits no format or names no day there is."""
    return reduce(lambda so_far, said: so_far.fill_null(_read(cell, said)), formats, pl.lit(None, pl.String))


def read_day(cell: pl.Expr, formats: Sequence[str]) -> pl.Expr:
    """The same without the time of day."""
    return read_stated(cell, formats).str.slice(0, _DAY_LENGTH)


def _read(cell: pl.Expr, said: str) -> pl.Expr:
    words = _words(said)
    kinds = {_TOKENS[word][1] for word in words if word in _TOKENS}
    part = (
        (cell.str.to_uppercase() if "t" in words else cell).str.extract_groups(_pattern(said).replace("t", "T")).struct
    )
    text = part.field("y")
    if "name" in kinds:
        named = part.field("n").str.to_lowercase().replace_strict(_NUMBERS, default=None, return_dtype=pl.String)
        text = text + "-" + named
    elif "month" in kinds:
        text = text + "-" + part.field("m").str.pad_start(2, "0")
    if "day" in kinds:
        text = text + "-" + part.field("d").str.pad_start(2, "0")
    whole = text + {0: "-01-01", 1: "-01"}.get(len(kinds & {"day", "month", "name"}), "")
    text = pl.when(whole.str.to_date("%Y-%m-%d", strict=False).is_not_null()).then(text)
    if "hour" not in kinds:
        return text
    seconds = part.field("S") if "second" in kinds else pl.lit("00")
    minutes = part.field("M") if "minute" in kinds else pl.lit("00")
    clock = part.field("H") + ":" + minutes + ":" + seconds
    return pl.when(clock.str.to_time("%H:%M:%S", strict=False).is_not_null()).then(text + "T" + clock)


def day_after(text: pl.Expr) -> pl.Expr:
    """The day after a whole date; a partial one, and a moment, stay as they are."""
    day = text.str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce(day.dt.offset_by("1d").dt.strftime("%Y-%m-%d"), text)
