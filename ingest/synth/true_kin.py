"""Who is whose parent and sibling by what agencies have said: the generator's own reading of the rules, section 2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ingest.synth.told import Told, ToldStay, ToldTie
from ingest.synth.world import Family

COUPLES = frozenset({"partner", "spouse"})
EX_COUPLES = frozenset({"ex_partner", "ex_spouse"})
LIVES_IN = frozenset({"resident", "part_time", "overnight"})
MOST_RESIDENTS = 12
Span = tuple[date, date | None]


def is_on(start: date | None, end: date | None, day: date) -> bool:
    """Whether a half-open period holds a day; an unknown start began before."""
    return (start is None or start <= day) and (end is None or day < end)


@dataclass(frozen=True)
class Kin:
    """Parents, partners and homes of one family, as told, on one day."""

    family: Family
    told: Told
    as_of: date

    def parents(self, child: str, types: frozenset[str] = frozenset({"parent"})) -> set[str]:
        """Parents of these kinds on record; a step-parent only while the couple is together."""
        found = {tie.person for tie in self.told.ties if tie.other == child and tie.type in types}
        if "step_parent" in types:
            found |= {
                tie.person
                for tie in self.told.ties
                if tie.type == "step_parent" and tie.other == child and is_on(tie.start, tie.end, self.as_of)
            }
        return found

    def all_parents(self, child: str) -> set[str]:
        """Parents of every kind."""
        return self.parents(child, frozenset({"parent", "adoptive_parent", "step_parent"}))

    def couples_of(self, person: str) -> list[tuple[str, ToldTie]]:
        """Everyone told to be or have been this person's partner, with what was told."""
        found: list[tuple[str, ToldTie]] = []
        for tie in self.told.ties:
            if tie.type in COUPLES | EX_COUPLES and person in (tie.person, tie.other):
                found.append((tie.other if tie.person == person else tie.person, tie))
        return found

    def partners(self, person: str) -> set[str]:
        """Those together with this person on the day."""
        return {
            other
            for other, tie in self.couples_of(person)
            if tie.type in COUPLES and is_on(tie.start, tie.end, self.as_of)
        }

    def stays(self) -> Mapping[tuple[str, str], list[ToldStay]]:
        """Stays in private homes that make people live together, by person and home."""
        found: dict[tuple[str, str], list[ToldStay]] = defaultdict(list)
        for stay in self.told.stays:
            if stay.role in LIVES_IN and self.family.homes[stay.home].kind == "private":
                found[stay.person, stay.home].append(stay)
        return found

    def sibling_kind(self, child: str, other: str) -> str | None:
        """The kind of sibling by parents on record, or by one home today."""
        mine, theirs = self.parents(child), self.parents(other)
        shared = mine & theirs
        if len(shared) > 1:
            return "full"
        if shared:
            return "half" if mine - shared and theirs - shared else "shares_a_parent"
        if self._is_step(child, other) or self._is_step(other, child):
            return "step"
        both = frozenset({"parent", "adoptive_parent"})
        if self.parents(child, both) & self.parents(other, both):
            return "adoptive"
        return "lives_with" if self._one_home(child, other) else None

    def siblings(self, child: str) -> dict[str, str]:
        """Every sibling of a child with the kind."""
        kinds = {one: self.sibling_kind(child, one) for one in self.family.children if one != child}
        return {one: kind for one, kind in kinds.items() if kind}

    def _is_step(self, child: str, other: str) -> bool:
        beside = {partner for parent in self.parents(child) for partner in self.partners(parent)}
        beside |= {
            tie.person
            for tie in self.told.ties
            if tie.type == "step_parent" and tie.other == child and is_on(tie.start, tie.end, self.as_of)
        }
        return bool(beside & self.parents(other))

    def _one_home(self, child: str, other: str) -> bool:
        people = self.family.people
        if not (people[child].is_child(self.as_of) and people[other].is_child(self.as_of)):
            return False
        homes = {home for person, home in self.stays() if person == child and self.lives_at(child, home)}
        return any(self.lives_at(other, home) for home in homes)

    def lives_at(self, person: str, home: str) -> bool:
        """Whether any telling puts this person there on the day."""
        return any(is_on(stay.start, stay.end, self.as_of) for stay in self.stays().get((person, home), ()))
