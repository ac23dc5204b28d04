"""`missing_education`: sessions missed, school moves, gaps, no school (rules.md §4)."""

from __future__ import annotations

import pytest

from graph.model.claims import Claim, End, Role
from graph.model.findings import FindingState
from graph.rules.missing_education import MISSING_EDUCATION
from tests.builders import AGENCIES, World, a_child, period
from tests.graph.rules.asking import Asking

AS_OF = "2024-03-31"
# The rule's window as of 2024-03-31 is 2022-03-31 to 2024-03-31. Mia, born 2012-05-01, goes to secondary school in 2023.

ASKING = Asking(MISSING_EDUCATION)
found = ASKING.found
says = ASKING.says
state = ASKING.state


def sessions(
    world: World,
    child: str,
    start: str,
    end: str,
    absent: int,
    possible: int = 100,
    school: str = "Brook Academy",
    agency: str = "school",
    **said: str,
) -> Claim:
    cells = {"sessions_possible": str(possible), "sessions_absent": str(absent), "school": school, **said}
    key = f"{child}|{school}|{start}|{len(world.claims)}"
    recorded, status = cells.pop("recorded", "2000-01-01"), cells.pop("status", "asserted")
    ends = (End(child, Role.PERSON),)
    return world.say(agency, "attendance", key, ends, period(start, end), recorded, status, **cells)


def roll(world: World, child: str, school: str, start: str | None, end: str | None = None, **said: str) -> str:
    return world.episode("school", child, "school_roll", start, end, provider=school, **said)


def at_school(born: str = "2012-05-01") -> tuple[World, str]:
    """A child on the roll of one school all the time."""
    world = World()
    mia = a_child(world, born=born)
    roll(world, mia, "Brook Academy", "2016-09-05")
    return world, mia


def test_a_child_at_school_misses_nothing() -> None:
    world, mia = at_school()
    sessions(world, mia, "2023-09-05", "2023-12-20", 3)
    assert state(world, mia) is FindingState.NOT_FOUND_IN_LOADED_DATA


@pytest.mark.parametrize(("absent", "level"), [(99, ""), (100, "persistent"), (499, "persistent"), (500, "severe")])
def test_ten_and_fifty_percent_of_a_terms_sessions(absent: int, level: str) -> None:
    world, mia = at_school()
    sessions(world, mia, "2023-09-05", "2023-12-20", absent, 1000)
    assert says(world, mia).partition(" ")[0].lower() == level


def test_rows_of_one_term_are_added_up() -> None:
    world, mia = at_school()
    sessions(world, mia, "2023-09-05", "2023-10-20", 20, 70)
    sessions(world, mia, "2023-10-30", "2023-12-20", 0, 70, "Hazel School")
    one = found(world, mia)
    assert one is not None
    assert one.details == (("autumn term 2023", "20 of 140 sessions missed, 14.2 %; no episode open then"),)
    assert str(one.since) == "2023-09-05"


def test_a_row_longer_than_a_term_counts_over_the_year() -> None:
    world, mia = at_school()
    sessions(world, mia, "2022-09-05", "2023-07-22", 40, 380)
    one = found(world, mia)
    assert one is not None
    assert one.details[0] == ("12 months to 2023-07-21", "40 of 380 sessions missed, 10.5 %; no episode open then")


@pytest.mark.parametrize(("start", "is_found"), [("2023-03-29", False), ("2023-03-31", True), ("2023-04-01", True)])
def test_a_row_longer_than_twelve_months_is_no_rolling_year(start: str, is_found: bool) -> None:
    world, mia = at_school()
    sessions(world, mia, start, "2024-04-01", 90)
    assert (found(world, mia, known_at="2024-04-01") is not None) is is_found


