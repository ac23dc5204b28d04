"""`findings`, `rules` and `setAside` through the door: what is told to whom, what is kept, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.access.purpose import read_purpose
from graph.audit.log import AuditLog
from graph.errors import AuditUnavailable, BadInput, Forbidden
from graph.model.answers import At
from graph.model.findings import FindingAnswer, FindingState
from graph.model.period import end_of_day
from graph.questions.asides import KEPT_BACK
from graph.questions.asking import Questions
from graph.questions.findings import find_findings
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading
from graph.questions.setting_aside import AsideAsked
from graph.rules.registry import every_rule
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

MIA, KELLY, OTIS = "C1", "C2", "C3"
CSC: dict[str, list[Row]] = {
    "people": [
        a_person(MIA),
        a_person(KELLY, "Kelly Hobbs", "1988-02-11"),
        a_person(OTIS, "Otis Hobbs", "2016-03-03", sensitivity="sealed"),
        a_person("C4", "Lee Hobbs", "1981-06-20", sensitivity="restricted"),
    ],
    "relationships": [
        {"record_ref": "L1", "person_ref": KELLY, "other_ref": MIA, "type": "mother"},
        {"record_ref": "L2", "person_ref": "C4", "other_ref": MIA, "type": "father"},
    ],
    "episodes": [
        {"record_ref": "E1", "person_ref": MIA, "kind": "referral", "start": "2023-01-15", "end": "2023-02-20"},
        {"record_ref": "E2", "person_ref": MIA, "kind": "referral", "start": "2023-06-05"},
    ],
    "events": [
        {
            "record_ref": "V1",
            "category": "strength",
            "type": "engagement",
            "start": "2023-09-01",
            "headline": "Gran helps",
        },
        {"record_ref": "V2", "category": "strength", "type": "engagement", "start": "2021-09-01"},
    ],
    "event_people": [
        {"record_ref": "V1", "person_ref": MIA, "role": "subject"},
        {"record_ref": "V2", "person_ref": MIA, "role": "subject"},
    ],
}
UNTIL = date(2024, 6, 1)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("findings")
    opened = open_site(folder / "data")
    opened.load(write_delivery(folder / "sent", CSC, manifest("csc")))
    accounts = (("hub", AccessRole.ASSESSMENT, "csc"), ("peer", AccessRole.ASSESSMENT, "police"),
                ("boss", AccessRole.MANAGER, "csc"), ("clerk", AccessRole.STEWARD, "csc"))  # fmt: skip
    for name, role, agency in accounts:
        held = Account(name, "*", frozenset({role}), NOW, agency, frozenset(), frozenset())
        opened.stores.ledger.accounts.add(held)
    yield opened
    opened.close()


def rec(ref: str) -> str:
    return KEY.record_id("csc", "main", "people", ref)


def questions(site: Site, name: str = "hub", purpose: str = "assessment", now: datetime = NOW) -> Questions:
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: now)
    account = stores.ledger.accounts.find(name)
    assert account is not None
    return held.questions(account.to_caller(), read_purpose(purpose))


def finding(asked: Questions, rule: str = "re_referral", at: At | None = None) -> FindingAnswer:
    found = asked.findings(rec(MIA), [rule], at or At())
    assert found is not None
    (one,) = found.findings
    return one


def aside(rule: str = "re_referral", **changes: object) -> AsideAsked:
    asked = AsideAsked(rec(MIA), rule, None, "both are one referral", UNTIL)
    return replace(asked, **changes)  # type: ignore[arg-type]


def test_what_is_found_is_told_with_evidence_what_would_refute_it_and_strengths_beside_it(loaded: Site) -> None:
    told = finding(questions(loaded))
    assert told.state is FindingState.FOUND
    assert told.since == "2023-01-15"
    assert [detail.name for detail in told.details] == ["2023-01-15", "2023-06-05"]
    assert sorted(claim.record.record_ref for claim in told.evidence) == ["E1", "E2"]
    assert told.would_refute
    assert [claim.record.record_ref for claim in told.strengths] == ["V1"]
    assert told.missing_feeds == ()


def test_what_lacks_a_feed_says_which(loaded: Site) -> None:
    told = finding(questions(loaded), "start_again")
    assert told.state is FindingState.CANNOT_BE_DETERMINED
    assert told.missing_feeds == ("csc/assessments",)
    assert told.evidence == told.strengths == ()


def test_every_rule_is_told_once_in_the_order_of_the_rules(loaded: Site) -> None:
    found = questions(loaded).findings(rec(MIA))
    assert found is not None
    for_all = [name for name, rule in every_rule().items() if rule.roles is None]
    assert [one.rule.name for one in found.findings] == for_all
    assert not any(one.failed for one in found.findings)
    assert [rule.name for rule in questions(loaded).rules()] == list(every_rule())


def test_it_takes_two_round_trips_whatever_is_asked(loaded: Site) -> None:
    asked, trips = questions(loaded), []

    def question(reading: Reading) -> None:
        find_findings(reading, rec(MIA), None, asked.asides)
        trips.append(reading.round_trips)

    asked._ask("findings", question)
    assert trips == [2]


def test_an_unknown_rule_is_bad_input(loaded: Site) -> None:
    for names in ([], ["nothing"], ["re_referral", "nothing"]):
        with pytest.raises(BadInput) as refused:
            questions(loaded).findings(rec(MIA), names)
        assert refused.value.argument == "rules"


def test_an_adult_is_no_child_and_nobody_is_nobody(loaded: Site) -> None:
    with pytest.raises(BadInput):
        questions(loaded).findings(rec(KELLY))
    assert questions(loaded).findings(rec(OTIS)) is None
    assert questions(loaded).findings("pnobody") is None


def test_a_steward_has_no_findings(loaded: Site) -> None:
    with pytest.raises(Forbidden):
        questions(loaded, "clerk", "data_quality").findings(rec(MIA))


def test_as_known_earlier_it_was_not_found(loaded: Site) -> None:
    day = date(2023, 6, 4)
    assert finding(questions(loaded), at=At(as_of=day)).state is not FindingState.FOUND


@pytest.fixture
def site(loaded: Site) -> Iterator[Site]:
    """The same family, with nothing set aside afterwards."""
    yield loaded
    with loaded.stores.ledger.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM set_asides")


def test_a_finding_set_aside_says_by_whom_why_and_until_when(site: Site) -> None:
    told = questions(site).set_aside(aside())
    assert told.state is FindingState.SET_ASIDE
    assert told == finding(questions(site))
    assert told.set_aside is not None
    assert (told.set_aside.by, told.set_aside.reason, told.set_aside.until) == ("hub", "both are one referral", UNTIL)
    assert told.evidence


def test_the_reason_is_read_by_the_agency_of_who_gave_it(site: Site) -> None:
    questions(site).set_aside(aside())
    assert finding(questions(site, "peer")).set_aside is not None
    assert "both are one" not in repr(finding(questions(site, "peer")).set_aside)


@pytest.mark.parametrize(("day", "is_aside"), [("2024-05-31", True), ("2024-06-01", False), ("2024-06-02", False)])
def test_it_is_shown_again_on_the_day_named(site: Site, day: str, is_aside: bool) -> None:
    questions(site).set_aside(aside())
    later = end_of_day(date.fromisoformat(day)) - timedelta(hours=12)
    told = finding(questions(site, now=later))
    assert (told.state is FindingState.SET_ASIDE) is is_aside


def test_set_aside_again_the_reply_is_what_the_next_question_says(site: Site) -> None:
    questions(site).set_aside(aside(reason="both are one referral"))
    for hours, until, reason in ((1, UNTIL, "asked the hub"), (2, UNTIL - timedelta(days=1), "asked again")):
        later = questions(site, now=NOW + timedelta(hours=hours))
        told = later.set_aside(aside(reason=reason, until=until))
        assert told == finding(later)
        assert told.set_aside is not None
        assert (told.set_aside.reason, told.set_aside.until) == ("asked the hub", UNTIL)


def test_as_known_before_it_was_set_aside_it_stands(site: Site) -> None:
    questions(site).set_aside(aside())
    at = At(known_at=NOW - timedelta(seconds=1))
    assert finding(questions(site), at=at).state is FindingState.FOUND


@pytest.mark.parametrize(
    ("changes", "argument"),
    [
        ({"reason": " … "}, "reason"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 2_001}, "reason"),
        ({"until": date(2024, 4, 1)}, "until"),
        ({"until": date(2025, 4, 2)}, "until"),
        ({"rule": "nothing"}, "rule"),
        ({"rule": "start_again"}, "rule"),
        ({"child": "pnobody"}, "child"),
        ({"child": rec(OTIS)}, "child"),
        ({"adult": rec(KELLY)}, "adult"),
    ],
)
def test_what_is_amiss_is_named(site: Site, changes: dict[str, object], argument: str) -> None:
    with pytest.raises(BadInput) as refused:
        questions(site).set_aside(aside(**changes))  # type: ignore[arg-type]
    assert refused.value.argument == argument
    assert finding(questions(site)).state is FindingState.FOUND


@pytest.mark.parametrize("until", [date(2024, 4, 2), date(2025, 4, 1)])
def test_a_later_day_up_to_a_year_ahead_is_taken(site: Site, until: date) -> None:
    told = questions(site).set_aside(aside(until=until))
    assert told.state is FindingState.SET_ASIDE


def test_nothing_is_set_aside_that_could_not_be_written_down(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise AuditUnavailable("the log cannot be written")

    with monkeypatch.context() as patched:
        patched.setattr(AuditLog, "append", broken)
        with pytest.raises(AuditUnavailable):
            questions(site).set_aside(aside())
    assert finding(questions(site)).state is FindingState.FOUND


def test_a_rule_for_managers_is_among_nobody_elses(site: Site) -> None:
    for_managers = {name for name, rule in every_rule().items() if rule.roles}
    for name in for_managers:
        for names in ([name], ["re_referral", name]):
            with pytest.raises(BadInput) as refused:
                questions(site).findings(rec(MIA), names)
            with pytest.raises(BadInput) as unknown:
                questions(site).findings(rec(MIA), ["nothing"])
            assert str(refused.value) == str(unknown.value)
        with pytest.raises(BadInput):
            questions(site).set_aside(aside(name))


@pytest.fixture
def assessed(tmp_path: Path) -> Iterator[Site]:
    """The same family with an assessment that names the child alone."""
    named: dict[str, list[Row]] = {
        "assessments": [{"record_ref": "A1", "kind": "single", "started": "2023-06-07"}],
        "assessment_people": [{"record_ref": "A1", "person_ref": MIA, "capacity": "child"}],
    }
    opened = open_site(tmp_path / "data")
    opened.load(write_delivery(tmp_path / "sent", {**CSC, **named}, manifest("csc")))
    for name in ("hub", "peer"):
        agency = "csc" if name == "hub" else "police"
        held = Account(name, "*", frozenset({AccessRole.ASSESSMENT}), NOW, agency, frozenset(), frozenset())
        opened.stores.ledger.accounts.add(held)
    yield opened
    opened.close()


def test_an_adult_around_the_child_is_set_aside_and_shown_so(assessed: Site) -> None:
    asked = questions(assessed)
    told = asked.set_aside(aside("hidden_adults", adult=rec(KELLY)))
    assert told.state is FindingState.SET_ASIDE
    for name, reason in (("hub", "both are one referral"), ("peer", KEPT_BACK)):
        shown = questions(assessed, name).hidden_adults(rec(MIA))
        assert shown is not None
        (kelly,) = shown.adults
        assert kelly.set_aside is not None
        assert (kelly.set_aside.by, kelly.set_aside.reason, kelly.set_aside.until) == ("hub", reason, UNTIL)
    later = questions(assessed, now=end_of_day(UNTIL)).hidden_adults(rec(MIA))
    assert later is not None
    assert later.adults[0].set_aside is None


@pytest.mark.parametrize("adult", [None, "pnobody", rec(MIA), rec("C4")])
def test_adults_around_the_child_are_set_aside_one_by_one_and_nobody_else_is(assessed: Site, adult: str | None) -> None:
    with pytest.raises(BadInput) as refused:
        questions(assessed).set_aside(aside("hidden_adults", adult=adult))
    assert refused.value.argument == "adult"


def test_where_nobody_can_be_said_to_be_in_no_assessment_nobody_is_set_aside(site: Site) -> None:
    with pytest.raises(BadInput) as refused:
        questions(site).set_aside(aside("hidden_adults", adult=rec(KELLY)))
    assert refused.value.argument == "rule"


TWO_FAMILIES: dict[str, list[Row]] = {
    **CSC,
    "people": [
        *CSC["people"],
        a_person("C8", "Oscar Lund", "2014-01-01"),
        a_person("C9", "Daniel Mercer", "1979-01-15"),
    ],
    "professionals": [{"professional_ref": "SW1", "name": "Priya Nair", "team": "East"}],
    "involvements": [
        {"record_ref": "I1", "person_ref": MIA, "professional_ref": "SW1", "role": "lead", "start": "2023-06-05"}
    ],
    "events": [
        *CSC["events"],
        {"record_ref": "V8", "category": "police", "type": "child_concern_report", "start": "2021-05-01"},
        {"record_ref": "V9", "category": "police", "type": "incident", "start": "2023-05-01"},
    ],
    "event_people": [
        *CSC["event_people"],
        {"record_ref": "V8", "person_ref": "C8", "role": "subject"},
        {"record_ref": "V8", "person_ref": "C9", "role": "present"},
        {"record_ref": "V9", "person_ref": MIA, "role": "child"},
        {"record_ref": "V9", "person_ref": "C9", "role": "present"},
    ],
}


def test_a_manager_of_the_team_is_told_of_an_adult_around_two_families_in_two_round_trips(tmp_path: Path) -> None:
    opened = open_site(tmp_path / "data")
    opened.load(write_delivery(tmp_path / "sent", TWO_FAMILIES, manifest("csc")))
    roles, teams = frozenset({AccessRole.MANAGER}), frozenset({"East"})
    opened.stores.ledger.accounts.add(Account("boss", "*", roles, NOW, "csc", frozenset(), teams))
    asked, trips = questions(opened, "boss", "case_supervision"), []

    def question(reading: Reading) -> None:
        find_findings(reading, rec(MIA), None, asked.asides)
        trips.append(reading.round_trips)

    told = finding(asked, "same_adult_several_families")
    assert told.state is FindingState.FOUND
    assert {"V8", "V9"} <= {claim.record.record_ref.partition("|")[0] for claim in told.evidence}
    asked._ask("findings", question)
    assert trips == [2]
    opened.close()
