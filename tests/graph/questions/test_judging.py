"""A steward's word on two records: what it shows before, what it does, what stands against it, and its undoing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.access.purpose import read_purpose
from graph.audit.log import AuditLog
from graph.deadline import deadline, seconds_left
from graph.errors import AuditUnavailable, BadInput, Forbidden, PurposeRequired
from graph.identity.judgements import Verdict
from graph.model.answers import At, Candidate
from graph.model.judging import ConflictAnswer, JudgedAnswer
from graph.model.period import end_of_day
from graph.questions.asking import Questions
from graph.questions.judging import JudgeAsked
from graph.questions.opening import Partnerships
from graph.store.ledger.tables import CONFLICTS
from ingest.relinking import apply_judgements
from ingest.stores import Load
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

LATER = NOW + timedelta(days=30)


def lives(ref: str, person: str, home: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "household_ref": home, "start": "2020-01-01"}


def home(ref: str, number: int) -> Row:
    return {"household_ref": ref, "address": f"{number} Mill Row, Vale", "postcode": "VA1 2BC"}


CSC = {
    "people": [
        a_person("C1"),
        a_person("C2", "Kelly Hobbs", "1988-02-11"),
        {"person_ref": "C9", "given_name": "Daz", "identified": "n", "phones": "07700 900777", "vehicles": "AB12 CDE"},
        a_person("C5", "Daniel Mercer", "", sensitivity="sealed"),
        a_person("C6", "Daniel Mercer", "1979-01-15", sensitivity="restricted"),
    ],
    "households": [home("H1", 3)],
    "residences": [lives("R1", "C1", "H1"), lives("R2", "C2", "H1"), lives("R9", "C9", "H1")],
    "relationships": [{"record_ref": "L1", "person_ref": "C2", "other_ref": "C1", "type": "mother"}],
}
POLICE = {
    "people": [
        a_person("P1", "Daniel Mercer", "1979-01-15", other_names="Daz", phones="07700 900777", vehicles="ab12cde"),
        a_person("P2", "Ingrid Lund", "1981-04-04"),
        a_person("P3", "Oscar Lund", "2010-09-09"),
    ],
    "households": [home("K7", 41)],
    "residences": [lives("R1", "P1", "K7"), lives("R2", "P2", "K7"), lives("R3", "P3", "K7")],
}
HOUSING = {
    "people": [
        a_person("T1", "Daniel Mercer", ""),
        a_person("T2", "Kelly Tranter", "1991-06-30"),
        a_person("T3", "Otis Blake", "2015-02-02"),
    ],
    "households": [home("U1", 77)],
    "residences": [lives("R1", "T1", "U1"), lives("R3", "T3", "U1")],
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    sent = tmp_path / "sent"
    opened.load(
        *(write_delivery(sent / agency, rows, manifest(agency)) for agency, rows in
          (("csc", CSC), ("police", POLICE), ("housing", HOUSING)))
    )  # fmt: skip
    for name, role in (("ana", AccessRole.STEWARD), ("ben", AccessRole.STEWARD), ("hub", AccessRole.ASSESSMENT)):
        opened.stores.ledger.accounts.add(Account(name, "*", frozenset({role}), NOW, "csc", frozenset(), frozenset()))
    yield opened
    opened.close()


def questions(site: Site, name: str = "ana", purpose: str = "data_quality", now: datetime = LATER) -> Questions:
    stores = site.stores

    def apply() -> bool:
        apply_judgements(stores, Load(now))
        return True

    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: now, apply)
    account = stores.ledger.accounts.find(name)
    assert account is not None
    return held.questions(account.to_caller(), read_purpose(purpose), rows=True)


def rec(agency: str, ref: str) -> str:
    return KEY.record_id(agency, "main", "people", ref)


DAZ, DAN, TENANT = rec("csc", "C9"), rec("police", "P1"), rec("housing", "T1")


def waiting(asked: Questions) -> dict[frozenset[str], Candidate]:
    return {frozenset((one.left.id, one.right.id)): one for one in asked.identity_queue(100).nodes}


def judged(outcome: JudgedAnswer | ConflictAnswer) -> JudgedAnswer:
    assert isinstance(outcome, JudgedAnswer), outcome
    return outcome


def refused(outcome: JudgedAnswer | ConflictAnswer) -> ConflictAnswer:
    assert isinstance(outcome, ConflictAnswer), outcome
    return outcome


def same(left: str, right: str, since: date | None = None) -> JudgeAsked:
    return JudgeAsked(left, right, Verdict.SAME, "the same van outside", since)


def different(left: str, right: str) -> JudgeAsked:
    return JudgeAsked(left, right, Verdict.DIFFERENT, "he was in prison that year")


def unsure(left: str, right: str) -> JudgeAsked:
    return JudgeAsked(left, right, Verdict.UNSURE, "ask housing for a birth date")


def test_the_queue_tells_identity_fields_of_two_records_and_nothing_else(site: Site) -> None:
    pair = waiting(questions(site))[frozenset((TENANT, DAN))]
    sides = {pair.left.id: pair.left, pair.right.id: pair.right}
    assert [record.record_ref for record in sides[DAN].records] == ["P1"]
    assert all(side.claims == () and side.households == () and side.candidates == () for side in sides.values())
    assert all(record.as_sent is None for side in sides.values() for record in side.records)
    said = {text.field: text for text in pair.comparisons}
    assert {said["First name"].left, said["First name"].right} == {"Daniel", "Daniel; Daz"}
    assert {said["Address"].left, said["Address"].right} == {"77 Mill Row, Vale, VA1 2BC", "41 Mill Row, Vale, VA1 2BC"}


def test_what_joining_would_do_is_told_before_it_is_done(site: Site) -> None:
    effect = waiting(questions(site))[frozenset((DAZ, DAN))].effect
    assert effect is not None
    # Homes H1 and K7 through one person; Mia and Kelly on one side, Ingrid and Oscar on the other.
    assert (effect.households_joined, effect.people_joined) == (2, 4)
    assert effect.conflicts == ()


def test_what_is_restricted_is_touched_and_what_is_sealed_is_not_told(site: Site) -> None:
    queue = waiting(questions(site))
    assert queue[frozenset((DAZ, DAN))].effect is not None
    assert all(rec("csc", ref) not in pair for pair in queue for ref in ("C5", "C6"))


def test_the_queue_is_read_page_by_page_in_an_order_of_its_own(site: Site) -> None:
    asked = questions(site)
    whole = asked.identity_queue(100)
    seen, after = [], None
    for _ in range(whole.total):
        page = asked.identity_queue(1, after)
        seen += page.nodes
        after = page.end_cursor
    assert [(one.left.id, one.right.id) for one in seen] == [(one.left.id, one.right.id) for one in whole.nodes]
    assert not page.has_next_page
    with pytest.raises(BadInput):
        asked.identity_queue(1, "nowhere")


def test_same_joins_and_undoing_restores_the_digest(site: Site) -> None:
    asked = questions(site)
    before = site.verify().digest
    done = judged(asked.judge(same(TENANT, DAN)))
    assert done.applied
    assert done.by == "ana"
    assert site.verify().faults == ()
    assert site.verify().digest != before
    assert frozenset((TENANT, DAN)) not in waiting(asked)
    undone = judged(asked.undo_judgement(done.id, "another van"))
    assert (undone.id, site.verify().digest, site.verify().faults) == (done.id, before, ())
    assert frozenset((TENANT, DAN)) in waiting(asked)
    assert "undone before" in refused(asked.undo_judgement(done.id, "again")).says


def test_before_the_day_of_the_evidence_both_stand_apart(site: Site) -> None:
    judged(questions(site).judge(same(DAZ, DAN, date(2024, 4, 10))))
    hub = questions(site, "hub", "assessment")
    for day, who in ((9, DAZ), (10, DAN)):
        found = hub.person(DAZ, At(known_at=end_of_day(date(2024, 4, day))))
        assert found is not None
        assert (found.id, found.identified) == (who, who == DAN)


@pytest.mark.parametrize("pair", [(DAZ, DAN), (DAN, DAZ)])
def test_whoever_nobody_knew_is_told_by_the_name_of_whom_they_are_judged_to_be(
    site: Site, pair: tuple[str, str]
) -> None:
    assert judged(questions(site).judge(same(*pair))).person.display_name == "Daniel Mercer"


def test_without_a_day_of_evidence_the_join_is_known_from_the_judging(site: Site) -> None:
    judged(questions(site).judge(same(DAZ, DAN)))
    hub = questions(site, "hub", "assessment", LATER + timedelta(days=2))
    before = hub.person(DAZ, At(known_at=LATER - timedelta(hours=1)))
    after = hub.person(DAZ)
    assert before is not None
    assert after is not None
    assert (before.identified, after.identified) == (False, True)


def test_different_keeps_two_apart_and_out_of_the_queue(site: Site) -> None:
    asked = questions(site)
    done = judged(asked.judge(different(TENANT, DAN)))
    assert frozenset((TENANT, DAN)) not in waiting(asked)
    conflict = refused(asked.judge(same(TENANT, DAN)))
    assert conflict.judgements == (done.id,)
    assert "two people" in conflict.says


def test_unsure_stays_in_the_queue_with_who_was(site: Site) -> None:
    asked = questions(site)
    judged(asked.judge(unsure(DAZ, DAN)))
    pair = waiting(asked)[frozenset((DAZ, DAN))]
    assert (pair.judgement, pair.judged_by) == ("UNSURE", "ana")
    judged(questions(site, "ben").judge(same(DAZ, DAN)))


def test_a_chain_of_judgements_is_held_to(site: Site) -> None:
    asked = questions(site)
    first, second = judged(asked.judge(same(DAZ, TENANT))), judged(asked.judge(same(TENANT, DAN)))
    conflict = refused(asked.judge(different(DAZ, DAN)))
    assert set(conflict.judgements) == {first.id, second.id}
    again = refused(asked.judge(same(DAZ, DAN)))
    assert again.says == "these are one person already"
    assert set(again.judgements) == {first.id, second.id}


def test_whom_a_judgement_made_one_is_told_apart_by_any_of_their_records(site: Site) -> None:
    asked = questions(site)
    first = judged(asked.judge(same(DAZ, DAN)))
    judged(asked.judge(same(TENANT, DAN)))
    assert first.id in refused(asked.judge(different(DAZ, TENANT))).judgements


def test_of_two_people_judging_at_once_one_is_told_of_the_other(site: Site) -> None:
    def word(name: str) -> JudgedAnswer | ConflictAnswer:
        asked = same(DAZ, DAN) if name == "ana" else different(DAZ, DAN)
        return questions(site, name).judge(asked)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(word, ("ana", "ben")))
    (kept,) = [one for one in outcomes if isinstance(one, JudgedAnswer)]
    (told,) = [one for one in outcomes if isinstance(one, ConflictAnswer)]
    assert len(site.stores.ledger.judgements.in_force()) == 1
    assert told.judgements in {(kept.id,), ()}


@pytest.mark.parametrize("who", [rec("csc", "C5"), rec("csc", "C6"), "rnobody", rec("csc", "none"), "", "H1"])
def test_nobody_unknown_or_closed_can_be_judged_and_both_answer_alike(site: Site, who: str) -> None:
    told = []
    for asked in (same(who, DAN), same(DAN, who)):
        with pytest.raises(BadInput) as refusal:
            questions(site).judge(asked)
        told.append(str(refusal.value))
    assert told == ["left: names nobody you may judge", "right: names nobody you may judge"]
    assert site.stores.ledger.judgements.in_force() == []


def test_a_judgement_is_told_however_long_answers_take_to_show_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    asked = questions(site)
    relink = asked.relink

    def slowly() -> bool:
        now[0] += 60
        return relink()

    with deadline(10):
        told = judged(replace(asked, relink=slowly).judge(different(TENANT, DAN)))
        assert told.applied
        assert seconds_left(10) > 0


def test_a_judgement_has_a_reason_and_no_evidence_of_tomorrow(site: Site) -> None:
    asked = questions(site)
    for reason in ("", "  \n ", "x" * 2_001):
        with pytest.raises(BadInput, match="reason"):
            asked.judge(JudgeAsked(DAZ, DAN, Verdict.SAME, reason))
    with pytest.raises(BadInput, match="evidenceSince"):
        asked.judge(same(DAZ, DAN, LATER.date() + timedelta(days=1)))
    with pytest.raises(BadInput, match="reason"):
        asked.undo_judgement("j0", " ")
    with pytest.raises(BadInput, match="id"):
        asked.undo_judgement("j0", "a slip")
    assert isinstance(asked.judge(same(DAZ, DAN, LATER.date())), JudgedAnswer)


def test_no_other_role_judges_and_no_other_purpose(site: Site) -> None:
    with pytest.raises(Forbidden):
        questions(site, "hub", "assessment").judge(same(DAZ, DAN))
    with pytest.raises(PurposeRequired):
        questions(site, "ana", "assessment").identity_queue()


def test_without_an_audit_entry_nothing_is_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise AuditUnavailable("the audit log can't be written, so nothing is answered")

    monkeypatch.setattr(AuditLog, "append", full)
    with pytest.raises(AuditUnavailable):
        questions(site).judge(same(DAZ, DAN))
    assert site.stores.ledger.judgements.in_force() == []


def test_a_judgement_is_one_entry_of_the_log_with_both_people(site: Site) -> None:
    before = len(list(site.stores.ledger.audit.entries()))
    judged(questions(site).judge(same(DAZ, DAN)))
    (entry,) = list(site.stores.ledger.audit.entries())[before:]
    assert '"operation":"judge"' in entry.content
    assert DAZ in entry.content
    assert DAN in entry.content
    assert "van" not in entry.content


def test_a_judgement_about_what_was_closed_since_is_not_told(site: Site, tmp_path: Path) -> None:
    asked = questions(site)
    bridge = judged(asked.judge(same(DAZ, TENANT)))
    judged(asked.judge(same(TENANT, DAN)))
    closed = {**HOUSING, "people": [{**HOUSING["people"][0], "sensitivity": "sealed"}, *HOUSING["people"][1:]]}
    site.load(write_delivery(tmp_path / "again", closed, manifest("housing", "2024-04-20")))
    with pytest.raises(BadInput, match="id"):
        asked.undo_judgement(bridge.id, "a slip")
    judged(asked.judge(different(DAZ, DAN)))


def test_two_that_an_adoption_keeps_apart_stay_apart_without_a_word(site: Site, tmp_path: Path) -> None:
    adopted = a_person("P5", "Robin Marsh", "2015-03-03", adopted_identity="y")
    birth = a_person("C8", "Robin Quist", "2015-03-03")
    site.load(
        write_delivery(tmp_path / "p", {**POLICE, "people": [*POLICE["people"], adopted]}, manifest("police", "2024-04-02")),
        write_delivery(tmp_path / "c", {**CSC, "people": [*CSC["people"], birth]}, manifest("csc", "2024-04-02")),
    )  # fmt: skip
    asked = questions(site)
    one, other = rec("police", "P5"), rec("csc", "C8")
    assert frozenset((one, other)) not in waiting(asked)
    done = judged(asked.judge(same(one, other)))
    assert (done.person.id, len(done.person.records)) == (one, 1)
    places = {held.member.record_id: held.member.entity_id for held in site.stores.graph.stored_members()}
    assert places[one] != places[other]
    assert site.verify().faults == ()


def test_nothing_is_applied_where_nobody_links(site: Site) -> None:
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: datetime(2024, 5, 1, tzinfo=UTC))
    account = stores.ledger.accounts.find("ana")
    assert account is not None
    done = held.questions(account.to_caller(), read_purpose("data_quality")).judge(same(DAZ, DAN))
    assert not judged(done).applied
    assert frozenset((DAZ, DAN)) not in waiting(questions(site))
    assert any("kithmap link" in fault for fault in site.verify().faults)


def test_no_pair_of_whoever_is_on_the_stewards_conflict_list_waits_for_them_or_is_counted(site: Site) -> None:
    asked, other = questions(site), questions(site, "ben")
    before = asked.identity_queue(100)
    assert frozenset((TENANT, DAN)) in waiting(asked)
    named = {"account": "ana", "record_id": TENANT, "created_at": NOW}
    with site.stores.ledger.database.writing() as connection:
        connection.execute(CONFLICTS.insert(), [named])
    after = asked.identity_queue(100)
    assert frozenset((TENANT, DAN)) not in waiting(asked)
    assert after.total == len(after.nodes) == asked.identity_waiting() < before.total
    assert other.identity_queue(100).total == before.total
