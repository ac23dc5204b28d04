"""A broken glass opens what is restricted; of what is sealed or confidential it leaves no trace either (access.md §3, §4)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from graph.model.opening import GrantedAnswer
from graph.questions.access_opened import AccessAsked
from tests.noninterference.asking import Asking, questions_about, some_of, whole_area
from tests.noninterference.differences import ASKERS, DIFFERENCES, Difference
from tests.noninterference.families import Family
from tests.noninterference.openings import REASON, RESTRICTED
from tests.noninterference.pairs import Pair, Side, Worlds, open_worlds
from tests.noninterference.proving import everything_about, traces

MAY_CLAIM = ("practitioner", "manager")


def pairs_of(is_wanted: Callable[[Difference], bool]) -> list[Pair]:
    """A family for each kind of what is closed to all, each asked about by another caller in turn."""
    kinds = [kind for kind in DIFFERENCES if kind.is_closed_to_all and not kind.known_at and is_wanted(kind)]
    return [Pair(Family(number, 777), kind, ASKERS[number % len(ASKERS)]) for number, kind in enumerate(kinds)]


def break_glasses(side: Side, pairs: list[Pair]) -> None:
    """Every asker breaks the glass of its family's child, and claims a relationship where there is one to claim."""
    for pair in pairs:
        questions = Asking(side.app, pair.asker, side.ids, side.loop).questions
        asked = AccessAsked(pair.family.child, REASON, "immediate_risk")
        assert isinstance(questions.break_glass(asked), GrantedAnswer)
        if pair.asker in MAY_CLAIM:
            assert isinstance(questions.claim_relationship(asked), GrantedAnswer)


@pytest.fixture
def worlds(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Worlds]:
    """Two worlds in which every asker broke a glass; the same references in both."""
    pairs = pairs_of(request.param)
    with open_worlds(pairs, tmp_path_factory.mktemp("broken")) as opened:
        for side in opened.sides:
            number = count(1)
            monkeypatch.setattr(secrets, "token_hex", lambda _, n=number: f"{next(n):012x}")
            break_glasses(side, pairs)
        yield opened


@pytest.mark.parametrize("worlds", [lambda kind: not kind.opens_by_glass], ids=["sealed"], indirect=True)
def test_what_is_sealed_or_confidential_leaves_no_trace_under_break_glass(worlds: Worlds) -> None:
    """Every root field and two pages of each family; then the log and the review of whoever reads them."""
    found = {
        f"{pair.difference.name} to {pair.asker}": told
        for pair in worlds.pairs
        if (told := traces(worlds, pair.asker, some_of(everything_about(worlds, pair), pair.family.dice)))
    }
    assert found == {}
    for name in ("reviewer", "auditor"):
        asked = [one for one in whole_area(worlds.pairs[0].family) if one.case in {"/audit", "/audit/review"}]
        assert {(one.case, one.method) for one in asked} >= {
            ("/audit", "GET"),
            ("/audit/review", "GET"),
            ("/audit/review", "POST"),
        }
        assert traces(worlds, name, asked) == []


@pytest.mark.parametrize("worlds", [lambda kind: kind.name in RESTRICTED], ids=["restricted"], indirect=True)
def test_what_is_restricted_is_seen_under_break_glass(worlds: Worlds) -> None:
    for pair in worlds.pairs:
        asked = list(questions_about(pair.family, worlds.claims.get(pair.family.number, ()), None))
        assert traces(worlds, pair.asker, [one for one in asked if one.case in {"claim", "person", "chronology"}]), pair
