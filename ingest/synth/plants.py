"""What is easily got wrong: twins, a father and son of one name, strangers of one name, a child adopted, a man unnamed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ingest.synth.happenings import school_of
from ingest.synth.people import Maker
from ingest.synth.world import AS_OF, Happening, Home, Person, Stay, Tie

Homes = list[tuple[Home, date, date | None]]
_ALIKE = {"M": ("Jayden", "Jaydon", "Kayden"), "F": ("Ellie", "Elsie", "Ella")}


def add_look_alikes(maker: Maker, children: list[Person], homes: Homes) -> None:
    """A twin for the youngest now and then, and a stranger who has the mother's whole name."""
    if children and maker.chance(0.035):
        one = children[0]
        sex = one.sex if maker.chance(0.6) else maker.rng.choice("MF")
        names = [name for name in _ALIKE[sex] if name != one.given]
        given = maker.rng.choice(names) if maker.chance(0.3) else ""
        twin = maker.person(sex, one.born, one.family, given)
        if twin.given == one.given:
            twin = replace(twin, given=names[0])
            maker.family.people[twin.id] = twin
        maker.family.children.append(twin.id)
        maker.family.stays += [replace(stay, person=twin.id) for stay in maker.family.stays if stay.person == one.id]
        maker.family.ties += [replace(tie, other=twin.id) for tie in maker.family.ties if tie.other == one.id]
        maker.family.never_one.append((one.id, twin.id, "twins"))
    if maker.chance(0.04):
        _stranger(maker, homes)


def _stranger(maker: Maker, homes: Homes) -> None:
    known = maker.rng.choice([stay.person for stay in maker.family.stays])
    person = maker.family.people[known]
    born = person.born + timedelta(days=maker.rng.choice((-1, 1)) * maker.rng.randrange(400, 2500))
    if person.is_child(AS_OF) or born > AS_OF - timedelta(days=20 * 365):
        return
    other = maker.person(person.sex, born, person.family, person.given)
    home = maker.home()
    maker.family.stays.append(Stay(other.id, home.id, homes[0][1]))
    maker.family.clients.append(("police", other.id))
    maker.family.never_one.append((person.id, other.id, "strangers"))


def add_father_and_son(maker: Maker, father: Person, homes: Homes) -> None:
    """A son who has his father's whole name, at his father's address."""
    if not maker.chance(0.03) or father.id not in maker.family.living_at(homes[-1][0].id, AS_OF):
        return
    sons = [
        other.id
        for other in maker.family.people.values()
        if other.sex == "M" and Tie(father.id, other.id, "parent") in maker.family.ties
    ]
    if sons:
        son = replace(maker.family.people[sons[0]], given=father.given, family=father.family)
        maker.family.people[son.id] = son
        maker.family.never_one.append((father.id, son.id, "father_and_son"))


def add_adoption(maker: Maker, mother: Person) -> None:
    """A child of the mother adopted years ago: one birth record, one person after adoption, nothing between them."""
    if not maker.chance(0.02):
        return
    born = maker.born_aged(6, 14)
    birth = maker.person(maker.rng.choice("MF"), born, mother.family)
    adopters = maker.surname(maker.pools.culture(maker.rng))
    after = maker.person(birth.sex, born, adopters, birth.given)
    after = replace(after, is_adopted=True, nhs=birth.nhs if maker.chance(0.5) else after.nhs)
    maker.family.people[after.id] = after
    parent = maker.person("F", maker.born_aged(35, 50), adopters)
    home = maker.home()
    adopted = born + timedelta(days=maker.rng.randrange(400, 1100))
    maker.family.stays += [Stay(after.id, home.id, adopted), Stay(parent.id, home.id, born)]
    maker.family.ties += [Tie(mother.id, birth.id, "parent"), Tie(parent.id, after.id, "adoptive_parent")]
    maker.family.birth_names.add(birth.id)
    maker.family.children.append(after.id)
    maker.family.never_one.append((birth.id, after.id, "sealed_adoption"))


def add_unborn(maker: Maker, mother: Person) -> None:
    """A baby expected this summer, now and then; nobody is named as the father."""
    if not maker.chance(0.02) or mother.age(AS_OF) > 41:  # noqa: PLR2004 - later than most
        return
    due = AS_OF + timedelta(days=maker.rng.randrange(30, 150))
    baby = maker.person("F", due, mother.family)
    maker.family.people[baby.id] = replace(baby, given="", middle="", sex="", nhs="", is_unborn=True)
    maker.family.children.append(baby.id)
    maker.family.ties.append(Tie(mother.id, baby.id, "parent"))


def add_friend_of_one_phone(maker: Maker, mother: Person) -> None:
    """A friend of the mother whom only probation knows, by the phone the two of them share."""
    if mother.phone and maker.chance(0.025):
        friend = maker.person("M", maker.born_aged(22, 50), maker.surname(maker.pools.culture(maker.rng)))
        maker.family.people[friend.id] = replace(friend, phone=mother.phone)
        maker.family.clients.append(("probation", friend.id))


def add_death(maker: Maker) -> None:
    """A father of an older child who has died: on record, and around nobody."""
    gone = [tie.person for tie in maker.family.ties if tie.type == "ex_partner"]
    if gone and maker.chance(0.06):
        person = maker.family.people[gone[0]]
        maker.family.people[person.id] = replace(person, died=maker.days_ago(3 * 365, 100))


def add_strangers_to_services(maker: Maker, mother: str) -> None:
    """Someone nobody could name, met at the mother's by police or a school."""
    if not maker.family.known_to_services or not maker.chance(0.14):
        return
    sex = "F" if maker.chance(0.15) else "M"
    by_police = maker.chance(0.67)
    met = maker.person(
        sex, maker.born_aged(22, 55), "", maker.rng.choice(("Daz", "Baz", "Gaz", "Mo", "Shaz", "")) or "-"
    )
    given = "" if met.given == "-" else met.given
    maker.family.people[met.id] = replace(
        met, given=given, middle="", family="", nhs="", upn="", phone="", email="", is_identified=False
    )
    on = maker.days_ago(600, 20)
    children = tuple((child, "child") for child in _children_at(maker, mother, on))
    if by_police:
        people = ((mother, "present"), (met.id, "present"), *children)
        headline = (
            "Call to the address; a man there gave no name" if not given else f"Call to the address; {given} was there"
        )
        maker.family.happenings.append(Happening("police", on, "police", "call_out", people, headline))
    elif children:
        people = ((children[0][0], "subject"), (met.id, "accompanying"))
        maker.family.happenings.append(
            Happening(
                school_of(maker.family.serial, children[0][0]),
                on,
                "education",
                "collected_early",
                people,
                "Collected by a friend of the family",
            )
        )


def _children_at(maker: Maker, mother: str, on: date) -> list[str]:
    homes = [stay.home for stay in maker.family.stays if stay.person == mother and stay.start <= on]
    return [
        person
        for person in (maker.family.living_at(homes[-1], on) if homes else [])
        if maker.family.people[person].is_child(on)
    ]
