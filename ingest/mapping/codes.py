"""Codes as returns and spreadsheets print them: `a) Yes`, `q) 6: Police`, `N1 - Abuse or neglect`, in any letter case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

YES_NO: Mapping[str, str] = {
    **dict.fromkeys(("y", "yes", "true", "t", "1"), "y"),
    **dict.fromkeys(("n", "no", "false", "f", "0"), "n"),
}
_LIST_PREFIX = r"^\(?(?:[a-z]|[0-9]{1,3})[).]\s+"
_SPLIT = r"^(?<code>[^:–-]+?)\s*(?::|\s[–-])\s*(?<words>.*)$"


def fold(text: str) -> str:
    """A code without letter case and doubled spaces."""
    return " ".join(text.casefold().split())


def readings(cell: pl.Expr) -> tuple[pl.Expr, ...]:
    """What a cell may mean, the whole first: without a list's prefix, the code before its words, the words alone."""
    whole = cell.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    bare = whole.str.replace(_LIST_PREFIX, "")
    part = bare.str.extract_groups(_SPLIT).struct
    return whole, bare, part.field("code"), part.field("words")


def translated(cell: pl.Expr, codes: Mapping[str, str]) -> pl.Expr:
    """What the code in a cell stands for; null where it is none of these."""
    known = {fold(code): meaning for code, meaning in codes.items()}
    return pl.coalesce(one.replace_strict(known, default=None, return_dtype=pl.String) for one in readings(cell))


def is_one_of(cell: pl.Expr, codes: Iterable[str]) -> pl.Expr:
    """Whether a cell holds one of these codes."""
    known = [fold(code) for code in codes]
    return pl.any_horizontal(one.is_in(known).fill_null(value=False) for one in readings(cell))
