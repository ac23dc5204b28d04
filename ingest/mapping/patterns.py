"""Patterns a mapping may give: of texts to find in a cell, and what to write of what was found."""

from __future__ import annotations

import re

import polars as pl

_GROUP_IN_TEMPLATE = re.compile(r"\$(\d+)")


def pattern_fault(pattern: str) -> str | None:
    """What is wrong with a pattern, None for one that works. Patterns take linear time, whatever the text."""
    try:
        pl.select(pl.lit("").str.contains(pattern))
    except pl.exceptions.PolarsError:
        return "`find` is not a pattern: a regular expression without look-around or back references is expected"
    return None


def template_fault(find: str | None, template: str) -> str | None:
    """What is wrong with a template for what a pattern found."""
    if find is None:
        return "`write` says what to write of what `find` found: give `find` too"
    groups = max((int(number) for number in _GROUP_IN_TEMPLATE.findall(template)), default=0)
    if pattern_fault(find) is None and groups > re.compile(find).groups:
        return f"`write` names ${groups}, and `find` has fewer groups"
    return None


def every(cell: pl.Expr, find: str) -> pl.Expr:
    """Everything the pattern finds in a cell, as a list; null where it finds nothing."""
    listed = cell.str.extract_all(find).list.join(";")
    return pl.when(listed != "").then(listed)


def found(cell: pl.Expr, find: str, write: str | None) -> pl.Expr:
    """What the pattern finds in a cell: its first group (the whole where it has none), or the template filled in.

    Null where it finds nothing.
    """
    if write is None:
        return cell.str.extract(find, 1 if re.compile(find).groups else 0)
    braced = _GROUP_IN_TEMPLATE.sub(r"${\1}", write)
    return pl.when(cell.str.contains(find)).then(cell.str.extract(find, 0).str.replace(find, braced))
