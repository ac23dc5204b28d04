"""Loaded bit by bit, whatever comes of it is what all of it at once would be: nothing carried over says what is not so."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.audit.log import AuditLog
from graph.identity.judgements import Judgement, Verdict
from graph.store.stored_form import to_ms
from ingest.erasing import erase, find_to_erase
from ingest.pipeline import bring_up
from ingest.rebuilding import rebuild
from ingest.relinking import apply_judgements
from ingest.stores import Load
from ingest.withdrawing import withdraw
from tests.ingest.putting_right import given_out, send_back
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

EXAMPLES = 6
AGENCIES = ("csc", "police")
PEOPLE = ("P1", "P2", "P3")
DAYS = ("2024-01-10", "2024-02-10", "2024-02-20", "2024-03-10", "2024-03-20")
_HAVEN = {"household_ref": "H1", "address": "9 Haven Way, Vale", "postcode": "VA1 2BC"}
_MILL = {"household_ref": "H2", "address": "3 Mill Row, Vale", "postcode": "VA2 3CD", "phones": "01632 960111"}
_STAY = {"record_ref": "R1", "person_ref": "P1", "household_ref": "H1", "start": "2020-01-01"}
_TIE = {"record_ref": "L1", "person_ref": "P2", "other_ref": "P1", "type": "mother"}
_VISIT = {"record_ref": "V1", "category": "police", "type": "incident", "start": "2023-06-01", "household_ref": "H1"}
_TOLD = {"record_ref": "S1", "to_agency": "gp", "outcome": "shared", "shared_on": "2023-07-01"}

# Every way a row may be sent; none at first: the row is not there.
VARIANTS: Mapping[tuple[str, str], Sequence[Row | None]] = {
    ("people", "P1"): (
        None,
        a_person("P1", phones="07700 900123"),
        a_person("P1", "Mia Stone", phones="07700 900123", adopted_identity="y", other_names="Mia Hobbs"),
        a_person("P1", sensitivity="sealed"),
        a_person("P1", note="moved to 9 Haven Way", nhs_number="9434765919"),
    ),
    ("people", "P2"): (
        None,
        a_person("P2", "Kelly Hobbs", "1988-02-11", phones="07700 900123"),
        a_person("P2", "Kelly Hobbs", "1988-02-11", sensitivity="restricted"),
        a_person("P2", "Kelly Stone", "1988-02-11", description="lives at Haven Way"),
    ),
    ("people", "P3"): (None, a_person("P3", "Daz", "", identified="n"), a_person("P3", "Daz Roe", "1979-01-15")),
    ("households", "H1"): (
        None,
        _HAVEN,
        {**_HAVEN, "confidential": "y", "kind": "refuge"},
        {**_HAVEN, "sensitivity": "sealed"},
    ),
    ("households", "H2"): (None, _MILL, {**_MILL, "kind": "hostel"}),
    ("residences", "R1"): (
        None,
        _STAY,
        {**_STAY, "end": "2022-01-01"},
        {**_STAY, "household_ref": "H2"},
        {**_STAY, "household_ref": ""},
        {**_STAY, "sensitivity": "sealed"},
    ),
    ("residences", "R2"): (None, {"record_ref": "R2", "person_ref": "P2", "household_ref": "H1"}),
    ("relationships", "L1"): (None, _TIE, {**_TIE, "status": "disputed"}, {**_TIE, "other_ref": "P3"}),
    ("events", "V1"): (
        None,
        _VISIT,
        {**_VISIT, "headline": "seen near Haven Way", "place": "9 Haven Way"},
        {**_VISIT, "sensitivity": "restricted", "household_ref": ""},
    ),
    ("event_people", "V1"): (
        None,
        {"record_ref": "V1", "person_ref": "P1", "role": "child"},
        {"record_ref": "V1", "person_ref": "P2", "role": "victim", "note": "of 9 Haven Way"},
    ),
    ("shares", "S1"): (None, {**_TOLD, "about_record": "residences:R1"}, {**_TOLD, "person_ref": "P1"}),
}


@dataclass(frozen=True)
class Sends:
    """An agency sends its rows of a day, each as one of the ways it may be sent."""

    agency: str
    on: str
    mode: str
    ways: tuple[int, ...]

    def run(self, partnership: Partnership) -> None:
        tables: dict[str, list[Row]] = {table: [] for table, _ in VARIANTS}
        for (table, _), variants, way in zip(VARIANTS, VARIANTS.values(), self.ways, strict=True):
            row = variants[way % len(variants)]
            if row is not None:
                tables[table].append(row)
        held = {table: rows for table, rows in tables.items() if rows}
        partnership.send(held, manifest(self.agency, self.on, self.mode))


@dataclass(frozen=True)
class Judges:
    """Somebody says of two records whether they are one person."""

    one: tuple[str, str]
    other: tuple[str, str]
    verdict: Verdict

    def run(self, partnership: Partnership) -> None:
        left, right = (KEY.record_id(agency, "main", "people", ref) for agency, ref in (self.one, self.other))
        if left != right and {left, right} <= partnership.known():
            said = Judgement(left, right, self.verdict, "ann", "asked them", to_ms(NOW))
            partnership.site.stores.ledger.judgements.add(said)
            apply_judgements(partnership.site.stores, Load(NOW))


@dataclass(frozen=True)
class Erases:
    """Somebody is erased."""

    who: tuple[str, str]

    def run(self, partnership: Partnership) -> None:
        person = KEY.record_id(self.who[0], "main", "people", self.who[1])
        if person in partnership.known():
            stores = partnership.site.stores
            erase(stores, partnership.audit, find_to_erase(stores, person), "asked for it", NOW)


@dataclass(frozen=True)
class TakesBack:
    """A delivery is taken back."""

    nth: int

    def run(self, partnership: Partnership) -> None:
        held = [one for one in partnership.site.stores.ledger.deliveries.every() if one.is_published]
        if held:
            one = held[self.nth % len(held)].id
            withdraw(partnership.site.stores, partnership.audit, one, "sent by mistake", Load(NOW))


@dataclass(frozen=True)
class PutsRight:
    """Rows set apart are put right."""

    home: str

    def run(self, partnership: Partnership) -> None:
        for record in partnership.site.stores.ledger.deliveries.every():
            rows = given_out(partnership.site, record.id)
            if rows:
                send_back(partnership.site, [{**row, "household_ref": self.home} for row in rows])


@dataclass
class Partnership:
    """A data folder, and how many deliveries came to it."""

    site: Site
    folder: Path
    sent: list[Path] = field(default_factory=list)

    @property
    def audit(self) -> AuditLog:
        return AuditLog(self.site.stores.ledger.audit, self.site.stores.data / "audit-head.log")

    def known(self) -> set[str]:
        return {one.member.record_id for one in self.site.stores.graph.stored_members()}

    def send(self, tables: Mapping[str, Sequence[Row]], said: str) -> None:
        self.sent.append(write_delivery(self.folder / f"sent-{len(self.sent)}", tables, said))
        self.site.load(self.sent[-1])


Step = Sends | Judges | Erases | TakesBack | PutsRight
people = st.tuples(st.sampled_from(AGENCIES), st.sampled_from(PEOPLE))
ways = st.tuples(*(st.sampled_from((1, 1, 1, *range(len(variants)))) for variants in VARIANTS.values()))
sendings = st.builds(
    Sends, st.sampled_from(AGENCIES), st.sampled_from(DAYS), st.sampled_from(["full", "full", "delta"]), ways
)
steps: st.SearchStrategy[Step] = st.one_of(
    sendings,
    sendings,
    sendings,
    st.builds(Judges, people, people, st.sampled_from(list(Verdict))),
    st.builds(Erases, people),
    st.builds(TakesBack, st.integers(0, 5)),
    st.builds(PutsRight, st.sampled_from(["H1", "H2", ""])),
)


def run(folder: Path, sequence: Sequence[Step]) -> None:
    partnership = Partnership(open_site(folder / "data"), folder)
    site = partnership.site
    for step in sequence:
        step.run(partnership)
    bring_up(site.stores, Load(NOW))
    newest = site.stores.ledger.publications.newest()
    found = site.verify()
    rebuilt = rebuild(site.stores, Load(NOW))
    site.close()
    assert found.faults == ()
    assert newest is not None
    assert newest.digest == found.digest == rebuilt
    if all(isinstance(step, Sends) for step in sequence):
        at_once = open_site(folder / "at-once")
        loaded = at_once.load(*partnership.sent)
        at_once.close()
        assert loaded.refused or loaded.digest == newest.digest


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(st.lists(sendings, min_size=1, max_size=2), st.lists(steps, min_size=1, max_size=4))
def test_bit_by_bit_is_as_all_at_once(first: list[Sends], then: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), [*first, *then])
