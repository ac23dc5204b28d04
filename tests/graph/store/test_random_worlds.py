"""Random small worlds, answered alike by every engine and by brute force."""

from __future__ import annotations

import random
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.access.visible import EVERYTHING, NOTHING_CLOSED, Grant, Visible
from graph.model.claims import ClaimKind, Marking
from graph.model.people import EntityKind
from graph.store.port import Step, StoredClaim, StoredMember
from tests.graph.store.builders import (
    NOW,
    RECORDED,
    a_batch,
    a_claim,
    a_member,
    a_person,
    a_relationship,
    a_residence,
    a_share,
    but,
    closed,
    said,
)
from tests.graph.store.conftest import ENGINES, open_engine
from tests.graph.store.oracle import Oracle

PEOPLE = ["p1", "p2", "p3", "p4", "p5", "p6"]
HOMES = ["h1", "h2", "h3"]
EVENTS = ["e1", "e2"]
LATER = RECORDED + timedelta(days=100)


def a_world(dice: random.Random) -> tuple[list[StoredClaim], list[StoredMember]]:
    claims: list[StoredClaim] = []
    for person in PEOPLE:
        claims.append(a_person(person, f"t:{dice.choice('abc')}", agency=dice.choice(["police", "csc"])))
    for home in HOMES:
        claims.append(a_claim(ClaimKind.HOUSEHOLD, f"c-{home}", home, "housing"))
    for event in EVENTS:
        claims.append(a_claim(ClaimKind.EVENT, f"c-{event}", event))
    for number in range(dice.randrange(4, 14)):
        claims.append(_link(dice, f"l{number}"))
    claims = [_with_parts(dice, stored) for stored in claims]
    for number in range(dice.randrange(3)):
        about = dice.choice(claims).claim.record_id
        claims.append(
            a_share(f"s{number}", dice.choice(["csc", "gp"]), dice.choice(["shared", "refused"]), about=about)
        )
    members = [a_member(person, dice.choice([person, PEOPLE[0]])) for person in PEOPLE[1:] if dice.random() < 0.5]
    members = [a_member(PEOPLE[0], PEOPLE[0]), *members]
    members += [
        a_member(home, home, EntityKind.HOUSEHOLD, joins=dice.random() < 0.7) for home in HOMES if dice.random() < 0.8
    ]
    return claims, members


def _link(dice: random.Random, name: str) -> StoredClaim:
    agency = dice.choice(["police", "csc", "gp"])
    match dice.randrange(3):
        case 0:
            return a_residence(name, dice.choice(PEOPLE), dice.choice(HOMES), agency)
        case 1:
            one, other = dice.sample(PEOPLE, 2)
            return a_relationship(name, one, other, agency)
    return a_claim(ClaimKind.EVENT_PERSON, name, agency=agency, event=dice.choice(EVENTS), person=dice.choice(PEOPLE))


def _with_parts(dice: random.Random, stored: StoredClaim) -> StoredClaim:
    if dice.random() < 0.25:
        marking = dice.choice(list(Marking))
        stored = closed(stored, marking, *dice.sample(PEOPLE, dice.randrange(1, 3)), every=dice.random() < 0.5)
    if dice.random() < 0.3:
        stored = but(stored, detail=said({"note": "x"}))
    if dice.random() < 0.2:
        stored = but(
            stored, hidden=said({"place": "y"}), hidden_for=(dice.choice(["", "sealed|"]) + dice.choice(PEOPLE),)
        )
    if dice.random() < 0.2:
        stored = but(stored, superseded_at=LATER)
    return but(stored, recorded_at=LATER) if dice.random() < 0.1 and stored.claim.superseded_at is None else stored


def some_steps(dice: random.Random) -> list[Step]:
    kinds = [ClaimKind.RESIDENCE, ClaimKind.RELATIONSHIP, ClaimKind.EVENT_PERSON]
    places = [EntityKind.PERSON, EntityKind.HOUSEHOLD, EntityKind.EVENT]
    return [
        Step(frozenset(dice.sample(kinds, dice.randrange(1, 4))), frozenset(dice.sample(places, dice.randrange(1, 4))))
        for _ in range(dice.randrange(4))
    ]


def some_sight(dice: random.Random) -> Visible:
    grants = frozenset(Grant(dice.choice(list(Marking)), dice.choice(PEOPLE)) for _ in range(dice.randrange(4)))
    own = frozenset(dice.sample(["police", "csc", "gp"], dice.randrange(2)))
    return dice.choice([EVERYTHING, NOTHING_CLOSED, Visible(grants, own, dice.choice([None, "csc", "gp"]))])


@pytest.mark.parametrize("engine", ENGINES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_random_world_is_answered_as_by_brute_force(engine: str, seed: int) -> None:
    dice = random.Random(seed)
    claims, members = a_world(dice)
    oracle = Oracle(claims, members)
    with tempfile.TemporaryDirectory() as folder:
        store = open_engine(engine, Path(folder))
        try:
            store.write(1, a_batch(*claims, *members))
            store.publish(1)
            for _ in range(4):
                seeds = dice.sample([*PEOPLE, *HOMES, "nobody"], dice.randrange(1, 3))
                steps, visible = some_steps(dice), some_sight(dice)
                since, at = sorted(dice.choices([RECORDED, LATER, NOW], k=2))
                assert store.claims_around(seeds, steps, at, visible) == oracle.around(seeds, steps, (at, at), visible)
                found = store.claims_around(seeds, steps, at, visible, since=since)
                assert found == oracle.around(seeds, steps, (since, at), visible)
        finally:
            store.close()
