"""The made-up families of a pair of worlds: each has its own names, numbers, addresses and references."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.noninterference.worlds import EARLIER, World, record_id

# Names that sound unlike each other, so that nobody is found by somebody else's name.
_FIRST, _SOUNDS = "BFHKLMNPRSTWY", "bktlmr"
SURNAMES = len(_FIRST) * len(_SOUNDS) ** 3
FAMILIES_A_DESK = 2
_GIRLS = ("Mia", "Zofia", "Amina", "Freya", "Poppy", "Leila")
_WOMEN = ("Kelly", "Joanne", "Sandra", "Nadia", "Theresa", "Marion")
_MEN = ("Daniel", "Aaron", "Stuart", "Gareth", "Marek", "Kofi")


@dataclass(frozen=True)
class Family:
    """One family of a world: its number gives it names and references nobody else has."""

    number: int
    seed: int
    added: list[str] = field(default_factory=list)

    @property
    def dice(self) -> random.Random:
        """The same dice every time."""
        return random.Random(f"{self.seed}/{self.number}")

    def ref(self, name: str) -> str:
        """A reference of this family."""
        return f"{name}-{self.number}"

    def surname(self, which: int = 0) -> str:
        """A surname of this family: 0 the child's, 1 the mother's, 2 the partner's, 3 strangers', more for the hidden."""
        # A step that shares no factor with how many there are, so that neighbours are not alike.
        place = ((self.seed * 100 + self.number) * 8 + which) * 1009 % SURNAMES
        rest, last = divmod(place, len(_SOUNDS))
        rest, second = divmod(rest, len(_SOUNDS))
        first, middle = divmod(rest, len(_SOUNDS))
        return f"{_FIRST[first]}a{_SOUNDS[middle]}o{_SOUNDS[second]}i{_SOUNDS[last]}"

    @property
    def child_name(self) -> str:
        """The child's first name."""
        return _GIRLS[self.number % len(_GIRLS)]

    @property
    def mother_name(self) -> str:
        """The mother's first name."""
        return _WOMEN[self.number % len(_WOMEN)]

    @property
    def partner_name(self) -> str:
        """The partner's first name."""
        return _MEN[self.number % len(_MEN)]

    def born(self, which: int, year: int) -> str:
        """A date of birth of this family."""
        day = (self.number * 7 + which * 11 + self.seed * 3) % 336
        return f"{year}-{day // 28 + 1:02d}-{day % 28 + 1:02d}"

    def phone(self, which: int = 0) -> str:
        """A number of Ofcom's ranges for drama."""
        return f"07700 9{(self.number * 4 + which) % 1000:05d}"

    @property
    def nhs_number(self) -> str:
        """A valid number nobody else has."""
        for tail in range(10):
            digits = f"94{self.seed % 100:02d}{self.number:04d}{tail}"
            check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
            if check != 10:
                return digits + str(check % 11)
        raise AssertionError

    @property
    def street(self) -> str:
        """Where they live."""
        return f"{self.number + 1} {self.surname(7)} Row"

    @property
    def postcode(self) -> str:
        """The postcode there."""
        return f"ZZ{self.number % 90 + 1} {self.seed % 9 + 1}DQ"

    # --- who is in every world ------------------------------------------------------------------------------------
    @property
    def child(self) -> str:
        """The child's record."""
        return record_id("csc", "people", self.ref("C1"))

    @property
    def mother(self) -> str:
        """The mother's record."""
        return record_id("police", "people", self.ref("P2"))

    @property
    def partner(self) -> str:
        """The partner's record: only the police have one."""
        return record_id("police", "people", self.ref("P3"))

    @property
    def tenant(self) -> str:
        """A record of the partner's name and no birth date: who it is waits for a person."""
        return record_id("housing", "people", self.ref("T4"))

    @property
    def stranger(self) -> str:
        """A child of nobody in this family."""
        return record_id("housing", "people", self.ref("S1"))

    @property
    def home(self) -> str:
        """Their household."""
        return record_id("csc", "households", self.ref("H1"))

    @property
    def desk(self) -> int:
        """The number of the child's social worker and team, who have one other family: a network leads to that one alone."""
        return self.number // FAMILIES_A_DESK + 1

    @property
    def worker(self) -> str:
        """The child's social worker."""
        return f"SW{self.desk}"

    def hidden_people(self) -> Iterator[str]:
        """The records of people that a difference may add."""
        for agency in ("csc", "police", "housing"):
            for name in ("X1", "X2", "X3"):
                yield record_id(agency, "people", self.ref(name))

    def far_people(self) -> tuple[str, ...]:
        """Friends of friends of the partner, each further away."""
        return tuple(record_id("police", "people", self.ref(name)) for name in ("F1", "F2", "F3", "F4"))

    def everyone(self) -> tuple[str, ...]:
        """Every person record of the family that a grant may be for."""
        own = [
            record_id(agency, "people", self.ref(f"{letter}{number}"))
            for agency, letter in (("csc", "C"), ("police", "P"), ("housing", "T"))
            for number in (1, 2, 3)
        ]
        return (*own, self.tenant, self.stranger, *self.hidden_people())


