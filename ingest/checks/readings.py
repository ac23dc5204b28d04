"""How a column of text is read, as polars expressions: the value, which cells cannot be read, what else is odd."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from ingest.checks import moments, numbers
from ingest.checks.rules import CHECK_DIGIT, TOO_LONG
from ingest.tables.spec import CellType, Column

HEADLINE_LENGTH = 200
FIRST_YEAR = "0001"
CUT_SHORT = r"^-?[0-9](?:\.[0-9]+)?[eE]\+[0-9]{1,3}$"
"""A number as a spreadsheet writes it that has lost its last digits: several references may have become this one."""
_BETWEEN_WORDS = r"[\s\x1c-\x1f\-_/]+"  # what Python's str.split and fold_code take for blanks


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` is null where the cell is empty or cannot be read; `oddities` (rule, mask) are kept all the same."""

    value: pl.Expr
    oddities: tuple[tuple[str, pl.Expr], ...] = ()


def read(column: Column) -> Reading:
    """The reading of a column whose cells are trimmed and null where empty."""
    return _READERS[column.type](pl.col(column.name), column)


def folded(cell: pl.Expr) -> pl.Expr:
    """A code as people write it, in our spelling: the columnar form of `fold_code`."""
    return cell.str.to_lowercase().str.replace_all(_BETWEEN_WORDS, "_").str.strip_chars("_")


def _where(cell: pl.Expr, readable: pl.Expr, value: pl.Expr | None = None) -> pl.Expr:
    return pl.when(readable).then(cell if value is None else value)


def _text(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(cell)


def _reference(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(_where(cell, ~cell.str.contains(CUT_SHORT)))


def _headline(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(cell, ((TOO_LONG, cell.str.len_chars() > HEADLINE_LENGTH),))


def _date(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(_where(cell, is_partial_date(cell)))


def is_partial_date(cell: pl.Expr) -> pl.Expr:
    """Whether a text is YYYY, YYYY-MM or YYYY-MM-DD and names a date that exists."""
    length = cell.str.len_bytes()
    whole = pl.when(length == len("2019")).then(cell + "-01-01").when(length == len("2019-05")).then(cell + "-01")
    exists = whole.otherwise(cell).str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return cell.str.contains(r"^[0-9]{4}(-[0-9]{2}){0,2}$") & (cell >= FIRST_YEAR) & exists


def _moment(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(moments.to_utc_text(cell))


def _time(cell: pl.Expr, _column: Column) -> Reading:
    readable = cell.str.contains(r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")
    return Reading(_where(cell, readable, cell.str.replace(r"^(.{5}):00$", "$1")))


def _yes_no(cell: pl.Expr, _column: Column) -> Reading:
    lower = cell.str.to_lowercase()
    return Reading(_where(lower, lower.is_in(["y", "n"])))


def _count(cell: pl.Expr, _column: Column) -> Reading:
    readable = cell.str.contains(r"^[0-9]{1,9}$")
    return Reading(_where(cell, readable, cell.cast(pl.Int64, strict=False).cast(pl.String)))


def parts(cell: pl.Expr) -> pl.Expr:
    """A list cell with its parts trimmed and the empty ones left out; null when none is left."""
    joined = cell.str.replace_all(r"\s*;[\s;]*", ";").str.strip_chars(";")
    return pl.when(joined != "").then(joined)


def _list(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(pl.when(cell.str.contains(";", literal=True)).then(parts(cell)).otherwise(cell))


def _code(cell: pl.Expr, column: Column) -> Reading:
    return Reading(_spelled(cell, column))


def _open_code(cell: pl.Expr, column: Column) -> Reading:
    return Reading(pl.coalesce(_spelled(cell, column), cell))


def _spelled(cell: pl.Expr, column: Column) -> pl.Expr:
    return folded(cell).replace_strict(dict(column.spellings), default=None, return_dtype=pl.String)


def _years(cell: pl.Expr, _column: Column) -> Reading:
    span = cell.str.contains(r"^[12][0-9]{3}\.\.[12][0-9]{3}$") & (cell.str.slice(0, 4) <= cell.str.slice(6, 4))
    return Reading(_where(cell, cell.str.contains(r"^[12][0-9]{3}$") | span))


def _schemed(cell: pl.Expr, _column: Column) -> Reading:
    tidy = parts(cell)
    return Reading(_where(tidy, tidy.str.contains(r"^[^:;]+:[^;]+(;[^:;]+:[^;]+)*$")))


def _about(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(_where(cell, cell.str.contains(r"^[a-z_]+:.+$")))


def _nhs_number(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(cell, ((CHECK_DIGIT, ~numbers.is_nhs_number(cell)),))


def _upn(cell: pl.Expr, _column: Column) -> Reading:
    return Reading(cell, ((CHECK_DIGIT, ~numbers.is_upn(cell)),))


_READERS: Mapping[CellType, Callable[[pl.Expr, Column], Reading]] = MappingProxyType(
    {
        CellType.TEXT: _text,
        CellType.REFERENCE: _reference,
        CellType.DATE: _date,
        CellType.MOMENT: _moment,
        CellType.TIME: _time,
        CellType.YES_NO: _yes_no,
        CellType.COUNT: _count,
        CellType.LIST: _list,
        CellType.CODE: _code,
        CellType.OPEN_CODE: _open_code,
        CellType.YEARS: _years,
        CellType.SCHEMED: _schemed,
        CellType.ABOUT: _about,
        CellType.HEADLINE: _headline,
        CellType.NHS_NUMBER: _nhs_number,
        CellType.UPN: _upn,
    }
)
