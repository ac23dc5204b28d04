"""Typed values as the text an agency would have typed. Only what is typed as a date becomes one; text stays as sent."""

from __future__ import annotations

import datetime as dt

import polars as pl

_WHOLE_FLOATS = 2**53


def to_text(name: str, kind: pl.DataType) -> pl.Expr:
    """The column as text: days and moments in ISO 8601, yes and no as y and n, whole numbers without a point."""
    cell = pl.col(name)
    if isinstance(kind, pl.List):
        return cell.cast(pl.List(pl.String)).list.join(";")
    if isinstance(kind, pl.Boolean):
        return pl.when(cell).then(pl.lit("y")).when(~cell).then(pl.lit("n")).alias(name)
    if isinstance(kind, pl.Datetime):
        return _moments(cell, kind).alias(name)
    if kind.is_float():
        whole = (cell == cell.round()) & (cell.abs() < _WHOLE_FLOATS)
        return pl.when(whole).then(cell.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(cell.cast(pl.String))
    if isinstance(kind, pl.Binary):
        return cell.cast(pl.String)
    return cell.cast(pl.String)


def _moments(cell: pl.Expr, kind: pl.Datetime) -> pl.Expr:
    if kind.time_zone is not None:
        return cell.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
    is_day = cell.dt.time() == dt.time.min
    return pl.when(is_day).then(cell.dt.strftime("%Y-%m-%d")).otherwise(cell.dt.strftime("%Y-%m-%dT%H:%M:%S%.f"))
