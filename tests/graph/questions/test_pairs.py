"""One pair by itself, what was judged of it, and how linking stands: the same whatever may not be known of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.access.purpose import read_purpose
from graph.errors import Forbidden
from graph.identity.judgements import Verdict
from graph.model.judging import JudgedAnswer
from graph.model.reviewing import Agreement, IdentityQuality, JudgedPair
from graph.questions.asking import Questions
from graph.questions.judging import JudgeAsked
from tests.api.pages.reviewing import DAN, DAZ, LATER, TABLES, TENANT, Review, open_review
from tests.ingest.site import a_person


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    opened = open_review(tmp_path)
    yield opened
    opened.site.close()


def questions(review: Review, name: str = "ana", purpose: str = "data_quality") -> Questions:
    account = review.held.ledger.accounts.find(name)
    assert account is not None
    return review.held.questions(account.to_caller(), read_purpose(purpose))


def judge(asked: Questions, left: str, right: str, verdict: Verdict = Verdict.SAME) -> JudgedAnswer:
    outcome = asked.judge(JudgeAsked(left, right, verdict, "as both say"))
    assert isinstance(outcome, JudgedAnswer)
    return outcome


def test_a_pair_is_found_by_any_record_of_either_person(review: Review) -> None:
    asked = questions(review)
    judge(asked, TENANT, DAN)
    for ids in ((DAZ, DAN), (DAN, DAZ), (TENANT, DAZ)):
        found = asked.identity_pair(*ids)
        assert found is not None
        assert {one.record_ref for side in (found.candidate.left, found.candidate.right) for one in side.records} == {
            "C9",
            "P1",
        }
        assert found.after is None


def test_after_the_last_pair_comes_the_first(review: Review) -> None:
    asked = questions(review)
    first, second = asked.identity_queue().nodes
    ids = [(one.left.id, one.right.id) for one in (first, second)]
    after = [found.after for pair in ids if (found := asked.identity_pair(*pair))]
    assert after == [ids[1], ids[0]]


def test_where_no_pair_waits_none_is_found(review: Review) -> None:
    asked = questions(review)
    for ids in (("rx", DAN), (DAN, DAN), (TENANT, DAZ), ("", "")):
        assert asked.identity_pair(*ids) is None


def test_a_judgement_is_told_with_what_became_of_it(review: Review) -> None:
    asked = questions(review)
    done = judge(asked, DAZ, DAN)
    found = asked.identity_judged(done.id)
    assert found is not None
    assert (found.verdict, found.by, found.reason, found.at, found.is_one) == (
        "same",
        "ana",
        "as both say",
        LATER,
        True,
    )
    assert found.is_shown
    questions(review, "ben").undo_judgement(done.id, "a slip")
    undone = asked.identity_judged(done.id)
    assert undone is not None
    assert undone.undone is not None
    assert (undone.undone.by, undone.undone.reason, undone.undone.at, undone.is_one) == ("ben", "a slip", LATER, False)
    assert asked.identity_judged("j0") is None


def test_what_was_judged_and_is_not_shown_says_so(review: Review) -> None:
    done = judge(questions(review), DAZ, DAN)
    found = questions(review).identity_judged(done.id)
    assert isinstance(found, JudgedPair)
    for verdict, is_one, is_shown in (("same", False, False), ("different", True, False), ("unsure", True, True)):
        held = JudgedPair(
            found.id, found.candidate, verdict, found.by, found.at, found.reason, None, None, is_one, 0.0, None
        )
        assert held.is_shown is is_shown


def test_looking_at_a_pair_is_an_entry_with_both_people_and_a_count_shows_nobody(review: Review) -> None:
    asked, book = questions(review), review.site.stores.ledger.audit
    before = len(list(book.entries()))
    asked.identity_pair(DAZ, DAN)
    asked.identity_waiting()
    asked.identity_quality()
    entries = [json.loads(entry.content) for entry in list(book.entries())[before:]]
    assert [one["operation"] for one in entries] == ["identityQueue", "identityQueue", "identityQuality"]
    assert [set(one["shown"]) for one in entries] == [{DAZ, DAN}, set(), set()]


def test_no_other_role_asks_how_linking_stands(review: Review) -> None:
    for name, purpose in (("hub", "assessment"), ("root", "administration"), ("lee", "audit_review")):
        with pytest.raises(Forbidden):
            questions(review, name, purpose).identity_quality()


def test_policy_and_judges_are_held_side_by_side(review: Review) -> None:
    asked = questions(review)
    judge(asked, DAZ, DAN, Verdict.DIFFERENT)
    done = judge(asked, TENANT, DAN)
    found = asked.identity_quality()
    assert (found.records, found.people, found.waiting, found.joined_by_judgement) == (8, 7, 0, 1)
    assert (found.same, found.different) == (Agreement(put_forward=1), Agreement(put_forward=1))
    assert {one.agency.id: (one.same.pairs, one.different.pairs) for one in found.agencies} == {
        "csc": (0, 1),
        "housing": (1, 0),
        "police": (1, 1),
    }
    asked.undo_judgement(done.id, "a slip")
    assert asked.identity_quality().judged == {"same": 0, "different": 1, "unsure": 0, "undone": 1}


@pytest.mark.parametrize("marking", ["sealed", "restricted"])
def test_what_is_closed_leaves_no_trace_in_any_number(marking: str, tmp_path: Path) -> None:
    told: list[IdentityQuality] = []
    for world in ("with", "without"):
        review = open_review(tmp_path / world)
        people = list(TABLES["csc"]["people"])
        if world == "with":
            people.append(a_person("C6", "Daniel Mercer", "1979-01-15", phones="07700 900777", sensitivity=marking))
        review.load(tmp_path / world / "again", {"csc": {**TABLES["csc"], "people": people}}, "2024-04-20")
        asked = questions(review)
        judge(asked, DAZ, DAN)
        told.append(asked.identity_quality())
        assert asked.identity_waiting() == 1
        review.site.close()
    assert told[0] == told[1]


def test_a_judgement_of_what_was_closed_since_counts_no_more(review: Review, tmp_path: Path) -> None:
    asked = questions(review)
    done = judge(asked, TENANT, DAN)
    asked.undo_judgement(done.id, "a slip")
    other = judge(asked, TENANT, DAN, Verdict.DIFFERENT)
    people = [{**TABLES["housing"]["people"][0], "sensitivity": "sealed"}, TABLES["housing"]["people"][1]]
    review.load(tmp_path / "again", {"housing": {"people": people}}, "2024-04-20")
    assert asked.identity_quality().judged == {"same": 0, "different": 0, "unsure": 0, "undone": 0}
    assert asked.identity_judged(other.id) is None
