"""Which adults are around a child and in which state: the generator's own reading of the rules, sections 2 and 3.

Written apart from the product and without its identity work, so that the two can disagree. Every date the generator
makes is whole and nothing lies within weeks of the day two years back, so the written boundaries are not tried here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ingest.synth.told import ToldEvent
from ingest.synth.true_kin import Kin, Span, is_on
from ingest.synth.world import CHILDREN_SERVICES

BEFORE_BIRTH = timedelta(weeks=40)
LONG_ENOUGH = 28
_NOT_AROUND = frozenset({"witness", "reporter"})
_ABOUT = frozenset({"subject", "child", "victim"})
_PLANS = frozenset({"section47", "child_protection", "looked_after"})
_LONG_AGO = date(1900, 1, 1)


def two_years_before(day: date) -> date:
    """The first day of the usual window."""
    return day.replace(year=day.year - 2, day=min(day.day, 28) if (day.month, day.day) == (2, 29) else day.day)


@dataclass(frozen=True)
class Around:
    """The question of adults around one child, asked of what was told."""

    kin: Kin
    child: str

    @property
    def earliest(self) -> date:
        """40 weeks before birth: nothing before it is a ground."""
        return self.kin.family.people[self.child].born - BEFORE_BIRTH

    @property
    def window(self) -> date:
        """The first day looked at."""
        return max(two_years_before(self.kin.as_of), self.earliest)

    def states(self) -> dict[str, str]:
        """Each adult around the child with their state, everything told being current."""
        found = {}
        for adult, person in self.kin.family.people.items():
            if adult == self.child or person.is_child(self.kin.as_of) or person.died:
                continue
            grounds = self.grounds(adult)
            if grounds:
                found[adult] = self._state(adult, _beginning(list(grounds.values())))
        return found

    def grounds(self, adult: str) -> dict[str, date | None]:
        """Each ground that holds, with the first day of its evidence."""
        found = {
            "co_resident": self._together(adult, self.child),
            "frequent_visitor": self._visits(adult),
            "partner_of_carer": self._couple(adult),
            "at_event": self._at_event(adult),
            "sibling_history": self._sibling_history(adult),
        }
        kept: dict[str, date | None] = {
            name: None if day == _LONG_AGO else max(day, self.earliest) for name, day in found.items() if day
        }
        if adult in self.kin.all_parents(self.child):
            kept["parent"] = None
        if self._shares_contact(adult):
            # It sets no date: a link made by nothing else has none before any assessment.
            kept.setdefault("shared_contact", None)
        return kept

    def _shares_contact(self, adult: str) -> bool:
        carers = self._carers()
        held = {contact.phone for contact in self.kin.told.contacts if contact.person in carers - {adult}}
        return any(contact.person == adult and contact.phone in held for contact in self.kin.told.contacts)

    def _carers(self) -> set[str]:
        return self.kin.all_parents(self.child) - {self.child}

    def _span(self, person: str, home: str) -> Span | None:
        """From first to last of what agencies say of one stay, joined."""
        stays = self.kin.stays().get((person, home))
        if not stays:
            return None
        start = min((stay.start for stay in stays if stay.start), default=_LONG_AGO)
        ends = [stay.end for stay in stays]
        return start, None if None in ends else max(end for end in ends if end)

    def _together(self, one: str, other: str, within: Span | None = None) -> date | None:
        homes = {home for _, home in self.kin.stays()}
        days = [self._overlap(self._span(one, home), self._span(other, home), within) for home in homes]
        return min((day for day in days if day), default=None)

    def _overlap(self, mine: Span | None, theirs: Span | None, within: Span | None) -> date | None:
        if mine is None or theirs is None:
            return None
        start = max(mine[0], theirs[0])
        end = min((day for day in (mine[1], theirs[1]) if day), default=None)
        last = end or self.kin.as_of + timedelta(days=1)
        if within is not None:
            return start if start < (within[1] or last) and within[0] < last else None
        long = end is None or (last - start).days >= LONG_ENOUGH
        return start if long and start < last and last > self.window and start <= self.kin.as_of else None

    def _visits(self, adult: str) -> date | None:
        days = []
        for stay in self.kin.told.stays:
            if stay.person == adult and stay.role == "frequent_visitor":
                mine = (stay.start or _LONG_AGO, stay.end)
                days.append(self._overlap(mine, self._span(self.child, stay.home), None))
        return min((day for day in days if day), default=None)

    def _couple(self, adult: str) -> date | None:
        days = []
        for carer in self._carers():
            for other, tie in self.kin.couples_of(carer):
                if other == adult and (tie.end is None or tie.end > self.window):
                    days.append(tie.start or _LONG_AGO)
        for other in self.kin.partners(adult):
            if other != self.child and self._resides(other):
                days += [tie.start or _LONG_AGO for one, tie in self.kin.couples_of(other) if one == adult]
        return min(days, default=None)

    def _resides(self, person: str) -> bool:
        if self.kin.family.people[person].is_child(self.kin.as_of):
            return False
        homes = {home for one, home in self.kin.stays() if one == self.child and self.kin.lives_at(self.child, home)}
        return any(self.kin.lives_at(person, home) for home in homes)

    def _at_event(self, adult: str) -> date | None:
        around = {self.child, *self._carers()} - {adult}
        days = [
            event.on
            for event in self.kin.told.events
            if self.window <= event.on <= self.kin.as_of and _was_in(event, adult) and around & _people(event)
        ]
        return min(days, default=None)

    def _sibling_history(self, adult: str) -> date | None:
        days: list[date] = []
        for sibling in set(self.kin.siblings(self.child)) - {adult}:
            days += [
                event.on for event in self.kin.told.events if event.role_of(sibling) in _ABOUT and _was_in(event, adult)
            ]
            for episode in self.kin.told.episodes:
                if episode.person == sibling and episode.kind in _PLANS:
                    day = self._together(adult, sibling, (episode.start, episode.end))
                    days += [day] if day else []
        return min(days, default=None)

    def _state(self, adult: str, began: date | None) -> str:
        if not self.kin.family.people[adult].is_identified:
            return "unidentified"
        if self._assessed(adult, began):
            return "assessed"
        return "known_not_assessed" if self._known(adult) else "hidden"

    def _assessed(self, adult: str, began: date | None) -> bool:
        current = sorted(
            (episode.start, episode.ref)
            for episode in self.kin.told.episodes
            if episode.person == self.child and is_on(episode.start, episode.end, self.kin.as_of)
        )
        for assessment in self.kin.told.assessments:
            if adult not in assessment.people or not self._concerns(assessment.child, assessment.started):
                continue
            recent = assessment.started >= two_years_before(self.kin.as_of)
            in_episode = bool(current) and assessment.episode == current[0][1]
            last = assessment.completed or assessment.started
            if (recent or in_episode) and (began is None or last >= began):
                return True
        return False

    def _concerns(self, assessed: str, on: date) -> bool:
        """Whether an assessment of one child counts for this one: the same, or a sibling of the same home then."""
        if assessed == self.child:
            return True
        if assessed not in self.kin.siblings(self.child):
            return False
        born = self.kin.family.people[self.child].born
        mine = [self.child] if born <= on else list(self.kin.parents(self.child))
        homes = {home for person, home in self.kin.stays() if person in mine and self._there(person, home, on)}
        return any(self._there(assessed, home, on) for home in homes)

    def _there(self, person: str, home: str, on: date) -> bool:
        span = self._span(person, home)
        return span is not None and is_on(span[0], span[1], on)

    def _known(self, adult: str) -> bool:
        """Whether children's social care knows a claim with this adult on one side and the case on the other."""
        near = {self.child, *self._carers(), *self.kin.siblings(self.child)} - {adult}
        homes = {stay.home for stay in self.kin.told.stays if stay.person == self.child}
        told = self.kin.told
        return (
            any(
                CHILDREN_SERVICES in stay.known_by and stay.person == adult and stay.home in homes
                for stay in told.stays
            )
            or any(
                CHILDREN_SERVICES in tie.known_by
                and adult in (tie.person, tie.other)
                and near & {tie.person, tie.other}
                for tie in told.ties
            )
            or any(
                CHILDREN_SERVICES in event.known_by and event.role_of(adult) and near & _people(event)
                for event in told.events
            )
            or any(adult in assessment.people and near & assessment.people for assessment in told.assessments)
        )


def _beginning(days: list[date | None]) -> date | None:
    """The first day of a link; None where some evidence began at an unknown time: before any assessment."""
    return None if None in days else min(day for day in days if day)


def _people(event: ToldEvent) -> set[str]:
    return {person for person, _ in event.people}


def _was_in(event: ToldEvent, person: str) -> bool:
    role = event.role_of(person)
    return role is not None and role not in _NOT_AROUND
