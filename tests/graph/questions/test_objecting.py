"""What a person says against what is recorded about them: shown with it from then on, answered, gone when they are erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.audit.log import AuditLog
from graph.errors import AuditUnavailable, BadInput
from graph.model.answers import At, ClaimAnswer
from graph.model.objections import Objection, ObjectionAnswer, ObjectionKind
from graph.questions.objecting import LONGEST, ObjectionAsked, answer_objection, object_to
from graph.questions.opening import Partnerships
from graph.questions.subject_access import subject_access
from ingest.erasing import erase, find_to_erase
from ingest.stores import Load
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

MIA, KELLY = (KEY.record_id("csc", "main", "people", ref) for ref in ("C1", "C2"))
LATER = NOW + timedelta(days=1)
WORDS = "I never lived there"
CSC: dict[str, list[Row]] = {
    "people": [a_person("C1"), a_person("C2", "Kelly Hobbs", "1988-02-11")],
    "households": [{"household_ref": "H1", "address": "3 Mill Row, Vale", "postcode": "VA1 2BC"}],
    "residences": [
        {"record_ref": "R1", "person_ref": "C1", "household_ref": "H1", "start": "2018-01-01"},
        {"record_ref": "R2", "person_ref": "C2", "household_ref": "H1", "start": "2018-01-01"},
    ],
    "relationships": [{"record_ref": "L1", "person_ref": "C2", "other_ref": "C1", "type": "parent"}],
}


@dataclass
class Clock:
    """The moment it is."""

    at: datetime = LATER


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    opened.load(write_delivery(tmp_path / "csc", CSC, manifest("csc")))
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held(site: Site, clock: Clock) -> Partnerships:
    stores = site.stores
    return Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: clock.at)


def claim_of(held: Partnerships, person: str, table: str) -> str:
    return next(one.claim for one in subject_access(held, person).statements if one.place.table == table)


def kelly_objects(held: Partnerships, kind: ObjectionKind = ObjectionKind.CORRECTION) -> Objection:
    return object_to(held, ObjectionAsked(KELLY, claim_of(held, KELLY, "residences"), kind, f"  {WORDS} "))


def claim_seen(held: Partnerships, claim: str, agency: str = "csc", at: At | None = None) -> ClaimAnswer:
    caller = Caller("jo", frozenset({AccessRole.ASSESSMENT}), agency)
    found = held.questions(caller, read_purpose("assessment")).person(KELLY, *((at,) if at else ()))
    assert found
    return next(one for one in found.claims if one.id == claim)


def shown(held: Partnerships, claim: str, agency: str = "csc", at: At | None = None) -> ObjectionAnswer:
    (said,) = claim_seen(held, claim, agency, at).objections
    return said


def test_it_is_shown_with_the_claim_it_is_against_and_with_no_other(held: Partnerships) -> None:
    said = kelly_objects(held)
    told = shown(held, said.claim)
    assert (told.kind, told.says, told.answer, told.upheld) == ("CORRECTION", WORDS, None, None)
    others = [one for one in subject_access(held, KELLY).statements if one.claim != said.claim]
    assert others
    assert not any(claim_seen(held, one.claim).objections for one in others if one.place.table == "people")


def test_a_later_version_of_the_record_has_it_too(site: Site, held: Partnerships, clock: Clock, tmp_path: Path) -> None:
    said = kelly_objects(held)
    ended = [replace_row(row, "R2", end="2024-02-01") for row in CSC["residences"]]
    site.load(write_delivery(tmp_path / "again", {**CSC, "residences": ended}, manifest("csc", "2024-04-01")))
    clock.at = LATER + timedelta(days=1)
    newest = claim_of(held, KELLY, "residences")
    versions = {one.claim for one in subject_access(held, KELLY).statements if one.reference == "R2"}
    assert len(versions) == 2
    assert said.claim in versions
    current = next(one for one in versions if one != said.claim)
    assert newest in versions
    assert shown(held, current).says == WORDS


def replace_row(row: Row, ref: str, **cells: str) -> Row:
    return {**row, **cells} if row["record_ref"] == ref else row


def test_its_answer_is_shown_with_it_and_there_is_one(held: Partnerships) -> None:
    said = kelly_objects(held)
    answered = answer_objection(held, said.id, "The tenancy says so", is_upheld=False)
    assert answered.reply
    told = shown(held, said.claim)
    assert (told.answer, told.upheld, told.answered_at) == ("The tenancy says so", False, LATER)
    for gone in (said.id, "o0"):
        with pytest.raises(BadInput, match="waits for an answer"):
            answer_objection(held, gone, "Again", is_upheld=True)


def test_before_it_was_said_nobody_is_told_of_it(held: Partnerships, clock: Clock) -> None:
    said = kelly_objects(held)
    clock.at = LATER + timedelta(days=2)
    answer_objection(held, said.id, "It is so", is_upheld=True)
    assert claim_seen(held, said.claim, at=At(known_at=LATER - timedelta(seconds=1))).objections == ()
    told = shown(held, said.claim, at=At(known_at=LATER + timedelta(days=1)))
    assert (told.says, told.answer, told.answered_at) == (WORDS, None, None)


def test_another_agency_is_told_that_it_was_said_and_not_the_words(held: Partnerships) -> None:
    said = kelly_objects(held, ObjectionKind.OBJECTION)
    answer_objection(held, said.id, "The tenancy says so", is_upheld=True)
    told = shown(held, said.claim, "police")
    assert (told.kind, told.says, told.answer, told.upheld) == ("OBJECTION", None, None, True)


def test_the_person_is_given_what_they_said_and_what_was_answered(held: Partnerships) -> None:
    said = kelly_objects(held)
    answer_objection(held, said.id, "The tenancy says so", is_upheld=False)
    told = [one.what for one in subject_access(held, KELLY).decisions]
    assert told == [f"correction said of claim {said.claim}: {WORDS}", "answer to it, not upheld: The tenancy says so"]
    assert subject_access(held, MIA).decisions == ()


def test_it_is_an_entry_of_the_log_without_its_words(held: Partnerships) -> None:
    said = kelly_objects(held)
    entry = json.loads(list(held.ledger.audit.entries())[-1].content)
    assert (entry["operation"], entry["reference"], entry["shown"]) == ("object", said.id, [KELLY])
    assert WORDS not in json.dumps(entry)


def test_without_an_entry_nothing_is_kept(held: Partnerships, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = claim_of(held, KELLY, "residences")

    def refuse(*_: object) -> None:
        raise AuditUnavailable("the log is full")

    monkeypatch.setattr(AuditLog, "append", refuse)
    with pytest.raises(AuditUnavailable):
        object_to(held, ObjectionAsked(KELLY, claim, ObjectionKind.OBJECTION, WORDS))
    assert held.ledger.objections.every() == []


@pytest.mark.parametrize("says", ["", " … ", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused(held: Partnerships, says: str) -> None:
    with pytest.raises(BadInput, match="--says"):
        object_to(held, ObjectionAsked(KELLY, claim_of(held, KELLY, "people"), ObjectionKind.OBJECTION, says))


def test_a_claim_of_nobody_or_of_somebody_else_is_refused(held: Partnerships) -> None:
    for claim in ("c0", claim_of(held, KELLY, "people")):
        with pytest.raises(BadInput, match="--claim"):
            object_to(held, ObjectionAsked(MIA, claim, ObjectionKind.OBJECTION, WORDS))


def test_whoever_is_erased_takes_what_they_said_with_them(site: Site, held: Partnerships) -> None:
    said = kelly_objects(held)
    answer_objection(held, said.id, "It is so", is_upheld=True)
    mia_says = ObjectionAsked(MIA, claim_of(held, MIA, "people"), ObjectionKind.OBJECTION, "Not me")
    kept = object_to(held, mia_says)
    stores = site.stores
    erase(stores, held.audit, find_to_erase(stores, KELLY), "asked", Load(LATER).now)
    assert [one.id for one in held.ledger.objections.every()] == [kept.id]
    assert replace(kept, reply=None) == held.ledger.objections.find(kept.id)


def test_what_was_said_of_a_name_from_before_adoption_is_as_closed_as_the_name(
    site: Site, held: Partnerships, clock: Clock, tmp_path: Path
) -> None:
    """Said while the birth name stood open; since the row is marked, nothing beside the new name leads back to it."""
    said = object_to(
        held, ObjectionAsked(MIA, claim_of(held, MIA, "people"), ObjectionKind.CORRECTION, "Hobbs, not Hobs")
    )
    adopted = {**a_person("C1", "Wren Marsh"), "adopted_identity": "y"}
    site.load(
        write_delivery(
            tmp_path / "again", {**CSC, "people": [adopted, CSC["people"][1]]}, manifest("csc", "2024-04-01")
        )
    )
    clock.at = LATER + timedelta(days=1)
    assert held.ledger.objections.find(said.id)
    caller = Caller("jo", frozenset({AccessRole.ASSESSMENT}), "csc")
    found = held.questions(caller, read_purpose("assessment")).person(MIA)
    assert found
    assert found.names == ("Wren Marsh",)
    assert not any(one.objections for one in found.claims)
