"""Who knew what: since when each agency knows of an adult, and which blank stands where it knows nothing (rules.md §5, §6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadInput
from graph.family.adults import adults_around
from graph.family.knowledge import checks_lacking
from graph.model.answers import AdultState, AgencyKnowledge, BlankKind
from graph.model.claims import Claim, ClaimKind, End, Role
from graph.model.ids import join_key
from graph.model.knowing import KnowledgeTable
from graph.model.people import Agency
from graph.model.period import end_of_day, london_day
from graph.questions.adults import tell_adults
from graph.questions.knowledge import known_rows, tell_knowledge
from graph.questions.telling import Telling
from tests.builders import AGENCIES, UNDATED, World, a_child, an_adult


def table(world: World, child: str, about: str | None = None, **dates: object) -> KnowledgeTable:
    """The table of a world."""
    case = world.case(**dates)  # type: ignore[arg-type]
    return tell_knowledge(Telling(case), child, known_rows(case, child, about))


def cells(world: World, child: str, about: str | None = None, **dates: object) -> dict[str, AgencyKnowledge]:
    """The cells of the only row, by agency."""
    (row,) = table(world, child, about, **dates).rows
    return {cell.agency.id: cell for cell in row.cells}


def a_family(**values: str) -> tuple[World, str, str, Claim]:
    """Mia at home, and Daniel as housing says he lives there."""
    world = World()
    mia, daniel = a_child(world), an_adult(world, "housing", "T1")
    home = world.household("csc", "H1")
    world.lives("csc", mia, home, "2021-01-01")
    return world, mia, daniel, world.lives("housing", daniel, home, "2023-01-01", recorded="2023-02-01", **values)


def test_an_agency_knows_from_its_own_record() -> None:
    world, mia, _, stay = a_family()
    cell = cells(world, mia)["housing"]
    assert cell.first_knew == end_of_day(date(2023, 2, 1))
    assert (cell.how, [claim.id for claim in cell.claims], cell.blank) == ("its own record", [stay.id], None)


def test_an_agency_that_was_told_knows_from_that_day_and_by_what_means() -> None:
    world, mia, _, stay = a_family()
    world.share("housing", "csc", "2023-06-10", about=stay.record_id, how="strategy_meeting")
    cell = cells(world, mia)["csc"]
    assert cell.first_knew == end_of_day(date(2023, 6, 10))
    assert cell.how == "told by Vale Housing (strategy meeting)"


def test_every_agency_has_a_cell_and_those_that_know_nothing_have_a_blank() -> None:
    world, mia, *_ = a_family()
    found = cells(world, mia)
    assert set(found) == set(AGENCIES)
    assert {agency for agency, cell in found.items() if cell.first_knew} == {"housing"}
    assert all((cell.first_knew is None) is (cell.blank is not None) for cell in found.values())
    assert found["police"].blank is BlankKind.DELIVERED_NONE


def test_known_to_leaves_only_those_agencies() -> None:
    world, mia, *_ = a_family()
    assert [agency.id for agency in table(world, mia, known_to=frozenset({"housing", "csc"})).agencies] == [
        "csc",
        "housing",
    ]


@pytest.mark.parametrize(
    ("feeds", "kind"),
    [
        ((), BlankKind.NOT_DELIVERED),
        (("people",), BlankKind.NOT_DELIVERED),
        (("event_people",), BlankKind.DELIVERED_NONE),
        (("relationships", "residences"), BlankKind.DELIVERED_NONE),
    ],
)
def test_an_agency_that_sends_nothing_that_links_people_is_not_delivered(
    feeds: tuple[str, ...], kind: BlankKind
) -> None:
    world, mia, *_ = a_family()
    world.feeds_of = {"csc": ("residences",), "housing": ("residences",), "police": feeds}
    assert cells(world, mia)["police"].blank is kind


@pytest.mark.parametrize(
    ("covered", "kind"), [("2024-02-28", BlankKind.OUT_OF_DATE), ("2024-02-29", BlankKind.DELIVERED_NONE)]
)
def test_a_feed_more_than_31_days_old_is_out_of_date(covered: str, kind: BlankKind) -> None:
    world, mia, *_ = a_family()
    world.covers = ("2015-01-01", covered)
    cell = cells(world, mia)["police"]
    assert cell.blank is kind
    if kind is BlankKind.OUT_OF_DATE:
        assert cell.how == "out of date: the newest runs to 2024-02-28"


def _assessed(world: World, mia: str, daniel: str, checks: str) -> None:
    assessment = world.assessment("csc", {mia: "child"}, "2023-03-01")
    ends = (End(assessment, Role.ASSESSMENT), End(daniel, Role.PERSON))
    world.say(
        "csc", "assessment_people", join_key("x", daniel), ends, UNDATED, "2023-03-01", "asserted", None,
        capacity="other_adult", checks=checks,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("checks", "agency", "kind"),
    [
        ("police", "gp", BlankKind.NOT_ASKED),
        ("", "gp", BlankKind.NOT_DELIVERED),
        ("police;health", "gp", BlankKind.NOT_DELIVERED),
        ("police;gp", "gp", BlankKind.NOT_DELIVERED),
        ("health", "probation", BlankKind.NOT_ASKED),
        ("health", "police", BlankKind.DELIVERED_NONE),
    ],
)
def test_an_agency_whose_records_are_not_here_was_asked_or_not(checks: str, agency: str, kind: BlankKind) -> None:
    world, mia, daniel, _ = a_family()
    world.feeds_of = dict.fromkeys(("csc", "housing", "police"), ("residences", "event_people"))
    _assessed(world, mia, daniel, checks)
    found = cells(world, mia)
    assert found[agency].blank is kind
    assert bool(found[agency].claims) is (kind is BlankKind.NOT_ASKED)


@pytest.mark.parametrize(
    ("checks", "lacking"),
    [
        ("", set()),
        ("police", {"gp", "hospital", "housing", "probation", "school"}),
        ("police; health", {"housing", "probation", "school"}),
        ("police;health;housing;education;probation", set()),
        ("Vale", {"gp", "hospital", "housing", "police", "probation", "school"}),
    ],
)
def test_whom_a_filled_list_of_checks_lacks_is_said_beside_an_adult_who_was_assessed(
    checks: str, lacking: set[str]
) -> None:
    world, mia, daniel, _ = a_family()
    _assessed(world, mia, daniel, checks)
    case = world.case()
    told = tell_adults(Telling(case), adults_around(case, mia))
    (adult,) = told.adults
    assert adult.state is AdultState.ASSESSED
    found = {blank.agency.id for blank in adult.not_asked if blank.agency}
    assert found & {"gp", "hospital", "housing", "police", "probation", "school", "csc"} == lacking
    assert {(blank.what, blank.kind) for blank in adult.not_asked} <= {("checks of Daniel Mercer", BlankKind.NOT_ASKED)}
    assert set(adult.not_asked) <= set(told.blanks)
    assert not [name for name in told.asked.feeds_missing if "checks" in name]


def test_of_a_kind_with_many_agencies_one_blank_says_how_many_were_not_asked() -> None:
    world, mia, daniel, _ = a_family()
    _assessed(world, mia, daniel, "police;health;housing")
    case = world.case()
    schools = {f"s{number}": Agency(f"s{number}", f"School {number}", "school") for number in range(6)}
    many = replace(case, partnership=replace(case.partnership, agencies={**case.partnership.agencies, **schools}))
    (adult,) = adults_around(case, mia).adults
    found = [blank for blank in checks_lacking(many, "Daniel", adult.assessed_in) if "school" in blank.what]
    assert [(blank.what, blank.agency) for blank in found] == [("checks of Daniel: 7 agencies of kind school", None)]


@pytest.mark.parametrize(
    ("outcome", "kind"), [("refused", BlankKind.REFUSED), ("not_answered", BlankKind.NOT_ANSWERED)]
)
def test_a_request_that_came_to_nothing_is_said_where_the_asker_knows_nothing(outcome: str, kind: BlankKind) -> None:
    world, mia, daniel, _ = a_family()
    asked = world.share("housing", "police", "2023-05-01", person=daniel, outcome=outcome)
    cell = cells(world, mia)["police"]
    assert cell.blank is kind
    assert [claim.id for claim in cell.claims] == [asked.id]
    assert cells(world, mia)["csc"].blank is BlankKind.DELIVERED_NONE


def test_of_a_claim_the_row_is_whom_it_names_and_each_cell_that_claim_alone() -> None:
    world, mia, daniel, stay = a_family()
    world.relates("police", daniel, "associate", mia, recorded="2022-01-01")
    found = table(world, mia, stay.id)
    assert [row.adult.id for row in found.rows] == [daniel]
    known = {cell.agency.id: [claim.id for claim in cell.claims] for cell in found.rows[0].cells if cell.first_knew}
    assert known == {"housing": [stay.id]}


def test_of_an_event_there_is_a_row_for_everybody_in_it_but_the_child() -> None:
    world, mia, daniel, _ = a_family()
    roy = an_adult(world, "police", "P2", "Roy Nash")
    event = world.event("police", "2023-07-01", {mia: "child", daniel: "suspect", roy: "present"})
    world.share("police", "csc", "2023-07-05", about=event)
    (described,) = [claim for claim in world.claims if claim.record_id == event]
    for about in (described.id, f"{described.id}.incident"):
        found = table(world, mia, about)
        assert {row.adult.id for row in found.rows} == {daniel, roy}
        for row in found.rows:
            assert {cell.agency.id for cell in row.cells if cell.first_knew} == {"police", "csc"}


def test_of_an_entry_about_the_child_alone_the_row_is_the_child() -> None:
    world, mia, *_ = a_family()
    episode = world.episode("csc", mia, "cin", "2023-01-01", recorded="2023-01-05")
    (claim,) = [one for one in world.claims if one.record_id == episode]
    (row,) = table(world, mia, f"{claim.id}.cin_start").rows
    assert row.adult.id == mia
    assert {cell.agency.id: cell.first_knew for cell in row.cells if cell.first_knew} == {
        "csc": end_of_day(date(2023, 1, 5))
    }


@pytest.mark.parametrize("about", ["", "c", "cnone", "cnone.incident", "{stay}.incident", "{event}.arrest"])
def test_what_is_no_entry_or_claim_here_is_bad_input_naming_about(about: str) -> None:
    world, mia, daniel, stay = a_family()
    event = world.event("police", "2023-07-01", {mia: "child", daniel: "suspect"})
    (described,) = [claim for claim in world.claims if claim.record_id == event]
    with pytest.raises(BadInput) as refused:
        table(world, mia, about.format(stay=stay.id, event=described.id))
    assert refused.value.argument == "about"
    assert stay.id not in str(refused.value)


def test_a_claim_recorded_later_is_no_claim_of_that_day() -> None:
    world, mia, _, stay = a_family()
    assert table(world, mia, stay.id, known_at="2023-02-01").rows
    with pytest.raises(BadInput):
        table(world, mia, stay.id, known_at="2023-01-31")


# --- against a reference made of the drawn rows alone -----------------------------------------------------------------
FIRST, AS_OF = date(2023, 1, 1), date(2024, 3, 31)
DAYS = st.integers(0, (AS_OF - FIRST).days).map(lambda day: (FIRST + timedelta(days=day)).isoformat())
SAYS = st.sampled_from(["csc", "police", "housing"])
TOLD = st.sampled_from(["csc", "police", "gp", "probation"])
PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing said of an adult: a stay at the child's home or an event with the child; told on to somebody or not."""

    agency: str
    person: int
    is_event: bool
    recorded: str
    told: tuple[str, str, bool] | None


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    told = draw(st.none() | st.tuples(TOLD, DAYS, st.booleans()))
    return Drawn(draw(SAYS), draw(st.integers(0, PEOPLE - 1)), draw(st.booleans()), draw(DAYS), told)


