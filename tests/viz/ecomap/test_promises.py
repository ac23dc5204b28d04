"""Every promise of the drawing on random ecomaps (screens.md §2, §3; domain.md §2.3)."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model.ecomap import Bond, Ecomap
from graph.model.people import Agency
from tests.viz.ecomap.answers import a_home, a_service, an_ecomap, family_ecomap, somebody
from tests.viz.ecomap.households import ecomaps
from tests.viz.ecomap.promises import PROMISES
from tests.viz.family import ASH, JOAN, TESSA, a_person
from viz.ecomap.layout import draw
from viz.ecomap.svg import paint, summary_of
from viz.ecomap.view import MOST_CARDS, MOST_PEOPLE, STEPS, Sort, make_view, step_of

SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def broken(ecomap: Ecomap) -> list[object]:
    view = make_view(ecomap)
    drawn = draw(view)
    return [(promise.__name__, *promise(view, drawn)) for promise in PROMISES if [*promise(view, drawn)]]


@SLOWLY
@given(ecomaps(14))
def test_every_promise_holds_on_random_ecomaps(ecomap: Ecomap) -> None:
    assert broken(ecomap) == []


@pytest.mark.parametrize("services", [*range(27), 80])
@pytest.mark.parametrize("people", [0, 1, 12])
def test_every_promise_holds_for_any_number(services: int, people: int) -> None:
    assert broken(many(services, people)) == []


def many(services: int, people: int) -> Ecomap:
    return an_ecomap(
        [a_home(ASH, TESSA, JOAN)],
        services=tuple(a_service(Agency(f"a{n:02}", f"Service {n:02}", "voluntary"), n % 15) for n in range(services)),
        people=tuple(somebody(a_person(f"p{n:02}", f"Person {n:02}"), "cousin") for n in range(people)),
    )


@SLOWLY
@given(ecomaps(8), st.randoms(use_true_random=False))
def test_the_same_ecomap_in_any_order_is_the_same_drawing(ecomap: Ecomap, dice: random.Random) -> None:
    shuffled = {name: tuple(dice.sample(getattr(ecomap, name), len(getattr(ecomap, name))))
                for name in ("services", "people", "silent")}  # fmt: skip
    other = make_view(replace(ecomap, **shuffled))
    view = make_view(ecomap)
    assert paint(view, draw(view)) == paint(other, draw(other))


@SLOWLY
@given(ecomaps())
def test_what_is_not_drawn_is_counted_and_everything_is_listed(ecomap: Ecomap) -> None:
    view = make_view(ecomap)
    assert len(view.cards) == len(ecomap.services) + len(ecomap.people) + len(ecomap.silent)
    assert len(view.drawn) == min(MOST_CARDS, len(view.cards))
    left_out = len(view.cards) - len(view.drawn)
    assert sum(int(word) for word in view.left_out.split() if word.isdecimal()) == left_out


def test_of_eighty_services_and_twelve_people_some_of_each_are_drawn_and_the_rest_said() -> None:
    view = make_view(many(80, 12))
    assert sum(card.sort is Sort.PERSON for card in view.drawn) == MOST_PEOPLE
    assert view.left_out == "And 65 more services, 2 more people in the lists below"
    assert "And 65 more services" in summary_of(view)


def test_what_is_open_and_who_is_silent_are_drawn_before_what_is_over() -> None:
    ecomap = many(30, 0)
    closed = tuple(replace(one, bond=Bond.CLOSED) for one in ecomap.services[:10])
    view = make_view(replace(ecomap, services=(*closed, *ecomap.services[10:]), silent=family_ecomap().silent))
    assert any(card.sort is Sort.SILENT for card in view.drawn)
    assert {one.agency.name for one in ecomap.services[10:]} <= {card.name for card in view.drawn}


def test_a_child_without_home_or_services_still_has_a_drawing_that_says_so() -> None:
    view = make_view(an_ecomap())
    drawn = draw(view)
    assert broken(an_ecomap()) == []
    svg = paint(view, drawn)
    assert "No home on record" in svg
    assert "stroke-dasharray" not in svg
    assert summary_of(view) == "1 person, no home on record; 0 services, 0 people outside it."


def test_a_line_is_heavier_from_each_step_on() -> None:
    assert [step_of(least) for least in STEPS] == list(range(len(STEPS)))
    assert [step_of(least - 1) for least in STEPS[1:]] == list(range(len(STEPS) - 1))
