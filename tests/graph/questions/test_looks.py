"""Who looked at somebody is found under every id they had, over joins and splits of identity (access.md §6)."""

from __future__ import annotations

from dataclasses import replace

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.model.looking import LooksAsked
from graph.questions.asking import Questions
from tests.graph.questions.test_judging import DAN, TENANT, judged, questions, rec, same, site
from tests.ingest.site import Site

__all__ = ["site"]
OTIS = rec("housing", "T3")


def auditing(site: Site) -> Questions:
    auditor = Caller("lee", frozenset({AccessRole.AUDITOR}))
    return replace(questions(site), caller=auditor, purpose=read_purpose("audit_review"))


def looks_at(site: Site, person: str) -> list[tuple[str, str]]:
    """Who looked at a person by what, the latest first."""
    found = auditing(site).looks(LooksAsked(person=person), 50)
    return [(look.caller, look.operation) for look in found.nodes]


def test_a_look_before_two_records_were_joined_is_found_under_the_one_person(site: Site) -> None:
    hub = questions(site, "hub", "assessment")
    assert hub.person(TENANT)
    assert hub.person(DAN)
    judged(questions(site).judge(same(TENANT, DAN)))
    together = looks_at(site, TENANT)
    assert together == looks_at(site, DAN)
    assert together.count(("hub", "person")) == 2


def test_a_look_at_a_person_who_was_split_since_is_found_under_each_of_the_two(site: Site) -> None:
    kept = judged(questions(site).judge(same(TENANT, DAN)))
    hub = questions(site, "hub", "assessment")
    found = hub.person(TENANT)
    assert found is not None
    assert found.id == min(TENANT, DAN)
    judged(questions(site).undo_judgement(kept.id, "another man"))
    by_record = {record: looks_at(site, record).count(("hub", "person")) for record in (TENANT, DAN, OTIS)}
    assert by_record == {TENANT: 1, DAN: 1, OTIS: 0}
    for record in (TENANT, DAN):
        one = hub.person(record)
        assert one is not None
        assert one.id == record


def test_an_entry_counts_people_and_not_their_records(site: Site) -> None:
    judged(questions(site).judge(same(TENANT, DAN)))
    questions(site, "hub", "assessment").person(TENANT)
    (look,) = auditing(site).looks(LooksAsked(caller="hub"), 50).nodes
    assert {TENANT, DAN} & set(look.shown) == {min(TENANT, DAN)}
