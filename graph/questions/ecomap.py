"""`ecomap`: a child's household on the day, the services with something on record of it, and people outside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.family.adults import adults_around
from graph.family.circle import circle_of, circle_seeds
from graph.family.feeds import blanks_of
from graph.family.households import Stay, joins_people, residents_on, stays_of
from graph.model.answers import Blank
from graph.model.case import Case
from graph.model.claims import ClaimKind
from graph.model.ecomap import Ecomap, EcomapHome, EcomapMember, EcomapService
from graph.model.genogram import GenogramPerson
from graph.model.period import Certainty
from graph.questions.adults import AROUND_STEPS, CIRCLE_STEPS
from graph.questions.contacts import NEEDED_FEEDS
from graph.questions.ecomap_people import people_outside
from graph.questions.ecomap_services import services_around
from graph.questions.expected import silent_agencies
from graph.questions.genogram import standing_on
from graph.questions.reading import Reading, need_child
from graph.questions.silences import blanks_before
from graph.questions.telling import Telling

FEEDS = (
    *NEEDED_FEEDS,
    ("gp", "involvements"),
    ("health_visiting", "events"),
    ("school", "events"),
    ("police", "events"),
    ("housing", "residences"),
)


def find_ecomap(reading: Reading, child_id: str) -> Ecomap | None:
    """The ecomap of a child, or None when there is no such child or none the caller may know of."""
    first = reading.fetch((child_id,), CIRCLE_STEPS)
    case = reading.case(first)
    child = case.entity(child_id)
    if not case.descriptions(child, ClaimKind.PERSON) or not reading.may_ask_about_child(case, child):
        return None
    need_child(case, child)
    seeds = {*circle_seeds(circle_of(case, child, everyone=True), case), *_residents(case, child)}
    whole = reading.case(first, reading.fetch(sorted(seeds), AROUND_STEPS))
    answer = tell_ecomap(reading.telling(whole), child)
    reading.show(
        child,
        *(member.entry.person.id for home in answer.homes for member in home.members),
        *(one.person.id for one in answer.people),
    )
    return answer


def _residents(case: Case, child: str) -> frozenset[str]:
    """Whoever lives with the child on the day, related or not."""
    day = case.dates.as_of
    return frozenset(one for home in homes_of(case, child) for one in residents_on(case, home, day, everyone=True))


def homes_of(case: Case, child: str) -> Mapping[str, tuple[Stay, ...]]:
    """Where the child lives on the day: each home with the stays that say so."""
    found: dict[str, list[Stay]] = {}
    for stay in stays_of(case, child):
        if stay.period.holds_on(case.dates.as_of) is not Certainty.NO:
            found.setdefault(stay.household, []).append(stay)
    return {home: tuple(found[home]) for home in sorted(found)}


def tell_ecomap(telling: Telling, child: str) -> Ecomap:
    """The ecomap of a child of a case."""
    case = telling.case
    homes = tuple(_tell_home(telling, home, stays, child) for home, stays in homes_of(case, child).items())
    members = list(dict.fromkeys([child, *(one.entry.person.id for home in homes for one in home.members)]))
    silent = silent_agencies(telling, child)
    services = services_around(telling, members, silent)
    withheld = telling.withheld()
    missing = (
        *blanks_of(case.partnership, FEEDS, case.dates.as_of),
        *blanks_before(case, telling.individual(child)),
    )
    return Ecomap(
        asked=telling.asked((*missing, *withheld), window=True),
        child=telling.person(child),
        alone=_entry(telling, child, child),
        homes=homes,
        services=services,
        people=people_outside(telling, adults_around(case, child), frozenset(members)),
        silent=tuple(blank for blank in silent if not _has_service(blank, services)),
        blanks=(*missing, *withheld),
    )


def _has_service(blank: Blank, services: Sequence[EcomapService]) -> bool:
    return blank.agency is not None and any(one.agency == blank.agency for one in services)


def _tell_home(telling: Telling, home: str, stays: Sequence[Stay], child: str) -> EcomapHome:
    case, day = telling.case, telling.case.dates.as_of
    joins = joins_people(case, home, day)
    there = residents_on(case, home, day) if joins else {child: tuple(stays)}
    order = sorted(there, key=lambda one: (one != child, *_by_birth(telling, one)))
    return EcomapHome(
        household=telling.household(home),
        joins=joins,
        members=tuple(_tell_member(telling, one, there[one], child) for one in order),
        agencies=telling.agencies(claim.agency for stay in stays for claim in stay.claims),
    )


def _by_birth(telling: Telling, person: str) -> tuple[str, str]:
    born = telling.individual(person).born
    return (born.text if born else "9999", person)


def _tell_member(telling: Telling, person: str, stays: Sequence[Stay], child: str) -> EcomapMember:
    claims = [claim for stay in stays for claim in stay.claims]
    roles = {claim.value("role") or "resident" for claim in claims}
    role = "resident" if "resident" in roles else min(roles)
    return EcomapMember(_entry(telling, person, child), role, telling.claims(claims))


def _entry(telling: Telling, person: str, child: str) -> GenogramPerson:
    standing = standing_on(telling.individual(person), telling.case.dates.as_of)
    return GenogramPerson(telling.person(person), standing, person == child, lives_with_index=True)
