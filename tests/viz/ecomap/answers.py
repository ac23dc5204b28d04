"""The made-up family of the drawing tests as an ecomap, and parts to build others of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.model.answers import Blank, BlankKind, HouseholdAnswer, PersonAnswer
from graph.model.ecomap import (
    Bond,
    Contacts,
    Ecomap,
    EcomapHome,
    EcomapMember,
    EcomapPerson,
    EcomapService,
    Lives,
    Part,
)
from graph.model.people import Agency
from tests.viz.family import (
    ASH,
    ASKED,
    BABY,
    BLANKS,
    CSC,
    DAZ,
    FRIEND,
    HOUSING,
    JOAN,
    MILL,
    NAN,
    OTTO,
    PETE,
    POLICE,
    SCHOOL,
    TESSA,
    a_claim,
    a_period,
)
from tests.viz.genogram.answers import drawn

GP = Agency("gp", "Marlow Surgery", "gp")
CAMHS = Agency("camhs", "Vale CAMHS", "camhs")
NONE = Contacts(0, 0, None, 0, None, ())


def counted(count: int, agency: Agency = POLICE, **changes: object) -> Contacts:
    """So many events of an agency."""
    claims = tuple(a_claim(f"Event {number}", agency) for number in range(count))
    found = Contacts(count, 0, "2024-02-03" if count else None, 0, None, claims)
    return replace(found, **changes)  # type: ignore[arg-type]


def a_service(agency: Agency, count: int = 0, *people: PersonAnswer, **changes: object) -> EcomapService:
    """A service that is open, with somebody of the household (the child where nobody is named)."""
    whom = people or (TESSA,)
    part = Part(whom[0], "lead", "Priya Shah", "01999 100200", a_period(), (a_claim("Priya Shah is lead", agency),))
    found = EcomapService(agency, Bond.OPEN, a_period("2022-06-01"), whom, (part,), counted(count, agency), None)
    return replace(found, **changes)  # type: ignore[arg-type]


def somebody(person: PersonAnswer, *ties: str, **changes: object) -> EcomapPerson:
    """Somebody outside the household whose tie is open."""
    claims = (a_claim(f"{person.id} is {ties[0]} of tessa", CSC),)
    found = EcomapPerson(person, Bond.OPEN, ties, Lives.ELSEWHERE, None, (CSC,), NONE, claims)
    return replace(found, **changes)  # type: ignore[arg-type]


def a_home(household: HouseholdAnswer, *people: PersonAnswer, child: str = "tessa", joins: bool = True) -> EcomapHome:
    """A home of the child with these people."""
    members = tuple(
        EcomapMember(drawn(person, child, lives_with_index=True), "resident", (a_claim("lives there", HOUSING),))
        for person in people
    )
    return EcomapHome(household, joins, members, (CSC, HOUSING))


def an_ecomap(homes: Sequence[EcomapHome] = (), child: PersonAnswer = TESSA, **changes: object) -> Ecomap:
    """An ecomap of nothing but these homes."""
    alone = drawn(child, child.id, lives_with_index=True)
    return replace(Ecomap(ASKED, child, alone, tuple(homes), (), (), (), ()), **changes)  # type: ignore[arg-type]


def family_ecomap() -> Ecomap:
    """As of the end of March 2024: two homes, five services, three people outside, a health visitor nobody delivers."""
    missed = counted(0, CAMHS, missed=3, claims=(a_claim("Was not brought", CAMHS),))
    behind = counted(2, SCHOOL, limits=Blank("events", SCHOOL, BlankKind.OUT_OF_DATE), child_seen=1)
    services = (
        a_service(CSC, 14, TESSA, JOAN),
        a_service(GP, 0, JOAN, silent=Blank("gp", GP, BlankKind.DELIVERED_NONE)),
        a_service(CAMHS, contacts=missed),
        a_service(SCHOOL, contacts=behind, bond=Bond.CLOSED, valid=a_period("2021-09-01", "2023-07-21")),
        a_service(POLICE, 4, TESSA, JOAN, DAZ, bond=Bond.EVENTS, valid=None, parts=()),
    )
    people = (
        somebody(NAN, "grandparent", contacts=counted(1, CSC)),
        somebody(BABY, "half_sibling", lives=Lives.NOT_RECORDED),
        somebody(FRIEND, "at_event", bond=Bond.EVENTS, last="2023-11-09", lives=Lives.NOT_RECORDED, agencies=(POLICE,)),
    )
    silent = (Blank("health_visiting", None, BlankKind.NOT_DELIVERED),)
    homes = (a_home(ASH, TESSA, JOAN, DAZ, OTTO), a_home(MILL, TESSA, PETE))
    return an_ecomap(homes, services=services, people=people, silent=silent, blanks=BLANKS)
