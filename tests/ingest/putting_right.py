"""A delivery with two rows set apart, the file they are given out in, and what sends it back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from graph.access.caller import AccessRole, Caller
from graph.questions.delivery_book import DeliveryBook
from graph.store.landing import Landing
from ingest.correcting import Taken, take
from ingest.pipeline import bring_up
from ingest.sent_back import read_sent_back
from ingest.stores import Load
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import NOW, Site, a_person, manifest

HOME = {"household_ref": "H1", "address": "3 Mill Row, Vale", "postcode": "VA1 2BC"}
RIGHT: dict[str, list[Row]] = {
    "people": [a_person("C1"), a_person("C2", "Kelly Hobbs", "1988-02-11")],
    "households": [HOME],
    "residences": [
        {"record_ref": "R1", "person_ref": "C1", "household_ref": "H1", "start": "2018-01-01", "note": "with aunt"},
        {"record_ref": "R2", "person_ref": "C2", "household_ref": "H1", "start": "2018-01-01", "note": ""},
        {"record_ref": "R3", "person_ref": "C2", "household_ref": "H1", "start": "2012-01-01", "note": ""},
    ],
}
# R1 lacks its household; R2 names a person nobody delivered, so it waits.
WRONG: dict[str, list[Row]] = {
    **RIGHT,
    "residences": [
        {**RIGHT["residences"][0], "household_ref": ""},
        {**RIGHT["residences"][1], "person_ref": "C22"},
        RIGHT["residences"][2],
    ],
}
STEWARD = Caller("sam", frozenset({AccessRole.STEWARD}))
OWN_STEWARD = Caller("sue", frozenset({AccessRole.STEWARD}), agency="csc")


def sent(folder: Path, tables: dict[str, list[Row]], on: str = "2024-03-31") -> Path:
    return write_delivery(folder, tables, manifest("csc", on))


def given_out(site: Site, delivery: str, caller: Caller = STEWARD, table: str = "residences") -> list[dict[str, str]]:
    book = DeliveryBook(site.stores.ledger, Landing(site.stores.data / "landing"), lambda: NOW)
    file = book.set_apart(delivery, table, caller)
    return [dict(row) for row in file.rows] if file else []


def send_back(site: Site, rows: list[dict[str, str]]) -> Taken:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    back = list(read_sent_back([("residences-set-apart.csv", text.getvalue().encode("utf-8-sig"))]))
    taken = take(site.stores, rows[0]["_delivery"], back, "sam", NOW)
    bring_up(site.stores, Load(NOW))
    return taken


def put_right(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{**row, "household_ref": "H1", "person_ref": {"R1": "C1", "R2": "C2"}[row["record_ref"]]} for row in rows]
