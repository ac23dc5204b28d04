"""What two worlds may differ in without a caller knowing: each kind with whom it is hidden from and who would see it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.noninterference.decided import (
    RESTRICTED,
    grant_of_hidden,
    joined_hidden,
    judged_between,
    judged_hidden,
    of_marked,
    refuge_of_judged,
    refuge_set_apart,
    restricted_set_apart,
    set_aside_hidden,
)
from tests.noninterference.families import Family
from tests.noninterference.sealed import EVERY_SEALED, LETTERS, SEALED, a_name
from tests.noninterference.worlds import EARLIER, World

Write = Callable[[World, World, Family, random.Random], None]
Add = Callable[[World, Family, random.Random], None]
HOLDERS = ("granted", "keeper")
"""Who holds grants for people of one family."""
ASKERS = ("assessment", "practitioner", "manager", "police")


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind. `seen_by` would see it; `known_at`: both ask as of that moment, but the one who sees it."""

    name: str
    write: Write
    hidden_from: tuple[str, ...] = ASKERS
    seen_by: str = "granted"
    known_at: str | None = None

    @property
    def is_closed_to_all(self) -> bool:
        """Whether nobody without a grant may know: then no report of the whole area tells it either."""
        return self.seen_by in HOLDERS

    @property
    def opens_by_glass(self) -> bool:
        """Whether the two worlds differ to whoever breaks a glass: what is restricted opens then."""
        return "restricted" in self.name


def only_in_one(add: Add) -> Write:
    """A difference that one of the worlds has more."""

    def write(one: World, other: World, family: Family, dice: random.Random) -> None:
        add(dice.choice((one, other)), family, dice)

    return write


def in_both(add: Add) -> Write:
    """A difference both worlds have, with other dice."""

    def write(one: World, other: World, family: Family, dice: random.Random) -> None:
        seed = dice.random()
        add(one, family, random.Random(f"{seed}/one"))
        add(other, family, random.Random(f"{seed}/other"))

    return write


def refuge_stay(world: World, family: Family, dice: random.Random) -> None:
    household, number = family.ref("XH"), dice.randrange(100, 999)
    street, phone = f"{number} Haven {family.surname(4)} Street", f"01632 960{number}"
    world.add(
        "housing", "households", household_ref=household, address=street, postcode=f"ZZ{dice.randrange(10, 99)} 1AA",
        kind="refuge", phones=phone, confidential="y",
    )  # fmt: skip
    for record, person in (("XR1", "T2"), ("XR2", "T1"))[: dice.randrange(1, 3)]:
        world.add(
            "housing", "residences", record_ref=family.ref(record), person_ref=family.ref(person),
            household_ref=household, start=dice.choice(["2023-10-01", "2023-11", ""]),
            end=dice.choice(["2023-12-01", ""]),
        )  # fmt: skip
    world.add("housing", "people", person_ref=family.ref("X1"), sensitivity="sealed", **a_name(family, dice))
    world.add(
        "housing", "residences", record_ref=family.ref("XR3"), person_ref=family.ref("X1"), household_ref=household,
        start="2023-09-01",
    )  # fmt: skip


def refuge_in_texts(one: World, other: World, family: Family, dice: random.Random) -> None:
    """The same stay in both worlds; cells that would give its address away, of other agencies and of the asker's own."""
    household, number = family.ref("XH"), dice.randrange(10, 99)
    street, phone = f"{number} Haven {family.surname(4)} Street", f"01632 9601{number}"
    texts = (f"Moved to {street}", f"Call {phone}", f"staying at {street.upper()}", "")
    agency = dice.choice(["csc", "police"])
    for world in (one, other):
        own = random.Random(dice.random())
        world.add(
            "housing", "households", household_ref=household, address=street, postcode=f"ZZ{number} 1AA", kind="refuge",
            phones=phone, confidential="y",
        )  # fmt: skip
        world.add(
            "housing", "residences", record_ref=family.ref("XR1"), person_ref=family.ref("T2"), household_ref=household,
            start="2023-10-01",
        )  # fmt: skip
        world.add(
            agency, "events", record_ref=family.ref("XE"), category="family", type="move", start="2023-10-03",
            headline=own.choice(texts), place=own.choice([street, "the refuge", ""]), note=own.choice(texts),
            action_taken=own.choice(texts),
        )  # fmt: skip
        world.add(
            agency, "event_people", record_ref=family.ref("XE"), person_ref=family.ref(f"{LETTERS[agency]}2"),
            role="subject",
        )  # fmt: skip


