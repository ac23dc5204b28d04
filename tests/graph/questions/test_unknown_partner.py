"""The unknown partner check: who of those told is on record and why, who is on record and was not told (rules.md §3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.errors import BadInput, Forbidden
from graph.model.answers import AdultState, At, BlankKind
from graph.model.knowing import ToldHousehold, ToldMatch, ToldPerson, UnknownPartnerAnswer
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading
from graph.questions.unknown_partner import Books, find_unknown_partners
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site


def home(ref: str, line: str, postcode: str = "VA1 2BC", **cells: str) -> Row:
    return {"household_ref": ref, "address": line, "postcode": postcode, **cells}


def lives(ref: str, person: str, place: str, start: str = "2020-01-01", **cells: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "household_ref": place, "start": start, **cells}


CSC = {
    "people": [
        a_person("C1"),
        a_person("C2", "Kelly Hobbs", "1988-02-11"),
        a_person("C3", "Noah Hobbs", "2019-08-08"),
        a_person("C5", "Shauna Price", "1992-10-10", sensitivity="restricted"),
        a_person("C6", "Ivy Bright", "2016-01-01"),
        a_person("C7", "Robin Vale", "1990-01-05", adopted_identity="y", phones="07700 900555"),
        a_person("C8", "Finn Vale", "2017-03-03"),
    ],
    "households": [home("H1", "3 Mill Row, Vale", uprn="100023"), home("HR", "9 Haven Way, Vale", kind="refuge", confidential="y")],
    "residences": [lives("R1", "C1", "H1"), lives("R2", "C2", "H1"), lives("R3", "C3", "H1"), lives("R4", "C6", "HR")],
    "relationships": [
        {"record_ref": "L1", "person_ref": "C2", "other_ref": "C1", "type": "mother"},
        {"record_ref": "L2", "person_ref": "C2", "other_ref": "C3", "type": "mother"},
        {"record_ref": "L3", "person_ref": "C7", "other_ref": "C8", "type": "parent"},
    ],
    "assessments": [{"record_ref": "A1", "kind": "single", "started": "2023-06-01", "completed": "2023-07-01"}],
    "assessment_people": [
        {"record_ref": "A1", "person_ref": "C1", "capacity": "child"},
        {"record_ref": "A1", "person_ref": "C2", "capacity": "parent"},
    ],
}  # fmt: skip
POLICE = {
    "people": [
        a_person("P1", "Daniel Mercer", "1979-01-15", other_names="Daz", phones="07700 900777", vehicles="AB12 CDE"),
        a_person("P2", "Mia Hobbs", "2012-05-01"),
        a_person("P3", "Gareth Stone", "1970-04-04"),
        {"person_ref": "P4", "given_name": "Baz", "identified": "n"},
    ],
    "events": [
        {"record_ref": "E1", "category": "police", "type": "domestic_abuse", "start": "2023-08-01"},
    ],
    "event_people": [
        {"record_ref": "E1", "person_ref": "P1", "role": "suspect"},
        {"record_ref": "E1", "person_ref": "P2", "role": "present"},
        {"record_ref": "E1", "person_ref": "P4", "role": "present"},
    ],
    "relationships": [{"record_ref": "L1", "person_ref": "P3", "other_ref": "P2", "type": "carer"}],
}
HOUSING = {
    "people": [
        a_person("T1", "Daniel Mercer", "1979-01-15"),
        a_person("T2", "Olive Grant", "1961-02-02"),
        a_person("T3", "Otto Lone", "1961-02-02"),
    ],
    "households": [home("U1", "3 Mill Row", "va1 2bc"), home("U2", "50 Long Lane, Vale")],
    "residences": [lives("R1", "T1", "U1", "2022-06-01"), lives("R2", "T2", "U1", "2015-01-01", end="2018-01-01")],
}


def rec(agency: str, ref: str) -> str:
    return KEY.record_id(agency, "main", "people", ref)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("check")
    opened = open_site(folder / "data")
    tables = (("csc", CSC), ("police", POLICE), ("housing", HOUSING))
    sent = [write_delivery(folder / agency, rows, manifest(agency)) for agency, rows in tables]
    assert not opened.load(*sent).refused
    yield opened
    opened.close()


def questions(site: Site, role: AccessRole = AccessRole.ASSESSMENT, purpose: str = "assessment") -> Questions:
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)
    return held.questions(Caller("hub", frozenset({role}), "csc"), read_purpose(purpose))


def check(site: Site, *people: ToldPerson, at: At | None = None, **household: str) -> UnknownPartnerAnswer:
    told = ToldHousehold(people, **household)
    return questions(site).unknown_partner_check(told, at or At())


def name_of(match: ToldMatch) -> list[str]:
    return [candidate.right.display_name for candidate in match.matches]


def others(answer: UnknownPartnerAnswer) -> dict[str, Any]:
    return {row.adult.display_name: row for row in answer.others_on_record}


KELLY = ToldPerson("Kelly Hobbs", "1988-02-11", relationship="mother")
MIA = ToldPerson("Mia Hobbs", "2012-05-01", relationship="child")


def test_a_mother_tells_of_her_and_the_child_alone_and_who_lives_with_them_is_found(site: Site) -> None:
    answer = check(site, KELLY, MIA)
    assert [(one.told, one.on_record, name_of(one)) for one in answer.told] == [
        ("Kelly Hobbs", True, ["Kelly Hobbs"]),
        ("Mia Hobbs", True, ["Mia Hobbs"]),
    ]
    found = others(answer)
    assert set(found) == {"Daniel Mercer", "Noah Hobbs", "Gareth Stone", "Baz"}
    assert found["Daniel Mercer"].state is AdultState.HIDDEN
    assert {ground.kind for ground in found["Daniel Mercer"].grounds} >= {"co_resident", "at_event"}
    assert found["Baz"].state is AdultState.UNIDENTIFIED
    assert found["Gareth Stone"].state is AdultState.HIDDEN


def test_a_child_on_record_who_was_not_told_is_listed_and_marked(site: Site) -> None:
    noah = others(check(site, KELLY, MIA))["Noah Hobbs"]
    assert noah.under_eighteen
    assert noah.adult.is_child
    assert {ground.kind for ground in noah.grounds} == {"child_of_told", "lives_with_told"}
    assert "was not told" in noah.to_ask


def test_who_was_told_is_not_among_the_others(site: Site) -> None:
    told = (KELLY, MIA, ToldPerson("Noah Hobbs", "2019-08-08"), ToldPerson("Danny Mercer", "1979-01-15"))
    assert set(others(check(site, *told))) == {"Gareth Stone", "Baz"}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (ToldPerson("Danny Mercer", "1979-01-15"), ("First name", "one is a short or pet form of the other")),
        (ToldPerson("Daniel Mercer", "1979"), ("Date of birth", "what is known of one fits the other")),
        (ToldPerson("Daniel Mercer"), ("Family name", "the same")),
        (ToldPerson("MERCER, Daniel", "1979-01-15"), ("Family name", "the same")),
        (ToldPerson("Mercer Daniel", "1979-01-15"), ("Date of birth", "the same")),
        (ToldPerson("Daniel Tranter", "1979-01-15"), ("Date of birth", "the same")),
        (ToldPerson("Daz", phone="+44 7700 900777"), ("Phone, email or vehicle", "one in common")),
        (ToldPerson(phone="07700900777", relationship="mum's partner"), ("Phone, email or vehicle", "one in common")),
        (ToldPerson("Dan", vehicle="ab12cde"), ("Phone, email or vehicle", "one in common")),
    ],
)
def test_a_partner_is_on_record_however_he_was_told_of(site: Site, told: ToldPerson, reason: tuple[str, str]) -> None:
    (one,) = check(site, told).told
    assert one.on_record
    (match,) = one.matches
    assert match.right.display_name == "Daniel Mercer"
    assert reason in {(comparison.field, comparison.says) for comparison in match.comparisons}


@pytest.mark.parametrize(
    "told",
    [
        ToldPerson("Nobody Known", "1980-03-03"),
        ToldPerson("Daz"),
        ToldPerson("Mercer"),
        ToldPerson(phone="07700 900000"),
        ToldPerson(date_of_birth="1979"),
        ToldPerson("Otto Lone", "1961-02-02"),
    ],
)
def test_who_cannot_be_found_is_said_not_to_be_on_record(site: Site, told: ToldPerson) -> None:
    (one,) = check(site, told).told
    assert (one.on_record, one.matches) == (False, ())


@pytest.mark.parametrize(
    "told", [ToldPerson("Daniel Mercer", "1985-06-06"), ToldPerson("Steve Ackroyd", phone="07700 900777")]
)
def test_what_speaks_against_is_shown_and_is_not_on_record(site: Site, told: ToldPerson) -> None:
    (one,) = check(site, told).told
    assert not one.on_record
    (match,) = one.matches
    assert match.right.display_name == "Daniel Mercer"
    assert "different" in {comparison.says for comparison in match.comparisons}


def test_the_holder_of_a_phone_told_who_is_somebody_else_is_on_record_and_was_not_told(site: Site) -> None:
    dan = others(check(site, ToldPerson("Steve Ackroyd", phone="07700 900777")))["Daniel Mercer"]
    assert "contact_told" in {ground.kind for ground in dan.grounds}


@pytest.mark.parametrize(
    "where",
    [
        {"address": "3 Mill Row", "postcode": "VA1 2BC"},
        {"address": "3, MILL ROW, VALE VA1 2BC"},
        {"uprn": "100023"},
        {"uprn": "100023", "address": "Mill Row"},
    ],
)
def test_an_address_finds_who_is_recorded_there(site: Site, where: dict[str, str]) -> None:
    found = others(check(site, ToldPerson("Nobody Known", "1980-03-03"), **where))
    assert {"Daniel Mercer", "Kelly Hobbs", "Mia Hobbs", "Noah Hobbs"} <= set(found)
    assert "at_address_told" in {ground.kind for ground in found["Daniel Mercer"].grounds}
    assert found["Kelly Hobbs"].state is AdultState.ASSESSED
    assert "Olive Grant" not in found


def test_a_first_name_alone_is_found_at_the_address_told(site: Site) -> None:
    (one,) = check(site, ToldPerson("Danny"), address="3 Mill Row", postcode="VA1 2BC").told
    assert (one.on_record, name_of(one)) == (True, ["Daniel Mercer"])
    assert "Address" in {comparison.field for comparison in one.matches[0].comparisons}


def test_a_first_name_alone_is_found_among_those_around_the_others_told(site: Site) -> None:
    answer = check(site, KELLY, MIA, ToldPerson("Baz", relationship="mum's new partner"))
    assert (answer.told[2].on_record, name_of(answer.told[2])) == (True, ["Baz"])
    # Nobody knows who Baz is, so he is listed too; somebody of a name alone, told without the family, is not looked for.
    assert others(answer)["Baz"].state is AdultState.UNIDENTIFIED
    danny = check(site, KELLY, MIA, ToldPerson("Danny"))
    assert (danny.told[2].on_record, name_of(danny.told[2])) == (True, ["Daniel Mercer"])
    assert "Daniel Mercer" not in others(danny)
    assert not check(site, ToldPerson("Danny")).told[0].on_record
    assert not check(site, KELLY, MIA, ToldPerson("Baz Ellwood")).told[2].on_record


def test_an_initial_and_a_home_are_shown_and_not_enough(site: Site) -> None:
    (one,) = check(site, ToldPerson("D"), address="3 Mill Row", postcode="VA1 2BC").told
    assert (one.on_record, name_of(one)) == (False, ["Daniel Mercer"])


@pytest.mark.parametrize("born", ["1979", "1979-01"])
def test_a_partial_birth_date_makes_nobody_on_record(site: Site, born: str) -> None:
    told = ToldPerson(date_of_birth=born, relationship="mum's partner")
    assert check(site, told).told[0].matches == ()
    answer = check(site, told, address="3 Mill Row", postcode="VA1 2BC")
    assert not answer.told[0].on_record
    assert "Daniel Mercer" in others(answer)


@pytest.mark.parametrize("where", [{}, {"address": "3 Mill Row", "postcode": "VA1 2BC"}])
def test_a_birth_date_without_a_name_is_listed_and_is_not_on_record(site: Site, where: dict[str, str]) -> None:
    answer = check(site, KELLY, ToldPerson(date_of_birth="1979-01-15", relationship="mum's partner"), **where)
    told = answer.told[1]
    assert (told.on_record, name_of(told)) == (False, ["Daniel Mercer"])
    assert ("Date of birth", "the same") in {(one.field, one.says) for one in told.matches[0].comparisons}
    assert "Daniel Mercer" in others(answer)


@pytest.mark.parametrize(
    ("first", "second", "on_record"),
    [
        (ToldPerson("Daniel Mercer"), ToldPerson("Daniel Mercer"), [True, False]),
        (ToldPerson("Daniel Mercer"), ToldPerson("Mercer, Daniel", "1979-01-15"), [True, False]),
        (ToldPerson(phone="07700 900777"), ToldPerson(phone="07700900777"), [True, False]),
        (ToldPerson(phone="07700 900777"), ToldPerson("Daz", phone="07700 900777"), [False, True]),
        (ToldPerson(phone="07700 900777"), ToldPerson(vehicle="AB12 CDE"), [True, True]),
        (ToldPerson("Danny Mercer"), ToldPerson(phone="07700 900777"), [True, True]),
    ],
)
def test_two_told_are_one_on_record_only_by_something_of_their_own(
    site: Site, first: ToldPerson, second: ToldPerson, on_record: list[bool]
) -> None:
    told = check(site, first, second).told
    assert [one.on_record for one in told] == on_record
    assert [name_of(one) for one in told] == [["Daniel Mercer"]] * 2


def test_what_those_asked_as_do_not_know_finds_nobody(site: Site) -> None:
    csc = At(known_to=("csc",))
    for told in (ToldPerson("Daniel Mercer", "1979-01-15"), ToldPerson(phone="07700 900777")):
        answer = check(site, told, at=csc)
        assert (answer.told[0].on_record, answer.told[0].matches, answer.others_on_record) == (False, (), ())
    here = check(site, ToldPerson("Danny"), at=csc, address="3 Mill Row", postcode="VA1 2BC")
    assert here.told[0].matches == ()
    assert set(others(here)) == {"Kelly Hobbs", "Mia Hobbs", "Noah Hobbs"}
    housing = check(site, ToldPerson("Danny"), at=At(known_to=("housing",)), address="3 Mill Row", postcode="VA1 2BC")
    assert housing.told[0].on_record
    assert set(others(housing)) == set()
    by_phone = check(site, ToldPerson(phone="07700 900777"), at=At(known_to=("housing",)))
    assert by_phone.told[0].matches == ()


def test_a_refuge_answers_as_an_address_nobody_has_on_record(site: Site) -> None:
    told = ToldPerson("Nobody Known", "1980-03-03")
    refuge = check(site, told, address="9 Haven Way", postcode="VA1 2BC")
    nowhere = check(site, told, address="99 Haven Way", postcode="VA1 2BC")
    assert refuge == nowhere
    assert refuge.others_on_record == ()


def test_who_is_restricted_is_not_found_by_name(site: Site) -> None:
    (one,) = check(site, ToldPerson("Shauna Price", "1992-10-10")).told
    assert (one.on_record, one.matches) == (False, ())


def test_an_adopted_identity_is_found_under_its_own_name_alone(site: Site) -> None:
    assert check(site, ToldPerson("Robin Vale", "1990-01-05")).told[0].on_record
    for told in (ToldPerson("Robin Quist", "1990-01-05", "07700 900555"), ToldPerson(phone="07700 900555")):
        answer = check(site, told)
        assert (answer.told[0].on_record, answer.told[0].matches, answer.others_on_record) == (False, (), ())


def test_as_known_then_what_was_recorded_later_finds_nobody(site: Site) -> None:
    answer = check(site, KELLY, at=At(known_at=NOW.replace(year=2019)))
    assert not answer.told[0].on_record
    assert answer.others_on_record == ()


@pytest.mark.parametrize(
    ("told", "argument"),
    [
        (ToldHousehold(()), "told.people"),
        (ToldHousehold((ToldPerson("A B"),) * 21), "told.people"),
        (ToldHousehold((ToldPerson(),)), "told.people"),
        (ToldHousehold((ToldPerson("  ", phone=" ", relationship="friend"),)), "told.people"),
        (ToldHousehold((ToldPerson("--"),)), "told.people.name"),
        (ToldHousehold((ToldPerson("x" * 201),)), "told.people.name"),
        (ToldHousehold((ToldPerson("Dan", "31 May"),)), "told.people.dateOfBirth"),
        (ToldHousehold((ToldPerson("Dan", "2023-02-30"),)), "told.people.dateOfBirth"),
        (ToldHousehold((ToldPerson("Dan", "1066"),)), "told.people.dateOfBirth"),
        (ToldHousehold((ToldPerson("Dan"),), address="3 Mill Row"), "told.address"),
        (ToldHousehold((ToldPerson("Dan"),), address="Mill Row", postcode="VA1 2BC"), "told.address"),
        (ToldHousehold((ToldPerson("Dan"),), postcode="VA1 2BC"), "told.address"),
        (ToldHousehold((ToldPerson("Dan"),), uprn="next door"), "told.uprn"),
    ],
)
def test_what_is_told_wrongly_names_the_argument_and_never_the_value(
    site: Site, told: ToldHousehold, argument: str
) -> None:
    with pytest.raises(BadInput) as refused:
        questions(site).unknown_partner_check(told)
    assert refused.value.argument == argument
    for value in ("Mill Row", "31 May", "2023-02-30", "next door"):
        assert value not in str(refused.value)


def test_twenty_people_may_be_told(site: Site) -> None:
    assert len(check(site, *(ToldPerson("Kelly Hobbs", "1988-02-11"),) * 20).told) == 20


def test_a_phone_that_cannot_be_read_is_said(site: Site) -> None:
    answer = check(site, replace(KELLY, phone="ask her"))
    assert "the phone of Kelly Hobbs can't be read as one" in {blank.what for blank in answer.blanks}


def test_feeds_that_could_not_be_asked_are_said(site: Site) -> None:
    blanks = {(blank.what, blank.kind) for blank in check(site, KELLY).blanks}
    assert ("school/people", BlankKind.NOT_DELIVERED) in blanks
    assert "school/people" in check(site, KELLY).asked.feeds_missing


@pytest.mark.parametrize("role", [AccessRole.PRACTITIONER, AccessRole.MANAGER])
def test_only_the_assessment_role_may_ask(site: Site, role: AccessRole) -> None:
    with pytest.raises(Forbidden):
        questions(site, role).unknown_partner_check(ToldHousehold((KELLY,)))


def test_nothing_told_is_kept_or_logged_and_those_shown_are(site: Site) -> None:
    digest = site.verify().digest
    before = len(list(site.stores.ledger.audit.entries()))
    check(site, ToldPerson("Danny Mercer", "1979-01-15", "07700 900777"), address="3 Mill Row", postcode="VA1 2BC")
    (entry,) = list(site.stores.ledger.audit.entries())[before:]
    assert json.loads(entry.content)["operation"] == "unknownPartnerCheck"
    assert min(rec("police", "P1"), rec("housing", "T1")) in entry.content
    for value in ("Mercer", "mercer", "1979", "900777", "Mill"):
        assert value not in entry.content
    assert site.verify().digest == digest


@pytest.mark.parametrize(
    "told",
    [
        ToldHousehold((KELLY,)),
        ToldHousehold((KELLY, MIA, ToldPerson("Daniel Mercer", phone="07700 900777")), "3 Mill Row", "VA1 2BC"),
        ToldHousehold((ToldPerson("Nobody Known", "1980-03-03"),)),
    ],
)
def test_three_round_trips_are_the_most(site: Site, told: ToldHousehold) -> None:
    asked = questions(site)
    trips: list[int] = []

    def question(reading: Reading) -> None:
        find_unknown_partners(reading, told, Books(KEY, asked.identity.model))
        trips.append(reading.round_trips)

    asked._ask("unknownPartnerCheck", question)
    assert trips[0] <= 3
