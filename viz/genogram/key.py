"""The key to a genogram: only what stands in it, each sign drawn as in the drawing, with its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.model.genogram import Standing, TieSort
from viz.genogram.drawing import Drawing
from viz.genogram.geometry import HALF
from viz.genogram.svg import BESIDE_DASH, DASHES, HOME, HOME_LINE, MCGOLDRICK, PARENTS_DASH, brackets, cross, outline_of
from viz.genogram.view import View
from viz.genogram.wording import ROLES
from viz.style import INK

_WIDTH, _HEIGHT, _SMALL = 56, 30, 9


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the key: a small picture and what it means."""

    picture: str
    words: str


def key_of(view: View, drawn: Drawing, style: str) -> tuple[Sign, ...]:
    """The key to what is drawn, people first, then lines."""
    return (*_people(view, style), *_lines(view, drawn, style))


def _people(view: View, style: str) -> Iterator[Sign]:
    entries = [symbol.entry for symbol in view.symbols if symbol.entry is not None]
    born = [entry for entry in entries if entry.standing is not Standing.UNBORN]
    sexes = {entry.person.sex or "U" for entry in born}
    middle = _WIDTH // 2, _HEIGHT // 2
    for sex, words in (("M", "male"), ("F", "female"), ("U", "sex not stated")):
        if sex in sexes:
            shape = "diamond" if sex == "U" and style == MCGOLDRICK else sex
            yield Sign(_svg(outline_of(shape, *middle, 10, "")), words)
    yield Sign(
        _svg(outline_of("F", *middle, 13, "") + outline_of("F", *middle, _SMALL, "")),
        "double outline: whom this is about",
    )
    if len(born) < len(entries):
        yield Sign(_svg(outline_of("unborn", *middle, 7, "")), "unborn")
    if any(entry.standing is Standing.DIED for entry in entries):
        shape = outline_of("M", *middle, 10, "") + cross(*middle, 10)
        yield Sign(_svg(shape), "has died")
    if any(not entry.person.identified for entry in born):
        yield Sign(_svg(outline_of("M", *middle, 10, ' stroke-dasharray="5 3"')), "not identified")
    if view.not_recorded:
        yield Sign(_svg(outline_of("U", *middle, 10, ' stroke-dasharray="3 3"')), "a parent nobody recorded")
    if any(descent.sort.startswith(TieSort.ADOPTIVE) for descent in view.sketch.descents):
        yield Sign(_svg(brackets(*middle, HALF // 2)), "brackets: adopted")


def _lines(view: View, drawn: Drawing, style: str) -> Iterator[Sign]:
    yield from _union_lines(view, style)
    yield from _child_lines(view)
    if view.sketch.twins:
        yield Sign(_svg(f'<path d="M28 4L18 24M28 4L38 24" stroke="{INK}" stroke-width="2.2"/>'), "one stalk: twins")
    if view.of_kind("kin"):
        yield Sign(_level(BESIDE_DASH), "related as the word says; through whom is not on record")
    if any(line.is_alone for line in view.lines):
        yield Sign(_svg(_stroke("", 1.2)), "thin: one agency alone says so")
    yield from _homes(view, drawn)


def _union_lines(view: View, style: str) -> Iterator[Sign]:
    unions = [tie for line in view.of_kind("union") for tie in line.ties]
    sorts = {tie.sort for tie in unions}
    if style == MCGOLDRICK:
        if TieSort.SPOUSE in sorts:
            yield Sign(_level(""), "married (m.) or in a civil partnership")
        if TieSort.PARTNER in sorts:
            yield Sign(_level("9 5"), "partners, living together or not (c.)")
    elif unions:
        yield Sign(_level(""), "partners, married or not, with the years on record")
    ended = {tie.sort for tie in unions if tie.ended}
    if TieSort.PARTNER in ended:
        yield Sign(_svg(_stroke("") + _slash(28)), "one stroke: separated")
    if TieSort.SPOUSE in ended:
        yield Sign(_svg(_stroke("") + _slash(25) + _slash(32)), "two strokes: divorced or a marriage that ended")
    if any(couple.tie is None for couple in view.sketch.couples):
        yield Sign(_level(PARENTS_DASH), "parents of one child; no partnership on record")


def _homes(view: View, drawn: Drawing) -> Iterator[Sign]:
    if view.sketch.houses:
        look = f'fill="none" {HOME_LINE}'
        yield Sign(_svg(f'<rect x="6" y="5" width="44" height="20" {look}/>'), "live together")
    labels = {place.id: place.label for place in view.places}
    for home, letter in drawn.letters.items():
        look = f'text-anchor="middle" font-size="14" font-weight="bold" fill="{HOME}"'
        yield Sign(_svg(f'<text x="28" y="20" {look}>{letter}</text>'), labels[home])


def _child_lines(view: View) -> Iterator[Sign]:
    """A line for each way somebody is a child, but for a birth nobody doubts."""
    sorts = sorted({descent.sort for descent in view.sketch.descents})
    for code in dict.fromkeys(sort.partition(" ")[0] for sort in sorts):
        if code in DASHES and code != "SAID":
            yield Sign(_level(DASHES[code]), ROLES[TieSort(code)][0].removeprefix("a ").removeprefix("an "))
    if any(sort.endswith((" disputed", " possible")) for sort in sorts):
        yield Sign(_level("5 5"), "a parent as one says; disputed, or its dates are not exact")


def _svg(inside: str) -> str:
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} aria-hidden="true" focusable="false">{inside}</svg>'


def _level(dash: str) -> str:
    return _svg(_stroke(dash))


def _stroke(dash: str, width: float = 2.2) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M3 15L53 15" stroke="{INK}" stroke-width="{width}"{dashed}/>'


def _slash(x: int) -> str:
    return f'<path d="M{x - 4} 23L{x + 4} 7" stroke="{INK}" stroke-width="2.2"/>'
