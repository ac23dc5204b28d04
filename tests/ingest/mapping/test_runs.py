"""Rows that go on from one another as one: periods of care, stays, orders; and nothing of what is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mapping.gathering import LINE, SURPLUS
from ingest.mapping.plan import Run
from ingest.mapping.reading import find_mapping
from ingest.mapping.runs import run_rows

EPISODES = find_mapping("ssda903").sources["episodes"]
RUNS = EPISODES.runs
COLUMNS = ("child", "decom", "rne", "ls", "place", "pl_post", "dec", "rec")
TOLD = ("child", "decom", "dec", "rec")
Row = tuple[str | None, ...]


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Rows of an episodes file, each as COLUMNS says."""
    said = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    cells = {name: [one.get(name) for one in said] for name in EPISODES.columns}
    whole = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    return whole.with_columns(
        pl.Series(LINE, range(2, len(rows) + 2), pl.Int64), pl.lit(None, pl.String).alias(SURPLUS)
    )


def made(run: str | Run, rows: Sequence[Row], columns: Sequence[str] = TOLD) -> list[Row]:
    """What a run makes of rows, without order."""
    asked = RUNS[run] if isinstance(run, str) else run
    return sorted(run_rows(asked, frame(rows), ("dd/mm/yyyy",)).select(columns).rows(), key=str)


def on(day: int) -> str:
    """A day, counted from one January."""
    return f"{date(2020, 1, 1) + timedelta(days=day):%d/%m/%Y}"


def row(
    start: int,
    end: int | None,
    rne: str = "P",
    place: str = "U6",
    rec: str | None = "X1",
    ls: str = "C2",
    post: str = "A1",
) -> Row:
    return "7", on(start), rne, ls, place, post, None if end is None else on(end), rec


def test_rows_that_continue_one_another_are_one_period() -> None:
    rows = [row(0, 10, "S"), row(10, 30, post="B2"), row(30, 40, "L", ls="C1"), row(40, 50, post="C3", rec="E4A")]
    assert made("care", rows) == [("7", on(0), on(50), "E4A")]
    assert made("care", [*rows[:3], row(40, None, rec=None)]) == [("7", on(0), None, None)]


def test_only_an_end_of_care_ends_a_period() -> None:
    assert made("care", [row(0, 10, "S")]) == [("7", on(0), None, None)]
    assert made("care", [row(0, 10, "S", rec="E8")]) == [("7", on(0), on(10), "E8")]
    # Care that ceases and begins again on one day is two periods.
    again = [row(0, 10, "S", rec="E4A"), row(10, None, "S", rec=None)]
    assert made("care", again) == [("7", on(0), on(10), "E4A"), ("7", on(10), None, None)]


@pytest.mark.parametrize("gap", [1, 100])
def test_a_gap_of_a_day_or_more_is_two_periods(gap: int) -> None:
    rows = [row(0, 10, "S"), row(10 + gap, 90 + gap, rec="E4A")]
    assert made("care", rows) == [("7", on(0), on(10), "X1"), ("7", on(10 + gap), on(90 + gap), "E4A")]


def test_a_change_of_legal_status_does_not_end_a_stay() -> None:
    rows = [row(0, 10, "S"), row(10, 20, "L", ls="C1"), row(20, 30, "P"), row(30, None, "P", post="B2", rec=None)]
    stays = made("placement", rows, ("decom", "dec"))
    assert stays == [(on(0), on(20)), (on(20), on(30)), (on(30), None)]
    assert [one[0] for one in made("order", rows, ("ls", "decom"))] == ["C1", "C2", "C2"]


def test_rows_of_several_children_do_not_mix() -> None:
    rows: list[Row] = [row(0, 10, "S"), ("8", *row(10, None, rec=None)[1:])]
    assert made("care", rows) == [("7", on(0), None, None), ("8", on(10), None, None)]


def test_a_row_that_cannot_be_placed_stands_by_itself() -> None:
    odd: Row = ("7", "31/02/2020", "P", "C2", "U6", "A1", on(9), "X1")
    nobody: Row = (None, *row(10, 20)[1:])
    later: Row = ("7", on(10), "P", "C2", "U6", "A1", "soon", "X1")
    told = made("care", [row(0, 10, "S"), odd, nobody, later])
    assert told == sorted(
        [TOLD_OF_ODD, ("7", on(0), None, None), (None, on(10), on(20), "X1"), ("7", on(10), "soon", "X1")], key=str
    )


TOLD_OF_ODD = ("7", "31/02/2020", on(9), "X1")


def test_rows_that_overlap_are_one_period_to_the_last_end() -> None:
    assert made("care", [row(0, 90, "S"), row(5, 10), row(90, None, rec=None)]) == [("7", on(0), None, None)]
    assert made("care", [row(0, 90, "S", rec="E4A"), row(5, 10)]) != []
    stale = [row(0, None, "S", rec=None), row(40, 50, rec="E4A")]
    assert made("care", stale) == [("7", on(0), None, None)]


SEALED = ("A3", "A4", "A5", "A6")


def test_placed_for_adoption_reads_as_if_the_placement_went_on() -> None:
    stays_on = [row(0, 10, "S"), row(10, None, post="B2", rec=None)]
    for place in SEALED:
        for end in (
            [row(20, None, place=place, rec=None)],
            [row(20, 40, place=place, rec="E12")],
            [row(20, 30, place=place), row(30, 40, "L", place=place, ls="E1", rec="E11")],
            [row(20, 40, "B", place=place, ls="E1", rec="E4A")],
        ):
            adopted = [row(0, 10, "S"), row(10, 20, post="B2"), *end]
            for run in ("care", "placement", "order"):
                assert made(run, adopted) == made(run, stays_on), (run, end)


