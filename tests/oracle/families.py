"""Seeded random families: what up to seven agencies say of 3 to 12 made-up people, and what to ask of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.model.claims import KIND_OF_TABLE, End, Role
from graph.model.period import end_of_day, parse_partial
from tests.builders import AGENCIES, LONG_AGO, World, period, record_id

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


class Maker:
    """Draws one family."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.family = Family(seed=seed)
        self.agencies = ["csc", *self.dice.sample([a for a in FULL_HOUSE if a != "csc"], self.dice.randrange(1, 5))]
        self.phones = [f"07{seed:05d}{number}" for number in range(3)]
        self.people: list[Someone] = []
        self.events: list[str] = []

    # --- dates ------------------------------------------------------------------------------------------------------
    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self.dice.randrange((last - first).days))

    def told_as(self, day: date) -> str:
        shape = self.dice.random()
        return day.isoformat()[: 4 if shape < 0.03 else 7 if shape < 0.15 else 10]

    def span(self, unknown: float = 0.2, ended: float = 0.45) -> tuple[str | None, str | None]:
        start, end = sorted([self.day(), self.day()])
        if (end - start).days < 2:
            end = start + timedelta(days=30)
        if self.dice.random() < 0.2:
            end = start + timedelta(days=self.dice.choice([27, 28, 29, 10]))
        said = None if self.dice.random() < unknown else self.told_as(start)
        until = self.told_as(end) if self.dice.random() < ended else None
        if said and until and parse_partial(until).first <= parse_partial(said).last:
            until = None
        return said, until

    def recorded(self, start: str | None) -> str:
        if start is None:
            return self.dice.choice([LONG_AGO, self.day().isoformat()])
        late = self.dice.choice([0, 0, 1, 9, 60, 400])
        return (parse_partial(start).last + timedelta(days=late)).isoformat()

    # --- people and homes -------------------------------------------------------------------------------------------
    def someone(self, born: str | None, **values: str) -> Someone:
        who = Someone(f"Name{len(self.people)}", born, values)
        self.people.append(who)
        return who

    def record(self, who: Someone, agency: str) -> str:
        """The agency's record of somebody, made when first needed and joined with the others of the same."""
        if agency in who.records:
            return who.records[agency]
        made = self.family.person(agency, f"F{self.family.seed}-{who.name}", **self.row_of(who))
        who.records[agency] = made
        self.family.join(*who.records.values())
        return made

    def agency_of(self, *people: Someone) -> str:
        """An agency that can speak of these: the only one that has seen a stranger, else any."""
        return next((who.only for who in people if who.only), None) or self.dice.choice(self.agencies)

    def row_of(self, who: Someone) -> dict[str, str]:
        row = {"given_name": who.name, "family_name": "Marsh", **who.values}
        if who.born:
            row["date_of_birth"] = who.born
        for cell in ("phones", "emails", "vehicles"):
            if self.dice.random() < 0.12:
                row[cell] = self.dice.choice(self.phones)
        return row

    def stranger(self, agency: str) -> Someone:
        """Somebody an agency could not name; sometimes named later by a judgement, sometimes by a later row."""
        who = self.someone(None)
        who.only = agency
        row = self.dice.choice([{"given_name": "Daz", "identified": "n"}, {"description": "man in a red coat"}])
        ref = f"F{self.family.seed}-{who.name}"
        if self.dice.random() < 0.3:
            day = self.day().isoformat()
            self.family.person(agency, ref, until=day, **row)
            row = {"given_name": "Darren", "family_name": "Pike"}
            who.records[agency] = self.family.person(agency, ref, recorded=day, **row)
            return who
        who.records[agency] = self.family.person(agency, ref, **row)
        return who

    def home(self, agency: str, name: str) -> str:
        """The agency's record of a home."""
        kind, confidential, phone = self.family.homes[name]
        ref = f"F{self.family.seed}-{name}"
        made = record_id(agency, "households", ref)
        if made not in self.family.places:
            values = {"kind": kind, "confidential": "y" if confidential else "", "phones": phone}
            self.family.household(agency, ref, **values)
            self.family.places.add(made)
            copies = {record_id(other, "households", ref) for other in AGENCIES}
            self.family.join(*sorted(copies & self.family.places))
        return made

    # --- what is said -----------------------------------------------------------------------------------------------
    def lives(self, who: Someone, home: str, role: str, span: tuple[str | None, str | None], **values: str) -> None:
        agency = self.agency_of(who)
        ends = (End(self.record(who, agency), Role.PERSON), End(self.home(agency, home), Role.HOUSEHOLD))
        self.versions(agency, "residences", self.family._ref("rs"), ends, span, {"role": role, **values})

    def relates(self, one: Someone, type_: str, other: Someone, span: tuple[str | None, str | None]) -> None:
        agency = self.agency_of(one, other)
        ends = (End(self.record(one, agency), Role.PERSON), End(self.record(other, agency), Role.OTHER))
        self.versions(agency, "relationships", self.family._ref("rl"), ends, span, {"type": type_})

    def versions(
        self,
        agency: str,
        table: str,
        key: str,
        ends: tuple[End, ...],
        span: tuple[str | None, str | None],
        values: Mapping[str, str],
    ) -> None:
        """One row, or the row as first written (still open) and as replaced."""
        start, end = span
        status = self.dice.choice(["asserted"] * 8 + ["corroborated", "disputed", "refuted"])
        recorded = self.recorded(start)
        if end and self.dice.random() < 0.4:
            replaced = max(date.fromisoformat(recorded) + timedelta(days=1), parse_partial(end).last).isoformat()
            self.family.say(agency, table, key, ends, period(start, None), recorded, status, replaced, **values)
            recorded = replaced
        self.family.say(agency, table, key, ends, period(start, end), recorded, status, None, **values)

    def event(self) -> None:
        dice = self.dice
        on = self.told_as(self.day())
        category, type_ = dice.choice(EVENT_TYPES)
        values = {"type": type_, "provider": dice.choice(["", "", "Northgate", "northgate ", "Eastfield"])}
        chosen = dice.sample(self.people, min(len(self.people), dice.randrange(1, 4)))
        roles = [dice.choice(EVENT_ROLES) for _ in chosen]
        if dice.random() < 0.5 and self.people[0] not in chosen:
            chosen.append(self.people[0])
            roles.append("child")
        agency = self.agency_of(*chosen)
        copies = [agency, *([dice.choice(self.agencies)] if dice.random() < 0.3 else [])]
        for source in copies:
            known = [(who, role) for who, role in zip(chosen, roles, strict=True) if who.only in {None, source}]
            parts = {self.record(who, source): role for who, role in known}
            made = self.family.event(source, on, parts, category, recorded=self.recorded(on), **values)
            self.events.append(made)

    def episode(self, who: Someone) -> None:
        agency = self.dice.choice(["csc", "csc", *self.agencies])
        start, end = self.span(unknown=0.05, ended=0.6)
        self.family.episode(
            agency, self.record(who, agency), self.dice.choice(EPISODE_KINDS), start, end, recorded=self.recorded(start)
        )

    def assessment(self, subjects: list[Someone]) -> None:
        dice = self.dice
        agency = dice.choice(["csc", "csc", "csc", *self.agencies])
        started = self.day()
        completed = (started + timedelta(days=dice.randrange(10, 90))).isoformat() if dice.random() < 0.6 else None
        named = {self.record(dice.choice(subjects), agency): "child"}
        for who in dice.sample(self.people, min(len(self.people), dice.randrange(0, 4))):
            if who.only not in {None, agency}:
                continue
            capacity = dice.choice(["parent", "partner", "carer", "sibling", "other_adult"])
            named.setdefault(self.record(who, agency), capacity)
        episodes = [c for c in self.family.claims if c.kind == "episode" and c.agency == agency]
        values = {"recorded": self.recorded(started.isoformat())}
        if episodes and dice.random() < 0.3:
            values["episode"] = dice.choice(episodes).record_id
        self.family.assessment(agency, named, started.isoformat(), completed, **values)

    def share(self) -> None:
        dice = self.dice
        agency, to = dice.sample(self.agencies, 2)
        outcome = dice.choice(["shared"] * 5 + ["refused", "not_answered"])
        on = self.day().isoformat()
        told = [
            c for c in self.family.claims if c.agency == agency and c.kind in {"event", "residence", "relationship"}
        ]
        values = {"outcome": outcome, "recorded": on}
        if told and dice.random() < 0.5:
            self.family.share(agency, to, on, about=dice.choice(told).record_id, **values)
        else:
            about = dice.choice([who for who in self.people if who.only in {None, agency}])
            self.family.share(agency, to, on, person=self.record(about, agency), **values)

    # --- a family ---------------------------------------------------------------------------------------------------
    def make(self) -> Family:
        self.homes()
        child = self.the_child()
        children, adults = self.others()
        self.kin(child, children, adults)
        self.stays(child, children, adults)
        dice = self.dice
        for who in adults:
            if who.only and dice.random() < 0.6:
                self.relates(who, "partner", adults[0], self.span(0.35))
        for _ in range(dice.randrange(0, 5)):
            self.event()
        for _ in range(dice.randrange(0, 4)):
            self.episode(dice.choice([child, child, *children, *children]))
        for _ in range(dice.randrange(0, 4)):
            self.assessment([child, child, *children])
        for _ in range(dice.randrange(0, 5)):
            self.share()
        self.judged()
        self.feeds()
        return self.family

    def homes(self) -> None:
        for number in range(self.dice.randrange(1, 4)):
            kind = self.dice.choice(["", "", "", "", "", "private", "private", "refuge", "communal"])
            phone = self.dice.choice(self.phones) if self.dice.random() < 0.3 else ""
            self.family.homes[f"H{number}"] = (kind, self.dice.random() < 0.06, phone)

    def the_child(self) -> Someone:
        dice = self.dice
        born = self.day(date(2009, 1, 1), date(2020, 1, 1)).isoformat()
        shape = dice.random()
        if shape < 0.1:
            born = self.day(date(2021, 6, 1), date(2024, 1, 1)).isoformat()
        child = self.someone(born)
        if shape < 0.05:
            due = (date.fromisoformat(born) + timedelta(days=dice.randrange(-9, 20))).isoformat()
            ref = f"F{self.family.seed}-{child.name}"
            self.family.person("csc", ref, until=born, expected_birth=due)
            row = {"given_name": "Baby", "family_name": "Marsh", "date_of_birth": born}
            child.records["csc"] = self.family.person("csc", ref, recorded=born, expected_birth=due, **row)
            self.family.child = child.records["csc"]
            return child
        self.family.child = self.record(child, dice.choice(["csc", "csc", "csc", dice.choice(self.agencies)]))
        return child

    def others(self) -> tuple[list[Someone], list[Someone]]:
        dice = self.dice
        children = [
            self.someone(dice.choice([self.day(date(2004, 1, 1), date(2021, 1, 1)).isoformat(), "2011", "2013-05"]))
            for _ in range(dice.randrange(0, 4))
        ]
        if dice.random() < 0.15:
            children.append(self.someone(None, **dice.choice([{"upn": "A123456789012"}, {}])))
        adults = [self.someone(self.day(date(1960, 1, 1), date(2001, 1, 1)).isoformat(), sex="F")]
        for _ in range(dice.randrange(1, 6)):
            born = dice.choice([self.day(date(1960, 1, 1), date(2003, 1, 1)).isoformat(), "1985", None])
            values = {"date_of_death": self.day().isoformat()} if dice.random() < 0.06 else {}
            adults.append(self.someone(born, sex=dice.choice(["F", "M", "M"]), **values))
        if dice.random() < 0.12:
            adults.append(self.someone(self.day(date(2004, 1, 1), date(2008, 1, 1)).isoformat()))
        if dice.random() < 0.4:
            adults.append(self.stranger(dice.choice(self.agencies)))
        return children, adults

    def kin(self, child: Someone, children: list[Someone], adults: list[Someone]) -> None:
        dice, undated = self.dice, (None, None)
        if dice.random() < 0.9:
            self.relates(adults[0], "parent", child, undated)
        if dice.random() < 0.5:
            self.relates(adults[1], dice.choice(["parent", "parent", "father", "adoptive_parent"]), child, undated)
        for other in children:
            for _ in range(dice.randrange(0, 3)):
                self.relates(dice.choice(adults[:3]), dice.choice(["parent"] * 4 + ["adoptive_parent"]), other, undated)
        for _ in range(dice.randrange(1, 5)):
            one, other = dice.sample([*adults, *children, child], 2)
            type_ = dice.choice(RELATIONS)
            if type_ in {"partner", "spouse", "ex_partner", "ex_spouse", "boyfriend"}:
                one, other = dice.choice(adults), dice.choice(adults)
                if one is other:
                    continue
            span = undated if type_ in {"parent", "father", "child"} else self.span(0.35)
            self.relates(one, type_, other, span)

    def stays(self, child: Someone, children: list[Someone], adults: list[Someone]) -> None:
        dice, homes = self.dice, [*self.family.homes]
        for _ in range(dice.randrange(1, 3)):
            self.lives(child, homes[0], "resident", dice.choice([self.span(), (None, None), ("2019", None)]))
        for who in [child, *children, *adults]:
            for _ in range(dice.choice([0, 0, 1, 1, 2])):
                self.lives(who, dice.choice([homes[0], *homes]), dice.choice(LIVING), self.span())
        if dice.random() < 0.08:
            carer = self.someone("1970-02-03", sex="F")
            self.family.homes["placement"] = ("", False, "")
            start = self.day().isoformat()
            self.relates(carer, "foster_carer", child, (start, None))
            self.lives(child, "placement", "resident", (start, None), basis="placement")
            self.lives(carer, "placement", "resident", ("2010-05-01", None))
            if dice.random() < 0.5:
                self.relates(dice.choice(adults), dice.choice(["partner", "ex_partner"]), carer, self.span())

    def judged(self) -> None:
        """Sometimes a stranger is found to be one of the adults: by a person, from a day on."""
        strangers = [who for who in self.people if who.only and not self.named_later(who)]
        found = [who for who in self.people[1:] if who.born and who.records and who.born < "2004"]
        if strangers and found and self.dice.random() < 0.5:
            (record,) = strangers[0].records.values()
            target = min(self.dice.choice(found).records.values())
            self.family.joined[record] = (target, end_of_day(self.day()))

    def named_later(self, who: Someone) -> bool:
        return any(
            claim.value("family_name") for claim in self.family.claims if claim.record_id in who.records.values()
        )

    def feeds(self) -> None:
        dice, tables = self.dice, sorted(KIND_OF_TABLE)
        if dice.random() < 0.12:
            short = {agency: tuple(tables) for agency in AGENCIES}
            short["csc"] = tuple(table for table in tables if table != "assessment_people")
            self.family.feeds_of = short
        elif dice.random() < 0.12:
            linking = {"residences", "relationships", "event_people", "assessment_people"}
            short = {agency: tuple(tables) for agency in AGENCIES}
            short[dice.choice(self.agencies)] = tuple(table for table in tables if table not in linking)
            self.family.feeds_of = short
        elif dice.random() < 0.1:
            self.family.covers = ("2000-01-01", self.day(date(2021, 1, 1), NEWEST).isoformat())


def make_family(seed: int) -> Family:
    """The family of a seed: always the same."""
    return Maker(seed).make()
