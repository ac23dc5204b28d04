"""The graph as an analyst reads it: ids, days and cells of what a fetch brings, and what no seed leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from graph.access.pseudonyms import fresh_pseudonyms
from graph.access.visible import NOTHING_CLOSED
from graph.model.claims import Claim, ClaimKind
from graph.model.people import EntityKind, Member
from graph.model.period import Period, parse_partial
from graph.questions.analysts.area import PseudonymousGraph, told
from graph.store.port import Fetched
from tests.builders import World, record_id

NOW = datetime(2024, 4, 1, tzinfo=UTC)
BORN = "2012-05-17"


class NoGraph:
    """A graph that must not be asked."""

    def claims_around(self, *_: object, **__: object) -> Fetched:
        raise AssertionError

    def claim(self, *_: object) -> Fetched:
        raise AssertionError

    def find_people(self, *_: object) -> tuple[str, ...]:
        raise AssertionError


def a_world() -> tuple[World, str, str]:
    world = World()
    mia = world.person("csc", "C1", given_name="Mia", date_of_birth=BORN)
    return world, mia, world.household("csc", "H1", postcode="VA1 2BC")


def veiled(*claims: Claim, members: tuple[Member, ...] = ()) -> list[Claim]:
    found = told(Fetched(claims, members), fresh_pseudonyms(), ["csc"])
    return list(found.claims)


def test_no_text_but_a_pseudonym_of_the_session_leads_into_the_graph() -> None:
    graph = PseudonymousGraph(NoGraph(), fresh_pseudonyms(), frozenset({"csc"}))
    for text in (record_id("csc", "people", "C1"), fresh_pseudonyms().of("r1"), ""):
        assert graph.claims_around((text,), (), NOW, NOTHING_CLOSED) == Fetched()
        assert graph.claim(text, NOTHING_CLOSED) == Fetched()
    assert graph.find_people([frozenset({"mia"})], NOW, NOTHING_CLOSED, 10) == ()


def test_what_begins_on_the_day_of_birth_is_told_by_its_month() -> None:
    world, mia, home = a_world()
    from_birth, later = world.lives("csc", mia, home, BORN), world.lives("csc", mia, home, "2015-05-17")
    found = {
        claim.valid.start.text if claim.valid.start else None
        for claim in veiled(*world.claims)
        if claim.kind is ClaimKind.RESIDENCE
    }
    assert (from_birth.valid.start, later.valid.start) == (parse_partial(BORN), parse_partial("2015-05-17"))
    assert found == {"2012-05", "2015-05-17"}


def test_a_birth_is_told_by_its_month_and_another_event_by_its_day() -> None:
    world = World()
    for kind in ("birth", "death", "arrest"):
        period = Period(parse_partial(BORN), parse_partial("2012-05-18"))
        world.say("csc", "events", kind, (), period, type=kind, start=BORN)
    found = {claim.value("type"): (str(claim.valid.start), claim.value("start")) for claim in veiled(*world.claims)}
    assert found == {
        "birth": ("2012-05", "2012-05"), "death": ("2012-05", "2012-05"), "arrest": (BORN, BORN),
    }  # fmt: skip


def test_all_rows_of_a_person_have_one_name_and_their_records_another_each() -> None:
    world = World()
    one = world.person("csc", "C1", given_name="Mia", family_name="Hobbs")
    other = world.person("police", "P1", given_name="Mia", family_name="Hobbs")
    members = tuple(Member(record, one, EntityKind.PERSON) for record in (one, other))
    first, second = veiled(*world.claims, members=members)
    assert first.values == second.values
    assert first.source.record_ref == first.record_id != second.record_id


def test_claims_and_members_come_in_the_order_of_their_pseudonyms_and_withholders_are_told() -> None:
    world, mia, home = a_world()
    world.lives("csc", mia, home)
    names = fresh_pseudonyms()
    members = (Member(mia, mia, EntityKind.PERSON), Member(home, home, EntityKind.HOUSEHOLD))
    fetched = Fetched(tuple(world.claims), members, ("gp",), frozenset({mia}), (("police", mia),))
    found = told(fetched, names, ["csc"])
    assert [claim.id for claim in found.claims] == sorted(names.of(claim.id) for claim in world.claims)
    assert [one.record_id for one in found.members] == sorted(map(names.of, (mia, home)))
    apart = (found.withheld_by, found.reached, found.withheld_people)
    assert apart == (
        ("gp",), frozenset({names.of(mia)}), (("police", names.of(mia)),),
    )  # fmt: skip
    assert told(replace(fetched, claims=()), names, []).claims == ()
