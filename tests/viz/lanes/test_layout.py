"""What a drawing in lanes promises wherever its marks lie: nothing over anything, everything once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from tests.viz.lanes.charts import FIRST, NOW, charts, many
from viz.lanes.axis import label_ends
from viz.lanes.chart import Chart, Lane, Mark, Silence, Span, Stuff
from viz.lanes.layout import HEAD, LEFT, RIGHT, WIDTH, Drawn, draw, draw_in_parts
from viz.lanes.lettering import width_of
from viz.lanes.shapes import Form


def a_mark(day: int, number: int = 0, days: int = 1) -> Mark:
    return Mark(f"mark-{number}", Form.POLICE, "An incident", f"#entry-{number}", day, day + days)


def a_chart(*marks: Mark, first: int = FIRST, after: int = NOW, now: int | None = NOW) -> Chart:
    return Chart("A", "A", (Lane("police", "Vale Police", (), marks),), first, after, now, "as of that day")


def ids_drawn(drawn: Drawn) -> Counter[str]:
    found = Counter(at.mark.id for lane in drawn.lanes for at in lane.marks)
    found.update(mark.id for heap in drawn.heaps for mark in heap.marks)
    found.update(mark.id for lane in drawn.lanes for mark in lane.lane.undated)
    return found


@settings(max_examples=80, deadline=None)
@given(charts())
def test_nothing_covers_anything_else(chart: Chart) -> None:
    for lane in draw(chart).lanes:
        for one, other in combinations(lane.boxes, 2):
            assert not one.meets(other), (one, other)
        for box in lane.boxes:
            assert lane.top <= box.top
            assert box.bottom <= lane.bottom
            assert box.left >= 0
            assert box.right <= WIDTH


@settings(max_examples=40, deadline=None)
@given(charts())
def test_lanes_stand_below_each_other_in_their_order(chart: Chart) -> None:
    drawn = draw(chart)
    assert [lane.lane.id for lane in drawn.lanes] == [lane.id for lane in chart.lanes]
    assert drawn.lanes[0].top == HEAD
    assert all(one.bottom == other.top for one, other in pairwise(drawn.lanes))
    assert drawn.height >= drawn.lanes[-1].bottom


@settings(max_examples=40, deadline=None)
@given(charts())
def test_every_mark_is_drawn_once_or_counted_in_one_box(chart: Chart) -> None:
    assert ids_drawn(draw(chart)) == Counter(mark.id for mark in chart.marks)


@settings(max_examples=40, deadline=None)
@given(charts())
def test_every_span_is_drawn_once_or_said_to_be_left_out(chart: Chart) -> None:
    drawn = draw(chart)
    found = Counter(at.span.id for lane in drawn.lanes for at in lane.spans)
    found.update(span.id for span in drawn.left_out)
    assert found == Counter(span.id for span in chart.spans)


@settings(max_examples=40, deadline=None)
@given(charts())
def test_spans_lie_on_the_axis_in_the_order_of_their_days(chart: Chart) -> None:
    for lane in draw(chart).lanes:
        for at in lane.spans:
            assert LEFT <= at.x[0] <= at.x[1] <= at.x[2] <= at.x[3] <= RIGHT + 2


@settings(max_examples=40, deadline=None)
@given(charts())
def test_silences_are_those_given(chart: Chart) -> None:
    for lane in draw(chart).lanes:
        assert Counter(at.silence for at in lane.silences) == Counter(lane.lane.silences)
        for at in lane.silences:
            assert width_of(at.words, 12) <= at.box.right - at.box.left or not at.words


@settings(max_examples=40, deadline=None)
@given(charts())
def test_what_happened_after_the_day_is_faded_and_nothing_else(chart: Chart) -> None:
    drawn = draw(chart)
    for lane in drawn.lanes:
        for at in lane.marks:
            assert at.is_later == (at.mark.first is not None and at.mark.first >= NOW)
    for heap in drawn.heaps:
        assert {mark.first is not None and mark.first >= NOW for mark in heap.marks} == {heap.is_later}


@settings(max_examples=40, deadline=None)
@given(charts())
def test_marks_stand_at_their_day_and_stretches_reach_over_theirs(chart: Chart) -> None:
    drawn = draw(chart)
    for lane in drawn.lanes:
        for at in lane.marks:
            assert at.mark.first is not None
            start = drawn.scale.x(at.mark.first)
            if at.mark.after - at.mark.first == 1:
                assert (at.x, at.stretch) == (start, None)
            else:
                assert at.stretch == (start, drawn.scale.x(at.mark.after))


@settings(max_examples=30, deadline=None)
@given(charts())
def test_the_same_chart_is_drawn_the_same_and_the_order_of_its_marks_is_nothing(chart: Chart) -> None:
    turned = tuple(
        Lane(lane.id, lane.name, lane.notes, lane.marks[::-1], lane.spans, lane.silences) for lane in chart.lanes
    )
    other = Chart(chart.title, chart.desc, turned, chart.first, chart.after, chart.now, chart.now_label)
    for one, two in zip(draw(chart).lanes, draw(other).lanes, strict=True):
        assert {(at.mark.id, at.x, at.y) for at in one.marks} == {(at.mark.id, at.x, at.y) for at in two.marks}
        assert [heap.box for heap in one.heaps] == [heap.box for heap in two.heaps]
    assert draw(chart) == draw(chart)


@settings(max_examples=30, deadline=None)
@given(charts())
def test_labels_of_the_axis_are_apart(chart: Chart) -> None:
    drawn = draw(chart)
    places = [label_ends(tick, LEFT) for tick in drawn.ticks]
    assert all(right < left for (_, right), (left, _) in pairwise(places))
    assert not any(one.left < right and left < one.right for left, right in places for one in drawn.scale.breaks)


@settings(max_examples=40, deadline=None)
@given(charts())
def test_parts_for_paper_have_each_lane_once_on_the_same_axis(chart: Chart) -> None:
    parts = draw_in_parts(chart, 400)
    assert [lane.lane.id for part in parts for lane in part.lanes] == [lane.id for lane in chart.lanes]
    for part in parts:
        assert part.scale == draw(chart).scale
        assert part.height <= 400 or len(part.lanes) == 1


def test_one_event_is_one_mark() -> None:
    drawn = draw(a_chart(a_mark(FIRST + 100)))
    assert [at.mark.id for at in drawn.lanes[0].marks] == ["mark-0"]
    assert not drawn.heaps


def test_no_event_is_a_lane_with_its_name() -> None:
    (lane,) = draw(a_chart()).lanes
    assert [text.words for text in lane.texts] == ["Vale Police"]
    assert lane.bottom > lane.top


def test_a_chart_of_one_day_is_four_weeks_long() -> None:
    drawn = draw(a_chart(a_mark(NOW), first=NOW, after=NOW, now=None))
    assert drawn.scale.after - drawn.scale.first == 28
    assert drawn.now is None


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_there_is_are_drawn(day: date) -> None:
    drawn = draw(a_chart(a_mark(day.toordinal()), first=day.toordinal() - 366, after=day.toordinal() + 366, now=None))
    assert drawn.ticks
    assert len(drawn.lanes[0].marks) == 1


def test_three_on_a_day_stand_above_each_other_and_more_are_counted() -> None:
    three = draw(a_chart(*(a_mark(FIRST + 400, number) for number in range(3))))
    assert len({at.y for at in three.lanes[0].marks}) == 3
    five = draw(a_chart(*(a_mark(FIRST + 400, number) for number in range(5))))
    (heap,) = five.heaps
    assert len(heap.marks) == 5
    assert not five.lanes[0].marks


@pytest.mark.parametrize("apart", [1, 7, 0])
def test_five_thousand_events_are_each_counted_once_in_few_boxes(apart: int) -> None:
    drawn = draw(many(5000, apart))
    assert sum(ids_drawn(drawn).values()) == 5000
    assert len(drawn.heaps) + sum(len(lane.marks) for lane in drawn.lanes) < 120
    assert drawn.height < 300


def test_years_without_anything_are_drawn_short_and_what_follows_has_their_room() -> None:
    drawn = draw(a_chart(a_mark(FIRST), a_mark(NOW - 700, 1), a_mark(NOW - 10, 2)))
    assert [one.label for one in drawn.scale.breaks] == ["over 12 years", "over 1 year"]
    near = draw(a_chart(a_mark(FIRST), a_mark(NOW - 400, 1), a_mark(NOW - 10, 2)))
    assert near.scale.x(NOW - 10) - near.scale.x(NOW - 400) > (RIGHT - LEFT) // 2


def test_an_axis_of_age_says_ages() -> None:
    years = Chart("A", "A", (Lane("one", "One", (), (a_mark(-200), a_mark(2000, 1))),), -200, 2500, is_by_age=True)
    labels = [tick.label for tick in draw(years).ticks]
    assert not draw(years).scale.breaks
    assert "birth" in labels
    assert "6 years" in labels


def test_what_has_no_end_is_drawn_to_the_day_asked_about() -> None:
    span = Span("one", Stuff.WORKER, "Ruth Ball", "Ruth Ball", "#one", NOW)
    lane = Lane("csc", "Children's Social Care", (), (), (span,), (Silence(FIRST, FIRST + 200, "6 months", "6 m", ""),))
    drawn = draw(Chart("A", "A", (lane,), FIRST, NOW + 300, NOW, "as of that day"))
    (at,) = drawn.lanes[0].spans
    assert at.x[3] == drawn.now_x
    assert at.x[0] == LEFT
