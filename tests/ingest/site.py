"""A partnership on disk for tests: its stores, its loads, and the small deliveries of a made-up family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graph.audit.log import AuditLog
from graph.model.ids import IdKey
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from graph.store.port import GraphStore
from ingest.pipeline import Loaded, load
from ingest.stores import Load, Stores
from ingest.verifying import Verified, verify
from tests.ingest.sending import Row, write_delivery

NOW = datetime(2024, 4, 1, 9, tzinfo=UTC)
KEY = IdKey(b"k" * 32)
KINDS = {"csc": "children_social_care", "police": "police", "gp": "gp", "housing": "housing"}


def manifest(agency: str, on: str = "2024-03-31", mode: str = "full", system: str = "main") -> str:
    """A delivery's manifest: made at 22:00 on a day, covering everything from 2015."""
    return (
        f"agency: {agency}\nagency_name: Vale {agency}\nagency_kind: {KINDS[agency]}\nsystem: {system}\n"
        f"extracted_at: {on}T22:00:00Z\ncovers: {{from: 2015-01-01, to: {on}}}\nmode: {mode}\n"
        'lawful_basis: "public task; safeguarding of children"\n'
    )


@dataclass(frozen=True)
class Site:
    """A partnership's data folder with open stores."""

    stores: Stores

    def load(self, *paths: Path, graph: GraphStore | None = None, **how: object) -> Loaded:
        """Loads deliveries, through another graph when one is given."""
        stores = self.stores if graph is None else replace(self.stores, graph=graph)
        return load(paths, stores, Load(NOW, **how))  # type: ignore[arg-type]

    def verify(self) -> Verified:
        """Everything counted again."""
        return verify(self.stores, AuditLog(self.stores.ledger.audit, self.stores.data / "audit-head.log"))

    def claims(self) -> list[tuple[str, str, str, bool]]:
        """(agency, kind, record_ref, whether it is current) of every published claim, in order."""
        return sorted(
            (one.claim.agency, one.claim.kind.value, one.claim.source.record_ref, one.claim.superseded_at is None)
            for one in self.stores.graph.stored_claims()
        )

    def close(self) -> None:
        """Closes the stores."""
        self.stores.graph.close()
        self.stores.ledger.close()


def open_site(data: Path) -> Site:
    """The partnership of a data folder, made when it is absent."""
    data.mkdir(parents=True, exist_ok=True)
    return Site(Stores(data, open_graph(data), open_ledger(data), KEY))


def a_person(ref: str, name: str = "Mia Hobbs", born: str = "2012-05-01", **cells: str) -> Row:
    """A person row."""
    given, _, family = name.partition(" ")
    return {"person_ref": ref, "given_name": given, "family_name": family, "date_of_birth": born, **cells}


def family(folder: Path) -> list[Path]:
    """Six deliveries of four agencies about one household: full ones, a delta, and rows that wait for another."""

    def send(name: str, tables: Mapping[str, Sequence[Row]], said: str) -> Path:
        return write_delivery(folder / name, tables, said)

    mia, kelly = a_person("C1"), a_person("C2", "Kelly Hobbs", "1988-02-11")
    home = {"household_ref": "H1", "address": "3 Mill Row, Vale", "postcode": "VA1 2BC"}
    stays = [
        {"record_ref": "R1", "person_ref": "C1", "household_ref": "H1", "start": "2018-01-01"},
        {"record_ref": "R2", "person_ref": "C2", "household_ref": "H1", "start": "2018-01-01"},
    ]
    mother = {"record_ref": "L1", "person_ref": "C2", "other_ref": "C1", "type": "mother"}
    visit = {"record_ref": "V1", "category": "police", "type": "domestic_abuse", "start": "2023-06-01"}
    part = {"record_ref": "V1", "person_ref": "P1", "role": "victim"}
    return [
        send(
            "csc-1",
            {"people": [mia, kelly], "households": [home], "residences": stays},
            manifest("csc", "2023-12-31"),
        ),
        send(
            "csc-2",
            {
                "people": [{**mia, "nhs_number": "9434765919"}, kelly],
                "households": [home],
                "residences": stays[:1],
                "relationships": [mother],
            },
            manifest("csc"),
        ),
        send("police-events", {"events": [visit], "event_people": [part]}, manifest("police", "2023-11-30", "delta")),
        send(
            "police-people",
            {"people": [a_person("P1", "Kelly Hobbs", "1988-02-11", phones="07700 900123")]},
            manifest("police", "2023-12-31", "delta"),
        ),
        send(
            "gp",
            {"people": [a_person("G1", nhs_number="9434765919"), a_person("G2", "Kelly Hobbs", "1988-02-11")]},
            manifest("gp"),
        ),
        send(
            "housing",
            {
                "people": [a_person("T1", "Kelly Hobbs", "1988-02-11"), a_person("T2", "Daniel Mercer", "1979-01-15")],
                "households": [{**home, "household_ref": "U9"}],
                "residences": [{"record_ref": "S1", "person_ref": "T2", "household_ref": "U9", "start": "2023-02-01"}],
            },
            manifest("housing"),
        ),
    ]
