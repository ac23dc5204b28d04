"""The key to an ecomap: only what stands in it, each sign drawn as in the drawing, with its words."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.ecomap import Bond
from graph.model.genogram import Standing
from viz.ecomap.svg import OVER_DASH, SILENT_DASH, WEIGHTS
from viz.ecomap.view import STEPS, Sort, View
from viz.genogram.key import Sign
from viz.genogram.svg import HOME_LINE, cross, outline_of
from viz.style import INK, PAPER, QUIET

_WIDTH, _HEIGHT = 56, 30
_MIDDLE = _WIDTH // 2, _HEIGHT // 2


def key_of(view: View) -> tuple[Sign, ...]:
    """The key to what is drawn: lines, cards, people."""
    return (*_lines(view), *_cards(view), *_people(view))


def step_words(step: int) -> str:
    """How many contacts a weight of line stands for."""
    least = STEPS[step]
    if step == len(STEPS) - 1:
        return f"{least} contacts or more in the stretch looked at"
    most = STEPS[step + 1] - 1
    if not least:
        return "no contact on record in the stretch looked at"
    return f"{least} {'to' if most > least + 1 else 'or'} {most} contacts"


def _lines(view: View) -> Iterator[Sign]:
    steps = sorted({card.step for card in view.drawn if card.step is not None})
    for step in steps:
        yield Sign(_svg(_level(WEIGHTS[step])), step_words(step))
    if any(card.bond is Bond.CLOSED for card in view.drawn):
        yield Sign(_svg(_level(WEIGHTS[1], OVER_DASH)), "broken: closed or over, with until when")


def _cards(view: View) -> Iterator[Sign]:
    sorts = {card.sort for card in view.drawn}
    if Sort.SERVICE in sorts:
        yield Sign(_svg(_card(f'stroke="{INK}" stroke-width="1.5"')), "a service with something on record")
    if Sort.SILENT in sorts:
        look = f'stroke="{QUIET}" stroke-width="1.5" stroke-dasharray="{SILENT_DASH}"'
        yield Sign(_svg(_card(look)), "dotted, without a line: expected, and silent; which kind of nothing is in it")
    if view.ecomap.homes:
        look = f"{HOME_LINE}"
        yield Sign(_svg(_card(look)), "a home of the child, with those who live there")


def _people(view: View) -> Iterator[Sign]:
    inside = [one.entry for one in view.members]
    outside = [card.person.person for card in view.drawn if card.person]
    people = [*(entry.person for entry in inside), *outside]
    unborn = {one.id for one in people if not one.date_of_birth and one.expected_birth}
    sexes = {one.sex or "U" for one in people if one.id not in unborn}
    for sex, words in (("M", "male"), ("F", "female"), ("U", "sex not stated")):
        if sex in sexes:
            yield Sign(_svg(outline_of(sex, *_MIDDLE, 10, "")), words)
    yield Sign(_svg(outline_of("F", *_MIDDLE, 13, "") + outline_of("F", *_MIDDLE, 9, "")), "double outline: the child")
    if unborn:
        yield Sign(_svg(outline_of("unborn", *_MIDDLE, 7, "")), "unborn")
    if any(entry.standing is Standing.DIED for entry in inside):
        yield Sign(_svg(outline_of("M", *_MIDDLE, 10, "") + cross(*_MIDDLE, 10)), "has died")
    if any(not one.identified for one in people):
        yield Sign(_svg(outline_of("M", *_MIDDLE, 10, ' stroke-dasharray="5 3"')), "not identified")


def _svg(inside: str) -> str:
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} aria-hidden="true" focusable="false">{inside}</svg>'


def _level(width: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M3 15L53 15" stroke="{INK}" stroke-width="{width:g}"{dashed}/>'


def _card(look: str) -> str:
    return f'<rect x="8" y="5" width="40" height="20" rx="4" fill="{PAPER}" {look}/>'
