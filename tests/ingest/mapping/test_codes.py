"""Codes are read as returns print them; what is no code is none."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.mapping.codes import YES_NO, is_one_of, translated

SOURCES = {"1A": "1A", "6": "6", "2A": "2A"}


def read(text: str, codes: dict[str, str]) -> str | None:
    return pl.DataFrame({"cell": [text]}).select(translated(pl.col("cell"), codes)).item()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("text", "codes", "meaning"),
    [
        ("q) 6: Police", SOURCES, "6"),
        ("6", SOURCES, "6"),
        ("1a", SOURCES, "1A"),
        ("e) 2A: Schools", SOURCES, "2A"),
        ("N1 - Abuse or Neglect", {"N1": "N1"}, "N1"),
        ("N1 – Abuse or Neglect", {"N1": "N1"}, "N1"),
        ("Physical  abuse", {"physical abuse": "PHY"}, "PHY"),
        ("b) Physical abuse", {"physical abuse": "PHY"}, "PHY"),
        ("N1 Abuse or Neglect", {"N1": "N1"}, "N1"),
        ("E11 Adopted - application unopposed", {"E11": "E11"}, "E11"),
        ("E 11.", {"E11": "E11"}, "E11"),
        ("2A Schools", SOURCES, "2A"),
        ("6 Police", SOURCES, None),
        ("PHY: Physical abuse", {"physical abuse": "PHY"}, "PHY"),
        ("a) Yes", dict(YES_NO), "y"),
        ("FALSE", dict(YES_NO), "n"),
        ("61", SOURCES, None),
        ("A6", SOURCES, None),
        ("PSRMEM - Support with memory", {"N1": "N1"}, None),
        ("", SOURCES, None),
    ],
)
def test_a_code_is_found_in_what_is_printed(text: str, codes: dict[str, str], meaning: str | None) -> None:
    assert read(text, codes) == meaning


def test_conditions_read_codes_the_same_way() -> None:
    frame = pl.DataFrame({"cell": ["k) E11: Adopted", "e12", "E13", None]})
    assert frame.select(is_one_of(pl.col("cell"), ["E11", "E12"]))["cell"].to_list() == [True, True, False, False]


def test_a_star_in_a_condition_stands_for_anything() -> None:
    frame = pl.DataFrame({"cell": ["Child was ADOPTED", "adopted.", "E13", "", None]})
    held = frame.select(is_one_of(pl.col("cell"), ["E1.", "*adopt*"]))["cell"].to_list()
    assert held == [True, True, False, False, False]
    assert frame.select(is_one_of(pl.col("cell"), ["adopt*"]))["cell"].to_list() == [False, True, False, False, False]
