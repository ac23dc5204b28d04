"""Check digits of the NHS number and the unique pupil number."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.checks.numbers import is_nhs_number, is_upn


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("9434765919", True),
        ("943 476 5919", True),
        ("943-476-5919", True),
        ("9434765910", False),
        ("943476591", False),
        ("x", False),
    ],
)
def test_an_nhs_number_ends_in_its_check_digit(number: str, right: bool) -> None:
    assert pl.DataFrame({"n": [number]}).select(is_nhs_number(pl.col("n"))).item() is right


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("A123456789012", True),
        ("a123456789012", True),
        ("B123456789012", False),
        ("A00000000000A", True),
        ("A12", False),
    ],
)
def test_a_pupil_number_begins_with_its_check_letter(number: str, right: bool) -> None:
    assert pl.DataFrame({"n": [number]}).select(is_upn(pl.col("n"))).item() is right
