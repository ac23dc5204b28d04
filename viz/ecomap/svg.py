"""An ecomap as SVG: presentation attributes only, every mark a link to its row in the lists beside."""

from __future__ import annotations

from html import escape

from graph.model.ecomap import Bond
from graph.model.genogram import GenogramPerson, Standing
from viz.boxes import Box
from viz.ecomap.layout import HALF, LEADING, PAD, TEXT, Drawing, Housed, Written
from viz.ecomap.view import Sort, View
from viz.genogram.svg import FONT, HOME, HOME_FILL, HOME_LINE, cross, outline_of
from viz.genogram.wording import name_lines
from viz.style import INK, PAPER, QUIET

WEIGHTS = (1.2, 2.2, 3.5, 5.0, 7.0)
OVER_DASH, SILENT_DASH = "9 6", "2 4"
_SMALL = 12


def paint(view: View, drawn: Drawing) -> str:
    """The drawing as one SVG element."""
    title = f"Ecomap of {view.members[0].name}" if view.members else "Ecomap"
    desc = f"{summary_of(view)} Everything in it is in the lists below."
    inside = "".join(
        [
            *(_line(one, drawn) for one in drawn.cards),
            _box(drawn.frame, f'fill="{HOME_FILL}" stroke="{QUIET}" stroke-width="1.5"', 14),
            *(_home(home) for home in drawn.homes),
            *(_card(one) for one in drawn.cards),
        ]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawn.width}" height="{drawn.height}" '
        f'viewBox="0 0 {drawn.width} {drawn.height}" role="group" aria-labelledby="ecomap-title ecomap-desc" '
        f'font-family="{FONT}" font-size="{TEXT}" fill="{INK}">'
        f'<title id="ecomap-title">{escape(title)}</title><desc id="ecomap-desc">{escape(desc)}</desc>'
        f'<rect width="{drawn.width}" height="{drawn.height}" fill="{PAPER}"/>{inside}</svg>'
    )


def summary_of(view: View) -> str:
    """`3 people in 2 homes; 14 services, 9 people and 1 silent agency around them.`"""
    homes = len(view.ecomap.homes)
    parts = [
        _counted(len(view.of_sort(Sort.SERVICE)), "service", "services"),
        _counted(len(view.of_sort(Sort.PERSON)), "person outside it", "people outside it"),
    ]
    if silent := len(view.of_sort(Sort.SILENT)):
        parts.append(_counted(silent, "expected agency that is silent", "expected agencies that are silent"))
    where = f" in {_counted(homes, 'home', 'homes')}" if homes else ", no home on record"
    left_out = f" {view.left_out}." if view.left_out else ""
    return f"{_counted(len(view.members), 'person', 'people')}{where}; {', '.join(parts)}.{left_out}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _link(to: str, name: str, inside: str) -> str:
    return f'<a href="#{escape(to)}" aria-label="{escape(name)}">{inside}</a>'


def _box(box: Box, look: str, round_: int = 6) -> str:
    size = f'width="{box.right - box.left}" height="{box.bottom - box.top}"'
    return f'<rect x="{box.left}" y="{box.top}" {size} rx="{round_}" {look}/>'


def _line(one: Written, drawn: Drawing) -> str:
    points = drawn.lines.get(one.card.id)
    if points is None or one.card.step is None:
        return ""
    (x1, y1), (x2, y2) = points
    dash = f' stroke-dasharray="{OVER_DASH}"' if one.card.bond is Bond.CLOSED else ""
    look = f'stroke="{INK}" stroke-width="{WEIGHTS[one.card.step]:g}"{dash}'
    return _link(one.card.anchor, one.card.says, f'<path d="M{x1} {y1}L{x2} {y2}" fill="none" {look}/>')


def _home(home: Housed) -> str:
    if home.place.home is None:
        outline = ""
    else:
        edge = _box(home.outline, f'fill="{PAPER}" {HOME_LINE}', 10)
        outline = _link(home.place.anchor, f"Home: {home.place.label}", edge)
    middle = (home.outline.left + home.outline.right) // 2
    label = "".join(
        _text(line, middle, home.label_box.top + LEADING * number + TEXT, f'font-weight="bold" fill="{HOME}"')
        for number, line in enumerate(home.label)
    )
    note = "".join(
        _text(line, middle, home.outline.bottom + LEADING * number + TEXT + 2, f'fill="{QUIET}"')
        for number, line in enumerate(home.note)
    )
    members = "".join(
        _link(symbol.anchor, ", ".join(symbol.lines), _member(symbol.entry, symbol.lines, at))
        for symbol, at in zip(home.place.symbols, home.at, strict=True)
    )
    return outline + label + note + members


def _member(entry: GenogramPerson, lines: tuple[str, ...], at: tuple[int, int]) -> str:
    x, y = at
    strong = ' font-weight="bold"' if entry.is_index else ""
    named = len(name_lines(entry.person))
    words = "".join(
        _text(line, x, y + HALF + 10 + LEADING * number + TEXT - 2, strong if number < named else "")
        for number, line in enumerate(lines)
    )
    return symbol_of(entry, x, y) + words


def symbol_of(entry: GenogramPerson, x: int, y: int) -> str:
    """A small symbol of the genogram: sex, age, double where it is about them, a cross for the dead."""
    unborn = entry.standing is Standing.UNBORN
    sex = "unborn" if unborn else (entry.person.sex or "U")
    half = _SMALL if unborn else HALF
    dashed = "" if entry.person.identified or unborn else ' stroke-dasharray="5 3"'
    parts = [outline_of(sex, x, y, half + 4, "")] if entry.is_index else []
    parts.append(outline_of(sex, x, y, half, dashed))
    if entry.standing is Standing.DIED:
        parts.append(cross(x, y, HALF))
    elif entry.person.age is not None and not unborn:
        lower = 9 if sex == "U" else 5
        parts.append(_text(str(entry.person.age), x, y + lower, 'font-weight="bold"'))
    return "".join(parts)


def _card(one: Written) -> str:
    card, box = one.card, one.box
    middle, top = (box.left + box.right) // 2, box.top + PAD
    look = {
        Sort.SERVICE: f'fill="{PAPER}" stroke="{INK}" stroke-width="1.5"',
        Sort.PERSON: f'fill="{PAPER}" stroke="{QUIET}" stroke-width="1"',
        Sort.SILENT: f'fill="{PAPER}" stroke="{QUIET}" stroke-width="1.5" stroke-dasharray="{SILENT_DASH}"',
    }[card.sort]
    inside = _box(box, look)
    if card.entry is not None:
        inside += symbol_of(card.entry, middle, top + HALF)
        top += 2 * HALF + 10
    inside += "".join(
        _text(line, middle, top + LEADING * number + TEXT - 1, 'font-weight="bold"' if number < one.strong else "")
        for number, line in enumerate(one.lines)
    )
    return _link(card.anchor, card.says, inside)


def _text(text: str, x: int, y: int, look: str = "") -> str:
    space = f" {look.strip()}" if look else ""
    return f'<text x="{x}" y="{y}" text-anchor="middle"{space}>{escape(text)}</text>'
