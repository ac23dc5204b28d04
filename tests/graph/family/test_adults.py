"""The state of each adult around a child (rules.md §3), one day before, on and after each fact."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.family.adults import AdultsFound, adults_around
from graph.model.answers import AdultState
from graph.questions.adults import tell_adults
from graph.questions.telling import Telling
from tests.builders import World, a_child, an_adult


def states(found: AdultsFound) -> dict[str, AdultState]:
    return {adult.person.id: adult.state for adult in found.adults}


def test_a_partner_only_police_know_is_hidden() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    kelly_police = an_adult(world, "police", "P1", "Kelly Tranter", "1983-11-02")
    mother = world.join(kelly, kelly_police)
    daniel = an_adult(world, "police", "P2")
    world.relates("police", daniel, "partner", kelly_police, start="2022-06")
    found = adults_around(world.case(), mia)
    assert states(found) == {mother: AdultState.KNOWN_NOT_ASSESSED, daniel: AdultState.HIDDEN}
    (partner,) = [adult for adult in found.adults if adult.person.id == daniel]
    assert [ground.kind for ground in partner.grounds] == ["partner_of_carer"]
    assert partner.since is not None
    assert partner.since.text == "2022-06"


def test_a_share_makes_the_hidden_known_from_its_day_on() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    home_csc, home_housing = world.household("csc", "H1"), world.household("housing", "L1")
    world.join(home_csc, home_housing)
    world.lives("csc", mia, home_csc, "2020-01-01")
    daniel = an_adult(world, "housing", "T1")
    stay = world.lives("housing", daniel, home_housing, "2022-11-07", recorded="2022-11-14")
    world.share("housing", "csc", "2024-02-20", about=stay.record_id)
    assert states(adults_around(world.case("2022-11-13"), mia)).get(daniel) is None
    assert states(adults_around(world.case("2022-11-14"), mia))[daniel] is AdultState.HIDDEN
    assert states(adults_around(world.case("2024-02-19"), mia))[daniel] is AdultState.HIDDEN
    assert states(adults_around(world.case("2024-02-20"), mia))[daniel] is AdultState.KNOWN_NOT_ASSESSED


def test_named_in_an_assessment_after_the_link_began_is_assessed() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07", recorded="2023-06-07")
    assert states(adults_around(world.case("2023-06-06"), mia))[kelly] is AdultState.KNOWN_NOT_ASSESSED
    assert states(adults_around(world.case("2023-06-07"), mia))[kelly] is AdultState.ASSESSED


def test_an_assessment_completed_before_the_link_began_assesses_nobody() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    daniel = an_adult(world, "csc", "A2")
    world.relates("csc", daniel, "partner", kelly, start="2023-09-01")
    world.assessment("csc", {mia: "child", daniel: "partner"}, "2023-06-07", "2023-08-31")
    assert states(adults_around(world.case(), mia))[daniel] is AdultState.KNOWN_NOT_ASSESSED


def test_without_the_assessment_feeds_nothing_can_be_determined() -> None:
    world = World(feeds_of={"csc": ("people", "relationships")})
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    found = adults_around(world.case(), mia)
    assert states(found) == {kelly: AdultState.CANNOT_BE_DETERMINED}
    assert {blank.what for blank in found.blanks} == {"assessments", "assessment_people"}


def test_someone_nobody_can_name_is_unidentified_until_the_day_of_the_evidence() -> None:
    world = World()
    mia = a_child(world)
    mia_police = a_child(world, "police", "P9")
    child = world.join(mia, mia_police)
    daz = world.person("police", "P1", given_name="Daz", identified="n")
    darren = an_adult(world, "police", "P2", "Darren Pike", "1980-03-12")
    world.event("police", "2023-07-15", {mia_police: "present", daz: "present"}, recorded="2023-07-16")
    world.joined[daz] = (darren, datetime(2024, 3, 4, 23, 59, tzinfo=UTC))
    world.joined[darren] = (darren, None)
    assert states(adults_around(world.case("2023-07-15"), child)) == {}
    assert states(adults_around(world.case("2024-03-03"), child)) == {daz: AdultState.UNIDENTIFIED}
    assert states(adults_around(world.case("2024-03-05"), child)) == {darren: AdultState.HIDDEN}


def test_if_only_the_assessing_agency_is_asked_no_one_is_hidden_and_it_is_said() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    found = adults_around(world.case(known_to=frozenset({"csc"})), mia)
    assert found.agency_asks_itself
    assert AdultState.HIDDEN not in states(found).values()


def test_an_assessing_agency_without_a_record_of_the_child_is_said() -> None:
    world = World()
    mia = a_child(world, "police", "P1")
    found = adults_around(world.case(), mia)
    assert found.agency_has_no_record


def test_the_dead_and_the_unborn_are_not_adults_around_a_child() -> None:
    world = World()
    mia = a_child(world)
    roy = an_adult(world, "csc", "A1", "Roy Tranter", "1955-01-19", date_of_death="2023-01-01")
    world.relates("csc", roy, "parent", mia)
    baby = world.person("csc", "A2", expected_birth="2024-09-01")
    home = world.household("csc", "H1")
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", baby, home, "2024-01-01")
    assert states(adults_around(world.case(), mia)) == {}


def test_a_parent_under_eighteen_is_listed_and_marked() -> None:
    world = World()
    mia = a_child(world, born="2023-05-01")
    teen = an_adult(world, "csc", "A1", "Chloe Pike", "2007-01-01")
    world.relates("csc", teen, "parent", mia)
    (found,) = adults_around(world.case(), mia).adults
    assert found.under_eighteen


def first_blank(found: AdultsFound, world: World, **dates: frozenset[str]) -> str:
    return tell_adults(Telling(world.case(**dates)), found).blanks[0].what


def test_what_limits_the_whole_answer_is_its_first_blank() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    social_care = frozenset({"csc"})
    alone = adults_around(world.case(known_to=social_care), mia)
    assert "no adult can be shown as hidden" in first_blank(alone, world, known_to=social_care)

    elsewhere = World()
    a_child(elsewhere)
    tom = elsewhere.person("gp", "C1", given_name="Tom", date_of_birth="2012-01-02")
    found = adults_around(elsewhere.case(), tom)
    assert found.agency_has_no_record
    assert "has no record of this child" in first_blank(found, elsewhere)
