"""The sample family shows the findings of the review, each from the day on which it could first have been seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from graph.access.purpose import read_purpose
from graph.model.answers import NO_DATES, At
from graph.model.findings import FindingAnswer, FindingState
from graph.model.period import end_of_day
from graph.questions.opening import Partnerships
from graph.questions.reports import ReportAsked, make_report, rule_faults
from graph.rules.registry import every_rule
from graph.rules.rule import Found
from graph.rules.subject import Subject
from ingest.synth.sample import CHILD
from tests.journeys.test_sample import questions, record

FIRST_SEEN = {
    "re_referral": "2022-05-13",
    "household_factor_without_a_name": "2022-10-05",
    "start_again": "2023-09-08",
    "report_without_contact": "2022-08-29",
    "scattered_injuries": "2022-02-17",
    "substances_found": "2024-03-18",
    "child_not_heard": "2021-11-08",
    "missing_education": "2021-07-22",
    "think_family_gap": "2022-01-07",
    "drift": "2023-08-07",
    "unresolved_disagreement": "2023-09-27",
    "was_not_brought": "2023-08-14",
}


def finding(held: Partnerships, rule: str, day: date) -> FindingAnswer:
    asked = questions(held, "assessment", "assessment")
    found = asked.findings(record(held, CHILD[0], CHILD[2]), [rule], At(day, end_of_day(day)))
    assert found is not None
    return found.findings[0]


@pytest.mark.parametrize(("rule", "day"), FIRST_SEEN.items())
def test_it_is_found_from_the_day_on_which_it_could_be_seen(rule: str, day: str, partnership: Partnerships) -> None:
    first = date.fromisoformat(day)
    told = finding(partnership, rule, first)
    assert told.state is FindingState.FOUND
    assert told.evidence
    assert told.details
    assert finding(partnership, rule, first - timedelta(days=1)).state is not FindingState.FOUND


def test_the_partner_police_work_with_is_told_while_their_shares_are_delivered(partnership: Partnerships) -> None:
    told = finding(partnership, "known_elsewhere_not_shared", date(2023, 9, 30))
    assert "Daniel Ryan Mercer: Vale Police" in {detail.name for detail in told.details}


def test_her_brothers_history_could_be_joined_from_the_day_she_was_known(partnership: Partnerships) -> None:
    told = finding(partnership, "sibling_history_not_joined", date(2009, 4, 30))
    assert told.since == "2008-05-02"
    assert {detail.name for detail in told.details} == {"Jayden Pike, aged 7"}


def test_nothing_failed_on_any_day(partnership: Partnerships) -> None:
    asked = questions(partnership, "assessment", "assessment")
    for day in (date(2009, 6, 1), date(2019, 3, 1), date(2022, 12, 5), date(2024, 3, 31)):
        found = asked.findings(record(partnership, CHILD[0], CHILD[2]), None, At(day, end_of_day(day)))
        assert found is not None
        assert [one.rule.name for one in found.findings if one.failed] == []


def test_the_report_of_findings_says_what_the_question_says_of_every_child(partnership: Partnerships) -> None:
    steward = partnership.ledger.accounts.find("steward")
    assert steward is not None
    purpose = read_purpose("data_quality")
    _, rows = make_report(partnership, steward.to_caller(), purpose, ReportAsked("findings", NO_DATES))
    children = {(row["child_agency"], row["child_ref"]) for row in rows}
    assert (CHILD[0], CHILD[2]) in children
    asked = questions(partnership, "assessment", "assessment")
    for agency, reference in sorted(children):
        found = asked.findings(record(partnership, agency, reference))
        assert found is not None
        answered = {
            one.rule.name: (one.state.value.lower(), one.since or "", {claim.id for claim in one.evidence})
            for one in found.findings
        }
        reported = {
            row["rule"]: (row["state"], row["first_date"], set(row["claims"].split(";")) - {""})
            for row in rows
            if (row["child_agency"], row["child_ref"]) == (agency, reference)
        }
        assert reported == answered


def test_verify_finds_a_rule_that_fails_and_no_other(
    partnership: Partnerships, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rule_faults(partnership) == ()

    def broken(_: Subject) -> Found | None:
        raise LookupError("a rule that is wrong about a case")

    rules = {**every_rule(), "drift": replace(every_rule()["drift"], find=broken)}
    monkeypatch.setattr("graph.questions.reports.every_rule", lambda: rules)
    (fault,) = rule_faults(partnership)
    assert fault.startswith("the rule drift fails on the cases of ")
