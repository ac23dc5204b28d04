"""What comes while something is set aside, or while a report may yet be answered: said, and never swallowed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.model.answers import At
from graph.model.findings import FindingState
from ingest.pipeline import load
from ingest.stores import Load
from tests.graph.questions.test_findings import CSC, KELLY, MIA, aside, finding, questions, rec
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import NOW, a_person, manifest, open_site

HUB = Account("hub", "*", frozenset({AccessRole.ASSESSMENT}), NOW, "csc", frozenset(), frozenset())


def an_incident(ref: str, day: str) -> Row:
    return {"record_ref": ref, "category": "police", "type": "domestic_abuse", "start": day, "recorded_at": day}


INCIDENTS: dict[str, list[Row]] = {
    **CSC,
    "events": [an_incident(f"A{month}", f"2023-0{month}-05") for month in (5, 7, 9)],
    "event_people": [{"record_ref": f"A{month}", "person_ref": KELLY, "role": "victim"} for month in (5, 7, 9)],
}


def test_evidence_that_comes_after_it_was_set_aside_is_said_and_named_first(tmp_path: Path) -> None:
    opened, tables = open_site(tmp_path / "data"), {name: list(rows) for name, rows in INCIDENTS.items()}
    opened.load(write_delivery(tmp_path / "one", tables, manifest("csc", "2024-03-31")))
    opened.stores.ledger.accounts.add(HUB)
    before = questions(opened).set_aside(aside("repeat_domestic_abuse"))
    assert before.set_aside is not None
    assert (before.set_aside.says, before.set_aside.evidence_since) == ("", ())
    tables["events"].insert(0, an_incident("A0", "2024-02-20"))
    tables["event_people"].append({"record_ref": "A0", "person_ref": KELLY, "role": "victim"})
    later = NOW + timedelta(days=2)
    newer = write_delivery(tmp_path / "two", tables, manifest("csc", "2024-04-01"))
    load((newer,), opened.stores, Load(later))
    told = finding(questions(opened, now=later), "repeat_domestic_abuse")
    assert told.state is FindingState.SET_ASIDE
    assert told.set_aside is not None
    assert told.set_aside.pieces_since == 1
    assert told.says.startswith("1 piece of evidence was recorded since this was set aside. 4 incidents")
    assert {claim.record.record_ref for claim in told.set_aside.evidence_since} == {"A0", "A0|C2|victim"}
    assert told.evidence[: len(told.set_aside.evidence_since)] == told.set_aside.evidence_since
    assert len(set(told.evidence)) == len(told.evidence)
    opened.close()


def test_what_comes_after_an_adult_was_set_aside_is_said_beside_it(tmp_path: Path) -> None:
    named: dict[str, list[Row]] = {
        "assessments": [{"record_ref": "A1", "kind": "single", "started": "2023-06-07"}],
        "assessment_people": [{"record_ref": "A1", "person_ref": MIA, "capacity": "child"}],
    }
    assessed = open_site(tmp_path / "data")
    assessed.load(write_delivery(tmp_path / "sent", {**CSC, **named}, manifest("csc")))
    assessed.stores.ledger.accounts.add(HUB)
    questions(assessed).set_aside(aside("hidden_adults", adult=rec(KELLY)))
    later = NOW + timedelta(days=2)
    people = [a_person("P2", "Kelly Hobbs", "1988-02-11"), a_person("P1")]
    married = [{"record_ref": "L7", "person_ref": "P2", "other_ref": "P1", "type": "mother"}]
    sent = write_delivery(tmp_path / "more", {"people": people, "relationships": married}, manifest("police"))
    load((sent,), assessed.stores, Load(later))
    shown = questions(assessed, now=later).hidden_adults(rec(MIA))
    assert shown is not None
    (told,) = [one.set_aside for one in shown.adults]
    assert told is not None
    assert told.says == "1 piece of evidence was recorded since this was set aside"
    assert [claim.record.record_ref for claim in told.evidence_since] == ["L7"]
    assessed.close()


@pytest.mark.parametrize("on", ["2024-03-25", "2024-03-31"])
def test_a_report_within_its_days_is_still_open_and_not_found(tmp_path: Path, on: str) -> None:
    opened = open_site(tmp_path / "data")
    reported = {"record_ref": "V1", "category": "police", "type": "child_concern_report", "start": on}
    police: dict[str, list[Row]] = {
        "people": [a_person("P1")],
        "events": [reported],
        "event_people": [{"record_ref": "V1", "person_ref": "P1", "role": "subject"}],
        "shares": [{"record_ref": "S1", "to_agency": "csc", "outcome": "refused", "requested_on": "2020-01-01"}],
    }
    held = (("csc", CSC), ("police", police))
    opened.load(*(write_delivery(tmp_path / name, rows, manifest(name)) for name, rows in held))
    opened.stores.ledger.accounts.add(HUB)
    told = finding(questions(opened), "report_without_contact", At(as_of=date(2024, 3, 31)))
    assert told.state is FindingState.NOT_FOUND_IN_LOADED_DATA
    until = (date.fromisoformat(on) + timedelta(days=7)).isoformat()
    assert told.says.startswith(f"Still open: child concern report of {on} (Vale police), until {until}.")
    opened.close()
