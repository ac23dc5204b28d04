"""What happened to a family, as the one agency that wrote it down holds it."""

from __future__ import annotations

from datetime import date

from ingest.synth.people import Maker
from ingest.synth.world import AS_OF, CHILDREN_SERVICES, Happening

_HEALTH = ("gp", "northgate_hospital", "vale_hospital", "urgent_care")
_INJURIES = (
    ("Bruised knee", "fell in the playground"),
    ("Cut to the forehead", "ran into a door"),
    ("Sprained ankle", "came off a scooter"),
    ("Scald to the hand", "pulled a cup over"),
    ("Broken forearm", "fell from a climbing frame"),
)
_YEARS_BACK = 6 * 365
SCHOOL_AGE = range(5, 17)


def add_happenings(maker: Maker, mother: str) -> None:
    """Attendances, police calls, concerns and contacts of the last years."""
    for child in maker.family.children:
        _attendances(maker, child, mother)
        _at_school(maker, child)
    _police(maker, mother)
    for agency, person in list(maker.family.clients):
        _with_service(maker, agency, person)
    _visits(maker)


def _household(maker: Maker, person: str, on: date) -> list[str]:
    """Everyone living with a person that day, themselves first."""
    homes = [
        stay.home
        for stay in maker.family.stays
        if stay.person == person
        and stay.start <= on
        and (stay.end is None or on < stay.end)
        and maker.family.homes[stay.home].kind == "private"
    ]
    others = [one for home in homes[:1] for one in maker.family.living_at(home, on)]
    return list(dict.fromkeys([person, *others]))


def _split(maker: Maker, people: list[str], on: date) -> tuple[list[str], list[str]]:
    adults = [one for one in people if not maker.family.people[one].is_child(on)]
    return adults, [one for one in people if one not in adults]


def _attendances(maker: Maker, child: str, mother: str) -> None:
    for _ in range(maker.rng.choices((0, 1, 2, 4), (45, 35, 15, 5))[0]):
        on = maker.days_ago(4 * 365, 3)
        if on <= maker.family.people[child].born:
            continue
        adults, _children = _split(maker, _household(maker, child, on), on)
        came = maker.rng.choice(adults) if adults and maker.chance(0.3) else mother
        if came not in adults:
            continue
        what, said = maker.rng.choice(_INJURIES)
        agency = maker.rng.choice(_HEALTH)
        people = ((child, "subject"), (came, "accompanying"))
        kind = "injury_attendance"
        maker.family.happenings.append(
            Happening(
                agency, on, "child_health", kind, people, what, provider=agency, explanation=said,
                accepted="n" if maker.chance(0.1) else "y",
            )
        )  # fmt: skip


def _at_school(maker: Maker, child: str) -> None:
    person = maker.family.people[child]
    if person.age(AS_OF) in SCHOOL_AGE and maker.chance(0.15):
        on = maker.days_ago(300, 5)
        school = school_of(maker.family.serial, child)
        maker.family.happenings.append(
            Happening(school, on, "education", "absence_concern", ((child, "subject"),), "Absent one day in five")
        )


def _police(maker: Maker, mother: str) -> None:
    for _ in range(maker.rng.choices((0, 1, 3), (78, 16, 6))[0]):
        on = maker.days_ago(_YEARS_BACK, 4)
        adults, children = _split(maker, _household(maker, mother, on), on)
        others = [one for one in adults if one != mother]
        if not others or mother not in adults:
            continue
        suspect = maker.rng.choice(others)
        people = ((mother, "victim"), (suspect, "suspect"), *((child, "child") for child in children))
        maker.family.happenings.append(
            Happening("police", on, "police", "domestic_abuse", people, "Argument at the address; one person hurt")
        )


def _with_service(maker: Maker, agency: str, person: str) -> None:
    kinds = {
        "adult_mental_health": ("adult_health", "mental_health_contact", "Seen by the community team"),
        "camhs": ("child_health", "self_harm", "Told in session"),
        "police": ("police", "incident", "Named in an incident in the town centre"),
    }
    if agency in kinds:
        category, kind, headline = kinds[agency]
        on = maker.days_ago(500, 5)
        sensitivity = "restricted" if agency == "camhs" and maker.chance(0.3) else ""
        maker.family.happenings.append(
            Happening(agency, on, category, kind, ((person, "subject"),), headline, sensitivity=sensitivity)
        )


def _visits(maker: Maker) -> None:
    for work in maker.family.work:
        for child in maker.family.children:
            on = min(work.start.fromordinal(work.start.toordinal() + 12), AS_OF)
            if child in maker.family.known_to_services and maker.family.people[child].born < on:
                maker.family.happenings.append(
                    Happening(CHILDREN_SERVICES, on, "child_voice", "seen", ((child, "subject"),), "Seen at home")
                )


def school_of(family: int, child: str) -> str:
    """The school of a child: most children of a family go to one."""
    return "hazel_school" if (family + (child[-1] == "4")) % 2 else "brook_academy"