def birth_name(one: World, other: World, family: Family, dice: random.Random) -> None:
    """An adopted child beside the birth family, of one number: the alias and the ties that would join them."""
    for world in (one, other):
        own = random.Random(dice.random())
        alias = own.choice([f"Robin {family.surname(4)}", ""])
        world.add(
            "csc", "people", person_ref=family.ref("X1"), given_name="Robin", family_name=family.surname(1),
            date_of_birth=family.born(5, 2015), adopted_identity="y", nhs_number=family.nhs_number,
            other_names=alias, note=own.choice([f"Born as {alias}", ""]) if alias else "",
        )  # fmt: skip
        world.add(
            "csc", "relationships", record_ref=family.ref("XL1"), person_ref=family.ref("C2"),
            other_ref=family.ref("X1"), type="adoptive_parent",
        )  # fmt: skip
        for person, given, year in (("X2", "Robin", 2015), ("X3", "Lorna", 1990)):
            world.add(
                "police", "people", person_ref=family.ref(person), given_name=given, family_name=family.surname(4),
                date_of_birth=family.born(5, year), nhs_number=family.nhs_number if given == "Robin" else "",
            )  # fmt: skip
        world.add(
            "police", "relationships", record_ref=family.ref("XL2"), person_ref=family.ref("X3"),
            other_ref=family.ref("X2"), type="parent",
        )  # fmt: skip
        world.add(
            "police", "relationships", record_ref=family.ref("XL3"), person_ref=family.ref("X3"),
            other_ref=family.ref("P2"), type="friend",
        )  # fmt: skip
    world = dice.choice((one, other))
    for each in (one, other):
        each.add("csc", "people", person_ref=family.ref("X3"), given_name="Lorna", family_name=family.surname(4))
    world.add(
        "csc", "relationships", record_ref=family.ref("XL4"), person_ref=family.ref("X3"), other_ref=family.ref("X1"),
        type="parent",
    )  # fmt: skip


def restricted_event(world: World, family: Family, dice: random.Random) -> None:
    """Existence, agency and contact route are told, undated; what it says, when it was and how many there are, is not."""
    for number in range(dice.randrange(1, 4)):
        event = family.ref(f"XE{number}")
        world.add(
            "police", "events", record_ref=event, category="police", type=dice.choice(["incident", "arrest"]),
            start=dice.choice(["2023-03-03", "2024-02-02", "2019"]), headline=dice.choice(["Found", "Was told"]),
            sensitivity="restricted", recorded_at=dice.choice(["2023-03-04", "2024-02-03", ""]),
            child_seen=dice.choice(["y", "n", ""]),
        )  # fmt: skip
        world.add("police", "event_people", record_ref=event, person_ref=family.ref("P1"), role="child")


def restricted_person(world: World, family: Family, dice: random.Random) -> None:
    world.add(
        "police", "people", person_ref=family.ref("X1"), sensitivity="restricted",
        given_name=dice.choice(["Tobias", "Ottilie", ""]), family_name=family.surname(dice.choice([4, 5])),
        date_of_birth=dice.choice(["1990", "2009-09-09", ""]), description=dice.choice(["Tall", ""]),
    )  # fmt: skip
    world.add(
        "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"), other_ref=family.ref("P2"),
        type=dice.choice(["partner", "sibling", "lodger"]), start=dice.choice(["2021", "2023-04-04"]),
    )  # fmt: skip


def restricted_at_event(world: World, family: Family, dice: random.Random) -> None:
    """Somebody else at an open event with the child is told of; not who, and no text of the event says it."""
    given, surname = dice.choice(["Tobias", "Ottilie"]), family.surname(dice.choice([4, 5]))
    world.add(
        "police", "people", person_ref=family.ref("X1"), sensitivity="restricted", given_name=given, family_name=surname,
        date_of_birth=dice.choice(["1990", "1971-07-07", ""]),
    )  # fmt: skip
    event_that_names(world, family, f"{given} {surname}", "X1")