@pytest.mark.parametrize(("start", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_only_sessions_of_the_window_count(start: str, is_found: bool) -> None:
    world, mia = at_school()
    sessions(world, mia, start, "2022-07-20", 90)
    assert (found(world, mia) is not None) is is_found


@pytest.mark.parametrize(("as_of", "is_found"), [("2023-12-18", False), ("2023-12-19", True), ("2023-12-20", True)])
def test_sessions_count_once_their_days_are_over(as_of: str, is_found: bool) -> None:
    world, mia = at_school()
    sessions(world, mia, "2023-09-05", "2023-12-20", 90)
    assert (found(world, mia, as_of, AS_OF) is not None) is is_found


def test_sessions_two_agencies_tell_of_count_once_as_last_written() -> None:
    world, mia = at_school()
    sessions(world, mia, "2023-09-05", "2023-12-20", 90)
    sessions(world, mia, "2023-09-05", "2023-12-20", 2, agency="csc", recorded="2024-01-05", school="brook  academy")
    assert found(world, mia) is None
    assert found(world, mia, known_at="2024-01-04") is not None


def test_the_last_written_counts_whatever_the_order_of_records() -> None:
    for recorded in ("2000-01-01", "2000-01-02", "2000-01-03", "2000-01-04"):
        world, mia = at_school()
        sessions(world, mia, "2023-09-05", "2023-12-20", 2, agency="csc", recorded="2024-01-05")
        sessions(world, mia, "2023-09-05", "2023-12-20", 90, recorded=recorded)
        assert found(world, mia) is None


def test_no_sessions_possible_are_no_absence() -> None:
    world, mia = at_school()
    sessions(world, mia, "2023-09-05", "2023-12-20", 0, 0)
    assert found(world, mia) is None


def test_bars_stand_beside_the_episodes_open_then() -> None:
    world, mia = at_school()
    world.episode("csc", mia, "cin", "2023-10-01", "2023-11-01")
    sessions(world, mia, "2023-09-05", "2023-12-20", 30)
    one = found(world, mia)
    assert one is not None
    assert one.details[0][1].endswith("; open then: child in need")


@pytest.mark.parametrize(("status", "is_found"), [("disputed", True), ("refuted", False)])
def test_refuted_sessions_support_nothing(status: str, is_found: bool) -> None:
    world, mia = at_school()
    sessions(world, mia, "2023-09-05", "2023-12-20", 30, status=status)
    assert (found(world, mia) is not None) is is_found


def moved(*stays: tuple[str, str | None, str | None], born: str = "2012-05-01") -> tuple[World, str]:
    world = World()
    mia = a_child(world, born=born)
    for school, start, end in stays:
        roll(world, mia, school, start, end)
    return world, mia


@pytest.mark.parametrize(("first", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_two_moves_in_twenty_four_months(first: str, is_found: bool) -> None:
    world, mia = moved(("A", "2019-09-05", first), ("B", first, "2024-03-31"), ("C", "2024-03-31", None))
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details == (("school move", f"{first}, A to B"), ("school move", "2024-03-31, B to C"))


def test_one_move_is_not_found() -> None:
    world, mia = moved(("A", "2019-09-05", "2023-01-10"), ("B", "2023-01-10", None))
    assert found(world, mia) is None


@pytest.mark.parametrize(
    ("start", "born", "is_found"),
    [
        ("2023-09-05", "2012-05-01", False),
        ("2023-09-05", "2011-08-31", True),
        ("2023-09-05", "2012-08-31", False),
        ("2023-09-05", "2012-09-01", True),
        ("2023-10-02", "2012-05-01", True),
        ("2023-09-05", "2016-05-01", False),
        ("2023-09-05", "2019-05-01", False),
    ],
)
def test_a_move_from_phase_to_phase_does_not_count(start: str, born: str, is_found: bool) -> None:
    """Secondary school begins in the September of the school year after the eleventh birthday."""
    world, mia = moved(("A", "2017-09-05", "2023-01-10"), ("B", "2023-01-10", start), ("C", start, None), born=born)
    assert ("school moves" in says(world, mia)) is is_found


@pytest.mark.parametrize("born", ["2012", ""])
def test_a_phase_change_that_is_only_possible_leaves_the_moves_possible(born: str) -> None:
    world, mia = moved(
        ("A", "2017-09-05", "2023-01-10"), ("B", "2023-01-10", "2023-09-05"), ("C", "2023-09-05", None), born=born
    )
    one = found(world, mia)
    assert one is not None
    assert one.possible


def test_back_to_the_same_school_and_a_school_beside_the_first_are_no_moves() -> None:
    world, mia = moved(
        ("A", "2017-09-05", "2023-01-10"),
        ("A", "2023-01-10", None),
        ("B", "2023-02-01", "2023-03-01"),
        ("a ", "2023-03-01", None),
    )
    assert found(world, mia) is None


def test_a_school_left_without_a_date_is_still_moved_from() -> None:
    world, mia = moved(("A", None, None), ("B", "2022-11-01", None), ("C", "2023-02-01", None))
    assert "2 school moves" in says(world, mia)


def test_partial_dates_of_moves_make_them_possible() -> None:
    world, mia = moved(("A", "2017-09-05", "2022-03"), ("B", "2022-03", "2023-01-10"), ("C", "2023-01-10", None))
    one = found(world, mia)
    assert one is not None
    assert one.possible


def test_admissions_stand_for_schools_without_a_roll() -> None:
    world, mia = moved(("A", "2017-09-05", "2023-01-10"))
    for school, day in {"B": "2023-01-10", "A": "2019-01-01", "C": "2023-03-01"}.items():
        world.event("school", day, {mia: "subject"}, "education", type="admission", provider=school)
    world.event("school", "2023-03-01", {mia: "subject"}, "education", type="leaving", provider="B")
    assert says(world, mia) == "2 school moves within 24 months, changes of phase left out."


def test_schools_are_read_from_sessions_where_no_roll_is_told() -> None:
    world = World()
    mia = a_child(world)
    for school, start, end in (
        ("A", "2022-09-05", "2022-12-20"),
        ("A", "2023-01-05", "2023-02-01"),
        ("B", "2023-02-01", "2023-04-01"),
        ("C", "2023-04-01", "2023-06-01"),
    ):
        sessions(world, mia, start, end, 0, school=school)
    assert "2 school moves" in says(world, mia)


@pytest.mark.parametrize(("joined", "is_found"), [("2023-02-13", False), ("2023-02-14", False), ("2023-02-15", True)])
def test_a_gap_of_more_than_ten_school_days(joined: str, is_found: bool) -> None:
    """From Tuesday 31 January up to Tuesday 14 February are ten school days."""
    world, mia = moved(("A", "2017-09-05", "2023-01-31"), ("B", joined, None))
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details == (
            ("between schools", f"from 2023-01-31 to {joined}, 11 school days; no episode open then"),
        )
        assert str(one.since) == "2023-01-31"


@pytest.mark.parametrize(("left", "joined"), [("2023-07-21", "2023-09-05"), ("2022-12-20", "2023-01-05")])
def test_holidays_are_no_school_days(left: str, joined: str) -> None:
    world, mia = moved(("A", "2017-09-05", left), ("B", joined, None))
    assert found(world, mia) is None


def test_before_compulsory_age_no_days_are_missed() -> None:
    world, mia = moved(("A", "2022-04-01", "2022-09-05"), ("B", "2023-01-03", None), born="2017-09-01")
    assert found(world, mia) is None


def test_sessions_at_a_school_fill_a_gap() -> None:
    world, mia = moved(("A", "2017-09-05", "2023-01-31"), ("B", "2023-04-17", None))
    sessions(world, mia, "2023-02-06", "2023-03-31", 0, school="C")
    assert found(world, mia) is None


def test_a_gap_of_partial_dates_is_possible() -> None:
    world, mia = moved(("A", "2017-09-05", "2023-01"), ("B", "2023-02-06", None))
    one = found(world, mia)
    assert one is not None
    assert one.possible


@pytest.mark.parametrize(
    ("born", "is_found"), [("2018-12-31", True), ("2019-01-01", True), ("2019-03-31", True), ("2019-04-01", False)]
)
def test_compulsory_age_begins_with_the_term_after_the_fifth_birthday(born: str, is_found: bool) -> None:
    world, mia = moved(born=born)
    assert ("On no school's roll" in says(world, mia)) is is_found


@pytest.mark.parametrize(("as_of", "is_found"), [("2023-06-29", True), ("2023-06-30", True), ("2023-07-01", False)])
def test_compulsory_age_ends_on_the_last_friday_in_june(as_of: str, is_found: bool) -> None:
    world, mia = moved(born="2006-09-01")
    assert ("On no school's roll" in says(world, mia, as_of)) is is_found


@pytest.mark.parametrize(("left", "is_found"), [("2024-03-31", True), ("2024-04-01", False), (None, False)])
def test_on_no_roll_on_the_day(left: str | None, is_found: bool) -> None:
    world, mia = moved(("A", "2017-09-05", left))
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details == (("no school", "since 2024-03-31"),)


@pytest.mark.parametrize(("as_of", "is_found"), [("2024-03-31", False), ("2024-04-28", False), ("2024-04-29", True)])
def test_sessions_of_late_stand_for_a_roll(as_of: str, is_found: bool) -> None:
    world, mia = moved()
    sessions(world, mia, "2024-01-08", "2024-03-29", 0)
    assert ("On no school's roll" in says(world, mia, as_of)) is is_found


@pytest.mark.parametrize(("last", "is_found"), [("2024-01-20", True), ("2024-01-31", True), ("2024-03-20", False)])
def test_sessions_before_a_roll_ended_stand_for_nothing_after_it(last: str, is_found: bool) -> None:
    world, mia = moved(("Brook Academy", "2017-09-05", "2024-01-31"))
    sessions(world, mia, "2024-01-08", last, 0)
    assert ("On no school's roll" in says(world, mia)) is is_found


def test_a_partial_birth_date_leaves_compulsory_age_possible() -> None:
    world, mia = moved(born="2019")
    one = found(world, mia)
    assert one is not None
    assert one.possible


def test_without_a_birth_date_no_age_is_supposed() -> None:
    world, mia = moved(born="")
    assert found(world, mia) is None


def test_home_education_is_told_beside() -> None:
    world, mia = moved()
    world.event("school", "2023-05-01", {mia: "subject"}, "education", type="elective_home_education")
    one = found(world, mia)
    assert one is not None
    assert one.details[-1] == ("elective home education recorded", "2023-05-01")


def test_without_the_schools_rolls_no_school_is_missed() -> None:
    world, mia = moved()
    world.feeds_of = {"csc": ("people",), "school": ("attendance",)}
    assert state(world, mia) is FindingState.CANNOT_BE_DETERMINED
    world.feeds_of = {"school": ("attendance", "episodes")}
    assert state(world, mia) is FindingState.FOUND


@pytest.mark.parametrize(("left", "is_found"), [("2023-09-05", True), (None, False)])
def test_a_roll_that_ended_is_known_though_another_school_delivers_nothing(
    left: str | None, is_found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(AGENCIES, "elm", ("Elm Primary School", "school"))
    world, mia = moved(*((("A", "2017-09-05", left),) if left else ()))
    world.feeds_of = {"school": ("attendance", "episodes")}
    assert (found(world, mia) is not None) is is_found
    assert state(world, mia) is (FindingState.FOUND if is_found else FindingState.CANNOT_BE_DETERMINED)


def test_what_was_written_down_later_was_not_known() -> None:
    world, mia = moved()
    roll(world, mia, "A", "2023-09-05", recorded="2024-02-01")
    assert "On no school's roll" in says(world, mia, known_at="2024-01-31")
    assert found(world, mia, known_at="2024-02-01") is None


def test_only_what_the_agencies_named_know_is_found() -> None:
    world, mia = moved(("A", "2019-09-05", "2023-01-10"), ("B", "2023-01-10", "2023-03-01"), ("C", "2023-03-01", None))
    assert found(world, mia, known_to=frozenset({"school"})) is not None
    assert found(world, mia, known_to=frozenset({"police"})) is None
