"""Which household records are one household."""

import random
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.households import resolve_households

SCHEMA: dict[str, Any] = {
    "record_id": pl.String,
    "agency": pl.String,
    "system": pl.String,
    "household_ref": pl.String,
    "uprns": pl.List(pl.String),
    "addresses": pl.List(pl.String),
    "postcodes": pl.List(pl.String),
    "kind": pl.String,
    "confidential": pl.Boolean,
    "tier": pl.Int64,
}


def a_household(record_id: str, address: str = "", uprn: str = "", **more: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "record_id": record_id,
        "agency": "police",
        "system": "main",
        "household_ref": record_id,
        "uprns": [uprn] if uprn else [],
        "addresses": [address] if address else [],
        "postcodes": [],
        "kind": "",
        "confidential": False,
        "tier": 0,
    }
    return row | more


def resolve(*rows: dict[str, Any]) -> dict[str, str]:
    return dict(resolved(*rows).select("record_id", "household_id").rows())


def resolved(*rows: dict[str, Any]) -> pl.DataFrame:
    return resolve_households(pl.DataFrame(list(rows), schema=SCHEMA))


def test_the_same_uprn_or_the_same_dwelling_is_one_household() -> None:
    homes = resolve(
        a_household("a", uprn="0100"),
        a_household("b", "Flat 2, 14 High St, ZZ1 2AB", uprn="100"),
        a_household("c", "14 High Street Flat 2", postcodes=["ZZ1 2AB"]),
        a_household("d", "14 High St, ZZ1 2AB"),
        a_household("e"),
        a_household("f"),
    )
    assert homes == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "e", "f": "f"}


def test_two_uprns_never_join_by_text_and_a_text_that_fits_both_joins_neither() -> None:
    homes = resolve(
        a_household("a", "14 High St, ZZ1 2AB", uprn="1"),
        a_household("b", "14 High St, ZZ1 2AB", uprn="2"),
        a_household("c", "14 High St, ZZ1 2AB"),
        a_household("d", "14, High Street, ZZ1 2AB"),
    )
    assert homes == {"a": "a", "b": "b", "c": "c", "d": "c"}


def test_confidential_for_one_is_confidential_for_all_and_joins_nobody() -> None:
    found = resolved(
        a_household("a", uprn="1"),
        a_household("b", uprn="1", confidential=True),
        a_household("c", uprn="2", kind="hostel"),
        a_household("d", uprn="2", kind="private"),
        a_household("e", uprn="3", kind="refuge"),
        a_household("f", uprn="4", kind="houseboat"),
        a_household("g", uprn="5"),
    )
    assert found.select("record_id", "kind", "confidential", "joins").rows() == [
        ("a", "private", True, False),
        ("b", "private", True, False),
        ("c", "hostel", False, False),
        ("d", "hostel", False, False),
        ("e", "refuge", True, False),
        ("f", "houseboat", False, False),
        ("g", "private", False, True),
    ]


def test_a_closed_record_brings_no_two_open_households_together() -> None:
    homes = resolve(
        a_household("b", uprn="1"),
        a_household("c", "14 High St, ZZ1 2AB"),
        a_household("a", "14 High St, ZZ1 2AB", uprn="1", tier=2),
    )
    assert homes == {"a": "b", "b": "b", "c": "c"}


@given(seed=st.integers(0, 10_000))
def test_the_order_of_records_changes_nothing(seed: int) -> None:
    dice = random.Random(seed)
    rows = [
        a_household(
            f"{dice.randrange(1000):03d}-{number}",
            dice.choice(["", f"{dice.randint(1, 3)} High St, ZZ1 2AB"]),
            dice.choice(["", str(dice.randint(1, 3))]),
            tier=dice.choice([0, 0, 1, 2]),
        )
        for number in range(8)
    ]
    shuffled = dice.sample(rows, len(rows))
    assert resolve(*rows) == resolve(*shuffled)
