"""A made-up area to count: children and adults of known districts, sexes and ages, as one agency sends them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.questions.opening import Partnerships
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.stores import Stores
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, manifest

Group = tuple[int, str, str, str, str]
"""How many people of a district, sex, year (or month) of birth and plan ("" for none)."""


def rows_of(groups: Sequence[Group]) -> dict[str, list[Row]]:
    """The tables of these people."""
    tables: dict[str, list[Row]] = {"people": [], "households": [], "residences": [], "episodes": []}
    number = 0
    for many, district, sex, year, plan in groups:
        for _ in range(many):
            number += 1
            home = f"H{number}"
            tables["people"].append(
                {
                    "person_ref": f"C{number}", "given_name": _word(number), "family_name": _word(number + 26 * 26),
                    "date_of_birth": f"{year if '-' in year else f'{year}-06'}-{number % 28 + 1:02}", "sex": sex,
                }
            )  # fmt: skip
            if district:
                tables["households"].append(
                    {"household_ref": home, "address": f"{number} {_word(number)} Row", "postcode": f"{district} 1AA"}
                )
                tables["residences"].append(
                    {
                        "record_ref": f"R{number}",
                        "person_ref": f"C{number}",
                        "household_ref": home,
                        "start": "2023-01-01",
                    }
                )
            if plan:
                tables["episodes"].append(
                    {"record_ref": f"E{number}", "person_ref": f"C{number}", "kind": plan, "start": "2024-01-01"}
                )
    return {name: rows for name, rows in tables.items() if rows}


def _word(number: int) -> str:
    letters = [chr(ord("a") + number // 26**place % 26) for place in range(3)]
    return f"Z{''.join(letters)}x{number}"


@contextmanager
def area_of(folder: Path, groups: Sequence[Group]) -> Iterator[Partnerships]:
    """The area behind its door, with an analyst."""
    data = folder / "data"
    data.mkdir(parents=True)
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    assert not Site(stores).load(write_delivery(folder / "sent", rows_of(groups), manifest("csc"))).refused
    for name in ("kit", "lou"):
        stores.ledger.accounts.add(Account(name, "*", frozenset({AccessRole.ANALYST}), NOW))
    try:
        yield Partnerships(data, stores.graph, stores.ledger, KEY, lambda: NOW)
    finally:
        stores.graph.close()
        stores.ledger.close()
