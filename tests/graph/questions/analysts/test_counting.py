"""`areaCounts`: tables of the area without small counts, so many a day, and none that tells with another what neither does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from api.graphql.execution import Executor, Operation
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.errors import BadInput, Forbidden, WrongUse
from graph.model.counting import LEAST_TOLD, Among, CountBy, Counted, CountsAsked, read_asked
from graph.questions.analysts import counting
from graph.questions.analysts.counting import REFUSED, units_of
from graph.questions.opening import Partnerships
from graph.settings import COUNTS_A_DAY, read_settings
from graph.store.ledger.tables import CONFLICTS
from tests.graph.questions.analysts.counted_world import Group, area_of
from tests.ingest.site import NOW

GROUPS: tuple[Group, ...] = (
    (12, "VA1", "F", "2015", ""), (9, "VA1", "M", "2015", ""), (7, "VA2", "F", "2010", ""), (8, "VA2", "M", "2010", ""),
    (6, "VA3", "F", "2020", ""), (2, "VA3", "M", "2020", ""), (1, "VA3", "M", "2020", "child_protection"),
    (6, "VA1", "F", "2015", "looked_after"), (7, "VA2", "M", "1980", ""), (5, "", "", "2016", ""),
)  # fmt: skip
BY_DISTRICT = CountsAsked(Counted.CHILDREN, CountBy.DISTRICT)
BY_BOTH = CountsAsked(Counted.CHILDREN, CountBy.DISTRICT, CountBy.SEX)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    with area_of(tmp_path_factory.mktemp("area"), GROUPS) as held:
        yield held


@pytest.fixture
def day(request: pytest.FixtureRequest) -> int:
    """A day of its own for each test, and the one after it: what was asked on another counts for nothing."""
    mine = [item for item in request.session.items if item.path == request.node.path]
    return 2 * mine.index(request.node)


@pytest.fixture
def held(loaded: Partnerships, day: int) -> Partnerships:
    return replace(loaded, now=lambda: NOW + timedelta(days=day))


def ask(held: Partnerships, asked: CountsAsked, name: str = "kit") -> dict[tuple[str | None, ...], int | None]:
    account = held.ledger.accounts.find(name)
    assert account is not None
    found = held.questions(account.to_caller(), read_purpose("service_analysis")).area_counts(asked)
    return {(cell.row, cell.column) if asked.columns else (cell.row,): cell.count for cell in found.cells}


def last(held: Partnerships) -> Any:  # noqa: ANN401 - JSON
    return json.loads([*held.ledger.audit.entries()][-1].content)


def test_people_are_counted_by_one_thing(held: Partnerships) -> None:
    told = ask(held, BY_DISTRICT)
    assert told == {("VA1",): 27, ("VA2",): 15, ("VA3",): 9, ("not recorded",): 5, (None,): 56}
    assert ask(held, CountsAsked(Counted.EVERYONE, CountBy.FIRST_KNOWN_BY)) == {("csc",): 63, (None,): 63}


def test_adults_are_counted_apart_from_children(held: Partnerships) -> None:
    assert ask(held, CountsAsked(Counted.ADULTS, CountBy.AGE_BAND)) == {("18 and over",): 7, (None,): 7}


def test_a_small_count_is_not_told_nor_what_would_give_it_away(held: Partnerships) -> None:
    told = ask(held, BY_BOTH)
    assert told["VA3", "M"] is None
    assert told[None, None] == 56
    assert all(count is None or count >= LEAST_TOLD for count in told.values())
    for line in ({key for key in told if key[0] == "VA3"}, {key for key in told if key[1] == "M"}):
        assert sum(told[key] is None for key in line) >= 2


def test_what_is_of_fewer_than_five_in_the_whole_area_is_other(held: Partnerships) -> None:
    told = ask(held, CountsAsked(Counted.CHILDREN, CountBy.PLAN))
    assert set(told) == {("looked_after",), ("none",), ("other",), (None,)}
    assert told["other",] is None
    assert sum(count is None for count in told.values()) >= 2


def test_bands_of_age_are_the_same_whoever_there_is(held: Partnerships) -> None:
    told = ask(held, CountsAsked(Counted.CHILDREN, CountBy.AGE_BAND))
    assert [row for (row,) in told] == ["under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", None]


def test_a_small_population_has_no_count(held: Partnerships) -> None:
    among = (Among(CountBy.DISTRICT, ("VA3",)), Among(CountBy.SEX, ("M",)))
    assert set(ask(held, CountsAsked(Counted.CHILDREN, CountBy.AGE_BAND, among=among)).values()) == {None}
    assert set(
        ask(held, CountsAsked(Counted.CHILDREN, CountBy.AGE_BAND, None, (Among(CountBy.SEX, ("Z",)),))).values()
    ) == {None}


def test_the_same_table_is_told_again(held: Partnerships) -> None:
    assert ask(held, BY_BOTH) == ask(held, BY_BOTH)


def test_a_tracker_is_refused_and_the_refusal_is_an_entry(held: Partnerships) -> None:
    """All children, and all but the one on a plan: the difference is that one."""
    tracker = CountsAsked(Counted.CHILDREN, CountBy.DISTRICT, among=(Among(CountBy.PLAN, ("looked_after", "none")),))
    ask(held, BY_DISTRICT)
    with pytest.raises(Forbidden, match=REFUSED):
        ask(held, tracker)
    entry = last(held)
    assert (entry["operation"], entry["outcome"], entry["shown"]) == ("areaCounts", "Forbidden", [])
    ask(held, tracker, "lou")  # who asked for nothing it could be taken from
    with pytest.raises(Forbidden, match=REFUSED):
        ask(held, BY_DISTRICT, "lou")


def test_no_pair_of_tables_told_has_counts_that_differ_by_a_few_people(held: Partnerships) -> None:
    """Every subset of districts and sexes, asked one after the other, as one who looks for somebody would."""
    districts = ("VA1", "VA2", "VA3", "not recorded")
    totals: list[tuple[frozenset[str], int]] = []
    units = units_of(held.area(held.now()))
    for size in range(1, 5):
        for some in combinations(districts, size):
            for sexes in (("F",), ("M",), ("F", "M")):
                asked = CountsAsked(
                    Counted.CHILDREN, CountBy.SEX, None, (Among(CountBy.DISTRICT, some), Among(CountBy.SEX, sexes))
                )
                try:
                    told = ask(held, asked)
                except Forbidden:
                    continue
                people = units.filter(
                    units["DISTRICT"].is_in(some), units["SEX"].is_in(sexes), units["AGE_BAND"] != "18 and over"
                )["person"]
                everybody = told[None,]
                if everybody is not None:
                    totals.append((frozenset(people), everybody))
    assert len(totals) > 3
    for (one, count), (other, another) in combinations(totals, 2):
        assert (len(one), len(other)) == (count, another)
        assert not 0 < len(one ^ other) < LEAST_TOLD


def test_two_tables_of_the_same_people_under_two_descriptions_tell_that_nobody_else_is_there(
    held: Partnerships,
) -> None:
    """Those of 10 to 15, and those of 10 to 15 or under 1: as many, so nobody is under 1, which is not told."""
    by_age = CountsAsked(Counted.CHILDREN, CountBy.AGE_BAND)
    told = ask(held, by_age)
    assert (told["under 1",], told["10 to 15",]) == (None, 15)
    wider = CountsAsked(Counted.CHILDREN, CountBy.SEX, None, (Among(CountBy.AGE_BAND, ("10 to 15", "under 1")),))
    with pytest.raises(Forbidden, match=REFUSED):
        ask(held, wider)
    assert ask(held, by_age, "lou") == told
    assert ask(held, CountsAsked(Counted.CHILDREN, CountBy.SEX), "lou")[None,] == 56


def test_nothing_is_told_beside_what_was_told_before_somebody_came(
    held: Partnerships, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same table before and after a load of one day: the difference is who came with it."""
    told = ask(held, BY_DISTRICT)
    all_of_them = counting.units_of
    monkeypatch.setattr(counting, "units_of", lambda area: all_of_them(area).tail(-1))
    with pytest.raises(Forbidden, match=REFUSED):
        ask(held, BY_DISTRICT)
    assert ask(held, BY_DISTRICT, "lou") != told
    monkeypatch.undo()
    assert ask(held, BY_DISTRICT) == told


