"""Sealed rows of every kind: what one of two worlds has more, and nobody may know of without a grant."""

from __future__ import annotations

import random

from tests.noninterference.families import Family
from tests.noninterference.worlds import World

LETTERS = {"csc": "C", "police": "P", "housing": "T"}
SEALED = ("sealed", "SEALED", "not a marking")
"""What reads as sealed: what can't be read closes (deliveries.md §2)."""


def a_name(family: Family, dice: random.Random) -> dict[str, str]:
    """A name and a birth date, some of them of people who are there already."""
    return {
        "given_name": dice.choice([family.child_name, family.mother_name, family.partner_name, "Tobias"]),
        "family_name": family.surname(dice.randrange(5)),
        "date_of_birth": dice.choice([family.born(1, 2012), family.born(2, 1983), family.born(3, 1979), "1990", ""]),
        "phones": dice.choice([family.phone(), family.phone(1), ""]),
    }


def _someone(family: Family, agency: str, dice: random.Random) -> str:
    return family.ref(f"{LETTERS[agency]}{dice.randrange(1, 3)}")


def sealed_person(world: World, family: Family, dice: random.Random) -> None:
    agency = dice.choice(sorted(LETTERS))
    person = family.ref("X1")
    world.add(agency, "people", person_ref=person, sensitivity=dice.choice(SEALED), **a_name(family, dice))
    world.add(
        agency, "relationships", record_ref=family.ref("XL"), person_ref=person, start=dice.choice(["", "2023"]),
        other_ref=_someone(family, agency, dice), type=dice.choice(["parent", "partner", "sibling", "friend", "carer"]),
    )  # fmt: skip
    world.add(
        agency, "residences", record_ref=family.ref("XR"), person_ref=person, household_ref=family.ref("H1"),
        start="2023-01-01",
    )  # fmt: skip
    world.add("police", "people", person_ref=family.ref("X2"), sensitivity="sealed", **a_name(family, dice))
    world.add(
        "police", "event_people", record_ref=family.ref("E1"), person_ref=family.ref("X2"),
        role=dice.choice(["suspect", "witness", "present"]),
    )  # fmt: skip


def sealed_bridge(world: World, family: Family, dice: random.Random) -> None:
    """A sealed record that fits two open ones: they are not one because of it."""
    world.add(
        "housing", "people", person_ref=family.ref("X1"), sensitivity="sealed", given_name=family.partner_name,
        family_name=family.surname(2), date_of_birth=family.born(3, 1979), phones=family.phone(2),
        nhs_number=family.nhs_number,
    )  # fmt: skip


def sealed_home(world: World, family: Family, dice: random.Random) -> None:
    """Sealed stays of two open records at one home: nobody is more likely to be one person for them."""
    for agency, person in (("housing", "T4"), ("police", "P3")):
        world.add(
            agency, "residences", record_ref=family.ref(f"XR-{agency}"), person_ref=family.ref(person),
            household_ref=family.ref("H1"), start=dice.choice(["2023-01-01", ""]), sensitivity="sealed",
        )  # fmt: skip


def sealed_event(world: World, family: Family, dice: random.Random) -> None:
    agency = dice.choice(["csc", "police"])
    event = family.ref("XE")
    world.add(
        agency, "events", record_ref=event, category="police", type=dice.choice(["incident", "domestic_abuse"]),
        start="2023-09-09", sensitivity=dice.choice(SEALED), headline=dice.choice(["Searched the home", "Was told"]),
        child_seen=dice.choice(["y", ""]),
    )  # fmt: skip
    for number in dice.sample([1, 2], dice.randrange(1, 3)):
        person = family.ref(f"{LETTERS[agency]}{number}")
        world.add(agency, "event_people", record_ref=event, person_ref=person, role="subject")
    if agency == "csc":
        world.add("csc", "event_professionals", record_ref=event, professional_ref=family.worker, role="lead")


def sealed_episode(world: World, family: Family, dice: random.Random) -> None:
    world.add(
        "csc", "episodes", record_ref=family.ref("XS"), person_ref=family.ref(dice.choice(["C1", "C2"])),
        kind=dice.choice(["section47", "looked_after", "other"]), start=dice.choice(["2022-02-02", "2023-11-01"]),
        sensitivity=dice.choice(SEALED), end=dice.choice(["", "2024-02-01"]),
    )  # fmt: skip


def sealed_relationship(world: World, family: Family, dice: random.Random) -> None:
    world.add(
        "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("P3"), other_ref=family.ref("P1"),
        type=dice.choice(["parent", "step_parent", "carer"]), sensitivity=dice.choice(SEALED),
    )  # fmt: skip


