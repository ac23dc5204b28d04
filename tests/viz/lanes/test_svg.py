"""Lanes as SVG: whole, safe, every line of the tables reached, the same wherever it is copied."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from tests.viz.lanes.charts import FIRST, HOSTILE, NOW, charts, many
from viz.lanes.chart import Chart, Edge, Lane, Mark, Silence, Span, Stuff
from viz.lanes.key import key_of
from viz.lanes.layout import draw
from viz.lanes.lettering import fitted, lines_of, width_of, written
from viz.lanes.shapes import FORM_WORDS, OF_ENTRIES, Form, drawn_form, form_of
from viz.lanes.svg import to_file_svg, to_svg

SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own


def everything() -> Chart:
    """A chart with one of everything that may stand in one."""
    marks = tuple(
        Mark(f"mark-{form}", form, f"A {form}", f"#entry-{form}", NOW - 900 + 40 * number, NOW - 899 + 40 * number)
        for number, form in enumerate(Form)
    )
    more = (
        Mark("vague", Form.PLAN, "In 2023", "#vague", NOW - 400, NOW - 35),
        Mark("later", Form.PLAN, "Later", "#later", NOW + 20, NOW + 21),
        Mark("ringed", Form.POLICE, "A man unknown", "#ringed", NOW - 30, NOW - 29, is_ringed=True),
        Mark("undated", Form.POLICE, "Some day", "#undated"),
        *(Mark(f"heap-{one}", Form.HOME, "Moved", f"#heap-{one}", NOW - 10, NOW - 9) for one in range(5)),
        Mark("birth", Form.HOME, "Born", "#birth", FIRST, FIRST + 1),
    )
    spans = (
        Span("open", Stuff.EPISODE, "Child in need", "Child in need", "#open", NOW, Edge(NOW - 300, NOW - 300)),
        Span("home", Stuff.HOME, "1 Ash Road", "1 Ash Road", "#home", NOW, None, Edge(NOW - 50, NOW - 20)),
        Span("worker", Stuff.WORKER, "R Ball", "R Ball", "#worker", NOW, Edge(NOW - 90, NOW - 60), None, NOW - 30),
    )
    silence = Silence(FIRST + 1, NOW - 900, "11 years, nothing recorded", "11 years", "Nothing for 11 years")
    lane = Lane("police", "Vale Police", ("30 entries",), (*marks, *more), spans, (silence,))
    return Chart("Chronology of Tessa", "What is drawn", (lane,), FIRST, NOW + 60, NOW, "as of 31 March 2024")


def test_only_presentation_attributes() -> None:
    for svg in (to_svg(draw(everything())), to_file_svg(draw(everything()), "Open Font")):
        bare = svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
        for forbidden in (
            "<style",
            "style=",
            "class=",
            "paint-order",
            "<script",
            "http://",
            "https://",
            "foreignObject",
        ):
            assert forbidden not in bare
        assert not re.findall(r"\son\w+=", bare)


def test_a_page_is_told_what_is_drawn_and_reaches_every_part_by_keyboard() -> None:
    root = read(to_svg(draw(everything()), "siblings"))
    assert root.get("role") == "group"
    named = {element.get("id"): element.text for element in root}
    assert named[root.get("aria-labelledby")] == "Chronology of Tessa"
    assert named[root.get("aria-describedby")] == "What is drawn"
    links = list(root.iter(f"{SVG}a"))
    assert all(link.get("aria-label") and link.get("href", "").startswith("#") for link in links)


def test_a_file_is_a_picture_with_its_words_and_no_links() -> None:
    root = read(to_file_svg(draw(everything()), "Open Font"))
    assert root.get("role") == "img"
    assert [root[0].text, root[1].text] == ["Chronology of Tessa", "What is drawn"]
    assert not list(root.iter(f"{SVG}a"))
    assert root.get("font-family", "").startswith("Open Font")


@settings(max_examples=25, deadline=None)
@given(charts())
def test_every_mark_count_and_span_is_a_link_to_its_line(chart: Chart) -> None:
    drawn = draw(chart)
    found = Counter(link.get("href") for link in read(to_svg(drawn)).iter(f"{SVG}a"))
    expected = Counter(at.mark.href for lane in drawn.lanes for at in lane.marks)
    expected.update(heap.marks[0].href for heap in drawn.heaps)
    expected.update(at.span.href for lane in drawn.lanes for at in lane.spans)
    expected.update(text.href for lane in drawn.lanes for text in lane.texts if text.href)
    assert found == expected


@settings(max_examples=25, deadline=None)
@given(charts())
def test_counts_in_boxes_are_those_of_the_marks(chart: Chart) -> None:
    drawn = draw(chart)
    says = [link.get("aria-label", "") for link in read(to_svg(drawn)).iter(f"{SVG}a")]
    counted = sum(int(text.split()[0]) for text in says if "too close to draw apart" in text)
    alone = sum(len(lane.marks) for lane in drawn.lanes)
    undated = sum(len(lane.undated) for lane in chart.lanes)
    assert counted + alone + undated == len(chart.marks)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_words_and_nothing_else(name: str) -> None:
    chart = everything()
    (lane,) = chart.lanes
    held = replace(
        lane,
        name=name,
        notes=(name,),
        marks=tuple(replace(mark, says=name) for mark in lane.marks),
        spans=tuple(replace(span, label=name, says=name) for span in lane.spans),
        silences=tuple(replace(one, says=name) for one in lane.silences),
    )
    root = read(to_svg(draw(replace(chart, title=name, desc=name, lanes=(held,)))))
    assert not [element for element in root.iter() if element.tag.endswith(("script", "}b"))]
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_five_thousand_events_are_a_drawing_of_a_size_a_page_can_carry() -> None:
    assert len(to_svg(draw(many(5000)))) < 120_000


def test_a_ring_in_a_box_is_said() -> None:
    held = tuple(
        Mark(f"mark-{one}", Form.POLICE, "A man unknown", "#one", NOW - 5, NOW - 4, is_ringed=one == 3)
        for one in range(6)
    )
    svg = to_svg(draw(Chart("A", "A", (Lane("a", "A", (), held),), NOW - 100, NOW, NOW, "as of")))
    assert "1 of them with somebody not identified" in svg


def test_the_key_has_what_is_drawn_and_nothing_else() -> None:
    words = [sign.words for sign in key_of(draw(everything()))]
    assert set(FORM_WORDS.values()) <= set(words)
    for part in ("Ring", "So many", "Some day", "Pale", "Episode", "Worker", "Lives there", "No end", "Began before", "Dashed",
                 "Years in which", "Nothing recorded"):  # fmt: skip
        assert any(says.startswith(part) for says in words), part
    assert len(words) == len(set(words))
    one = Chart(
        "A", "A", (Lane("a", "A", (), (Mark("m", Form.CHILD, "Seen", "#m", NOW - 5, NOW - 4),)),), FIRST, NOW, NOW
    )
    assert [sign.words for sign in key_of(draw(one)) if "drawn short" not in sign.words] == ["Child seen or heard"]


def test_no_two_shapes_are_alike_without_their_colour() -> None:
    bare = {re.sub(r'"#[0-9a-f]{6}"', '"ink"', drawn_form(form, 50, 50)) for form in Form}
    assert len(bare) == len(Form)


@pytest.mark.parametrize(
    ("category", "type_", "form"),
    [
        ("police", "arrest", Form.POLICE),
        ("appointment", "kept", Form.HEALTH),
        ("appointment", "was_not_brought", Form.MISSED),
        ("strength", "engagement", Form.STRENGTH),
        ("something_new", "", Form.OTHER),
    ],
)
def test_a_kind_has_its_shape(category: str, type_: str, form: Form) -> None:
    assert form_of(category, type_) is form
    assert form in OF_ENTRIES


def test_words_are_made_to_fit_and_never_wider_than_their_room() -> None:
    for text in (*HOSTILE, "Vale Children's Social Care", "Ll", "王小明" * 20):
        assert width_of(fitted(text, 12, 90), 12) <= 90
        assert all(width_of(line, 12) <= 90 for line in lines_of(text, 12, 90, 3))
        assert len(lines_of(text, 12, 90, 3)) <= 3
    assert fitted("Short", 12, 90) == "Short"
    assert written("a\x00<b>") == "a&lt;b&gt;"