def build(said: list[Drawn]) -> tuple[World, str, list[str]]:
    """The drawn things as a world: every adult is around the child since before any of it was written down."""
    world = World()
    mia, home = a_child(world), world.household("csc", "H1")
    world.lives("csc", mia, home, "2021-01-01")
    adults = [an_adult(world, "housing", f"T{number}", f"Adult {number}") for number in range(PEOPLE)]
    for one in said:
        adult = adults[one.person]
        if one.is_event:
            record = world.event(one.agency, "2022-12-01", {mia: "child", adult: "present"}, recorded=one.recorded)
        else:
            record = world.lives(one.agency, adult, home, "2022-06-01", recorded=one.recorded).record_id
        if one.told:
            to, on, by_record = one.told
            world.share(one.agency, to, on, **({"about": record} if by_record else {"person": adult}))
    return world, mia, adults


def reference(said: list[Drawn], known_at: date) -> dict[tuple[int, str], date]:
    """By adult and agency, the first day it knew, counted by hand from the drawn rows (rules.md §1)."""
    found: dict[tuple[int, str], date] = {}

    def learn(person: int, agency: str, day: date) -> None:
        found[person, agency] = min(found.get((person, agency), day), day)

    held = [one for one in said if date.fromisoformat(one.recorded) <= known_at]
    for one in held:
        recorded = date.fromisoformat(one.recorded)
        learn(one.person, one.agency, recorded)
    for one in said:
        if one.told is None or date.fromisoformat(one.told[1]) > known_at:
            continue
        to, on, by_record = one.told[0], date.fromisoformat(one.told[1]), one.told[2]
        if by_record:
            if one in held:
                learn(one.person, to, max(on, date.fromisoformat(one.recorded)))
            continue
        for other in held:
            if other.person == one.person and other.agency == one.agency and date.fromisoformat(other.recorded) <= on:
                learn(one.person, to, on)
    return found


@given(st.lists(drawn(), min_size=1, max_size=7), st.integers(0, (AS_OF - FIRST).days))
def test_each_agency_knows_since_the_day_counting_by_hand_finds(said: list[Drawn], day: int) -> None:
    world, mia, adults = build(said)
    known_at = FIRST + timedelta(days=day)
    found = table(world, mia, known_at=known_at.isoformat())
    told = {
        (adults.index(row.adult.id), cell.agency.id): london_day(cell.first_knew)
        for row in found.rows
        for cell in row.cells
        if cell.first_knew
    }
    assert told == reference(said, known_at)
    assert all(cell.blank for row in found.rows for cell in row.cells if not cell.first_knew)


def test_the_table_says_when_it_was_known() -> None:
    world, mia, *_ = a_family()
    found = table(world, mia, known_at="2023-02-01")
    assert found.asked.known_at == datetime(2023, 2, 2, tzinfo=UTC)
    assert found.rows[0].adult.display_name == "Daniel Mercer"
    assert not [claim for claim in world.claims if claim.kind is ClaimKind.SHARE]
