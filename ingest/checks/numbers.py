"""Whether a number's check digit is right: the NHS number's (modulus 11) and the pupil number's (modulus 23)."""

from __future__ import annotations

import polars as pl

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_DIGITS = 12


def is_nhs_number(cell: pl.Expr) -> pl.Expr:
    """Whether ten digits (blanks and hyphens aside) end in their check digit (NHS Data Dictionary, NHS NUMBER)."""
    number = cell.str.replace_all(r"[ \-]", "")
    total = pl.sum_horizontal(_digit(number, place) * (10 - place) for place in range(9))
    expected = (11 - total % 11) % 11
    return (number.str.contains(r"^[0-9]{10}$") & (expected == _digit(number, 9))).fill_null(value=False)


def is_upn(cell: pl.Expr) -> pl.Expr:
    """Whether a pupil number begins with its check letter (DfE, Unique pupil numbers: a guide).

    A temporary number ends in a letter, which counts with its place in the alphabet of check letters.
    """
    number = cell.str.to_uppercase()
    values = {letter: place for place, letter in enumerate(_UPN_LETTERS)} | {str(digit): digit for digit in range(10)}
    last = number.str.slice(_UPN_DIGITS, 1).replace_strict(values, default=None, return_dtype=pl.Int64)
    total = pl.sum_horizontal(_digit(number, place) * (place + 1) for place in range(1, _UPN_DIGITS)) + last * 13
    expected = (total % 23).replace_strict(dict(enumerate(_UPN_LETTERS)), default=None, return_dtype=pl.String)
    shaped = number.str.contains(r"^[A-Z][0-9]{11}[0-9A-Z]$")
    return (shaped & (expected == number.str.slice(0, 1))).fill_null(value=False)


def _digit(number: pl.Expr, place: int) -> pl.Expr:
    return number.str.slice(place, 1).cast(pl.Int64, strict=False)
