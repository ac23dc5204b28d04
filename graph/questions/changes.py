"""`changes`: what was added, ended or became known around a person between two moments (rules.md §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from graph.errors import BadInput
from graph.family.adults import AdultFound, adults_around
from graph.family.circle import circle_of, circle_seeds
from graph.family.people import individual
from graph.model.answers import AdultState, At, PersonAnswer, Window
from graph.model.case import Case
from graph.model.changes import AdultChange, Change, ChangeKind, Changes
from graph.model.claims import ClaimKind
from graph.model.dates import Dates, resolve_dates
from graph.model.people import Member, Partnership
from graph.model.period import PartialDate
from graph.questions.adults import AROUND_STEPS
from graph.questions.differing import Difference, LinksAt, carried, changed_keys, differences, together
from graph.questions.links import EVERY_KIND, Key, Link, links_of, tell_edge
from graph.questions.network import steps_of
from graph.questions.reaching import nearest, within
from graph.questions.reading import Reading
from graph.questions.told_changes import say_adult, say_change, say_joined
from graph.store.port import Fetched

_ORDER = tuple(ChangeKind)


@dataclass(frozen=True, slots=True)
class Between:
    """The dates of the earlier and the later moment, and the later with the earlier day: what is known by now of then."""

    earlier: Dates
    later: Dates

    @property
    def then_as_known_later(self) -> Dates:
        """The earlier day, by what is known at the later moment."""
        return replace(self.later, as_of=self.earlier.as_of, since=self.earlier.since, until=self.earlier.until)

    @property
    def later_from_the_same_day(self) -> Dates:
        """The later moment, with events from as far back as the earlier one tells."""
        return replace(self.later, since=min(self.earlier.since, self.later.since))


def dates_between(earlier: At, later: Dates, partnership: Partnership, now: datetime) -> Between:
    """The two moments. Raises BadInput where the earlier one is later by either date."""
    found = resolve_dates(earlier, Window(), partnership, now)
    if found.as_of > later.as_of:
        raise BadInput("from", "its asOf is after that of to")
    if found.known_at > later.known_at:
        raise BadInput("from", "its knownAt is after that of to")
    return Between(found, later)


def find_changes(
    reading: Reading, around: str, between: Between, hops: int = 1, agency: str | None = None
) -> Changes | None:
    """What changed around a person, or None when there is no such person or none the caller may know of."""
    if agency is not None and agency not in reading.partnership.agencies:
        raise BadInput("assessingAgency", "is not an agency of this partnership")
    since = between.earlier.known_at
    near = reading.fetch((around,), steps_of(hops), since)
    case = reading.case(near)
    centre = case.entity(around)
    if not case.descriptions(centre, ClaimKind.PERSON) or not reading.may_ask_about(case, centre):
        return None
    fetched = [near]
    is_child = individual(case, centre).is_child_on(case.dates.as_of)
    if is_child:
        cases = [case, reading.case_at(between.earlier, near)]
        seeds = {seed for one in cases for seed in circle_seeds(circle_of(one, one.entity(around), everyone=True), one)}
        fetched.append(reading.fetch(sorted(seeds), AROUND_STEPS, since))
    return _Comparing(reading, between, _Around(around, hops), fetched).tell(agency, with_adults=is_child)


@dataclass(frozen=True, slots=True)
class _Around:
    """Around whom, and how far."""

    person: str
    hops: int


@dataclass(frozen=True)
class _Side:
    """One moment: its case, every link read, those of them around the person, and how many of those are too many."""

    case: Case
    links: Mapping[Key, Link]
    near: Mapping[Key, Link]
    left_out: int


class _Comparing:
    """Two moments side by side."""

    def __init__(self, reading: Reading, between: Between, around: _Around, fetched: Sequence[Fetched]) -> None:
        self._reading, self._around, self._fetched = reading, around, fetched
        self._later = self._side(between.later_from_the_same_day)
        self._then = self._side(between.then_as_known_later)
        self._earlier = self._side(between.earlier)
        self._telling_now = reading.telling(reading.case_at(between.later, *fetched))
        self._telling_then = reading.telling(self._earlier.case)

    def _side(self, dates: Dates) -> _Side:
        case = self._reading.case_at(dates, *self._fetched)
        links, centre = links_of(case, EVERY_KIND), case.entity(self._around.person)
        nodes = within(case, links, centre, self._around.hops)
        kept = nearest(case, links, nodes, centre)
        near = {link.key: link for link in links if {link.source, link.target} <= kept}
        return _Side(case, {link.key: link for link in links}, near, len(nodes) - len(kept))

    def tell(self, agency: str | None, *, with_adults: bool) -> Changes:
        """The answer in words."""
        later = self._later.case
        near = carried(self._earlier.near.values(), later).keys() | self._later.near.keys()
        earlier = carried(self._earlier.links.values(), later)
        held = LinksAt(earlier, self._then.links, self._later.links, frozenset(near))
        found = list(differences(held, later))
        changes = [*map(self._tell, together(found)), *self._joined()]
        changes.sort(key=lambda one: (_ORDER.index(one.kind), one.on or "", one.says))
        adults = self._adults(agency) if with_adults else ()
        blanks = self._telling_now.withheld()
        centre = self._telling_now.person(later.entity(self._around.person))
        self._reading.show(
            centre.id,
            *(person.id for change in changes for person in change.people),
            *(change.adult.id for change in adults),
        )
        left_out = max(self._earlier.left_out, self._later.left_out)
        return Changes(
            asked=self._telling_now.asked(blanks),
            before=self._telling_then.asked(blanks),
            person=centre,
            changes=tuple(changes),
            adults=adults,
            unchanged=len(near - changed_keys(found)),
            more=(f"{left_out} more people and places are too far away to compare",) if left_out else (),
            blanks=blanks,
        )

    def _tell(self, alike: Sequence[Difference]) -> Change:
        one = alike[0]
        telling = self._telling_now if one.later else self._telling_then
        links = [difference.link for difference in alike]
        ends = {end for link in links for end in (link.source, link.target)}
        claims = [claim for link in links for claim in link.claims]
        return Change(
            kind=one.kind,
            says=say_change(telling, alike),
            people=telling.people(end for end in ends if telling.case.descriptions(end, ClaimKind.PERSON)),
            edges=tuple(tell_edge(telling, link) for link in links),
            on=_text(one.ended if one.kind is ChangeKind.ENDED else one.link.period.start),
            known=min((claim.recorded_at for claim in claims), default=None),
            claims=telling.claims(claims),
        )

    def _joined(self) -> list[Change]:
        """Those who were told apart at the earlier moment and are one person at the later."""
        apart: dict[str, set[str]] = {}
        for end in {end for link in self._earlier.near.values() for end in (link.source, link.target)}:
            if self._earlier.case.descriptions(end, ClaimKind.PERSON):
                apart.setdefault(self._later.case.entity(end), set()).add(end)
        when = self._joined_at()
        return [
            Change(
                kind=ChangeKind.JOINED,
                says=say_joined(self._telling_then, self._telling_now, sorted(before), now),
                people=self._telling_now.people([now]),
                edges=(),
                on=None,
                known=max((when[one] for one in before if one in when), default=None),
                claims=(),
            )
            for now, before in sorted(apart.items())
            if len(before) > 1
        ]

    def _joined_at(self) -> dict[str, datetime]:
        members: dict[str, Member] = {member.record_id: member for part in self._fetched for member in part.members}
        return {record: member.joined_at for record, member in members.items() if member.joined_at}

    def _adults(self, agency: str | None) -> tuple[AdultChange, ...]:
        now, then = self._telling_now.case, self._earlier.case
        before = {now.entity(found.person.id): found for found in self._around_child(then, agency)}
        after = {found.person.id: found for found in self._around_child(now, agency)}
        return tuple(
            AdultChange(self._person(adult), was, now_is, say_adult(was, now_is))
            for adult in sorted(before.keys() | after.keys())
            if (was := _state(before.get(adult))) is not (now_is := _state(after.get(adult)))
        )

    def _around_child(self, case: Case, agency: str | None) -> Sequence[AdultFound]:
        child = case.entity(self._around.person)
        return adults_around(case, child, agency).adults if case.descriptions(child, ClaimKind.PERSON) else ()

    def _person(self, adult: str) -> PersonAnswer:
        now = self._telling_now
        return (now if now.case.descriptions(adult, ClaimKind.PERSON) else self._telling_then).person(adult)


def _state(found: AdultFound | None) -> AdultState | None:
    return found.state if found else None


def _text(day: PartialDate | None) -> str | None:
    return day.text if day else None
