"""Draws what agencies say of a random family: days, people, homes, events, episodes, assessments, shares."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from graph.model.claims import End, Role
from graph.model.period import parse_partial
from tests.builders import AGENCIES, LONG_AGO, period, record_id
from tests.oracle.family import (
    EPISODE_KINDS,
    EVENT_ROLES,
    EVENT_TYPES,
    FIRST,
    FULL_HOUSE,
    LAST,
    Family,
    Someone,
)


class Drawing:
    """Draws rows of one family."""

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
