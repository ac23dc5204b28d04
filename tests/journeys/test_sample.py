"""The sample family comes out as planted: every adult's state a day before and after each fact, and as each agency knew it."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from graph.access.purpose import read_purpose
from graph.identity.judgements import Judgement, Verdict
from graph.model.answers import NO_DATES, AdultsAroundChild, At
from graph.model.period import end_of_day
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from graph.questions.reports import ReportAsked, make_report
from graph.store.stored_form import to_ms
from ingest.relinking import relink
from ingest.stores import Load, Stores
from ingest.synth.sample import CHILD
from tests.journeys.conftest import NOW


def rows(sample: Path, name: str) -> list[dict[str, str]]:
    with (sample / "truth" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def questions(held: Partnerships, name: str, purpose: str) -> Questions:
    account = held.ledger.accounts.find(name)
    assert account is not None
    return held.questions(account.to_caller(), read_purpose(purpose))


def record(held: Partnerships, agency: str, reference: str) -> str:
    systems = {feed.agency: feed.system for feed in held.ledger.deliveries.partnership().feeds}
    return held.key.record_id(agency, systems[agency], "people", reference)


def adults(held: Partnerships, day: str, known_to: str = "") -> AdultsAroundChild:
    on = date.fromisoformat(day)
    at = At(on, end_of_day(on), tuple(known_to.split(";")) if known_to else None)
    found = questions(held, "assessment", "assessment").hidden_adults(record(held, CHILD[0], CHILD[2]), at=at)
    assert found is not None
    return found


def wrong_states(held: Partnerships, planted: list[dict[str, str]]) -> list[tuple[str, ...]]:
    wrong = []
    for row in planted:
        found = adults(held, row["as_of"], row["known_to"])
        states = {
            (one.agency.id, one.record_ref): adult.state.value.lower()
            for adult in found.adults
            for one in adult.adult.records
        }
        got = states.get((row["adult_agency"], row["adult_ref"]), "absent")
        if got != row["state"]:
            wrong.append((row["as_of"], row["known_to"], row["adult_agency"], row["adult_ref"], row["state"], got))
    return wrong


def test_every_planted_state_comes_out(partnership: Partnerships, sample: Path) -> None:
    planted = [row for row in rows(sample, "sample_states") if not row["after_judgement"]]
    assert len(planted) > 30
    assert wrong_states(partnership, planted) == []


def test_the_records_of_each_person_are_one_and_nobody_elses(partnership: Partnerships, sample: Path) -> None:
    steward = partnership.ledger.accounts.find("steward")
    assert steward is not None
    _, found = make_report(
        partnership, steward.to_caller(), read_purpose("data_quality"), ReportAsked("identities", NO_DATES)
    )
    person_of = {(row["agency"], row["person_ref"]): row["person_id"] for row in found}
    truth: dict[str, set[str]] = defaultdict(set)
    for row in rows(sample, "identities"):
        if (row["agency"], row["person_ref"]) in person_of:
            truth[row["truth_id"]].add(person_of[row["agency"], row["person_ref"]])
    assert {name: len(ids) for name, ids in truth.items() if len(ids) > 1} == {}
    assert len({person for ids in truth.values() for person in ids}) == len(truth)


def test_the_report_of_adults_says_what_the_question_says(partnership: Partnerships) -> None:
    steward = partnership.ledger.accounts.find("steward")
    assert steward is not None
    _, found = make_report(
        partnership, steward.to_caller(), read_purpose("data_quality"), ReportAsked("adults", NO_DATES)
    )
    child = [row for row in found if (row["child_agency"], row["child_ref"]) == (CHILD[0], CHILD[2])]
    reported = {
        (record(partnership, row["adult_agency"], row["adult_ref"]), row["state"], row["grounds"]) for row in child
    }
    asked = questions(partnership, "assessment", "assessment").hidden_adults(record(partnership, CHILD[0], CHILD[2]))
    assert asked is not None
    answered = {
        (
            record(partnership, one.agency.id, one.record_ref),
            adult.state.value.lower(),
            ";".join(g.kind for g in adult.grounds),
        )
        for adult in asked.adults
        for one in adult.adult.records
    }
    assert reported == answered


def test_siblings_come_out_in_both_directions(partnership: Partnerships, sample: Path) -> None:
    steward = partnership.ledger.accounts.find("steward")
    assert steward is not None
    _, found = make_report(
        partnership, steward.to_caller(), read_purpose("data_quality"), ReportAsked("siblings", NO_DATES)
    )
    who = {(row["agency"], row["person_ref"]): row["truth_id"] for row in rows(sample, "identities")}
    kinds = {
        (who[row["child_agency"], row["child_ref"]], who[row["sibling_agency"], row["sibling_ref"]]): row["kind"]
        for row in found
    }
    for row in rows(sample, "sample_siblings"):
        assert kinds[row["child"], row["sibling"]] == row["kind"]
        assert kinds[row["sibling"], row["child"]] == row["kind"]


def test_a_judgement_names_the_friend_from_the_day_of_the_evidence(partnership: Partnerships, sample: Path) -> None:
    before = adults(partnership, "2024-03-04")
    for row in rows(sample, "sample_judgements"):
        left, right = (
            record(partnership, row["agency"], row["ref"]),
            record(partnership, row["other_agency"], row["other_ref"]),
        )
        since = to_ms(end_of_day(date.fromisoformat(row["holds_from"])))
        entry = Judgement(left, right, Verdict.SAME, "a.steward", row["because"], to_ms(NOW), 0, since)
        partnership.ledger.judgements.add(entry)
    stores = Stores(partnership.data, partnership.graph, partnership.ledger, partnership.key)
    relink(stores, Load(NOW))
    assert adults(partnership, "2024-03-04").adults == before.adults
    planted = [row for row in rows(sample, "sample_states") if row["after_judgement"]]
    assert wrong_states(partnership, planted) == []


def test_the_reference_of_a_sealed_record_leads_nowhere(partnership: Partnerships) -> None:
    asked = questions(partnership, "assessment", "assessment")
    for reference in ("CSC-10484", "CSC-20117", "CSC-20118", "CSC-nobody"):
        assert asked.person_by_ref("csc", reference) is None
    assert asked.person_by_ref("csc", CHILD[2]) is not None
