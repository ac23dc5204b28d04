"""What people decided about those hidden: judgements, joins and splits, findings set aside, grants, rows set apart.

What one of two worlds holds more in its ledger, or what joins there, and nobody may know of without a grant. Who
somebody restricted is joined to is no such thing: that a record is restricted is told with the person it is of.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise

from graph.identity.judgements import Verdict
from tests.noninterference.families import Family
from tests.noninterference.kept import NOW
from tests.noninterference.sealed import SEALED, a_name
from tests.noninterference.worlds import Row, World, record_id

RESTRICTED = ("restricted",)
Decide = Callable[[World, World, Family, random.Random, str], None]
Write = Callable[[World, World, Family, random.Random], None]


def of_marked(decide: Decide, markings: Sequence[str]) -> Write:
    """A difference about somebody closed by one of these markings."""

    def write(one: World, other: World, family: Family, dice: random.Random) -> None:
        decide(one, other, family, dice, dice.choice(markings))

    return write


def _hidden(family: Family, agency: str = "housing") -> str:
    return record_id(agency, "people", family.ref("X1"))


def _like_the_partner(family: Family) -> Row:
    return {
        "given_name": family.partner_name, "family_name": family.surname(2), "date_of_birth": family.born(3, 1979),
    }  # fmt: skip


def judged_hidden(one: World, other: World, family: Family, dice: random.Random, marking: str) -> None:
    """Somebody closed in both worlds, of whom a steward judged in one, before they were closed, who they are or are not."""
    fits = dice.choice((True, False))
    facts = _like_the_partner(family) if fits else {"given_name": "Tobias", "family_name": family.surname(4)}
    for world in (one, other):
        world.add("housing", "people", person_ref=family.ref("X1"), sensitivity=marking, **facts)
        world.add(
            "housing", "residences", record_ref=family.ref("XR"), person_ref=family.ref("X1"),
            household_ref=family.ref("H2"), start="2022-02-02",
        )  # fmt: skip
    whom = family.partner if fits else dice.choice((family.partner, family.mother, family.tenant, family.stranger))
    verdict = Verdict.DIFFERENT if fits else Verdict.SAME
    dice.choice((one, other)).kept.judge(whom, _hidden(family), verdict)


def judged_between(one: World, other: World, family: Family, dice: random.Random) -> None:
    """Somebody closed, judged to be each of two who are open: those two are no more one person than without."""
    world = dice.choice((one, other))
    world.add("housing", "people", person_ref=family.ref("X1"), sensitivity=dice.choice(SEALED), **a_name(family, dice))
    world.add(
        "housing", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"), other_ref=family.ref("T1"),
        type="friend",
    )  # fmt: skip
    world.add(
        "police", "people", person_ref=family.ref("X2"), sensitivity="sealed", given_name="Tobias",
        family_name=family.surname(4),
    )  # fmt: skip
    chain = [family.partner, _hidden(family), record_id("police", "people", family.ref("X2")), family.tenant]
    chain[-1] = dice.choice((family.tenant, family.mother, record_id("csc", "people", family.ref("C2"))))
    for left, right in pairwise(chain):
        world.kept.judge(left, right, dice.choice((Verdict.SAME, Verdict.SAME, Verdict.UNSURE)))
    world.kept.judge(family.mother, _hidden(family), dice.choice((Verdict.DIFFERENT, Verdict.SAME)))


def joined_hidden(one: World, other: World, family: Family, dice: random.Random, marking: str) -> None:
    """Somebody closed in both worlds, whom the policy takes for another person in each."""
    for world in (one, other):
        own = random.Random(dice.random())
        world.add("police", "people", person_ref=family.ref("X1"), sensitivity=marking, **a_name(family, own))
        world.add(
            "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"),
            other_ref=family.ref("P2"), type="partner",
        )  # fmt: skip


def refuge_of_judged(one: World, other: World, family: Family, dice: random.Random) -> None:
    """A stay at a refuge of somebody whose records a steward joined or held apart: by neither is it told."""
    left, right, verdict = dice.choice(
        (
            (family.tenant, family.partner, Verdict.SAME),
            (record_id("housing", "people", family.ref("T2")), family.mother, Verdict.DIFFERENT),
            (record_id("housing", "people", family.ref("T2")), family.partner, Verdict.UNSURE),
        )
    )
    for world in (one, other):
        world.kept.judge(left, right, verdict)
    world = dice.choice((one, other))
    world.add(
        "housing", "households", household_ref=family.ref("XH"), kind="refuge", confidential="y",
        address=f"{dice.randrange(100, 999)} Haven {family.surname(4)} Street", postcode="ZZ10 1AA",
    )  # fmt: skip
    for record, person in (("XR1", "T2"), ("XR2", "T4")):
        world.add(
            "housing", "residences", record_ref=family.ref(record), person_ref=family.ref(person),
            household_ref=family.ref("XH"), start=dice.choice(["2023-10-01", ""]), end=dice.choice(["2023-12-01", ""]),
        )  # fmt: skip


def set_aside_hidden(one: World, other: World, family: Family, dice: random.Random, marking: str) -> None:
    """A closed adult around the child in both worlds, set aside in one; and findings of a closed child."""
    for world in (one, other):
        world.add("police", "people", person_ref=family.ref("X1"), sensitivity=marking, given_name="Edgar",
                  family_name=family.surname(4), date_of_birth="1975-05-05")  # fmt: skip
        world.add(
            "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"),
            other_ref=family.ref("P2"), type="partner", start="2023-01-01",
        )  # fmt: skip
        world.add("police", "event_people", record_ref=family.ref("E1"), person_ref=family.ref("X1"), role="suspect")
    hidden, kept = _hidden(family, "police"), dice.choice((one, other)).kept
    kept.set_aside(family.child, "hidden_adults", hidden)
    kept.set_aside(family.child, dice.choice(["report_without_contact", "known_elsewhere_not_shared"]), hidden)
    kept.set_aside(hidden, "report_without_contact", None)


def grant_of_hidden(one: World, other: World, family: Family, dice: random.Random, marking: str) -> None:
    """Somebody closed in both worlds, opened to a colleague in one; a grant that ended, and one that is over, too."""
    for world in (one, other):
        world.add("police", "people", person_ref=family.ref("X1"), sensitivity=marking, given_name="Edgar",
                  family_name=family.surname(4))  # fmt: skip
        world.add(
            "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"),
            other_ref=family.ref("P2"), type="partner",
        )  # fmt: skip
    hidden, kept = _hidden(family, "police"), dice.choice((one, other)).kept
    kept.grant(f"keeper-{family.number}", [hidden])
    kept.grant("assessment", [hidden], ended_at=NOW - timedelta(days=1))
    kept.grant("police", [hidden], until=NOW.date())


def refuge_set_apart(world: World, family: Family, dice: random.Random) -> None:
    """A refuge, with rows about it and about who is closed that wait or are refused: no load tells of them."""
    world.add(
        "housing", "households", household_ref=family.ref("XH"), kind="refuge", confidential=dice.choice(["y", "who?"]),
        address=f"{dice.randrange(100, 999)} Haven {family.surname(4)} Street", postcode="ZZ10 1AA",
    )  # fmt: skip
    world.add(
        "housing", "residences", record_ref=family.ref("XR1"), person_ref=family.ref("T2"),
        household_ref=family.ref("XH"), start="2023-10-01",
    )  # fmt: skip
    for number in range(dice.randrange(1, 4)):
        world.add(
            "housing", "residences", record_ref=family.ref(f"XR-wait{number}"), person_ref=family.ref("none"),
            household_ref=family.ref("XH"), start="2023-10-01",
        )  # fmt: skip
    world.add(
        "housing", "residences", record_ref=family.ref("XR-far"), person_ref=family.ref("T2"),
        household_ref=family.ref("XH"), start="last autumn", end="2044-13-01",
    )  # fmt: skip
    world.add(
        "housing", "events", record_ref=family.ref("XE"), category="nothing of ours", type="incident", start="no day",
        household_ref=family.ref("XH"), headline="Was told",
    )  # fmt: skip


def restricted_set_apart(world: World, family: Family, dice: random.Random) -> None:
    """Somebody restricted in both worlds, with rows set apart that say something else in each, and are another number."""
    world.add(
        "police", "people", person_ref=family.ref("X1"), sensitivity="restricted",
        given_name=dice.choice(["Tobias", "Ottilie"]), family_name=family.surname(4),
        date_of_birth=dice.choice(["31 Feb 1990", "2044-13-01", "1990", "1991-01-01"]),
    )  # fmt: skip
    world.add(
        "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"), other_ref=family.ref("P2"),
        type="lodger",
    )  # fmt: skip
    for number in range(dice.randrange(1, 4)):
        world.add(
            "police", "relationships", record_ref=family.ref(f"XW{number}"), person_ref=family.ref("X1"),
            other_ref=family.ref("none"), type=dice.choice(["friend", "partner"]),
        )  # fmt: skip
    world.add(
        "police", "events", record_ref=family.ref("XE"), category="nothing of ours", type="incident",
        start=dice.choice(["no day", "2023"]), sensitivity="restricted", headline="Was told",
    )  # fmt: skip