def test_so_many_tables_a_day_and_no_more(held: Partnerships) -> None:
    few = replace(held, counts_a_day=2)
    ask(few, BY_DISTRICT)
    ask(few, BY_DISTRICT)
    with pytest.raises(Forbidden) as refused:
        ask(few, BY_DISTRICT)
    assert str(refused.value) == REFUSED
    ask(few, BY_DISTRICT, "lou")
    ask(replace(few, now=lambda: held.now() + timedelta(days=1)), BY_DISTRICT)


def test_how_many_a_day_is_a_setting() -> None:
    assert read_settings(None, {}).counts_a_day == COUNTS_A_DAY
    assert read_settings(None, {"KITHMAP_COUNTS_A_DAY": "7"}).counts_a_day == 7
    with pytest.raises(WrongUse, match="KITHMAP_COUNTS_A_DAY"):
        read_settings(None, {"KITHMAP_COUNTS_A_DAY": "many"})


def test_a_table_of_one_thing_twice_or_of_too_many_is_refused(
    held: Partnerships, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="twice"):
        ask(held, CountsAsked(Counted.CHILDREN, CountBy.SEX, CountBy.SEX))
    monkeypatch.setattr(counting, "MOST_VALUES", 3)
    with pytest.raises(BadInput, match="more than 3 apart"):
        ask(held, BY_DISTRICT)


