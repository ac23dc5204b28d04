"""What services did with a family: whom children's social care knows and named, and whom other services work with."""

from __future__ import annotations

from datetime import date, timedelta

from ingest.synth.people import Maker
from ingest.synth.world import AS_OF, CaseWork, Home, Stay

KNOWN_FAMILIES = 0.5
YEAR = 365
_ADULT_SERVICES = (("probation", 0.06), ("adult_mental_health", 0.08), ("adult_social_care", 0.04), ("police", 0.06))


def add_services(maker: Maker, mother: str, father: str) -> None:
    """Draws who is known to whom; half the families are known to children's social care."""
    _clients(maker)
    if not maker.chance(KNOWN_FAMILIES):
        return
    children = [one for one in maker.family.children if _lives_with(maker, one, mother)]
    if not children:
        return
    known = maker.family.known_to_services
    unborn = [one.id for one in maker.family.people.values() if one.is_unborn]
    known.update([*children, *unborn, mother])
    named = [mother] if maker.chance(0.95) else []
    for adult in _adults_near(maker, mother, father):
        _meet(maker, adult, named, 0.6 if adult == father else 0.45)
    _case_work(maker, named)
    if maker.chance(0.05):
        _refuge(maker, [mother, *children])


def _clients(maker: Maker) -> None:
    for person in list(maker.family.people.values()):
        if person.is_child(AS_OF):
            if person.age(AS_OF) > 6 and maker.chance(0.06):  # noqa: PLR2004 - camhs rarely sees younger children
                maker.family.clients.append(("camhs", person.id))
            continue
        maker.family.clients += [(agency, person.id) for agency, share in _ADULT_SERVICES if maker.chance(share)]


def _lives_with(maker: Maker, child: str, mother: str) -> bool:
    homes = {stay.home for stay in maker.family.stays if stay.person == mother and stay.end is None}
    return any(stay.person == child and stay.home in homes for stay in maker.family.stays)


def _adults_near(maker: Maker, mother: str, father: str) -> list[str]:
    homes = {stay.home for stay in maker.family.stays if stay.person == mother}
    near = [stay.person for stay in maker.family.stays if stay.home in homes]
    near += [father, *(tie.person for tie in maker.family.ties if tie.other == mother)]
    people = maker.family.people
    return [one for one in dict.fromkeys(near) if one != mother and not people[one].is_child(AS_OF)]


def _meet(maker: Maker, adult: str, named: list[str], known: float) -> None:
    drawn = maker.rng.random()
    if drawn < known:
        maker.family.known_to_services.add(adult)
        if maker.chance(0.6):
            named.append(adult)
    elif drawn < known + 0.12:
        maker.family.told_by_share.add(adult)


def _case_work(maker: Maker, named: list[str]) -> None:
    how = maker.rng.choices(("recent", "old", "long open"), (75, 20, 5))[0]
    if how == "recent":
        began = maker.days_ago(20 * 30, 60)
        ended = None if maker.chance(0.5) else began + timedelta(days=55)
    elif how == "old":
        began = maker.days_ago(5 * YEAR, 3 * YEAR)
        ended = began + timedelta(days=55)
    else:
        began, ended = maker.days_ago(34 * 30, 28 * 30), None
    started = began + timedelta(days=2)
    done = started + timedelta(days=maker.rng.randrange(20, 45))
    maker.family.work.append(CaseWork(began, _past(ended), "referral", tuple(named), started, _past(done)))
    if how == "recent" and maker.chance(0.3):
        earlier = maker.days_ago(7 * YEAR, 3 * YEAR)
        kind = maker.rng.choice(("section47", "child_protection", "cin"))
        maker.family.work.append(CaseWork(earlier, earlier + timedelta(days=maker.rng.randrange(30, 400)), kind))


def _past(day: date | None) -> date | None:
    return day if day is None or day <= AS_OF else None


def _refuge(maker: Maker, people: list[str]) -> None:
    home: Home = maker.home("refuge", confidential=True)
    start = maker.days_ago(20 * 30, 120)
    for person in people:
        if maker.family.people[person].born < start:
            maker.family.stays.append(Stay(person, home.id, start, start + timedelta(days=70)))
            maker.family.clients.append(("refuge_service", person))
