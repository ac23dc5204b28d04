"""Who is past their time by a partnership's own rules: only whoever has nothing that is kept longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.errors import InputRefused
from ingest.retaining import RULES_FILE, PastItsTime, Rule, past_their_time, read_rules
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

RULES = {"people": Rule(25, "birth"), "residences": Rule(10), "events": Rule(10)}
OLD, OPEN, LATE, UNDATED = (KEY.record_id("csc", "main", "people", ref) for ref in ("C1", "C2", "C3", "C4"))
RECORDED = {"recorded_at": "2000-01-01T12:00:00Z"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    stay = {"household_ref": "H1", "start": "1995-01-01", **RECORDED}
    tables: dict[str, list[Row]] = {
        "people": [
            a_person("C1", "Ada Summers", "1980-02-29", **RECORDED),
            a_person("C2", "Rob Marsh", "1981-02-03", **RECORDED),
            a_person("C3", "Sid Frost", "1982-02-03", **RECORDED),
            a_person("C4", "Una Vale", "", **RECORDED),
        ],
        "households": [{"household_ref": "H1", "address": "3 Mill Row, Vale", "postcode": "VA1 2BC"}],
        "residences": [
            {"record_ref": "R1", "person_ref": "C1", "end": "1999-01-01", **stay},
            {"record_ref": "R2", "person_ref": "C2", **stay},
        ],
        "events": [
            {"record_ref": "V1", "category": "home", "type": "move", "start": "2020-01-01", "recorded_at": "2020-01-02"}
        ],
        "event_people": [{"record_ref": "V1", "person_ref": "C3", "role": "subject"}],
    }
    opened.load(write_delivery(tmp_path / "csc", tables, manifest("csc")))
    yield opened
    opened.close()


def test_only_who_has_nothing_that_is_kept_longer_is_listed(site: Site) -> None:
    found = past_their_time(site.stores, RULES, date(2024, 4, 1))
    assert found == [PastItsTime(OLD, date(2010, 1, 1), is_held=False)]


def test_what_goes_on_and_a_birth_nobody_knows_are_never_past(site: Site) -> None:
    people = {one.person for one in past_their_time(site.stores, RULES, date(2200, 1, 1))}
    assert people == {OLD, LATE}


def test_a_table_without_a_rule_is_kept(site: Site) -> None:
    assert past_their_time(site.stores, {"people": Rule(25, "birth")}, date(2024, 4, 1)) == []
    assert past_their_time(site.stores, {}, date(2024, 4, 1)) == []


def test_a_legal_hold_is_said(site: Site) -> None:
    site.stores.ledger.erasures.hold([OLD], NOW)
    assert [one.is_held for one in past_their_time(site.stores, RULES, date(2024, 4, 1))] == [True]


def test_rules_are_read_from_the_data_folder(tmp_path: Path) -> None:
    assert read_rules(tmp_path) == {}
    (tmp_path / RULES_FILE).write_text("people: {years: 75, from: birth}\nevents: {years: 35}\n", "utf-8")
    assert read_rules(tmp_path) == {"people": Rule(75, "birth"), "events": Rule(35)}


@pytest.mark.parametrize(
    "text",
    ["events", "letters: {years: 3}", "events: {years: many}", "events: {years: 3, from: birth}", "a: [", "events: 3"],
)
def test_a_rule_that_will_not_do_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / RULES_FILE).write_text(text, "utf-8")
    with pytest.raises(InputRefused, match=RULES_FILE):
        read_rules(tmp_path)
