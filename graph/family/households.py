"""Stays of people at households, and who lives with whom on a day (rules.md §1, §2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, PartialDate, Period, of_day
from graph.model.vocabulary import LIVING_ROLES

MOST_RESIDENTS = 12
LONG_ENOUGH = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Stay:
    """One unbroken stay of a person at a household in one role, with every claim that says so."""

    person: str
    household: str
    role: str
    period: Period
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Two stays at one household at the same time: from the later start to the earlier end."""

    first: Stay
    second: Stay
    period: Period
    certainty: Certainty


def stays_of(
    case: Case, person: str, roles: frozenset[str] = LIVING_ROLES, *, everyone: bool = False
) -> tuple[Stay, ...]:
    """A person's stays in these roles, claims of one stay joined, by household and start.

    `everyone`: from all claims, not only the evidence of `known_to`.
    """
    asked = ("stays", person, roles, everyone and case.is_of_some)
    found = case.worked_out.get(asked)
    if found is None:
        found = case.worked_out[asked] = _work_out_stays(case, person, roles, everyone=everyone)
    return cast("tuple[Stay, ...]", found)


def _work_out_stays(case: Case, person: str, roles: frozenset[str], *, everyone: bool) -> tuple[Stay, ...]:
    about = case.all_about if everyone else case.about
    held: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in about(person, ClaimKind.RESIDENCE):
        role = claim.value("role") or "resident"
        household = case.entity_at(claim, Role.HOUSEHOLD)
        if role in roles and household and supports(claim):
            held[household, "resident" if role in LIVING_ROLES else role].append(claim)
    return tuple(
        Stay(person, household, role, period, claims)
        for (household, role), said in sorted(held.items(), key=lambda item: item[0])
        for period, claims in join_periods(said)
    )


def join_periods(claims: Sequence[Claim]) -> list[tuple[Period, tuple[Claim, ...]]]:
    """The periods of claims about one stay, joined where they touch; an unknown start takes the start another dates."""
    dated = sorted(
        (claim for claim in claims if claim.valid.start), key=lambda claim: (claim.valid.maybe_from, claim.id)
    )
    joined: list[tuple[Period, list[Claim]]] = []
    for claim in dated:
        if joined and claim.valid.maybe_from <= joined[-1][0].maybe_until:
            period, said = joined[-1]
            joined[-1] = (Period(period.start, _later_end(period, claim.valid)), [*said, claim])
        else:
            joined.append((claim.valid, [claim]))
    unknown = [claim for claim in claims if not claim.valid.start]
    for claim in sorted(unknown, key=lambda claim: (claim.valid.maybe_until, claim.id)):
        _place_unknown_start(claim, joined)
    return [(period, tuple(sorted(said, key=lambda claim: claim.id))) for period, said in joined]


def _place_unknown_start(claim: Claim, joined: list[tuple[Period, list[Claim]]]) -> None:
    """An unknown start overlaps everything before its end: it joins the latest stay that had begun by then."""
    begun = [index for index, (period, _) in enumerate(joined) if period.maybe_from < claim.valid.maybe_until]
    if not begun:
        joined.insert(0, (claim.valid, [claim]))
        return
    period, said = joined[begun[-1]]
    joined[begun[-1]] = (Period(period.start, _later_end(period, claim.valid)), [*said, claim])


def _later_end(one: Period, other: Period) -> PartialDate | None:
    if one.end is None or other.end is None:
        return None
    return max(one.end, other.end, key=lambda end: (end.after, end.first))


def together(first: Stay, second: Stay) -> Together | None:
    """When two stays at one household overlap; None when they certainly do not."""
    if first.household != second.household:
        return None
    surely_from = max(first.period.surely_from, second.period.surely_from)
    surely_until = min(first.period.surely_until, second.period.surely_until)
    maybe_from = max(first.period.maybe_from, second.period.maybe_from)
    maybe_until = min(first.period.maybe_until, second.period.maybe_until)
    if maybe_from >= maybe_until:
        return None
    start = max((p.start for p in (first.period, second.period) if p.start), key=lambda day: day.first, default=None)
    end = min((p.end for p in (first.period, second.period) if p.end), key=lambda day: day.after, default=None)
    certainty = Certainty.CERTAIN if surely_from < surely_until else Certainty.POSSIBLE
    return Together(first, second, Period(start, end), certainty)


