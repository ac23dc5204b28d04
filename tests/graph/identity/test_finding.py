"""Keys by which people are found by birth date and homes by address."""

from __future__ import annotations

import pytest

from graph.identity.finding import birth_keys, birth_keys_sought, home_keys, name_keys_sought
from graph.identity.normalise import search_keys


def test_a_whole_date_has_a_key_and_is_looked_for_the_other_way_round_too() -> None:
    assert birth_keys(["1979-02-11"]) == {"b:1979-02-11"}
    assert birth_keys_sought(["1979-02-11"]) == {"b:1979-02-11", "b:1979-11-02"}
    assert birth_keys_sought(["1979-02-25"]) == {"b:1979-02-25"}


@pytest.mark.parametrize("said", ["1979", "1979-02", "1900-01-01", "soon"])
def test_what_is_no_whole_date_of_anybody_has_no_key(said: str) -> None:
    assert birth_keys([said]) == frozenset()
    assert birth_keys_sought([said]) == frozenset()


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("3 Mill Row, Vale", "VA1 2BC"),
        ("3, Mill Rw", "va12bc"),
        ("3 Mill Row VA1 2BC", None),
        ("No 03 Mill Row", "VA1 2BC"),
    ],
)
def test_one_home_has_one_key_however_it_is_written(address: str, postcode: str | None) -> None:
    assert home_keys(None, address, postcode) == {"a:VA12BC|3|"}


def test_a_home_without_number_or_postcode_has_a_key_by_its_property_number_alone() -> None:
    assert home_keys("0100023", "Mill Row", "VA1 2BC") == {"u:100023"}
    assert home_keys(None, "Mill Row", "VA1 2BC") == frozenset()
    assert home_keys(None, None, "VA1 2BC") == frozenset()
    assert home_keys("none", "3 Mill Row", None) == frozenset()


@pytest.mark.parametrize(("sought", "on_record"), [("Kelly", "KELLY"), ("Daz", "Darren"), ("Mohammed", "Muhammad")])
def test_a_name_is_found_as_written_as_it_sounds_and_by_its_short_form(sought: str, on_record: str) -> None:
    assert name_keys_sought(sought) & search_keys(on_record)


def test_no_word_of_a_name_meets_a_key_of_a_date_or_home() -> None:
    others = birth_keys(["1979-02-11"]) | home_keys("100023", "3 Mill Row", "VA1 2BC")
    assert others.isdisjoint(search_keys("b:1979-02-11", "u:100023", "A VA12BC 3"))
