"""Who looked at somebody is found under every id they had, over joins and splits of identity (access.md §6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph.access.accounts import GrantRecord
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.model.claims import Marking
from graph.model.looking import LooksAsked
from graph.questions.asking import Questions
from graph.store.ledger.standing import keep_grant
from tests.graph.questions.closed_world import MIA, ROB, UNA, World, world
from tests.graph.questions.test_judging import DAN, TENANT, judged, questions, rec, same, site
from tests.ingest.site import NOW, Site

__all__ = ["site", "world"]
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


def of_team(world: World, name: str, role: AccessRole, purpose: str) -> Questions:
    """The questions of one of a team."""
    world.asks(role, name, ("csc:SW1",))
    return replace(world.asks(role, name, ("csc:SW1",)), purpose=read_purpose(purpose))


def test_an_entry_that_showed_nobody_but_somebody_sealed_is_in_no_managers_log(world: World) -> None:
    """`Answered, nobody shown` would say that there is somebody; who may read everybody's log finds it."""
    colleague = of_team(world, "jo", AccessRole.ASSESSMENT, "assessment")
    with world.held.ledger.database.writing() as connection:
        grant = GrantRecord("g1", "jo", Marking.SEALED, UNA, date(2030, 1, 1), ("A", "B"), NOW)
        keep_grant(connection, grant)
    for person in (MIA, UNA, ROB, "r-none"):
        colleague.person(person)
    for _ in range(5):
        assert colleague.person(UNA)
    manager = of_team(world, "mo", AccessRole.MANAGER, "audit_review")
    asked = LooksAsked(caller="jo")
    told = manager.looks(asked, 50).nodes
    assert [look.shown for look in told] == [(), (), (MIA,)]
    pages = [manager.looks(asked, 1)]
    while pages[-1].has_next_page:
        pages.append(manager.looks(asked, 1, pages[-1].end_cursor))
    assert [look for page in pages for look in page.nodes] == list(told)
    auditor = of_team(world, "lee", AccessRole.AUDITOR, "audit_review")
    assert [look.shown for look in auditor.looks(asked, 50).nodes].count((UNA,)) == 6


def test_a_page_of_a_managers_log_is_full_whatever_lies_between(world: World) -> None:
    manager = of_team(world, "mo", AccessRole.MANAGER, "audit_review")
    colleague = of_team(world, "jo", AccessRole.ASSESSMENT, "assessment")
    for _ in range(3):
        colleague.person(MIA)
    found = manager.looks(LooksAsked(caller="jo"), 2)
    assert (len(found.nodes), found.has_next_page) == (2, True)
