"""A home in common at the same time says more than one in common at other times."""

from __future__ import annotations

import polars as pl

from graph.identity.explanation import explain
from graph.identity.model import load_model
from graph.identity.stays import years_at_home
from tests.graph.identity.people import a_record

SCHEMA = {"record_id": pl.String, "home": pl.String, "start": pl.String, "end": pl.String, "newest": pl.Int32}


def years(*stays: tuple[str | None, str | None]) -> list[str]:
    rows = [("r1", "h", start, end, 2024) for start, end in stays]
    found = years_at_home(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    return found["stays"].to_list()[0] if found.height else []


def test_a_stay_is_each_of_its_years_and_an_open_one_goes_on() -> None:
    assert years(("2019-05-03", "2020-01")) == ["h@2019", "h@2020"]
    assert years(("2023", None)) == ["h@2023", "h@2024"]
    assert years(("2019", "2019"), ("2019-02", "2020")) == ["h@2019", "h@2020"]


def test_a_stay_without_a_start_says_nothing_of_when() -> None:
    assert years((None, "2020-01-01")) == []


def test_slips_of_years_stay_small() -> None:
    assert years(("2020", "2011")) == ["h@2020"]
    assert len(years(("1066", None))) == 101


def address_of(left: dict[str, object], right: dict[str, object]) -> tuple[str, float]:
    explained = explain(
        a_record("a", "Amy Dunn", "1980-03-04", **left), a_record("b", "Amy Dunn", "1980-03-04", **right), load_model()
    )
    return next((text.says, text.weight) for text in explained.comparisons if text.field == "Address")


def test_at_one_time_speaks_stronger_than_at_other_times_and_unknown_times_may_be_one() -> None:
    home = ["h"]
    then, later = ({"addresses": home, "stays": [f"h@{year}"]} for year in (2010, 2020))
    undated = {"addresses": home}
    says, together = address_of(then, then)
    assert says == "one in common, at one time as far as is known"
    says, apart = address_of(then, later)
    assert says == "one in common, at other times"
    assert 0 < apart < together
    assert address_of(undated, later)[1] == together
