"""A pair of worlds of many families, each family with one difference of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI

from api.app import create_app
from graph.identity.judgements import Verdict
from graph.model.claims import ClaimKind
from graph.model.objections import Objection, ObjectionKind, Reply
from graph.questions.opening import Partnerships
from tests.noninterference.differences import DIFFERENCES, Difference
from tests.noninterference.families import Family, add_family
from tests.noninterference.weighing import weighed_once
from tests.noninterference.worlds import NOW, OF_A_DESK, Closed, World, open_world, record_id

STAYS_OF_HOUSING = ("housing", ClaimKind.RESIDENCE)


@dataclass(frozen=True, slots=True)
class Pair:
    """One family with the difference between its two worlds."""

    family: Family
    difference: Difference
    asker: str

    @property
    def asker_at_the_desk(self) -> str:
        """Who asks, with this family and one other of their own where they need a relationship: quicker than with all."""
        return f"{self.asker}-{self.family.desk}" if self.asker in OF_A_DESK else self.asker


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two worlds, open."""

    held: Partnerships
    app: FastAPI
    ids: Mapping[str, str]
    loop: asyncio.Runner


@dataclass(frozen=True, slots=True)
class Worlds:
    """Two worlds and their families; by family, the claims only one of the two holds."""

    sides: tuple[Side, Side]
    pairs: Sequence[Pair]
    claims: Mapping[int, Sequence[str]]


def make_pairs(seed: int, families: int) -> list[Pair]:
    """Families with the kinds of difference in turn, so that every kind comes as often; who asks goes round too."""
    found = []
    for number in range(families):
        place = seed * families + number
        difference = DIFFERENCES[place % len(DIFFERENCES)]
        asker = difference.hidden_from[place // len(DIFFERENCES) % len(difference.hidden_from)]
        found.append(Pair(Family(number, seed), difference, asker))
    return found


@contextmanager
def open_worlds(pairs: Sequence[Pair], folder: Path) -> Iterator[Worlds]:
    """The two worlds of these pairs, loaded."""
    one, other = World(), World()
    for pair in pairs:
        for world, more in zip((one, other), _differing(pair), strict=True):
            add_family(world, pair.family)
            _decide(world, pair.family)
            world.take(more)
    closed = Closed(
        {f"granted-{pair.family.number}": pair.family.everyone() for pair in pairs},
        [record_id("police", "people", pair.family.ref("X3")) for pair in pairs],
        [f"keeper-{pair.family.number}" for pair in pairs],
    )
    held = [open_world(world, folder / name, closed) for name, world in (("one", one), ("other", other))]
    _object(held)
    try:
        with asyncio.Runner() as loop, weighed_once():
            first, second = (_side(each, loop) for each in held)
            yield Worlds((first, second), pairs, _differing_claims(held))
    finally:
        for each in held:
            each.graph.close()
            each.ledger.close()


def _decide(world: World, family: Family) -> None:
    """What was decided in both worlds. In two families of three a finding or an adult was set aside before anything was
    delivered, so that all its evidence has come since; of other two a steward judged whether the tenant is the partner.
    """
    rule, adult = (("report_without_contact", None), ("hidden_adults", family.partner), ("", None))[family.number % 3]
    if rule:
        world.kept.set_aside(family.child, rule, adult)
    verdict = (None, Verdict.SAME, Verdict.DIFFERENT)[family.number // 3 % 3]
    if verdict:
        world.kept.judge(family.tenant, family.partner, verdict)


def _object(held: Sequence[Partnerships]) -> None:
    """Something said against every record one world alone holds; in other words in each, and answered in one alone,
    against what both hold that is closed, and housing's stays.
    """
    records = [{stored.claim.record_id: stored for stored in each.graph.stored_claims()} for each in held]
    for mine, theirs, side, words in zip(records, reversed(records), held, ("one", "other"), strict=True):
        for record, stored in sorted(mine.items()):
            claim = stored.claim
            if record in theirs and not stored.closings and (claim.agency, claim.kind) != STAYS_OF_HOUSING:
                continue
            said = (ObjectionKind.OBJECTION, f"in {words}, it is not so", NOW - timedelta(1))
            side.ledger.objections.add(Objection(f"o{record}", record, record, claim.id, *said))
            if words == "one" and stored.closings:
                side.ledger.objections.answer(f"o{record}", Reply("it stands", is_upheld=False, at=NOW))


def _differing(pair: Pair) -> tuple[World, World]:
    """What each of the two worlds holds of the difference, thrown again until it is one."""
    dice = pair.family.dice
    while True:
        one, other = World(), World()
        pair.difference.write(one, other, pair.family, dice)
        if one != other:
            return one, other


def _side(held: Partnerships, loop: asyncio.Runner) -> Side:
    """A delivery's id is a hash of its files, 32 characters: read as one of its agency's, as long."""
    ids = {delivery.id: f"{delivery.agency:d<32}" for delivery in held.ledger.deliveries.every()}
    return Side(held, create_app(held), ids, loop)


def _differing_claims(held: Sequence[Partnerships]) -> dict[int, list[str]]:
    """By family, claims that one world alone holds, and one that both hold."""
    claims = [
        {stored.claim.id: stored.claim.source.record_ref for stored in each.graph.stored_claims()} for each in held
    ]
    found: dict[int, list[str]] = {}
    for claim, reference in sorted({**claims[0], **claims[1]}.items()):
        number = re.search(r"-(\d+)", reference)
        if number and (claim not in claims[0] or claim not in claims[1] or reference.startswith("E1")):
            found.setdefault(int(number.group(1)), []).append(claim)
    return found