def long_enough(shared: Together, as_of: date) -> Certainty:
    """Whether an overlap makes people co-resident: 28 days or more as known, or both still open at `as_of`."""
    both_open = all(stay.period.maybe_until > as_of for stay in (shared.first, shared.second))
    if both_open:
        surely = all(stay.period.holds_on(as_of) is Certainty.CERTAIN for stay in (shared.first, shared.second))
        return Certainty.CERTAIN if surely else Certainty.POSSIBLE
    until = as_of + timedelta(days=1)
    surely_from = max(shared.first.period.surely_from, shared.second.period.surely_from)
    surely_until = min(shared.first.period.surely_until, shared.second.period.surely_until, until)
    if surely_from < surely_until and surely_until - surely_from >= LONG_ENOUGH:
        return Certainty.CERTAIN
    maybe_from = max(shared.first.period.maybe_from, shared.second.period.maybe_from)
    maybe_until = min(shared.first.period.maybe_until, shared.second.period.maybe_until, until)
    return Certainty.POSSIBLE if maybe_from < maybe_until and maybe_until - maybe_from >= LONG_ENOUGH else Certainty.NO


@dataclass(frozen=True, slots=True)
class Place:
    """A household of a case: its kind and address words, and whether it may join people at all."""

    id: str
    kind: str
    confidential: bool
    claims: tuple[Claim, ...]

    @property
    def may_join(self) -> bool:
        """Only private, never a confidential one (rules.md §2)."""
        return self.kind == "private" and not self.confidential


def place(case: Case, household: str) -> Place:
    """The household of this id: of several kinds said, one that is not private."""
    rows = case.descriptions(household, ClaimKind.HOUSEHOLD)
    kinds = sorted({row.value("kind") or "private" for row in rows} - {"private"})
    kind = kinds[0] if kinds else "private"
    return Place(household, kind, kind == "refuge" or any(row.says_yes("confidential") for row in rows), rows)


def residents_on(case: Case, household: str, day: date, *, everyone: bool = False) -> Mapping[str, tuple[Stay, ...]]:
    """Everyone with a stay there overlapping `day`, in a living role, by person; `everyone`: as in `stays_of`."""
    asked = ("residents", household, day, everyone and case.is_of_some)
    found = case.worked_out.get(asked)
    if found is None:
        found = case.worked_out[asked] = _work_out_residents(case, household, day, everyone=everyone)
    return cast("Mapping[str, tuple[Stay, ...]]", found)


def _work_out_residents(case: Case, household: str, day: date, *, everyone: bool) -> Mapping[str, tuple[Stay, ...]]:
    about = case.all_about if everyone else case.about
    people = sorted(
        {entity for claim in about(household, ClaimKind.RESIDENCE) if (entity := case.entity_at(claim, Role.PERSON))}
    )
    found = {
        person: tuple(
            stay
            for stay in stays_of(case, person, everyone=everyone)
            if stay.household == household and stay.period.holds_on(day) is not Certainty.NO
        )
        for person in people
    }
    return {person: stays for person, stays in found.items() if stays}


def joins_people(case: Case, household: str, day: date, *, everyone: bool = False) -> bool:
    """Whether a household joins its people on `day`: private, not confidential, at most 12 residents."""
    return (
        place(case, household).may_join and len(residents_on(case, household, day, everyone=everyone)) <= MOST_RESIDENTS
    )


@dataclass(frozen=True, slots=True)
class Home:
    """A household with every stay at it in a living role, to be asked about many days."""

    id: str
    may_join: bool
    stays: Mapping[str, tuple[Stay, ...]]

    def joins(self, one: str, other: str, day: date) -> bool:
        """Whether two people were of this household on a day (rules.md §2); the home itself is always of it."""
        if not self.may_join or not self._lives(other, day) or not (one == self.id or self._lives(one, day)):
            return False
        return sum(self._lives(person, day) for person in self.stays) <= MOST_RESIDENTS

    def _lives(self, person: str, day: date) -> bool:
        return any(stay.period.holds_on(day) is not Certainty.NO for stay in self.stays.get(person, ()))


def home_of(case: Case, household: str) -> Home:
    """The household with its stays, each person's worked out once."""
    said = case.about(household, ClaimKind.RESIDENCE)
    people = sorted({person for claim in said if (person := case.entity_at(claim, Role.PERSON))})
    stays = {person: tuple(stay for stay in stays_of(case, person) if stay.household == household) for person in people}
    return Home(household, place(case, household).may_join, {person: held for person, held in stays.items() if held})


def households_of(case: Case, person: str, *, everyone: bool = False) -> tuple[str, ...]:
    """Every household a person has lived at, whatever the day."""
    return tuple(dict.fromkeys(stay.household for stay in stays_of(case, person, everyone=everyone)))


def clip_start(period: Period, earliest: date | None) -> Period:
    """The period beginning no earlier than `earliest`."""
    if earliest is None or period.start is None or period.start.first >= earliest:
        return period
    return replace(period, start=of_day(earliest))