def event_that_names(world: World, family: Family, name: str, *others: str) -> None:
    """An open event of the police with the child and others, whose texts say a name."""
    event, says = family.ref("XE"), f"{name} was there" if name else ""
    world.add(
        "police", "events", record_ref=event, category="police", type="call_out", start="2023-12-05", headline=says,
        note=says, action_taken=says,
    )  # fmt: skip
    for who, role in (("P1", "child"), *((other, "suspect") for other in others)):
        world.add("police", "event_people", record_ref=event, person_ref=family.ref(who), role=role)


def sealed_named(one: World, other: World, family: Family, dice: random.Random) -> None:
    """An open event in both worlds; in one of them somebody sealed had a part in it, whom its texts name."""
    told = dice.choice((one, other))
    given, surname = dice.choice(["Tobias", "Ottilie"]), family.surname(dice.choice([4, 5]))
    told.add(
        "police", "people", person_ref=family.ref("X1"), sensitivity="sealed", given_name=given, family_name=surname
    )
    for world in (one, other):
        if world is told:
            event_that_names(world, family, dice.choice([given, surname, f"{given} {surname}"]), "X1")
        else:
            event_that_names(world, family, "")


def sealed_work(one: World, other: World, family: Family, dice: random.Random) -> None:
    """A worker both worlds have, who works with the child in one of them: neither name nor phone is told for it."""
    for world in (one, other):
        world.add(
            "csc", "professionals", professional_ref=family.ref("XW"), name="Owen Bell", role="social worker", team="West",
            contact_route="01632 960277",
        )  # fmt: skip
    dice.choice((one, other)).add(
        "csc", "involvements", record_ref=family.ref("XI"), person_ref=family.ref("C1"), professional_ref=family.ref("XW"),
        role=dice.choice(["lead", "allocated"]), start="2023-09-01", sensitivity="sealed",
    )  # fmt: skip


def text_of_others(world: World, family: Family, dice: random.Random) -> None:
    """Free text of the police, for the police."""
    said = ["He shouted", "She was afraid of him", "Seen before", ""]
    world.add(
        "police", "events", record_ref=family.ref("XE"), category="police", type="call_out", start="2023-12-05",
        headline="Call to the home", child_view=dice.choice(said), impact=dice.choice(said), note=dice.choice(said),
        explanation=dice.choice(said),
    )  # fmt: skip
    world.add(
        "police", "event_people", record_ref=family.ref("XE"), person_ref=family.ref("P1"), role="child",
        note=dice.choice(said),
    )  # fmt: skip
    world.add(
        "police", "people", person_ref=family.ref("X1"), given_name="Basil", family_name=family.surname(5),
        description=dice.choice(said), note=dice.choice(said),
    )  # fmt: skip
    world.add(
        "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"), other_ref=family.ref("P2"),
        type="friend", note=dice.choice(said),
    )  # fmt: skip


def strangers(world: World, family: Family, dice: random.Random) -> None:
    """What happens to people who are not around a child of the caller's."""
    event = family.ref("XE")
    world.add(
        "housing", "events", record_ref=event, category="home", type="home_conditions", start="2023-05-05",
        headline=dice.choice(["Inspected", "Was repaired"]),
    )  # fmt: skip
    for person in dice.sample(["S1", "S2"], dice.randrange(1, 3)):
        world.add("housing", "event_people", record_ref=event, person_ref=family.ref(person), role="present")
    world.add(
        "housing", "people", person_ref=family.ref("X1"), given_name=family.child_name, family_name=family.surname(3),
        date_of_birth=dice.choice(["1988-08-08", "2016-06-06"]),
    )  # fmt: skip
    world.add(
        "housing", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"), other_ref=family.ref("S1"),
        type=dice.choice(["sibling", "parent", "friend"]),
    )  # fmt: skip


def too_far(world: World, family: Family, dice: random.Random) -> None:
    """Friends that lead away from the child, one's lodger, and what is said of the lodger and somebody else."""
    for number in range(1, 5):
        world.add(
            "police", "people", person_ref=family.ref(f"F{number}"), given_name=f"Friend{number}",
            family_name=family.surname(5), date_of_birth=family.born(number, 1960 + number),
        )  # fmt: skip
    for number, (person, other) in enumerate((("F1", "P3"), ("F2", "F1"), ("F4", "F3")), 1):
        kind = dice.choice(["friend", "sibling", "partner", "cousin"]) if person == "F4" else "friend"
        world.add(
            "police", "relationships", record_ref=family.ref(f"FL{number}"), person_ref=family.ref(person),
            other_ref=family.ref(other), type=kind,
        )  # fmt: skip
    world.add("police", "households", household_ref=family.ref("FH"), address=f"1 {family.surname(6)} Yard")
    for person in ("F2", "F3"):
        world.add(
            "police", "residences", record_ref=family.ref(f"FR{person}"), person_ref=family.ref(person),
            household_ref=family.ref("FH"), start="2022-01-01",
        )  # fmt: skip