def test_a_table_is_kept_as_it_was_asked() -> None:
    asked = CountsAsked(Counted.ADULTS, CountBy.SEX, CountBy.PLAN, (Among(CountBy.DISTRICT, ("VA1", "VA2")),))
    assert read_asked(json.loads(json.dumps(asked.to_plain()))) == asked
    assert read_asked(json.loads(json.dumps(BY_DISTRICT.to_plain()))) == BY_DISTRICT


def graphql(
    held: Partnerships, text: str, role: AccessRole = AccessRole.ANALYST, purpose: str = "service_analysis"
) -> Any:  # noqa: ANN401 - JSON
    questions = held.questions(Caller("kit", frozenset({role})), read_purpose(purpose))
    return Executor().run(Operation(text), questions).body


def test_the_api_tells_a_table_with_totals_last_and_nulls_for_what_is_not_told(held: Partnerships) -> None:
    among = 'among: [{by: DISTRICT, values: ["VA1", "VA3"]}]'
    text = f"{{ areaCounts(by: [DISTRICT, SEX], {among}) {{ of by suppressed says cells {{ row column count }} }} }}"
    told = graphql(held, text)["data"]["areaCounts"]
    assert (told["of"], told["by"]) == ("CHILDREN", ["DISTRICT", "SEX"])
    assert told["suppressed"] == sum(cell["count"] is None for cell in told["cells"])
    assert told["cells"][-1] == {"row": None, "column": None, "count": 36}
    assert "under 5" in told["says"]
    assert graphql(held, "{ areaCounts(by: []) { of } }")["errors"][0]["extensions"]["code"] == "BAD_INPUT"
    many = json.dumps([str(number) for number in range(51)])
    twice = f"{{by: DISTRICT, values: {many}}}, {{by: PLAN, values: {many}}}"
    text = f"{{ areaCounts(by: [SEX], among: [{twice}]) {{ of }} }}"
    assert graphql(held, text)["errors"][0]["extensions"]["code"] == "BAD_INPUT"


def test_nobody_else_counts(held: Partnerships) -> None:
    reply = graphql(held, "{ areaCounts(by: [SEX]) { of } }", AccessRole.ASSESSMENT, "assessment")
    assert reply["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_whoever_is_on_a_conflict_list_is_counted_all_the_same(held: Partnerships) -> None:
    """A count without one person, beside a colleague's with them, would tell the district, sex, age and plan of just them."""
    before = ask(held, BY_BOTH)
    person = held.area(held.now()).people()["person"][0]
    with held.ledger.database.writing() as connection:
        connection.execute(CONFLICTS.insert(), [{"account": "kit", "record_id": person, "created_at": NOW}])
    assert ask(held, BY_BOTH) == before == ask(held, BY_BOTH, "lou")