def test_a_child_adopted_by_whom_they_lived_with_reads_as_if_they_lived_there_still() -> None:
    stays_on = [row(0, 10, "S"), row(10, None, rec=None)]
    for rec in ("E11", "E12"):
        adopted = [row(0, 10, "S"), row(10, 40, rec=rec)]
        for run in RUNS:
            assert made(run, adopted, ("decom", "dec")) == made(run, stays_on, ("decom", "dec"))
        assert made("care", adopted) == made("care", stays_on)


def test_a_placement_for_adoption_that_broke_down_leaves_no_gap() -> None:
    closed = row(20, 30, place="A5", ls="E1")
    same = [row(0, 20, "S"), closed, row(30, None, rec=None)]
    assert made("care", same) == made("care", [row(0, None, "S", rec=None)])
    for run in ("placement", "order"):
        assert made(run, same, ("decom", "dec")) == [(on(0), None)]
    moved = [row(0, 20, "S"), closed, row(30, None, post="B2", rec=None)]
    assert made("placement", moved, ("decom", "dec")) == [(on(0), on(30)), (on(30), None)]


def test_a_closed_row_without_a_readable_date_leaves_no_gap_either() -> None:
    closed: Row = ("7", "soon", "P", "E1", "A5", "B2", on(30), "X1")
    rows = [row(0, 20, "S"), closed, row(30, None, rec=None)]
    assert made("care", rows) == [("7", on(0), None, None)]


def test_a_placement_order_is_skipped_where_the_stay_goes_on() -> None:
    rows = [row(0, 20, "S"), row(20, 30, "L", ls="E1"), row(30, None, "L", rec=None)]
    for run in ("placement", "order"):
        assert made(run, rows, ("decom", "dec")) == [(on(0), None)]
    assert made("order", [row(0, 9, "S", ls="E1"), row(9, None, ls="D1", rec=None)]) == []


def test_a_child_of_whom_every_row_is_closed_is_told_nothing_of() -> None:
    assert made("care", [row(0, 20, "S", place="A3"), row(20, None, place="A5", rec=None)]) == []


def test_where_rows_do_not_say_whether_they_go_on_those_that_touch_do() -> None:
    run = Run(of=("child",), begins="decom", ends="dec", same=("pl_post",), closed=({"place": ("A5",)},))
    ended = [row(0, 10), row(30, 40, post="B2")]
    assert made(run, ended, ("decom", "dec")) == [(on(0), on(10)), (on(30), on(40))]
    assert made(run, [row(0, 10), row(10, 40, place="A5")], ("decom", "dec")) == [(on(0), None)]
    assert made(run, [row(0, 10), row(20, 40, place="A5")], ("decom", "dec")) == [(on(0), on(10))]
    moved = [row(0, 10), row(10, 40, place="A5"), row(40, None, post="B2")]
    assert made(run, moved, ("decom", "dec")) == [(on(0), on(40)), (on(40), None)]


DAYS = st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True).map(sorted)


@st.composite
def careers(draw: st.DrawFn) -> list[Row]:
    """Rows of one child that touch, open ones and closed ones, the last one with or without an end."""
    days = draw(DAYS)
    places = [draw(st.sampled_from(["U4", "U6", "K2", "A5"])) for _ in days]
    rows = []
    for nth, (start, place) in enumerate(zip(days, places, strict=True)):
        end = days[nth + 1] if nth + 1 < len(days) else draw(st.sampled_from([None, 70]))
        is_last = nth + 1 == len(days)
        rec = draw(st.sampled_from(["E4A", "E12", "X1"])) if is_last and end else None if is_last else "X1"
        post = draw(st.sampled_from(["A1", "B2"]))
        rows.append(row(start, end, "S" if not nth else draw(st.sampled_from("PLB")), place, rec, post=post))
    return rows


@settings(max_examples=60, deadline=None)
@given(careers(), st.randoms())
def test_the_order_of_rows_in_a_file_does_not_matter(rows: list[Row], chance: object) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    for run in RUNS:
        assert made(run, mixed, COLUMNS) == made(run, rows, COLUMNS)


def ordinary(rows: Sequence[Row]) -> list[Row]:
    """The same child had they never been placed for adoption: each placement lasts until the next open one."""
    open_rows = [list(one) for one in rows if one[4] not in SEALED]
    for nth, one in enumerate(open_rows):
        follows = open_rows[nth + 1] if nth + 1 < len(open_rows) else None
        whole = list(rows[-1])
        if follows is not None:
            one[6] = follows[1]
        elif whole[:5] != one[:5] or one[7] in {"E11", "E12"}:
            one[6], one[7] = None, None
    return [tuple(one) for one in open_rows]


@settings(max_examples=120, deadline=None)
@given(careers())
def test_no_closed_row_shows_in_when_care_was(rows: list[Row]) -> None:
    assert made("care", rows) == made("care", ordinary(rows))
    stays, without = (made("placement", said, ("decom", "dec", "place")) for said in (rows, ordinary(rows)))
    # A row that comes back to where the child was before it is no move; all else is as it would have been.
    assert {one[0] for one in stays} <= {one[0] for one in without}
    ends = [one[1] for one in sorted(stays, key=lambda one: one[0] or "")]
    assert len([end for end in ends if end is None]) <= 1
