"""Why an adult is around a child: each ground a day before, on and after its boundaries (rules.md §2)."""

from __future__ import annotations

import pytest

from graph.family.circle import circle_of
from graph.family.evidence import GroundFound
from graph.family.grounds import grounds_around
from tests.builders import World, a_child, an_adult

TODAY = "2024-03-31"
# The window of a case as of 2024-03-31 is 2022-03-31 to 2024-03-31.


def grounds(
    world: World, child: str, adult: str, as_of: str = TODAY, known_at: str | None = None
) -> dict[str, GroundFound]:
    case = world.case(as_of, known_at)
    return {ground.kind: ground for ground in grounds_around(case, circle_of(case, child)).get(adult, ())}


def kinds(world: World, child: str, adult: str, as_of: str = TODAY, known_at: str | None = None) -> set[str]:
    return set(grounds(world, child, adult, as_of, known_at))


def at_home() -> tuple[World, str, str, str]:
    """Mia at home since 2020, and Daniel with no link yet."""
    world = World()
    mia, daniel, home = a_child(world), an_adult(world, "housing", "T1"), world.household("housing", "L1")
    world.lives("housing", mia, home, "2020-01-01")
    return world, mia, daniel, home


def with_mother() -> tuple[World, str, str, str]:
    """Mia and her mother, and Daniel with no link yet."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    return world, mia, kelly, an_adult(world, "police", "P2")


@pytest.mark.parametrize(("end", "holds"), [("2023-01-28", False), ("2023-01-29", True)])
@pytest.mark.parametrize(("role", "ground"), [("resident", "co_resident"), ("frequent_visitor", "frequent_visitor")])
def test_living_or_visiting_takes_28_days(role: str, ground: str, end: str, holds: bool) -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2023-01-01", end, role=role)
    assert kinds(world, mia, daniel) == ({ground} if holds else set())


@pytest.mark.parametrize("role", ["part_time", "overnight"])
def test_those_who_sleep_there_are_co_resident(role: str) -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2023-01-01", role=role)
    assert kinds(world, mia, daniel) == {"co_resident"}


def test_contact_alone_is_no_residence() -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2023-01-01", role="contact_only")
    assert kinds(world, mia, daniel) == set()


def test_a_child_who_visits_does_not_make_residents_visitors() -> None:
    world = World()
    mia, daniel, home = a_child(world), an_adult(world, "housing", "T1"), world.household("housing", "L1")
    world.lives("housing", daniel, home, "2020-01-01")
    world.lives("csc", mia, home, "2023-01-01", role="frequent_visitor")
    assert kinds(world, mia, daniel) == set()


def test_claims_are_joined_per_person_before_the_days_are_counted() -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2023-01-01", "2023-01-15")
    world.lives("gp", daniel, home, "2023-01-15", "2023-01-29")
    assert kinds(world, mia, daniel) == {"co_resident"}


@pytest.mark.parametrize(("start", "holds"), [("2024-03-31", True), ("2024-04-01", False)])
def test_one_who_moved_in_today_and_is_still_there_is_co_resident(start: str, holds: bool) -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, start)
    assert kinds(world, mia, daniel, known_at="2024-04-30") == ({"co_resident"} if holds else set())


@pytest.mark.parametrize(("end", "holds"), [("2022-03-31", False), ("2022-04-01", True)])
def test_a_stay_counts_when_it_reaches_into_the_window(end: str, holds: bool) -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2021-01-01", end)
    assert kinds(world, mia, daniel) == ({"co_resident"} if holds else set())


def test_a_link_begins_at_its_earliest_evidence_not_at_the_window() -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2021-01-01", "2023-01-01")
    ground = grounds(world, mia, daniel)["co_resident"]
    assert (str(ground.first), str(ground.last)) == ("2021-01-01", "2023-01-01")


def test_an_unknown_start_sets_no_first_date_and_counts() -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home)
    ground = grounds(world, mia, daniel)["co_resident"]
    assert ground.first is None
    assert ground.began_before_record
    assert not ground.is_possible


def test_partial_dates_only_make_the_ground_possible() -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2023-01", "2023-02")
    assert grounds(world, mia, daniel)["co_resident"].is_possible


def test_the_longest_and_shortest_a_partial_stay_may_be_decide() -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2023-01", "2023-01")
    assert grounds(world, mia, daniel)["co_resident"].is_possible
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2023-01", "2023-03")
    assert not grounds(world, mia, daniel)["co_resident"].is_possible


@pytest.mark.parametrize("place", [{"kind": "hostel"}, {"kind": "hospital"}, {"confidential": "y"}])
def test_only_private_places_that_are_not_confidential_join_people(place: dict[str, str]) -> None:
    world = World()
    mia, daniel, home = a_child(world), an_adult(world, "housing", "T1"), world.household("housing", "L1", **place)
    for person in (mia, daniel):
        world.lives("housing", person, home, "2020-01-01")
    assert kinds(world, mia, daniel) == set()


@pytest.mark.parametrize("status", ["disputed", "refuted"])
def test_a_disputed_stay_counts_and_a_refuted_one_does_not(status: str) -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2022-01-01", status=status)
    assert kinds(world, mia, daniel) == ({"co_resident"} if status == "disputed" else set())


@pytest.mark.parametrize("kind", ["spouse", "partner", "ex_spouse", "ex_partner"])
def test_partners_and_exes_of_a_carer_are_around_the_child(kind: str) -> None:
    world, mia, kelly, daniel = with_mother()
    world.relates("police", daniel, kind, kelly)
    assert kinds(world, mia, daniel) == {"partner_of_carer"}


@pytest.mark.parametrize(("end", "holds"), [("2022-03-31", False), ("2022-04-01", True)])
def test_an_ended_partnership_counts_while_it_is_within_the_window(end: str, holds: bool) -> None:
    world, mia, kelly, daniel = with_mother()
    world.relates("police", daniel, "partner", kelly, "2020-01-01", end)
    assert kinds(world, mia, daniel) == ({"partner_of_carer"} if holds else set())


@pytest.mark.parametrize(("end", "holds"), [("2024-03-31", False), ("2024-04-01", True)])
def test_only_a_current_partner_of_another_resident_counts(end: str, holds: bool) -> None:
    world, mia, daniel, home = at_home()
    lodger = an_adult(world, "housing", "T2", "Lee Marsh")
    world.lives("housing", lodger, home, "2022-01-01")
    world.relates("police", daniel, "partner", lodger, "2022-01-01", end)
    assert kinds(world, mia, daniel, known_at="2024-04-30") == ({"partner_of_carer"} if holds else set())


def test_an_ex_of_another_resident_is_not_around_the_child() -> None:
    world, mia, daniel, home = at_home()
    lodger = an_adult(world, "housing", "T2", "Lee Marsh")
    world.lives("housing", lodger, home, "2022-01-01")
    world.relates("police", daniel, "ex_partner", lodger)
    assert kinds(world, mia, daniel) == set()


@pytest.mark.parametrize("kind", ["parent", "step_parent", "adoptive_parent"])
def test_a_parent_of_any_kind_is_around_the_child_wherever_they_live(kind: str) -> None:
    world = World()
    mia, roy = a_child(world), an_adult(world, "csc", "A1")
    world.relates("csc", roy, kind, mia)
    assert kinds(world, mia, roy) == {"parent"}


@pytest.mark.parametrize(("end", "holds"), [("2022-03-31", False), ("2022-04-01", True)])
def test_a_step_parent_counts_while_the_partnership_holds(end: str, holds: bool) -> None:
    world, mia, kelly, daniel = with_mother()
    world.relates("csc", daniel, "step_parent", mia)
    world.relates("csc", daniel, "partner", kelly, "2020-01-01", end)
    assert ("parent" in kinds(world, mia, daniel)) is holds


@pytest.mark.parametrize("kind", ["special_guardian", "kinship_carer", "private_foster_carer", "carer"])
def test_any_other_carer_is_around_the_child(kind: str) -> None:
    world = World()
    mia, roy = a_child(world), an_adult(world, "csc", "A1")
    world.relates("csc", roy, kind, mia)
    assert kinds(world, mia, roy) == {"carer"}


@pytest.mark.parametrize(
    ("role", "holds"),
    [
        *((role, True) for role in ("suspect", "present", "mentioned", "other_adult", "accompanying", "partner")),
        *((role, False) for role in ("witness", "reporter")),
    ],
)
def test_any_part_in_an_event_counts_but_that_of_a_witness_or_reporter(role: str, holds: bool) -> None:
    world = World()
    mia, daniel = a_child(world), an_adult(world, "police", "P1")
    world.event("police", "2023-07-15", {mia: "child", daniel: role})
    assert kinds(world, mia, daniel) == ({"at_event"} if holds else set())


def test_a_part_as_mentioned_is_said() -> None:
    world = World()
    mia, daniel = a_child(world), an_adult(world, "police", "P1")
    world.event("police", "2023-07-15", {mia: "child", daniel: "mentioned"})
    assert "mentioned" in grounds(world, mia, daniel)["at_event"].evidence[0].says


def test_an_event_with_a_carer_counts_without_the_child() -> None:
    world, mia, kelly, daniel = with_mother()
    world.event("police", "2023-07-15", {kelly: "victim", daniel: "suspect"})
    assert kinds(world, mia, daniel) == {"at_event"}


@pytest.mark.parametrize(
    ("on", "holds"),
    [("2022-03-30", False), ("2022-03-31", True), ("2024-03-31", True), ("2024-04-01", False)],
)
def test_an_event_counts_on_the_first_and_last_day_of_the_window(on: str, holds: bool) -> None:
    world = World()
    mia, daniel = a_child(world), an_adult(world, "police", "P1")
    world.event("police", on, {mia: "child", daniel: "suspect"})
    assert kinds(world, mia, daniel, known_at="2024-04-30") == ({"at_event"} if holds else set())


@pytest.mark.parametrize(("role", "holds"), [("subject", True), ("child", True), ("victim", True), ("present", False)])
def test_an_event_about_a_sibling_counts_at_any_time(role: str, holds: bool) -> None:
    world, mia, kelly, daniel = with_mother()
    jay = a_child(world, ref="C2", born="2010-02-02")
    world.relates("csc", kelly, "parent", jay)
    world.event("police", "2014-07-15", {jay: role, daniel: "suspect"})
    assert kinds(world, mia, daniel) == ({"sibling_history"} if holds else set())


@pytest.mark.parametrize("role", ["witness", "reporter"])
def test_a_witness_of_an_event_about_a_sibling_is_not_around_the_child(role: str) -> None:
    world, mia, kelly, daniel = with_mother()
    jay = a_child(world, ref="C2", born="2010-02-02")
    world.relates("csc", kelly, "parent", jay)
    world.event("police", "2014-07-15", {jay: "victim", daniel: role})
    assert kinds(world, mia, daniel) == set()


@pytest.mark.parametrize(
    ("episode", "holds"),
    [("section47", True), ("child_protection", True), ("looked_after", True), ("cin", False), ("early_help", False)],
)
def test_living_with_a_sibling_in_a_harm_episode_counts_at_any_time(episode: str, holds: bool) -> None:
    world, mia, kelly, daniel = with_mother()
    jay, home = a_child(world, ref="C2", born="2010-02-02"), world.household("csc", "H2")
    world.relates("csc", kelly, "parent", jay)
    world.lives("csc", jay, home, "2012-06-01", "2015-01-01")
    world.lives("csc", daniel, home, "2012-06-01", "2014-01-01")
    world.episode("csc", jay, episode, "2013-12-31", "2014-06-01")
    assert kinds(world, mia, daniel) == ({"sibling_history"} if holds else set())


@pytest.mark.parametrize(("start", "holds"), [("2013-12-31", True), ("2014-01-01", False)])
def test_one_who_left_before_the_siblings_episode_began_did_not_live_through_it(start: str, holds: bool) -> None:
    world, mia, kelly, daniel = with_mother()
    jay, home = a_child(world, ref="C2", born="2010-02-02"), world.household("csc", "H2")
    world.relates("csc", kelly, "parent", jay)
    world.lives("csc", jay, home, "2012-06-01", "2015-01-01")
    world.lives("csc", daniel, home, "2012-06-01", "2014-01-01")
    world.episode("csc", jay, "section47", start, "2014-06-01")
    assert kinds(world, mia, daniel) == ({"sibling_history"} if holds else set())


@pytest.mark.parametrize("cell", ["phones", "emails", "vehicles"])
def test_a_contact_detail_of_a_carer_counts_and_sets_no_date(cell: str) -> None:
    world = World()
    mia = a_child(world)
    kelly = an_adult(world, "csc", "A1", "Kelly Tranter", **{cell: "0700900001"})
    daniel = an_adult(world, "police", "P1", **{cell: "0700900001"})
    world.relates("csc", kelly, "parent", mia)
    ground = grounds(world, mia, daniel)["shared_contact"]
    assert (ground.first, ground.last, ground.began_before_record) == (None, None, False)


@pytest.mark.parametrize(("holders", "holds"), [(4, True), (5, False)])
def test_a_detail_of_more_than_four_people_is_nobodys(holders: int, holds: bool) -> None:
    world = World()
    mia = a_child(world)
    kelly = an_adult(world, "csc", "A1", "Kelly Tranter", phones="0700900001")
    world.relates("csc", kelly, "parent", mia)
    others = [an_adult(world, "police", f"P{number}", phones="0700900001") for number in range(holders - 1)]
    assert kinds(world, mia, others[0]) == ({"shared_contact"} if holds else set())


def test_a_detail_shared_with_the_child_alone_is_no_ground() -> None:
    world = World()
    mia, daniel = a_child(world, phones="0700900001"), an_adult(world, "police", "P1", phones="0700900001")
    assert kinds(world, mia, daniel) == set()


def fostered() -> tuple[World, str, str, str]:
    """Mia placed with a foster carer."""
    world = World()
    mia, fran, home = a_child(world), an_adult(world, "csc", "F1", "Fran Cole"), world.household("csc", "H1")
    world.relates("csc", fran, "foster_carer", mia, "2023-01-01")
    world.lives("csc", mia, home, "2023-01-01", basis="placement")
    world.lives("csc", fran, home, "2010-01-01")
    return world, mia, fran, home


def test_the_foster_carer_of_a_placement_is_left_out() -> None:
    world, mia, fran, _home = fostered()
    assert kinds(world, mia, fran) == set()


def test_a_foster_carer_is_listed_where_a_ground_holds_that_the_placement_does_not_make() -> None:
    world, mia, fran, _home = fostered()
    world.event("police", "2023-07-15", {mia: "child", fran: "suspect"})
    assert "at_event" in kinds(world, mia, fran)


def test_another_adult_in_the_foster_home_is_listed() -> None:
    world, mia, _fran, home = fostered()
    son = an_adult(world, "police", "P7", "Sam Cole", "2000-01-01")
    world.lives("police", son, home, "2010-01-01")
    assert kinds(world, mia, son) == {"co_resident"}


@pytest.mark.parametrize(("end", "holds"), [("2022-08-27", False), ("2022-08-28", True)])
def test_a_link_begins_no_earlier_than_forty_weeks_before_birth(end: str, holds: bool) -> None:
    """Born on 2023-06-03: forty weeks before is 2022-08-27."""
    world = World()
    mia, kelly = a_child(world, born="2023-06-03"), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    daniel = an_adult(world, "police", "P2")
    world.relates("csc", kelly, "parent", mia)
    world.relates("police", daniel, "partner", kelly, "2019-01-01", end)
    found = grounds(world, mia, daniel)
    assert ("partner_of_carer" in found) is holds
    if holds:
        assert str(found["partner_of_carer"].first) == "2022-08-27"


def test_an_unborn_childs_links_begin_forty_weeks_before_the_expected_birth() -> None:
    world = World()
    baby, kelly = world.person("csc", "B1", expected_birth="2024-06-03"), an_adult(world, "csc", "A1", "Kelly Tranter")
    daniel = an_adult(world, "police", "P2")
    world.relates("csc", kelly, "parent", baby)
    world.relates("police", daniel, "partner", kelly, "2019-01-01")
    assert str(grounds(world, baby, daniel)["partner_of_carer"].first) == "2023-08-28"


def test_sibling_history_before_birth_counts_and_only_its_date_is_cut() -> None:
    world = World()
    mia, kelly = a_child(world, born="2023-06-03"), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    jay, daniel = a_child(world, ref="C2", born="2010-02-02"), an_adult(world, "police", "P2")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    world.event("police", "2014-07-15", {jay: "victim", daniel: "suspect"})
    ground = grounds(world, mia, daniel)["sibling_history"]
    assert str(ground.first) == "2022-08-27"


def test_a_ground_carries_the_adults_side_and_not_the_childs() -> None:
    world, mia, daniel, home = at_home()
    stay = world.lives("gp", daniel, home, "2022-01-01")
    assert [claim.id for claim in grounds(world, mia, daniel)["co_resident"].claims] == [stay.id]


@pytest.mark.parametrize(("born", "holds"), [("2006-03-31", True), ("2006-04-01", False)])
def test_the_partner_of_a_resident_child_is_not_the_partner_of_a_resident_adult(born: str, holds: bool) -> None:
    world, mia, daniel, home = at_home()
    ada = an_adult(world, "housing", "T2", "Ada Hobbs", born)
    world.lives("housing", ada, home, "2022-01-01")
    world.relates("police", daniel, "partner", ada, "2022-01-01")
    assert kinds(world, mia, daniel) == ({"partner_of_carer"} if holds else set())


def test_an_event_of_a_partial_date_over_the_edge_of_the_window_is_only_possible() -> None:
    world = World()
    mia, daniel = a_child(world), an_adult(world, "police", "P1")
    world.event("police", "2022-03", {mia: "child", daniel: "suspect"})
    assert grounds(world, mia, daniel, as_of="2024-03-15")["at_event"].is_possible
    assert not grounds(world, mia, daniel, as_of="2024-02-28")["at_event"].is_possible


def test_exact_evidence_stays_certain_beside_vaguer_evidence_of_the_same_stay() -> None:
    world, mia, daniel, home = at_home()
    world.lives("housing", daniel, home, "2022-06-01", "2022-12-01")
    assert not grounds(world, mia, daniel)["co_resident"].is_possible
    world.lives("gp", daniel, home, "2022", "2022-12-01")
    assert not grounds(world, mia, daniel)["co_resident"].is_possible
