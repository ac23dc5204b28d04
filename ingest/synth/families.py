"""One family at a time: parents, children, those who left, those who came, and where each of them lived when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from ingest.synth.happenings import add_happenings
from ingest.synth.names import Pools
from ingest.synth.people import Maker, Serials
from ingest.synth.plants import (
    Homes,
    add_adoption,
    add_death,
    add_father_and_son,
    add_friend_of_one_phone,
    add_look_alikes,
    add_strangers_to_services,
    add_unborn,
)
from ingest.synth.services import add_services
from ingest.synth.world import AS_OF, Family, Person, Stay, Tie

YEAR = 365
CHILDHOOD = round(17.8 * YEAR)
_HOW_MANY_CHILDREN = (1, 2, 3, 4)
_HOW_OFTEN = (45, 35, 15, 5)


@dataclass
class Adults:
    """The adults a family is built around."""

    mother: Person
    father: Person
    earlier: Person | None = None
    partner: Person | None = None
    parted: date | None = None
    partner_came: date | None = None


def make_family(rng: Random, pools: Pools, serial: int, serials: Serials) -> Family:
    """A whole family, the same for the same numbers drawn."""
    family = Family(serial)
    maker = Maker(rng, pools, family, serials)
    adults = _adults(maker)
    children = _children(maker, adults)
    homes = _home_of_mother(maker, adults, children)
    _fathers_own_home(maker, adults, children)
    _others_in_the_home(maker, adults, homes)
    add_look_alikes(maker, children, homes)
    add_father_and_son(maker, adults.father, homes)
    add_unborn(maker, adults.mother)
    add_adoption(maker, adults.mother)
    add_death(maker)
    add_services(maker, adults.mother.id, adults.father.id)
    add_strangers_to_services(maker, adults.mother.id)
    add_friend_of_one_phone(maker, adults.mother)
    add_happenings(maker, adults.mother.id)
    return family


def _adults(maker: Maker) -> Adults:
    born = maker.born_aged(24, 46)
    surname = maker.surname()
    mother = maker.person("F", born, surname)
    father = maker.person("M", born + timedelta(days=maker.rng.randrange(-2200, 1500)), maker.surname())
    if maker.chance(0.55):
        mother = replace(mother, family=father.family, birth_family=surname)
        maker.family.people[mother.id] = mother
    adults = Adults(mother, father)
    if maker.chance(0.22):
        older = born - timedelta(days=maker.rng.randrange(3000))
        adults.earlier = maker.person("M", older, maker.surname())
    if maker.chance(0.42):
        _part(maker, adults)
    return adults


def _part(maker: Maker, adults: Adults) -> None:
    """The father leaves; two times in three someone comes later."""
    adults.parted = maker.days_ago(9 * YEAR, 200)
    if not maker.chance(0.65):
        return
    earliest = max(adults.parted + timedelta(days=60), AS_OF - timedelta(days=6 * YEAR))
    latest = AS_OF - timedelta(days=90)
    adults.partner_came = maker.day(min(earliest, latest), latest)
    sex = "F" if maker.chance(0.04) else "M"
    born = adults.mother.born + timedelta(days=maker.rng.randrange(-3000, 1900))
    adults.partner = maker.person(sex, born, maker.surname())


def _children(maker: Maker, adults: Adults) -> list[Person]:
    count = maker.rng.choices(_HOW_MANY_CHILDREN, _HOW_OFTEN)[0]
    # A child of the father is born before he left; a mother is at least 17 at each birth.
    latest = min(AS_OF, adults.parted or AS_OF) - timedelta(days=20)
    youngest_mother = adults.mother.born + timedelta(days=17 * YEAR)
    earliest = max(youngest_mother, AS_OF - timedelta(days=CHILDHOOD))
    born = maker.day(min(earliest, latest), latest)
    children: list[Person] = []
    for place in range(count):
        if place:
            born -= timedelta(days=maker.rng.randrange(500, 1500))
        if (AS_OF - born).days > CHILDHOOD or (place and born < youngest_mother):
            break
        of_earlier = adults.earlier is not None and place == count - 1
        children.append(_child(maker, adults, born, of_earlier))
    return children


def _child(maker: Maker, adults: Adults, born: date, of_earlier: bool) -> Person:
    father = adults.earlier if of_earlier and adults.earlier is not None else adults.father
    surname = father.family if maker.chance(0.7) else adults.mother.family
    child = maker.person(maker.rng.choice("MF"), born, surname)
    maker.family.children.append(child.id)
    maker.family.ties.append(Tie(adults.mother.id, child.id, "parent"))
    maker.family.ties.append(Tie(father.id, child.id, "parent"))
    return child


def _home_of_mother(maker: Maker, adults: Adults, children: list[Person]) -> Homes:
    eldest = min((child.born for child in children), default=AS_OF - timedelta(days=3 * YEAR))
    first = min(eldest, adults.parted or eldest, adults.partner_came or eldest)
    began = first - timedelta(days=maker.rng.randrange(400, 1200))
    homes: Homes = [(maker.home(), began, None)]
    if maker.chance(0.35):
        moved = maker.day(began + timedelta(days=200), AS_OF - timedelta(days=150))
        homes = [(homes[0][0], began, moved), (maker.home(), moved, None)]
    live_at(maker.family, adults.mother.id, homes, began)
    for child in children:
        live_at(maker.family, child.id, homes, child.born)
    _pair(maker, adults, began)
    live_at(maker.family, adults.father.id, homes, began, adults.parted)
    if adults.partner is not None and adults.partner_came is not None:
        _partner(maker, adults.partner, adults.partner_came, (adults.mother.id, homes, children))
    return homes


def _partner(maker: Maker, partner: Person, came: date, to: tuple[str, Homes, list[Person]]) -> None:
    mother, homes, children = to
    visits = maker.chance(0.2)
    for stay in stays_at(partner.id, homes, came):
        maker.family.stays.append(replace(stay, role="frequent_visitor") if visits else stay)
    maker.family.ties.append(Tie(partner.id, mother, "partner", came))
    if not visits and children and maker.chance(0.12):
        maker.family.ties.append(Tie(partner.id, children[0].id, "step_parent", came))


def _pair(maker: Maker, adults: Adults, began: date) -> None:
    kind = "spouse" if adults.mother.family != adults.mother.birth_family else "partner"
    maker.family.ties.append(Tie(adults.father.id, adults.mother.id, kind, began, adults.parted))
    if adults.earlier is not None:
        met = began - timedelta(days=maker.rng.randrange(700, 2500))
        left = began - timedelta(days=60)
        maker.family.ties.append(Tie(adults.earlier.id, adults.mother.id, "ex_partner", met, left))


def _fathers_own_home(maker: Maker, adults: Adults, children: list[Person]) -> None:
    if adults.parted is None:
        return
    if maker.chance(0.06):
        live_at(maker.family, adults.father.id, [(maker.hostel(), adults.parted, None)], adults.parted)
        return
    home = maker.home()
    homes: Homes = [(home, adults.parted, None)]
    live_at(maker.family, adults.father.id, homes, adults.parted)
    if children and maker.chance(0.25):
        own = children[0]
        start = max(adults.parted + timedelta(days=40), own.born + timedelta(days=100))
        if start < AS_OF - timedelta(days=60):
            maker.family.stays.append(Stay(own.id, home.id, start, None, "overnight"))
    if maker.chance(0.35):
        _second_family(maker, adults.father, homes, adults.parted)


def _second_family(maker: Maker, father: Person, homes: Homes, parted: date) -> None:
    came = maker.day(parted + timedelta(days=30), AS_OF - timedelta(days=91))
    partner = maker.person("F", maker.born_aged(22, 42), maker.surname())
    live_at(maker.family, partner.id, homes, came)
    maker.family.ties.append(Tie(partner.id, father.id, "partner", came))
    born = came + timedelta(days=maker.rng.randrange(300, 1200))
    if born < AS_OF - timedelta(days=20) and maker.chance(0.6):
        child = maker.person(maker.rng.choice("MF"), born, father.family)
        maker.family.children.append(child.id)
        maker.family.ties += [Tie(father.id, child.id, "parent"), Tie(partner.id, child.id, "parent")]
        live_at(maker.family, child.id, homes, child.born)
    if maker.chance(0.3) and partner.age(AS_OF) > 32:  # noqa: PLR2004 - old enough for a child of 15
        step = maker.person(maker.rng.choice("MF"), maker.born_aged(3, 15), partner.family)
        maker.family.children.append(step.id)
        maker.family.ties.append(Tie(partner.id, step.id, "parent"))
        live_at(maker.family, step.id, homes, max(came, step.born))


def _others_in_the_home(maker: Maker, adults: Adults, homes: Homes) -> None:
    came = maker.days_ago(4 * YEAR, 95)
    if came <= homes[0][1]:
        return
    if maker.chance(0.09):
        grandmother = maker.person("F", adults.mother.born - timedelta(days=24 * YEAR), adults.mother.birth_family)
        live_at(maker.family, grandmother.id, homes, came)
        maker.family.ties.append(Tie(grandmother.id, adults.mother.id, "parent"))
    elif maker.chance(0.08):
        surname = maker.surname(maker.pools.culture(maker.rng))
        lodger = maker.person(maker.rng.choice("MMF"), maker.born_aged(20, 60), surname)
        left = maker.day(came + timedelta(days=60), AS_OF) if maker.chance(0.4) else None
        live_at(maker.family, lodger.id, homes, came, left)


def live_at(family: Family, person: str, homes: Homes, start: date, end: date | None = None) -> None:
    """Adds the stays of someone who moved with the household from `start` to `end`."""
    family.stays += stays_at(person, homes, start, end)


def stays_at(person: str, homes: Homes, start: date, end: date | None = None) -> list[Stay]:
    """The stays of someone who moved with the household from `start` to `end`."""
    found = []
    for home, from_day, to_day in homes:
        first = max(start, from_day)
        last = min((day for day in (end, to_day) if day is not None), default=None)
        if last is None or first < last:
            found.append(Stay(person, home.id, first, last))
    return found
