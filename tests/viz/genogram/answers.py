"""The made-up family of the drawing tests as a genogram, and ties to build others of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.model.answers import PersonAnswer
from graph.model.genogram import Branch, Genogram, GenogramPerson, Home, Member, Standing, Tie, TieSort
from graph.model.people import Agency
from tests.viz.family import (
    ASH,
    ASKED,
    BABY,
    BLANKS,
    CSC,
    DAZ,
    FRIEND,
    GRANDAD,
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


def a_tie(source: str, target: str, sort: TieSort, *agencies: Agency, **changes: object) -> Tie:
    """A tie, said by each of the agencies."""
    told = agencies or (CSC, POLICE)
    label = {TieSort.BIRTH: "parent", TieSort.PARTNER: "partner", TieSort.SPOUSE: "spouse"}.get(sort, sort.lower())
    tie = Tie(
        id=f"t-{source}-{target}-{sort.lower()}",
        source=source,
        target=target,
        sort=sort,
        label=label,
        valid=a_period(None),
        ended=False,
        possible=False,
        differs=False,
        agencies=told,
        status="ASSERTED",
        claims=tuple(a_claim(f"{source} {label} {target}", agency) for agency in told),
    )
    return replace(tie, **changes)  # type: ignore[arg-type]


def drawn(person: PersonAnswer, around: str = "tessa", lives_with_index: bool = False) -> GenogramPerson:
    """Somebody as a genogram has them."""
    standing = Standing.DIED if person.date_of_death else Standing.LIVING
    if person.expected_birth and not person.date_of_birth:
        standing = Standing.UNBORN
    return GenogramPerson(person, standing, person.id == around, lives_with_index)


def a_genogram(whom: Sequence[PersonAnswer], ties: Sequence[Tie], **changes: object) -> Genogram:
    """A genogram around the first of these people."""
    around = whom[0].id
    found = Genogram(ASKED, around, tuple(drawn(person, around) for person in whom), tuple(ties), (), (), ())
    return replace(found, **changes)  # type: ignore[arg-type]


def a_home(household: object, *people: str, others: int = 0) -> Home:
    """A household with these members among those drawn."""
    members = tuple(Member(person, "resident", (a_claim("lives there", HOUSING),)) for person in people)
    return Home(household, members, others)  # type: ignore[arg-type]


def family_genogram() -> Genogram:
    """Three generations as of the end of March 2024: two partners of Joan, a baby on the way, somebody not identified."""
    birth, partner = TieSort.BIRTH, TieSort.PARTNER
    ties = (
        a_tie("nan", "grandad", TieSort.SPOUSE, valid=a_period("1975", "2019-11-20"), ended=True),
        a_tie("nan", "joan", birth),
        a_tie("grandad", "joan", birth),
        a_tie("joan", "pete", partner, CSC, valid=a_period("2009", "2016-02"), ended=True),
        a_tie("daz", "joan", partner, HOUSING, valid=a_period("2021")),
        a_tie("joan", "tessa", birth),
        a_tie("pete", "tessa", birth, SCHOOL),
        a_tie("joan", "otto", birth),
        a_tie("joan", "baby", birth),
        a_tie("daz", "baby", birth, POLICE, status="DISPUTED"),
    )
    people = (TESSA, DAZ, FRIEND, JOAN, OTTO, BABY, PETE, NAN, GRANDAD)
    homes = (a_home(ASH, "tessa", "joan", "daz", "otto", "friend", others=1), a_home(MILL, "nan"))
    branch = Branch("pete", PETE.display_name, 2)
    more = ("2 more relatives on record, not drawn",)
    return a_genogram(people, ties, homes=homes, branches=(branch,), more=more, blanks=BLANKS)