def on_the_conflict_list(world: World, family: Family, dice: random.Random) -> None:
    """A neighbour of the caller's (access.md §1: denies absolutely)."""
    world.add(
        "police", "people", person_ref=family.ref("X3"), given_name="Edmund", family_name=family.surname(5),
        date_of_birth=dice.choice(["1971-07-07", "1990"]), phones=dice.choice([family.phone(), ""]),
    )  # fmt: skip
    world.add(
        "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X3"), other_ref=family.ref("P2"),
        type=dice.choice(["partner", "friend", "sibling"]), start="2023",
    )  # fmt: skip
    world.add("police", "event_people", record_ref=family.ref("E1"), person_ref=family.ref("X3"), role="suspect")
    world.add(
        "police", "residences", record_ref=family.ref("XR"), person_ref=family.ref("X3"), household_ref=family.ref("H1"),
        start="2023-01-01",
    )  # fmt: skip


def recorded_later(world: World, family: Family, dice: random.Random) -> None:
    """What was written down after the moment asked about, though it happened before."""
    late = {"recorded_at": dice.choice(["2024-01-01T12:00:01Z", "2024-02-02", "2024-03-30T10:00:00Z", ""])}
    world.add(
        "police", "people", person_ref=family.ref("X1"), given_name="Basil", family_name=family.surname(5), **late
    )
    world.add(
        "police", "relationships", record_ref=family.ref("XL"), person_ref=family.ref("X1"), other_ref=family.ref("P2"),
        type=dice.choice(["partner", "friend"]), start="2023", **late,
    )  # fmt: skip
    world.add(
        "csc", "events", record_ref=family.ref("XE"), category="family", type="new_partner", start="2023-11-11",
        headline="Told by the school", **late,
    )  # fmt: skip
    world.add("csc", "event_people", record_ref=family.ref("XE"), person_ref=family.ref("C1"), role="subject", **late)
    world.add(
        "csc", "episodes", record_ref=family.ref("XS"), person_ref=family.ref("C1"), kind="section47", start="2023-12-01",
        **late,
    )  # fmt: skip


DIFFERENCES: tuple[Difference, ...] = (
    *(
        Difference(add.__name__, only_in_one(add))
        for add in (*EVERY_SEALED, refuge_stay, refuge_set_apart)
    ),
    Difference("refuge_in_texts", refuge_in_texts),
    Difference("birth_name", birth_name),
    Difference("sealed_work", sealed_work),
    Difference("sealed_named", sealed_named),
    *(
        Difference(f"{decide.__name__}_sealed", of_marked(decide, SEALED))
        for decide in (judged_hidden, joined_hidden, set_aside_hidden)
    ),
    Difference("set_aside_hidden_restricted", of_marked(set_aside_hidden, RESTRICTED)),
    Difference("grant_of_sealed", of_marked(grant_of_hidden, SEALED), seen_by="keeper"),
    Difference("grant_of_restricted", of_marked(grant_of_hidden, RESTRICTED), seen_by="keeper"),
    Difference("judged_between", judged_between),
    Difference("refuge_of_judged", refuge_of_judged),
    Difference("restricted_set_apart", in_both(restricted_set_apart)),
    Difference("restricted_event", in_both(restricted_event)),
    Difference("restricted_event_then", in_both(restricted_event), known_at=EARLIER),
    Difference("restricted_person", in_both(restricted_person)),
    Difference("restricted_at_event", in_both(restricted_at_event)),
    Difference("text_of_others", in_both(text_of_others), ("assessment", "practitioner", "manager"), "police"),
    Difference("strangers", only_in_one(strangers), ("practitioner", "manager"), "assessment"),
    Difference("too_far", in_both(too_far), ("practitioner", "manager"), "assessment"),
    Difference("on_the_conflict_list", only_in_one(on_the_conflict_list), ("conflicted",), "assessment"),
    Difference("recorded_later", only_in_one(recorded_later), seen_by="assessment", known_at=EARLIER),
)  # fmt: skip
