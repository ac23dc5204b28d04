"""Pairs of partnerships that differ only in what a caller may not see (access.md §4)."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml

from api.signin.accounts import add_account
from graph.access.caller import AccessRole
from graph.model.ids import IdKey
from graph.questions.opening import Partnerships
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.pipeline import Load, Stores, load
from ingest.synth.layout import COLUMNS

KEY = IdKey(b"n" * 32)
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
CHILD = ("csc", "casework", "C1")
Rows = dict[str, list[dict[str, str]]]
AGENCIES = {"csc": ("children_social_care", "casework"), "police": ("police", "log"), "housing": ("housing", "rents")}


@dataclass
class Partnership:
    """Rows by agency and table."""

    rows: dict[str, Rows] = field(default_factory=lambda: {agency: {} for agency in AGENCIES})

    def add(self, agency: str, table: str, **cells: str) -> None:
        """One row."""
        self.rows[agency].setdefault(table, []).append(cells)

    def write(self, folder: Path) -> None:
        """The partnership as deliveries; every agency sends every table, so that feeds tell nothing."""
        for agency, tables in self.rows.items():
            kind, system = AGENCIES[agency]
            out = folder / agency
            out.mkdir(parents=True)
            manifest = {
                "agency": agency, "agency_name": agency.title(), "agency_kind": kind, "system": system,
                "extracted_at": "2024-03-31T20:00:00Z", "covers": {"from": "2005-01-01", "to": "2024-03-31"},
                "lawful_basis": "public task",
            }  # fmt: skip
            (out / "delivery.yaml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
            for table, columns in COLUMNS.items():
                if table != "agencies":
                    _write(out / f"{table}.csv", columns, tables.get(table, []))


def _write(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def a_family() -> Partnership:
    """What both worlds hold: a child, a mother, a hidden partner, a neighbour, at two addresses."""
    world = Partnership()
    for agency, child, mother in (("csc", "C1", "C2"), ("police", "P1", "P2"), ("housing", "T1", "T2")):
        world.add(agency, "people", person_ref=child, given_name="Mia", family_name="Hobbs", date_of_birth="2012-05-01")
        world.add(
            agency, "people", person_ref=mother, given_name="Kelly", family_name="Tranter", date_of_birth="1983-11-02",
            phones="07700 900118",
        )  # fmt: skip
        world.add(agency, "households", household_ref="H1", address="27 Tanners Row", postcode="ZZ12 6DQ")
        world.add(agency, "residences", record_ref="R1", person_ref=child, household_ref="H1", start="2020-01-01")
        world.add(agency, "residences", record_ref="R2", person_ref=mother, household_ref="H1", start="2020-01-01")
        world.add(agency, "relationships", record_ref="L1", person_ref=mother, other_ref=child, type="parent")
    world.add(
        "police", "people", person_ref="P3", given_name="Daniel", family_name="Mercer", date_of_birth="1979-01-15"
    )
    world.add(
        "police", "relationships", record_ref="L2", person_ref="P3", other_ref="P2", type="partner", start="2022-06"
    )
    world.add(
        "police",
        "events",
        record_ref="E1",
        category="police",
        type="domestic_abuse",
        start="2023-02-11",
        headline="Call to the home",
    )
    for person, role in (("P1", "child"), ("P2", "victim"), ("P3", "suspect")):
        world.add("police", "event_people", record_ref="E1", person_ref=person, role=role)
    world.add("csc", "episodes", record_ref="S1", person_ref="C1", kind="cin", start="2023-06-05")
    world.add("csc", "professionals", professional_ref="SW1", name="Priya Nair", role="social worker", team="East")
    world.add(
        "csc", "involvements", record_ref="I1", person_ref="C1", professional_ref="SW1", role="lead", start="2023-06-05"
    )
    world.add("csc", "assessments", record_ref="A1", kind="single", started="2023-06-07", completed="2023-07-01")
    world.add("csc", "assessment_people", record_ref="A1", person_ref="C1", capacity="child")
    world.add("csc", "assessment_people", record_ref="A1", person_ref="C2", capacity="parent")
    return world


def add_what_is_hidden(world: Partnership, dice: random.Random) -> None:
    """Anything a caller without grants may not know of, different for every die."""
    for make in dice.sample(HIDDEN, dice.randrange(1, 4)):
        make(world, dice)


def _name(dice: random.Random) -> dict[str, str]:
    return {
        "given_name": dice.choice(["Daniel", "Mia", "Kelly", "Aaron", "Zofia"]),
        "family_name": dice.choice(["Mercer", "Hobbs", "Tranter", "Pike"]),
        "date_of_birth": dice.choice(["1979-01-15", "2012-05-01", "1983-11-02", "1990", ""]),
        "phones": dice.choice(["07700 900118", "07700 900999", ""]),
    }


def _ref(dice: random.Random) -> str:
    return f"X{dice.randrange(10**9)}"


def _sealed_person(world: Partnership, dice: random.Random) -> None:
    agency = dice.choice(list(AGENCIES))
    child, mother = {"csc": ("C1", "C2"), "police": ("P1", "P2"), "housing": ("T1", "T2")}[agency]
    person = _ref(dice)
    world.add(agency, "people", person_ref=person, sensitivity="sealed", **_name(dice))
    world.add(
        agency, "relationships", record_ref=_ref(dice), person_ref=person, other_ref=dice.choice([child, mother]),
        type=dice.choice(["parent", "partner", "sibling", "friend"]), start=dice.choice(["", "2023"]),
    )  # fmt: skip
    world.add(agency, "residences", record_ref=_ref(dice), person_ref=person, household_ref="H1", start="2023-01-01")


def _sealed_event(world: Partnership, dice: random.Random) -> None:
    event = _ref(dice)
    world.add(
        "police", "events", record_ref=event, category="police", type="incident", start="2023-09-09", sensitivity="sealed",
        headline=dice.choice(["Information received", "Searched the home"]),
    )  # fmt: skip
    for person in dice.sample(["P1", "P2", "P3"], 2):
        world.add("police", "event_people", record_ref=event, person_ref=person, role="subject")


def _sealed_episode(world: Partnership, dice: random.Random) -> None:
    world.add(
        "csc", "episodes", record_ref=_ref(dice), person_ref=dice.choice(["C1", "C2"]), kind=dice.choice(["section47", "other"]),
        start="2022-02-02", sensitivity="sealed",
    )  # fmt: skip


def _refuge_stay(world: Partnership, dice: random.Random) -> None:
    household = _ref(dice)
    world.add(
        "housing", "households", household_ref=household, address=f"{dice.randrange(1, 99)} Haven Street",
        postcode="ZZ15 1AA", kind="refuge", phones="01632 960777", confidential="y",
    )  # fmt: skip
    world.add(
        "housing",
        "residences",
        record_ref=_ref(dice),
        person_ref="T2",
        household_ref=household,
        start="2023-10-01",
        end="2023-12-01",
    )
    other = _ref(dice)
    world.add("housing", "people", person_ref=other, sensitivity="sealed", **_name(dice))
    world.add(
        "housing", "residences", record_ref=_ref(dice), person_ref=other, household_ref=household, start="2023-09-01"
    )


def _sealed_relationship(world: Partnership, dice: random.Random) -> None:
    world.add(
        "police", "relationships", record_ref=_ref(dice), person_ref="P3", other_ref="P1",
        type=dice.choice(["parent", "step_parent"]),
        sensitivity="sealed",
    )  # fmt: skip


HIDDEN = (_sealed_person, _sealed_event, _sealed_episode, _refuge_stay, _sealed_relationship)


def open_world(world: Partnership, folder: Path) -> Partnerships:
    """The world loaded and behind its door, with one account of each role that asks."""
    sent, data = folder / "sent", folder / "data"
    world.write(sent)
    data.mkdir()
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    loaded = load([sent], stores, Load(NOW))
    assert not loaded.refused
    book = stores.ledger.accounts
    for name, role, agency, professionals in (
        ("assessment", AccessRole.ASSESSMENT, "csc", ()),
        ("practitioner", AccessRole.PRACTITIONER, "csc", ("csc:SW1",)),
        ("steward", AccessRole.STEWARD, None, ()),
        ("analyst", AccessRole.ANALYST, None, ()),
    ):
        add_account(book, name, [role], NOW, agency, professionals)
    return Partnerships(data, stores.graph, stores.ledger, KEY, lambda: NOW)