def sealed_residence(world: World, family: Family, dice: random.Random) -> None:
    world.add(
        "police", "residences", record_ref=family.ref("XR"), person_ref=family.ref("P3"), household_ref=family.ref("H1"),
        start="2022-08-01", sensitivity=dice.choice(SEALED), role=dice.choice(["resident", "frequent_visitor"]),
    )  # fmt: skip


def sealed_household(world: World, family: Family, dice: random.Random) -> None:
    home = family.ref("XH")
    world.add(
        "police", "households", household_ref=home, address=f"{dice.randrange(1, 99)} {family.surname(5)} Close",
        postcode="ZZ7 1AB", sensitivity="sealed",
    )  # fmt: skip
    for number in dice.sample([1, 2, 3], 2):
        world.add(
            "police", "residences", record_ref=family.ref(f"XR{number}"), person_ref=family.ref(f"P{number}"),
            household_ref=home, start="2023-03-01",
        )  # fmt: skip


def sealed_assessment(world: World, family: Family, dice: random.Random) -> None:
    world.add("csc", "people", person_ref=family.ref("X3"), sensitivity="sealed", given_name=family.partner_name)
    world.add(
        "csc", "assessments", record_ref=family.ref("XA"), kind=dice.choice(["single", "section47", "risk"]),
        started="2023-10-02", completed=dice.choice(["", "2023-11-02"]), sensitivity=dice.choice(SEALED),
    )  # fmt: skip
    for person, capacity in (("C1", "child"), ("C2", "parent"), ("X3", "other_adult")):
        world.add(
            "csc", "assessment_people", record_ref=family.ref("XA"), person_ref=family.ref(person), capacity=capacity
        )


def sealed_part(world: World, family: Family, dice: random.Random) -> None:
    """Someone sealed named in an open assessment."""
    world.add("csc", "people", person_ref=family.ref("X3"), sensitivity="sealed", **a_name(family, dice))
    world.add(
        "csc", "assessment_people", record_ref=family.ref("A1"), person_ref=family.ref("X3"),
        capacity=dice.choice(["partner", "other_adult"]),
    )  # fmt: skip


def sealed_involvement(world: World, family: Family, dice: random.Random) -> None:
    world.add(
        "csc", "involvements", record_ref=family.ref("XI"), person_ref=family.ref(dice.choice(["C1", "C2"])),
        professional_ref=family.worker, role=dice.choice(["lead", "allocated", "key_worker"]), start="2023-08-01",
        end=dice.choice(["", "2023-12-01"]), sensitivity=dice.choice(SEALED),
    )  # fmt: skip


def sealed_share(world: World, family: Family, dice: random.Random) -> None:
    """A share of a sealed record, and of someone sealed."""
    world.add(
        "police", "events", record_ref=family.ref("XE"), category="police", type="incident", start="2023-05-05",
        sensitivity="sealed", headline="Information received",
    )  # fmt: skip
    world.add("police", "event_people", record_ref=family.ref("XE"), person_ref=family.ref("P1"), role="child")
    world.add(
        "police", "shares", record_ref=family.ref("XF"), to_agency="csc", outcome=dice.choice(["shared", "refused"]),
        shared_on="2023-05-09", requested_on="2023-05-06", about_record=f"events:{family.ref('XE')}",
        person_ref=family.ref("P1"), how="email",
    )  # fmt: skip


def sealed_set_apart(world: World, family: Family, dice: random.Random) -> None:
    """Someone sealed, with rows that a load refuses: what was set apart of a delivery tells nobody of them."""
    world.add("police", "people", person_ref=family.ref("X1"), sensitivity="sealed", **a_name(family, dice))
    world.add(
        "police", "relationships", record_ref=family.ref("XL1"), person_ref=family.ref("X1"), other_ref=family.ref("P2"),
        type="friend",
    )  # fmt: skip
    world.add(
        "police", "people", person_ref=family.ref("X2"), sensitivity=dice.choice(SEALED), given_name="Tobias",
        family_name=family.surname(4), date_of_birth=dice.choice(["31 Feb 1990", "2044-13-01"]),
    )  # fmt: skip
    world.add(
        "police", "events", record_ref=family.ref("XE"), category="nothing of ours", type="incident", start="no day",
        sensitivity="sealed", headline="Was told",
    )  # fmt: skip
    world.add("police", "event_people", record_ref=family.ref("XE"), person_ref=family.ref("X1"), role="suspect")
    world.add(
        "police", "relationships", record_ref=family.ref("XL2"), person_ref=family.ref("X1"), other_ref=family.ref("none"),
        type="friend",
    )  # fmt: skip


EVERY_SEALED = (
    sealed_person, sealed_bridge, sealed_home, sealed_event, sealed_episode, sealed_relationship, sealed_residence,
    sealed_household, sealed_assessment, sealed_part, sealed_involvement, sealed_share,
    sealed_set_apart,
)  # fmt: skip
