"""What is asked of a pair of worlds, and what it proved: pairs tried, questions asked, replies that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.noninterference import openings
from tests.noninterference.asking import (
    Asking,
    Request,
    operation,
    pages_about,
    questions_about,
    replies,
    some_of,
)
from tests.noninterference.differences import HOLDERS
from tests.noninterference.pairs import Pair, Worlds, make_pairs, open_worlds

FAMILIES_A_WORLD = 100
LIKELIEST = ("claim", "person", "chronology")
"""Where whoever may see a difference sees it first."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of two worlds. `told`: by pair, the requests answered otherwise to somebody the difference is hidden from.

    `unseen`: pairs whose difference nobody sees, so that nothing was proved by them.
    """

    pairs: int
    questions: int
    told: Mapping[str, Sequence[str]]
    unseen: Sequence[str]


def prove(seed: int, folder: Path, families: int = FAMILIES_A_WORLD) -> Proof:
    """Two worlds of a seed, made and asked. The same seed and number of families make and ask the same again."""
    with open_worlds(make_pairs(seed, families), folder) as worlds:
        told, questions = told_to_the_wrong(worlds)
        return Proof(len(worlds.pairs), questions, told, unseen(worlds))


def told_to_the_wrong(worlds: Worlds) -> tuple[dict[str, list[str]], int]:
    """Of each family some of all there is to ask, by one of those the difference is hidden from; and how many questions."""
    found, questions = {}, 0
    for pair in worlds.pairs:
        asked = some_of(everything_about(worlds, pair), pair.family.dice)
        questions += len(asked)
        told = traces(worlds, pair.asker_at_the_desk, asked)
        if told:
            found[name_of(pair)] = told
    return found, questions


def unseen(worlds: Worlds) -> list[str]:
    """The pairs whose difference is seen by nobody."""
    return [name_of(pair) for pair in worlds.pairs if not is_seen(worlds, pair)]


def name_of(pair: Pair) -> str:
    """What a pair is called where it fails."""
    return f"seed {pair.family.seed}, family {pair.family.number}: {pair.difference.name} to {pair.asker}"


def everything_about(worlds: Worlds, pair: Pair) -> list[Request]:
    """All there is to ask about the family of a pair."""
    known_at, family = pair.difference.known_at, pair.family
    claims = worlds.claims.get(family.number, ()) if known_at is None else ()
    asked = [*questions_about(family, claims, known_at), *pages_about(family, known_at)]
    if pair.difference.is_closed_to_all and not known_at and not pair.difference.opens_by_glass:
        asked += [operation(field, given, None) for field, given in openings.of_hidden(family)]
    return asked


def traces(worlds: Worlds, name: str, requests: Sequence[Request]) -> list[str]:
    """The requests whose replies differ between the two worlds."""
    one, other = (Asking(side.app, name, side.ids, side.loop) for side in worlds.sides)
    told = zip(requests, replies(one, requests), replies(other, requests), strict=True)
    return [f"{request.case} {request.address} {request.body}" for request, left, right in told if left != right]


def is_seen(worlds: Worlds, pair: Pair) -> bool:
    """Whether the one who may see a difference gets any other reply; asked a few at a time, the likeliest first."""
    asked = questions_about(pair.family, worlds.claims.get(pair.family.number, ()), None)
    requests = [replace(request, over_http=False) for request in asked if request.case != "setAside"]
    requests.sort(key=lambda request: LIKELIEST.index(request.case) if request.case in LIKELIEST else len(LIKELIEST))
    name = pair.difference.seen_by
    name = f"{name}-{pair.family.number}" if name in HOLDERS else name
    return any(traces(worlds, name, [request]) for request in requests)
