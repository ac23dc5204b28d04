"""What a random family holds, and what is asked of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.builders import AGENCIES, World

FIRST, LAST = date(2019, 1, 1), date(2024, 6, 30)
NEWEST = date(2024, 3, 31)
FAMILIES = 500
FULL_HOUSE = [*AGENCIES]
LIVING = ["resident", "resident", "resident", "part_time", "overnight", "frequent_visitor", "contact_only"]
RELATIONS = [
    "partner", "partner", "spouse", "ex_partner", "ex_spouse", "boyfriend", "parent", "father", "child", "step_parent",
    "adoptive_parent", "special_guardian", "kinship_carer", "private_foster_carer", "carer", "cared_for", "grandparent",
    "sibling", "half_sibling", "step_sibling", "friend", "neighbour", "aunt_uncle", "associate",
]  # fmt: skip
EVENT_ROLES = [
    "subject", "child", "parent", "carer", "partner", "other_adult", "suspect", "victim", "witness", "present",
    "accompanying", "reporter", "mentioned",
]  # fmt: skip
EVENT_TYPES = [
    ("police", "incident"), ("police", "domestic_abuse"), ("child_health", "injury_attendance"),
    ("child_voice", "seen"), ("family", "new_partner"), ("concern", "contact"),
]  # fmt: skip
EPISODE_KINDS = ["cin", "referral", "section47", "child_protection", "looked_after", "early_help", "mental_health"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the four dates, the window (both its days included), and whom it is relative to."""

    as_of: date
    known_at: date
    known_to: frozenset[str] | None
    since: date
    until: date
    agency: str | None


@dataclass
class Someone:
    """A made-up individual: what is so of them, whichever agency says it."""

    name: str
    born: str | None
    values: Mapping[str, str] = field(default_factory=dict)
    only: str | None = None
    records: dict[str, str] = field(default_factory=dict)


@dataclass
class Family(World):
    """A world of one family; `child` is a record of the child asked about."""

    seed: int = 0
    child: str = ""
    homes: dict[str, tuple[str, bool, str]] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    def _ref(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self.seed}-{self._count}"

    @property
    def questions(self) -> tuple[Question, ...]:
        """Three combinations of dates, knowers, window and assessing agency."""
        dice = random.Random(self.seed + 10**6)
        return (_plain(NEWEST), _some_question(dice), _some_question(dice))

    def said(self) -> str:
        """Every row in a line, for whoever reads a failure."""
        return (
            "\n".join(
                f"{claim.source.table} {claim.source.record_ref} {claim.agency} [{claim.valid.text}] {claim.status}"
                f" recorded {claim.recorded_at.date()} until {claim.superseded_at and claim.superseded_at.date()}"
                f" {dict(claim.values)} {[(end.role.value, end.record_id) for end in claim.ends]} id {claim.id}"
                for claim in self.claims
            )
            + f"\njoined {self.joined}\nchild {self.child} feeds {self.feeds_of} covers {self.covers}"
        )


def _plain(day: date) -> Question:
    return Question(day, day, None, _years_before(day), day, None)


def _years_before(day: date) -> date:
    return date(day.year - 2, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _some_question(dice: random.Random) -> Question:
    as_of = date(2021, 6, 1) + timedelta(days=dice.randrange(1035))
    known_at = as_of + timedelta(days=dice.choice([0, 0, 0, 40, 300, -60, -400]))
    knowers = [None, None, None, {"csc"}, {"csc", "police"}, {"police"}, {"csc", "housing", "gp"}]
    known_to = dice.choice(knowers)
    until = as_of - timedelta(days=dice.choice([0, 0, 0, 100]))
    since = dice.choice([_years_before(until), _years_before(until), until - timedelta(days=200), date(2019, 1, 1)])
    agency = dice.choice([None, None, None, "csc", "police"])
    return Question(as_of, known_at, frozenset(known_to) if known_to else None, since, until, agency)