def add_family(world: World, family: Family) -> None:
    """What every world holds of a family: a child, a mother, a partner nobody assessed, strangers, two addresses."""
    for agency, letter in (("csc", "C"), ("police", "P"), ("housing", "T")):
        _add_household(world, family, agency, letter)
    _add_partner(world, family)
    _add_case(world, family)
    _add_strangers(world, family)


def a_family() -> World:
    """A world of one family."""
    world = World()
    add_family(world, Family(0, 0))
    return world


def _add_household(world: World, family: Family, agency: str, letter: str) -> None:
    child, mother, home = family.ref(f"{letter}1"), family.ref(f"{letter}2"), family.ref("H1")
    early = {"recorded_at": "2022-01-05T09:00:00Z"}
    world.add(
        agency, "people", person_ref=child, given_name=family.child_name, family_name=family.surname(),
        date_of_birth=family.born(1, 2012), **early,
    )  # fmt: skip
    world.add(
        agency, "people", person_ref=mother, given_name=family.mother_name, family_name=family.surname(1),
        date_of_birth=family.born(2, 1983), phones=family.phone(), **early,
    )  # fmt: skip
    world.add(
        agency, "households", household_ref=home, address=family.street, postcode=family.postcode, **early
    )  # fmt: skip
    for number, person in ((1, child), (2, mother)):
        world.add(
            agency, "residences", record_ref=family.ref(f"R{number}"), person_ref=person, household_ref=home,
            start="2020-01-01", **early,
        )  # fmt: skip
    world.add(
        agency, "relationships", record_ref=family.ref("L1"), person_ref=mother, other_ref=child, type="parent", **early
    )


def _add_partner(world: World, family: Family) -> None:
    early = {"recorded_at": "2023-02-12T09:00:00Z"}
    partner = family.ref("P3")
    world.add(
        "police", "people", person_ref=partner, given_name=family.partner_name, family_name=family.surname(2),
        date_of_birth=family.born(3, 1979), **early,
    )  # fmt: skip
    world.add(
        "housing", "people", person_ref=family.ref("T4"), given_name=family.partner_name, family_name=family.surname(2),
        **early,
    )  # fmt: skip
    world.add(
        "police", "relationships", record_ref=family.ref("L2"), person_ref=partner, other_ref=family.ref("P2"),
        type="partner", start="2022-06", **early,
    )  # fmt: skip
    world.add(
        "police", "events", record_ref=family.ref("E1"), category="police", type="domestic_abuse", start="2023-02-11",
        headline="Call to the home", **early,
    )  # fmt: skip
    for person, role in (("P1", "child"), ("P2", "victim"), ("P3", "suspect")):
        world.add(
            "police", "event_people", record_ref=family.ref("E1"), person_ref=family.ref(person), role=role, **early
        )


def _add_case(world: World, family: Family) -> None:
    early = {"recorded_at": "2023-07-02T09:00:00Z"}
    child = family.ref("C1")
    if family.number % FAMILIES_A_DESK == 0:
        world.add(
            "csc", "professionals", professional_ref=family.worker, name="Priya Nair", role="social worker",
            team=f"East {family.desk}",
            contact_route="01632 960100", recorded_at=EARLIER,
        )  # fmt: skip
    world.add("csc", "episodes", record_ref=family.ref("S1"), person_ref=child, kind="cin", start="2023-06-05", **early)
    world.add(
        "csc", "involvements", record_ref=family.ref("I1"), person_ref=child, professional_ref=family.worker, role="lead",
        start="2023-06-05", **early,
    )  # fmt: skip
    world.add(
        "csc", "assessments", record_ref=family.ref("A1"), kind="single", started="2023-06-07", completed="2023-07-01",
        **early,
    )  # fmt: skip
    for person, capacity in (("C1", "child"), ("C2", "parent")):
        world.add(
            "csc", "assessment_people", record_ref=family.ref("A1"), person_ref=family.ref(person), capacity=capacity,
            **early,
        )  # fmt: skip
    world.add(
        "csc", "events", record_ref=family.ref("E2"), category="child_voice", type="seen_alone", start="2023-06-20",
        child_seen="y", child_seen_alone="y", headline="Seen at school", note="Quiet today", **early,
    )  # fmt: skip
    world.add("csc", "event_people", record_ref=family.ref("E2"), person_ref=child, role="subject", **early)


def _add_strangers(world: World, family: Family) -> None:
    early = {"recorded_at": "2022-03-01T09:00:00Z"}
    for name, given, year in (("S1", "Oscar", 2014), ("S2", "Ingrid", 1985)):
        world.add(
            "housing", "people", person_ref=family.ref(name), given_name=given, family_name=family.surname(3),
            date_of_birth=family.born(4, year), **early,
        )  # fmt: skip
    world.add(
        "housing", "households", household_ref=family.ref("H2"), address=f"{family.number + 1} {family.surname(6)} Walk",
        postcode=f"ZZ{family.number % 90 + 1} 8RT", **early,
    )  # fmt: skip
    world.add(
        "housing", "relationships", record_ref=family.ref("L3"), person_ref=family.ref("S2"), other_ref=family.ref("S1"),
        type="parent", **early,
    )  # fmt: skip
    for number, person in ((3, "S1"), (4, "S2")):
        world.add(
            "housing", "residences", record_ref=family.ref(f"R{number}"), person_ref=family.ref(person),
            household_ref=family.ref("H2"), start="2021-01-01", **early,
        )  # fmt: skip
