"""Counts of several tables taken from one another: nobody is left alone by what a day's tables tell together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from itertools import combinations
from operator import or_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Forbidden
from graph.model.counting import LEAST_TOLD, Among, CountBy, Counted, CountsAsked
from graph.questions.analysts import taking_apart
from graph.questions.analysts.taking_apart import come_apart
from graph.questions.opening import Partnerships
from tests.graph.questions.analysts.counted_world import Group, area_of
from tests.graph.questions.analysts.test_counting import ask
from tests.ingest.site import NOW

GROUPS: tuple[Group, ...] = (
    (20, "VA1", "F", "2022", ""), (20, "VA1", "F", "2016", ""), (20, "VA1", "F", "2011", ""), (20, "VA1", "F", "1980", ""),
    (3, "VA1", "F", "", ""), (20, "VA2", "F", "2022", ""), (20, "VA2", "F", "1980", ""), (9, "VA2", "F", "", ""),
)  # fmt: skip
PEOPLE = 9
some_people = st.integers(1, 2**PEOPLE - 1)
large = some_people.filter(lambda people: people.bit_count() >= LEAST_TOLD)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    with area_of(tmp_path_factory.mktemp("area"), GROUPS) as opened:
        yield opened


def by_district(of: Counted, *districts: str) -> CountsAsked:
    among = (Among(CountBy.DISTRICT, districts),) if districts else ()
    return CountsAsked(of, CountBy.DISTRICT, None, among)


def of_ages(*bands: str) -> CountsAsked:
    return CountsAsked(Counted.CHILDREN, CountBy.DISTRICT, None, (Among(CountBy.AGE_BAND, bands),))


def test_everyone_less_children_less_adults_is_not_told(held: Partnerships) -> None:
    for first, second, third in (
        (Counted.EVERYONE, Counted.CHILDREN, Counted.ADULTS),
        (Counted.ADULTS, Counted.EVERYONE, Counted.CHILDREN),
    ):
        name = "kit" if first is Counted.EVERYONE else "lou"
        assert ask(held, by_district(first), name)
        assert ask(held, by_district(second), name)
        with pytest.raises(Forbidden):
            ask(held, by_district(third), name)


def test_many_left_over_are_no_secret(held: Partnerships) -> None:
    another_day = replace(held, now=lambda: NOW + timedelta(days=1))
    told = [
        ask(another_day, by_district(of, "VA2"))["VA2",] for of in (Counted.EVERYONE, Counted.CHILDREN, Counted.ADULTS)
    ]
    assert told == [49, 20, 20]


def test_ages_added_up_are_all_ages(held: Partnerships) -> None:
    """Three bands of age and everybody: who is of none of them is left over."""
    one_more_day = replace(held, now=lambda: NOW + timedelta(days=2))
    assert ask(one_more_day, CountsAsked(Counted.EVERYONE, CountBy.DISTRICT))["VA1",] == 83
    for bands in (("1 to 4",), ("5 to 9",), ("10 to 15",)):
        ask(one_more_day, of_ages(*bands))
    with pytest.raises(Forbidden):
        ask(one_more_day, by_district(Counted.ADULTS))


def test_three_parts_are_taken_away_as_two_are() -> None:
    whole, parts = 0b1111_11111_11111_11111, (0b11111, 0b11111_00000, 0b11111_00000_00000)
    assert come_apart({whole}, {*parts}, set())
    assert come_apart({parts[1]}, {whole, parts[0], parts[2]}, set())
    assert not come_apart({parts[1]}, {whole, parts[0]}, set())
    assert not come_apart({whole | 1 << 19}, {*parts}, set())


def test_what_is_kept_is_not_told_by_the_rest() -> None:
    whole, one, other, secret = 0b11111_11111_11111, 0b11111, 0b11111_00000, 0b11111_00000_00000
    assert not come_apart({whole}, {one, other}, set())
    assert come_apart({whole}, {one, other}, {secret})


def test_what_takes_too_long_to_try_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_apart, "MOST_STEPS", 2)
    assert come_apart({0b11111_11111_11111}, {0b11111, 0b11111_00000}, set())


@settings(max_examples=300)
@given(st.sets(large, min_size=1, max_size=3), st.sets(large, max_size=5), st.sets(large, max_size=2))
def test_it_finds_what_trying_every_way_finds(new: set[int], before: set[int], kept: set[int]) -> None:
    new, kept = new - before, kept - before - new
    assert come_apart(new, before, kept) == any(
        is_told(whole, parts, kept)
        for whole in new | before
        for size in range(1, len(new | before))
        for parts in combinations(sorted((new | before) - {whole}), size)
        if whole in new or not new.isdisjoint(parts)
    )


def is_told(whole: int, parts: tuple[int, ...], kept: set[int]) -> bool:
    together = reduce(or_, parts)
    are_apart = together.bit_count() == sum(part.bit_count() for part in parts)
    rest = whole & ~together
    return are_apart and not together & ~whole and (0 < rest.bit_count() < LEAST_TOLD or rest in kept)
