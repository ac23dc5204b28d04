"""The drawings of histories: as many marks as their tables have lines, each leading to one; what a filter leaves out is said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from api.pages.lanes.chronology import chart_of
from api.pages.lanes.contacts import chart_of_contacts
from api.pages.lanes.filters import Filters
from api.pages.lanes.siblings import chart_of_siblings
from api.pages.routes.chronology import FIRST, kept_by
from graph.model.answers import PeriodAnswer
from graph.model.histories import Chronology, GapAnswer, SpanAnswer
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import ids_of, links_of, words_of
from tests.viz.family import (
    AS_OF,
    CSC,
    FRIEND,
    NOW,
    OTTO,
    POLICE,
    SCHOOL,
    TESSA,
    a_claim,
    a_period,
    a_record,
    a_stay,
    an_entry,
    family_chronology,
    family_contacts,
    family_siblings,
)
from viz.lanes.chart import Chart

_SVG = re.compile(r"<svg[^>]*role=\"group\".*?</svg>", re.DOTALL)
_DRAWING = re.compile(r"<figure.*?</figure>", re.DOTALL)
SVG = "{http://www.w3.org/2000/svg}"
PAGES = ("chronology", "siblings", "contacts", "who-knew")


def page(address: str, **answers: object) -> str:
    reply = TestClient(make_application(Asked(family_answers() | answers))).get(address)
    assert reply.status_code == 200
    return reply.text


def drawing_of(text: str) -> ElementTree.Element:
    found = _SVG.search(text)
    assert found
    return ElementTree.fromstring(found.group())  # noqa: S314 - our own


def said_by(root: ElementTree.Element) -> list[str]:
    return [link.get("aria-label", "") for link in root.iter(f"{SVG}a")]


def lines_named(text: str, part: str) -> int:
    """How many lines of a page have evidence under a name and a number."""
    return sum(re.fullmatch(rf"{part}-\d+", name) is not None for name in ids_of(text))


def a_chronology() -> Chronology:
    """Entries of three agencies with an episode, a worker, and a silence of one agency."""
    history = family_chronology()
    ringed = an_entry(10, "A man at the door", people=(FRIEND,))
    spans = (
        SpanAnswer(
            "Child in need", CSC, a_period("2023-03-03", "2023-09-03"), is_worker=False, claims=(a_claim("cin"),)
        ),
        SpanAnswer("Ruth Ball, allocated", CSC, a_period("2023-03-05"), is_worker=True, claims=(a_claim("works"),)),
    )
    entries = (*history.entries, ringed)
    gaps = (*history.gaps, GapAnswer(a_period("2023-01-04", "2023-10-03"), POLICE))
    return replace(history, entries=entries, total=len(entries), spans=spans, gaps=gaps)


@pytest.mark.parametrize("ending", PAGES)
def test_every_link_of_a_drawing_leads_to_a_part_of_its_page(ending: str) -> None:
    text = page(f"/people/tessa/{ending}", chronology=a_chronology())
    links = [link.get("href", "") for link in drawing_of(text).iter(f"{SVG}a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids_of(text))


@pytest.mark.parametrize("ending", PAGES)
def test_a_drawing_is_told_in_words_and_can_be_passed(ending: str) -> None:
    text = page(f"/people/tessa/{ending}", chronology=a_chronology())
    root = drawing_of(text)
    named = {element.get("id"): element.text or "" for element in root}
    assert "QUILL, Tessa" in named[root.get("aria-labelledby")]
    assert "below" in named[root.get("aria-describedby")]
    (past,) = re.findall(r'kith-past"><a class="govuk-link" href="#([^"]+)"', text)
    assert past in ids_of(text)
    assert 'tabindex="0" role="group" aria-label="Drawing of' in text


def test_a_chronology_has_a_lane_an_agency_and_a_mark_a_line_of_its_table() -> None:
    history = a_chronology()
    chart = chart_of(history, "QUILL, Tessa", lambda number, _: f"#entry-{number}")
    assert [lane.name for lane in chart.lanes] == [
        "Any agency here",
        "Children's Social Care",
        "Harrow Lane School",
        "Vale Police",
    ]
    assert len(chart.marks) == history.total
    assert len(chart.spans) == len(history.spans)
    assert sum(len(lane.silences) for lane in chart.lanes) == len(history.gaps)
    text = page("/people/tessa/chronology", chronology=history)
    assert lines_named(text, "entry") == len(chart.marks)
    assert lines_named(text, "span") == len(chart.spans)
    says = said_by(drawing_of(text))
    assert "5 entries, 2 stretches of time, 2 times with nothing recorded in 4 lanes" in unescape(text)
    assert "3 January 2023, Vale Police: Domestic abuse: Neighbour heard shouting" in says
    assert "Ruth Ball, allocated, Children's Social Care: since 5 March 2023" in says


def test_whoever_is_not_identified_is_a_ring_and_said() -> None:
    text = page("/people/tessa/chronology", chronology=a_chronology())
    (ringed,) = [says for says in said_by(drawing_of(text)) if "A man at the door" in says]
    assert ringed.endswith("; somebody not identified is mentioned")
    assert 'stroke-dasharray="3 2"' in text
    assert "Ring: an adult not identified is mentioned" in words_of(text)


def test_an_entry_of_another_page_is_a_link_to_that_page() -> None:
    entries = tuple(
        replace(an_entry(number % 12 + 1), id=f"one-{number}", agency=(POLICE, CSC, SCHOOL)[number % 3])
        for number in range(150)
    )
    entries = tuple(sorted(entries, key=lambda one: one.happened.from_ or ""))
    text = page(
        "/people/tessa/chronology?category=police", chronology=replace(family_chronology(), entries=entries, total=150)
    )
    links = [link for link in links_of(text) if "#entry-" in link]
    other = [link for link in links if link.startswith("/people/tessa/chronology?category=police&after=")]
    assert other
    assert all(int(link.rpartition("-")[2]) > FIRST for link in other)
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= set(ids_of(text))
    followed = page(other[0].partition("#")[0], chronology=replace(family_chronology(), entries=entries, total=150))
    assert other[0].partition("#")[2] in ids_of(followed)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("agency=school", 2),
        ("agency=children_social_care", 2),
        ("category=child", 1),
        ("category=missed", 1),
        ("seen=alone", 1),
        ("seen=seen", 1),
        ("seen=not-seen", 1),
        ("seen=not-recorded", 3),
        ("agency=police&seen=not-recorded", 2),
        ("agency=housing", 0),
    ],
)
def test_a_filter_keeps_what_fits_and_says_how_many_it_leaves_out(asked: str, kept: int) -> None:
    text = page(f"/people/tessa/chronology?{asked}&as_of=2024-03-31", chronology=a_chronology())
    told = words_of(_DRAWING.sub("", text))
    assert f"{kept} {'entry' if kept == 1 else 'entries'}. {5 - kept} left out by the choice above." in told
    assert "/people/tessa/chronology?as_of=2024-03-31" in links_of(text)
    assert all(f'name="{pair.partition("=")[0]}" value="{pair.partition("=")[2]}"' in text for pair in asked.split("&"))
    chosen = re.findall(r'<option value="([^"]+)" selected>', text)
    assert chosen == [pair.partition("=")[2] for pair in asked.split("&")]
    if not kept:
        assert "No entry fits that choice." in told


def test_a_choice_says_how_many_entries_it_would_keep() -> None:
    text = page("/people/tessa/chronology?category=missed", chronology=a_chronology())
    options = re.findall(r"<option[^>]*>([^<]+)</option>", text)
    assert "Harrow Lane School (2)" in [unescape(option) for option in options]
    assert "Not recorded (3)" in options
    assert '<option value="missed" selected>Appointment not kept (1)</option>' in text


@pytest.mark.parametrize("asked", ["category=luck", "seen=luck"])
def test_a_filter_there_is_not_is_refused_without_saying_it(asked: str) -> None:
    reply = TestClient(make_application(Asked(family_answers()))).get(f"/people/tessa/chronology?{asked}")
    assert reply.status_code == 400
    assert "luck" not in reply.text.partition("<main")[2]


def test_what_is_kept_keeps_its_own_silences_and_those_of_all() -> None:
    kept = kept_by(a_chronology(), Filters(agency="police"))
    assert [gap.agency for gap in kept.gaps] == [None, POLICE]
    assert not kept.spans
    assert kept.total == len(kept.entries) == 2


def test_nothing_recorded_is_said_and_not_drawn() -> None:
    nothing = replace(family_chronology(), entries=(), gaps=(), total=0)
    text = page("/people/tessa/chronology", chronology=nothing)
    assert "<figure" not in text
    assert "That does not say that nothing happened." in words_of(text)


def test_a_print_has_a_high_drawing_in_parts_that_fit_a_page_and_a_low_one_as_it_is() -> None:
    agencies = [replace(POLICE, id=f"agency-{number}", name=f"Agency {number}") for number in range(20)]
    entries = tuple(replace(an_entry(1), id=agency.id, agency=agency) for agency in agencies)
    high = page("/people/tessa/chronology", chronology=replace(family_chronology(), entries=entries, total=20))
    parts = high.partition('class="kith-paper"')[2].partition("</figure>")[0]
    assert parts.count('role="img"') > 1
    assert all(parts.count(f">{agency.name}<") == 1 for agency in agencies)
    assert "kith-paper" not in page("/people/tessa/chronology")


def test_five_thousand_entries_are_drawn_whole_and_told_a_page_at_a_time() -> None:
    entries = tuple(replace(an_entry(number % 12 + 1), id=f"one-{number}") for number in range(5000))
    text = page("/people/tessa/chronology", chronology=replace(family_chronology(), entries=entries, total=5000))
    assert "5000 entries, 100 on this page." in words_of(text)
    counts = [int(says.split()[0]) for says in said_by(drawing_of(text)) if "too close to draw apart" in says]
    alone = [says for says in said_by(drawing_of(text)) if "Neighbour heard" in says and "too close" not in says]
    assert sum(counts) + len(alone) == 5000
    assert f"{sum(counts):,} entries too close together to draw apart, counted in {len(counts)} boxes." in words_of(
        text
    )
    assert len(text) < 1_000_000


def count(chart: Chart) -> tuple[int, int]:
    return len(chart.marks), len(chart.spans)


def test_siblings_have_a_lane_each_with_kind_path_homes_and_what_happened() -> None:
    chart = chart_of_siblings(family_siblings(), "date")
    assert [lane.name for lane in chart.lanes] == ["QUILL, Tessa", "QUILL, Otto", "Unborn baby QUILL"]
    assert chart.lanes[1].notes == ("Same mother, other father", "2 entries")
    assert chart.lanes[2].notes[0] == "Shares a parent"
    assert count(chart) == (2, 1)
    text = page("/people/tessa/siblings")
    assert lines_named(text, r"(own|sibling-\d+)-(episode|event)") == len(chart.marks)
    assert lines_named(text, r"(own|sibling-\d+)-home") == len(chart.spans)


def test_an_episode_is_one_span_with_two_ends_and_a_referral_is_none() -> None:
    record = a_record(CSC, "episodes")
    plan = replace(
        a_claim("Plan for Otto", CSC), record=record, valid=PeriodAnswer("2022-01-04", "2022-06-01", open=False)
    )
    referral = replace(a_claim("Referral of Otto", CSC), record=record, valid=a_period("2021-01-04"))
    entries = (
        an_entry(1, "Referral began", type="referral_start", claims=(referral,)),
        an_entry(2, "Child protection began", type="child_protection_start", claims=(plan,)),
        an_entry(3, "Child protection ended", type="child_protection_end", claims=(plan,)),
    )
    history = family_siblings()
    otto = replace(history.siblings[0], episodes=entries, events=(), households=())
    chart = chart_of_siblings(replace(history, siblings=(otto,)), "date")
    assert [span.label for span in chart.spans] == ["Child protection"]
    assert count(chart) == (3, 1)


def test_by_age_each_lane_begins_at_its_birth_and_one_without_a_birth_date_has_no_place() -> None:
    history = family_siblings()
    unknown = replace(history.siblings[0], person=replace(OTTO, date_of_birth=None))
    by_age = chart_of_siblings(replace(history, siblings=(history.siblings[0], unknown)), "age")
    _, otto, nobody = by_age.lanes
    assert otto.marks[0].first is not None
    assert otto.marks[0].first // 365 == 4
    assert otto.now == AS_OF.toordinal() + 1 - date(2018, 9, 1).toordinal()
    assert nobody.notes[-1] == "no birth date: nothing placed by age"
    assert len(nobody.undated) == len(nobody.marks)
    assert by_age.now is None
    assert "2 entries without a day, not on the drawing" in words_of(
        page("/people/tessa/siblings?by=age", siblingHistory=replace(history, siblings=(unknown,)))
    )


def test_the_childs_own_homes_and_events_have_their_lines_too() -> None:
    whole = replace(TESSA, households=(a_stay(TESSA),))
    history = replace(family_siblings(), child=replace(TESSA, whole=lambda: whole), child_events=(an_entry(5),))
    chart = chart_of_siblings(history, "date")
    assert [span.href for span in chart.lanes[0].spans] == ["#own-home-1"]
    text = page("/people/tessa/siblings", siblingHistory=history)
    assert {"own-home-1", "own-event-1"} <= set(ids_of(text))


def test_professionals_have_a_lane_an_agency_with_hand_overs_last_seen_and_times_of_nobody() -> None:
    found = family_contacts()
    chart = chart_of_contacts(found, "QUILL, Tessa")
    (lane,) = chart.lanes
    assert len(lane.spans) == len(found.involvements)
    assert [mark.says for mark in lane.marks] == [
        "9 February 2023, Children's Social Care: from Ruth Ball to Imran Dow, 6 working days later",
        "1 March 2023, Children's Social Care: last seen",
        "20 February 2023, Children's Social Care: last seen alone",
    ]
    assert [silence.label for silence in lane.silences] == ["8 days, nobody allocated"]
    text = page("/people/tessa/contacts")
    assert lines_named(text, "involved(-before|-after)?") == len(lane.spans)
    unallocated = text[text.index('data-kith="unallocated"') :].partition("</ul>")[0]
    assert unallocated.count("<li>") == len(lane.silences)
    assert [span.href for span in lane.spans] == ["#involved-before-1", "#involved-1"]


def test_a_month_in_which_the_child_was_seen_is_a_stretch() -> None:
    found = family_contacts()
    seen = replace(found.last_seen[0], on=None, alone=None, possibly_on="2023-05")
    chart = chart_of_contacts(replace(found, last_seen=(seen,), handovers=()), "QUILL, Tessa")
    (mark,) = chart.marks
    assert mark.says == "May 2023, Children's Social Care: perhaps last seen"
    assert mark.after - (mark.first or 0) == 31


def test_what_is_not_confirmed_since_is_said_and_drawn_to_the_day_dashed() -> None:
    valid = PeriodAnswer("2023-02-09", None, open=True, unconfirmed_since=NOW.replace(year=2023, month=6))
    found = family_contacts()
    part = replace(found.involvements[1], valid=valid)
    chart = chart_of_contacts(replace(found, involvements=(part,), handovers=()), "QUILL, Tessa")
    assert chart.spans[0].unconfirmed_from is not None
    assert "not confirmed since" in chart.spans[0].says


def test_who_knew_is_drawn_with_as_many_cells_as_its_table() -> None:
    text = page("/people/tessa/who-knew")
    table = text[text.index('data-kith="who-knew"') :]
    groups = list(drawing_of(text).iter(f"{SVG}a")) + list(drawing_of(text).iter(f"{SVG}g"))
    assert len(groups) == table.count("data-label=")
    says = said_by(drawing_of(text))
    assert "Vale Police, MARR, Darren: since 1 July 2022 at 09:00, recorded it" in says
    words = words_of(text[: text.index('id="table"')] + "</main>")
    assert "Delivered, nothing" in words
    assert "Was told by another agency" in words


@pytest.mark.parametrize("ending", PAGES)
def test_files_have_the_drawings_without_links(ending: str) -> None:
    client = TestClient(make_application(Asked(family_answers() | {"chronology": a_chronology()})))
    svg = client.get(f"/people/tessa/{ending}.svg")
    assert svg.status_code == 200
    root = ElementTree.fromstring(svg.text)  # noqa: S314 - our own
    assert not list(root.iter(f"{SVG}a"))
    assert any(element.tag == f"{SVG}desc" and "below" in (element.text or "") for element in root.iter())
    assert client.get(f"/people/tessa/{ending}.pdf").content.startswith(b"%PDF")


def test_a_file_has_what_was_chosen_and_says_so() -> None:
    client = TestClient(make_application(Asked(family_answers() | {"chronology": a_chronology()})))
    told = client.get("/people/tessa/chronology.json?agency=police&seen=not-recorded").text
    assert "3 entries left out: this file has what was chosen on its page." in told
    assert "Seen at school" not in told
    link = next(one for one in links_of(page("/people/tessa/chronology?agency=police")) if ".pdf" in one)
    assert link.endswith("chronology.pdf?agency=police")
