"""Seeded random families: what up to seven agencies say of 3 to 12 made-up people, and what to ask of it."""

from __future__ import annotations

from datetime import date, timedelta

from graph.model.claims import KIND_OF_TABLE
from graph.model.period import end_of_day
from tests.builders import AGENCIES
from tests.oracle.drawing import Drawing
from tests.oracle.family import (
    LIVING,
    NEWEST,
    RELATIONS,
    Family,
    Someone,
)


class Maker(Drawing):
    """Draws one family."""

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
