"""What lasted in a child's history: episodes and workers of the window, each with who says so."""

from __future__ import annotations

import pytest

from graph.model.histories import SpanAnswer
from graph.questions.chronology import Whose, find_chronology
from graph.questions.spans import tell_spans
from graph.questions.telling import Telling
from tests.builders import World, a_child
from tests.graph.questions.test_chronology import reading
from tests.graph.questions.test_contacts import named_worker, works_with


def spans(world: World, child: str) -> list[SpanAnswer]:
    return list(tell_spans(Telling(world.case()), child))


def test_an_episode_is_told_from_when_to_when_by_its_agency() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "child_protection", "2023-01-04", "2023-10-01")
    (plan,) = spans(world, mia)
    assert (plan.says, plan.agency.id, plan.is_worker) == ("Child protection", "csc", False)
    assert (plan.valid.from_, plan.valid.to) == ("2023-01-04", "2023-10-01")
    assert plan.claims


@pytest.mark.parametrize("kind", ["contact", "referral"])
def test_a_contact_or_referral_is_no_time_of_anything(kind: str) -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, kind, "2023-01-04")
    assert spans(world, mia) == []


def test_one_of_no_kind_of_ours_is_another_service() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "other", "2023-01-04")
    (told,) = spans(world, mia)
    assert told.says == "Another service"
    assert told.claims[0].says.startswith("Another service for Mia")


@pytest.mark.parametrize(("end", "there"), [("2022-03-31", False), ("2022-04-01", True), (None, True)])
def test_an_episode_counts_when_it_reaches_into_the_window(end: str | None, there: bool) -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2021-01-04", end)
    assert bool(spans(world, mia)) is there


def test_a_worker_is_told_by_name_and_role_after_the_episodes() -> None:
    world = World()
    mia = a_child(world)
    named_worker(world, "W1", "Ruth Ball")
    works_with(world, mia, "W1", "2022-06-01")
    works_with(world, mia, "W2", "2022-07-01", role="gp")
    world.episode("csc", mia, "cin", "2023-01-04")
    found = spans(world, mia)
    assert [one.says for one in found] == ["Cin", "Ruth Ball, allocated", "Name not recorded, GP"]
    assert [one.is_worker for one in found] == [False, True, True]


def test_a_chronology_has_the_spans_of_the_child_where_it_is_about_the_child() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-04")
    for about, there in (((Whose.CHILD,), 1), ((Whose.SIBLINGS,), 0)):
        answer = find_chronology(reading(world.case()), mia, about, 100, None)
        assert answer is not None
        assert len(answer.spans) == there
