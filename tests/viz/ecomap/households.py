"""Random ecomaps for Hypothesis: none to three homes, any number of services, people and silences, any names."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from graph.model.answers import Blank, BlankKind, HouseholdAnswer, PersonAnswer
from graph.model.ecomap import Bond, Ecomap, EcomapHome, EcomapPerson, EcomapService, Lives
from graph.model.people import Agency
from graph.model.vocabulary import AGENCY_KINDS
from tests.viz.ecomap.answers import a_home, a_service, an_ecomap, counted, somebody
from tests.viz.family import TESSA, a_period, a_person

NAMES = st.one_of(
    st.sampled_from(
        ["Vale Police", "Northgate Hospital Emergency Department", "Q", "Wolfeschlegelsteinhausenbergerdorff",
         "</text><script>alert(1)</script>", "=1+1", "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3, ""]
    ),
    st.text(max_size=60),
)  # fmt: skip
PERIODS = st.sampled_from([a_period(), a_period(None), a_period("2021-09-01", "2023-07-21"), a_period("2020")])
TIES = st.sampled_from(["parent", "grandparent", "half_sibling", "partner_of_carer", "aunt_uncle", "shared_contact"])


@st.composite
def people(draw: st.DrawFn, prefix: str, number: int) -> PersonAnswer:
    """Somebody of any name and sex."""
    name = draw(NAMES)
    sex = draw(st.sampled_from(["M", "F", "U", None]))
    born = draw(st.sampled_from(["2015-04-17", "1985", None]))
    return a_person(f"{prefix}{number}", name, sex=sex, date_of_birth=born, identified=draw(st.booleans()))


@st.composite
def homes(draw: st.DrawFn, number: int) -> EcomapHome:
    """A home of the child and up to eleven others."""
    count = draw(st.integers(0, 11))
    others = [draw(people(f"h{number}m", place)) for place in range(count)]
    label = draw(NAMES)
    joins = draw(st.booleans())
    return a_home(HouseholdAnswer(f"h{number}", label, "private"), TESSA, *(others if joins else ()), joins=joins)


@st.composite
def services(draw: st.DrawFn, number: int) -> EcomapService:
    """A service of any name, kind and count."""
    kind = draw(st.sampled_from(sorted(AGENCY_KINDS)))
    agency = Agency(f"a{number:02}", draw(NAMES), kind)
    contacts = replace(
        counted(draw(st.integers(0, 15)), agency, claims=()),
        missed=draw(st.integers(0, 3)),
        limits=draw(st.sampled_from([None, Blank("events", agency, BlankKind.OUT_OF_DATE)])),
    )
    bond = draw(st.sampled_from(list(Bond)))
    valid = None if bond is Bond.EVENTS else draw(PERIODS)
    return a_service(agency, contacts=contacts, bond=bond, valid=valid)


@st.composite
def outsiders(draw: st.DrawFn, number: int) -> EcomapPerson:
    """Somebody outside."""
    person = draw(people("p", number))
    bond, lives = draw(st.sampled_from(list(Bond))), draw(st.sampled_from(list(Lives)))
    return somebody(person, draw(TIES), bond=bond, lives=lives, contacts=counted(draw(st.integers(0, 8)), claims=()))


@st.composite
def ecomaps(draw: st.DrawFn, most: int = 40) -> Ecomap:
    """An ecomap of any size up to so many services, as many people, and up to four silences."""
    number_of = [draw(st.integers(0, limit)) for limit in (3, most, most, 4)]
    kinds = ["gp", "school", "health_visiting", "conference"]
    return an_ecomap(
        [draw(homes(number)) for number in range(number_of[0])],
        services=tuple(draw(services(number)) for number in range(number_of[1])),
        people=tuple(draw(outsiders(number)) for number in range(number_of[2])),
        silent=tuple(Blank(kind, None, BlankKind.NOT_DELIVERED) for kind in kinds[: number_of[3]]),
    )
