"""The ecomap as SVG: presentation attributes only, every mark a link, names as text, words for what a line means."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from graph.model.answers import Blank, BlankKind
from graph.model.ecomap import Bond
from tests.viz.ecomap.answers import GP, a_home, a_service, an_ecomap, counted, family_ecomap, somebody
from tests.viz.family import ASH, CSC, JOAN, NAN, TESSA, a_period
from viz.ecomap.key import key_of, step_words
from viz.ecomap.layout import draw
from viz.ecomap.svg import WEIGHTS, paint
from viz.ecomap.view import STEPS, Card, make_view
from viz.ecomap.wording import NO_QUALITY

HOSTILE = '</text><script>alert("x")</script>'


@pytest.fixture
def svg() -> str:
    view = make_view(family_ecomap())
    return paint(view, draw(view))


def card_of(**changes: object) -> Card:
    (card,) = make_view(an_ecomap([a_home(ASH, TESSA)], services=(a_service(CSC, **changes),))).cards  # type: ignore[arg-type]
    return card


def test_only_presentation_attributes_are_used(svg: str) -> None:
    assert not re.search(r"<style|style=|class=|paint-order|<script|on\w+=", svg)
    ET.fromstring(svg)  # noqa: S314 - our own drawing


def test_every_card_member_and_home_is_a_link_to_its_row(svg: str) -> None:
    view = make_view(family_ecomap())
    to = set(re.findall(r'href="#([^"]+)"', svg))
    assert to == {
        *(card.anchor for card in view.drawn),
        *(symbol.anchor for symbol in view.members),
        *(place.anchor for place in view.places),
    }


def test_everybody_and_every_service_is_named(svg: str) -> None:
    words = " ".join(ET.fromstring(svg).itertext())  # noqa: S314 - our own drawing
    for name in ("QUILL, Tessa", "Marlow Surgery", "Vale CAMHS", "QUILL, Ada", "14 Ash Road", "Flat 2, Mill Lane"):
        assert name in words


def test_a_hostile_name_is_text() -> None:
    view = make_view(an_ecomap([a_home(ASH, TESSA)], services=(a_service(replace(GP, name=HOSTILE)),)))
    drawn = paint(view, draw(view))
    assert "<script" not in drawn
    ET.fromstring(drawn)  # noqa: S314 - our own drawing


def test_the_whole_name_of_the_child_is_bold() -> None:
    child = replace(TESSA, display_name="QUILL-MACKENZIE, Tessa Marianne")
    view = make_view(an_ecomap([a_home(ASH, child)]))
    (member,) = view.members
    words = [line for line in ET.fromstring(paint(view, draw(view))).iter() if line.get("font-weight") == "bold"]  # noqa: S314 - our own drawing
    bold = "".join("".join(line.itertext()) for line in words).replace(" ", "")
    assert "QUILL-MACKENZIE,TessaMarianne" in bold
    assert not any(line in bold for line in member.lines if line.startswith("b."))


def test_a_child_of_two_homes_stands_in_both(svg: str) -> None:
    assert svg.count('aria-label="QUILL, Tessa') == 2


def test_a_line_is_broken_where_the_involvement_is_closed_and_says_until_when() -> None:
    closed = card_of(bond=Bond.CLOSED, valid=a_period("2021-09-01", "2023-07-21"))
    assert "closed 21 Jul 2023" in closed.words
    view = make_view(family_ecomap())
    lines = re.findall(r"<path [^>]*stroke-width=\"[\d.]+\" stroke-dasharray=\"9 6\"", paint(view, draw(view)))
    assert len(lines) == sum(card.bond is Bond.CLOSED for card in view.drawn)


@pytest.mark.parametrize(
    ("contacts", "words"),
    [
        (counted(14), ("14 contacts",)),
        (counted(1), ("1 contact",)),
        (counted(0), ("no contact on record",)),
        (counted(0, limits=Blank("events", CSC, BlankKind.NOT_DELIVERED)),
         ("contacts not known", "its events are not delivered")),
        (counted(2, limits=Blank("events", CSC, BlankKind.OUT_OF_DATE)),
         ("at least 2 contacts", "its events are out of date")),
        (counted(0, limits=Blank("events", CSC, BlankKind.NOT_ASKED)), ("contacts not known", "its own records not asked")),
        (counted(0, missed=3), ("no contact on record", "3 appointments not kept")),
    ],
)  # fmt: skip
def test_contacts_are_said_in_words_and_what_can_not_be_counted_is_no_none(
    contacts: object, words: tuple[str, ...]
) -> None:
    assert card_of(contacts=contacts).words[: len(words)] == words


def test_an_agency_that_is_silent_says_which_kind_of_nothing_and_has_no_line() -> None:
    view = make_view(family_ecomap())
    (silent,) = view.of_sort("silent")
    assert silent.name == "Health visiting"
    assert silent.words == ("expected at this age", "no such agency delivers")
    assert silent.id not in draw(view).lines


def test_a_service_with_nothing_on_the_child_itself_says_so() -> None:
    gp = next(card for card in make_view(family_ecomap()).cards if card.name == GP.name)
    assert "with QUILL, Joan" in gp.words
    assert "nothing on the child itself" in gp.words


def test_strong_and_stressful_are_not_drawn_and_the_key_says_why() -> None:
    assert "no feed carries them" in NO_QUALITY


def test_the_key_has_each_weight_of_the_drawing_and_nothing_that_is_not_in_it() -> None:
    view = make_view(an_ecomap([a_home(ASH, TESSA, JOAN)], services=(a_service(CSC, 14),)))
    words = [sign.words for sign in key_of(view)]
    assert "12 contacts or more in the stretch looked at" in words
    assert not any("broken" in word or "silent" in word or word == "male" for word in words)
    whole = [sign.words for sign in key_of(make_view(family_ecomap()))]
    assert any("broken" in word for word in whole)
    assert any("silent" in word for word in whole)


def test_each_weight_is_said_in_words() -> None:
    assert len(WEIGHTS) == len(STEPS)
    assert list(WEIGHTS) == sorted(WEIGHTS)
    assert [step_words(step) for step in range(5)] == [
        "no contact on record in the stretch looked at",
        "1 or 2 contacts",
        "3 to 5 contacts",
        "6 to 11 contacts",
        "12 contacts or more in the stretch looked at",
    ]


def test_what_somebody_is_to_the_child_is_said_in_words() -> None:
    one = somebody(NAN, "grandparent", "shared_contact", bond=Bond.CLOSED, last="2021")
    (card,) = make_view(an_ecomap([a_home(ASH, TESSA)], people=(one,))).cards
    assert card.words == (
        "grandparent; same phone, email or vehicle as a carer", "until 2021", "lives elsewhere", "no event with the child",
    )  # fmt: skip
