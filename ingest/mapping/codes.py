"""Codes as returns and spreadsheets print them: `a) Yes`, `q) 6: Police`, `N1 - Abuse or neglect`, in any letter case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

YES_NO: Mapping[str, str] = {
    **dict.fromkeys(("y", "yes", "true", "t", "1"), "y"),
    **dict.fromkeys(("n", "no", "false", "f", "0"), "n"),
}
_LIST_PREFIX = r"^\(?(?:[a-z]|[0-9]{1,3})[).]\s+"
_SPLIT = r"^(?<code>[^:–-]+?)\s*(?::|\s[–-])\s*(?<words>.*)$"
# A code of letters and digits before its words with nothing between them but a space or a full stop: `E11 Adopted`.
_LEADS = r"^([a-z]{1,3} ?[0-9]{1,3}[a-z]?|[0-9]{1,2}[a-z])(?:[ .,].*)?$"
ANYTHING = "*"


def fold(text: str) -> str:
    """A code without letter case and doubled spaces."""
    return " ".join(text.casefold().split())


def readings(cell: pl.Expr) -> tuple[pl.Expr, ...]:
    """What a cell may mean, the whole first: without a list's prefix, the code before its words, the words alone.

    Last the code it begins with, where its words follow it with nothing between.
    """
    whole = cell.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    bare = whole.str.replace(_LIST_PREFIX, "")
    part = bare.str.extract_groups(_SPLIT).struct
    return whole, bare, part.field("code"), part.field("words"), bare.str.extract(_LEADS).str.replace(" ", "")


def translated(cell: pl.Expr, codes: Mapping[str, str]) -> pl.Expr:
    """What the code in a cell stands for; null where it is none of these."""
    known = {fold(code): meaning for code, meaning in codes.items()}
    return pl.coalesce(one.replace_strict(known, default=None, return_dtype=pl.String) for one in readings(cell))


def is_one_of(cell: pl.Expr, codes: Iterable[str]) -> pl.Expr:
    """Whether a cell holds one of these codes; `*` in one stands for anything."""
    folded = [fold(code) for code in codes]
    known = [code for code in folded if ANYTHING not in code]
    whole, *others = readings(cell)
    alike = (whole.str.contains(_pattern(code)) for code in folded if ANYTHING in code)
    found = (*(one.is_in(known) for one in (whole, *others)), *alike)
    return pl.any_horizontal(one.fill_null(value=False) for one in found)


def _pattern(code: str) -> str:
    return f"^{'.*'.join(re.escape(part) for part in code.split(ANYTHING))}$"
