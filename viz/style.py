"""What kinds look like: shape, colour and word, by the UK social-work convention (domain.md §2.1).

No colour carries meaning alone. Red is nowhere: a drawing accuses nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.model.answers import PersonAnswer
from graph.model.network import Edge, LinkKind, Node
from graph.model.vocabulary import EX_TYPES, INVERSES, PARTNER_TYPES

INK = "#0b0c0c"
PAPER = "#ffffff"
QUIET = "#505a5f"
OUTLINE = "#1d70b8"
HIGHLIGHT = "#ffdd00"
CHOSEN = "#fff7bf"

# Under a way from one person to another; its lines are numbered too.
WAY_WIDTH = 11

PERSON = "person"
HOUSEHOLD = "household"
EVENT = "event"
DETAILS = frozenset({"detail", "contact detail", "contact_detail"})


class Shape(StrEnum):
    """Outlines, by the names the drawing library gives them."""

    SQUARE = "square"
    CIRCLE = "dot"
    TRIANGLE = "triangle"
    BOX = "box"
    ELLIPSE = "ellipse"
    DIAMOND = "diamond"


@dataclass(frozen=True, slots=True)
class LinkStyle:
    """How a kind of link is drawn, and its word."""

    word: str
    colour: str


LINKS: Mapping[LinkKind, LinkStyle] = {
    LinkKind.LIVES_WITH: LinkStyle("Lives with", QUIET),
    LinkKind.FAMILY: LinkStyle("Family", OUTLINE),
    LinkKind.PARTNER: LinkStyle("Partners", INK),
    LinkKind.CARER: LinkStyle("Carers", "#0f7a52"),
    LinkKind.EVENT: LinkStyle("Events", "#54319f"),
    LinkKind.CONTACT_DETAIL: LinkStyle("Shared phone, email or vehicle", "#0b7a75"),
    LinkKind.PROFESSIONAL: LinkStyle("Services and professionals", "#7a4b12"),
    LinkKind.OTHER: LinkStyle("Other links", QUIET),
}

PLACE_SHAPES: Mapping[str, Shape] = {HOUSEHOLD: Shape.BOX, EVENT: Shape.DIAMOND}
PLACE_WORDS: Mapping[str, str] = {
    HOUSEHOLD: "Household",
    EVENT: "Event",
    "agency": "Agency",
    "professional": "Professional",
    "detail": "Contact detail",
    "contact detail": "Contact detail",
    "contact_detail": "Contact detail",
}

# Said as "A is <word> of B"; every other label reads "A and B: <word>".
IS_OF: frozenset[str] = frozenset({*INVERSES, *INVERSES.values()})
_FURTHER_UP = {"grandparent": 2, "great_grandparent": 3}
_SAME_ROW = frozenset({"sibling", "half_sibling", "step_sibling", "cousin"} | PARTNER_TYPES | EX_TYPES)
# Generations the first of a pair stands above the second.
UP_BY: Mapping[str, int] = {
    **dict.fromkeys(_SAME_ROW, 0),
    **{above: _FURTHER_UP.get(above, 1) for above in INVERSES if above != "lodger"},
    **{below: -_FURTHER_UP.get(above, 1) for above, below in INVERSES.items() if above != "lodger"},
}


_WORDS: Mapping[str, str] = {"gp": "GP", "lead": "lead worker"}


def code_of(edge: Edge) -> str:
    """The type of a link as the vocabulary spells it; answers carry it in words."""
    return edge.label.replace(" ", "_")


def word_of(edge: Edge) -> str:
    """The type of a link in words."""
    code = code_of(edge)
    if code.startswith("ex_"):
        code = f"ex-{code.removeprefix('ex_')}"
    return _WORDS.get(code) or code.replace("_", " ")


def is_unborn(person: PersonAnswer | None) -> bool:
    """Whether the person was not born on the day asked about."""
    return person is not None and not person.date_of_birth and bool(person.expected_birth)


def shape_of(node: Node) -> Shape:
    """Square, circle, triangle for people; boxes and others for what is not a person."""
    if node.kind != PERSON:
        return PLACE_SHAPES.get(node.kind, Shape.ELLIPSE)
    if node.person is None or is_unborn(node.person):
        return Shape.TRIANGLE
    match (node.person.sex or "U").upper():
        case "M":
            return Shape.SQUARE
        case "F":
            return Shape.CIRCLE
    return Shape.TRIANGLE


def size_of(node: Node) -> int:
    """Half the width of a symbol; an unborn child's triangle is small, so that it is not read as sex not stated."""
    return 14 if is_unborn(node.person) else 22


def place_word(kind: str) -> str:
    """What a thing that is not a person is called."""
    return PLACE_WORDS.get(kind, kind.replace("_", " ").capitalize())
