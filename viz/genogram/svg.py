"""A drawing as SVG: presentation attributes only, so that a copy or an export looks as the page does."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from graph.model.genogram import Standing, TieSort
from viz.genogram.drawing import Drawing, draw
from viz.genogram.geometry import GAP, HALF, LEADING, TEXT, Point, Stroke
from viz.genogram.passing import with_openings
from viz.genogram.routing import BESIDE, CHILD, PARENTS, STEM, UNION
from viz.genogram.tags import Tag
from viz.genogram.view import Symbol, View
from viz.genogram.wording import name_lines
from viz.style import INK, PAPER

FONT = "Arial, Helvetica, sans-serif"
UK, MCGOLDRICK = "uk", "mcgoldrick"
STYLES = (UK, MCGOLDRICK)
HOME = "#1d70b8"
HOME_FILL = "#f3f7fb"
# Round dots: the household outline of the convention (domain.md §2.1).
HOME_LINE = f'stroke="{HOME}" stroke-width="3" stroke-linecap="round" stroke-dasharray="0.1 6"'
BESIDE_DASH, PARENTS_DASH = "2 5", "1 4"
DASHES: Mapping[str, str] = {
    TieSort.ADOPTIVE: "9 5",
    TieSort.FOSTER: "2 4",
    TieSort.PRIVATE_FOSTER: "2 4",
    TieSort.STEP: "10 4 2 4",
    TieSort.SPECIAL_GUARDIAN: "14 5",
    TieSort.KINSHIP: "14 5",
    "SAID": BESIDE_DASH,
}
BOLD = ' font-weight="bold"'
_SMALL = 14
_DOUBT = "5 5"
_OF_A_STALK = 4
"""Points of a line that comes down a stalk shared with a twin."""


def to_svg(view: View, style: str = UK) -> str:
    """The genogram as one SVG element; every symbol and line is a link to its entry in the lists beside."""
    return paint(view, draw(view, style), style)


def paint(view: View, drawn: Drawing, style: str = UK) -> str:
    """The same of a drawing already laid out in this style."""
    pen = _Pen(view, drawn, style)
    title = f"Genogram of {view.symbol[view.around].name}"
    count = len(view.people)
    desc = (
        f"{count} {'person' if count == 1 else 'people'} and {len(view.lines)} "
        f"{'relationship' if len(view.lines) == 1 else 'relationships'}. Everything in it is in the lists below."
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawn.width}" height="{drawn.height}" '
        f'viewBox="0 0 {drawn.width} {drawn.height}" role="group" aria-labelledby="genogram-title genogram-desc" '
        f'font-family="{FONT}" font-size="{TEXT}" fill="{INK}">'
        f'<title id="genogram-title">{escape(title)}</title><desc id="genogram-desc">{escape(desc)}</desc>'
        f'<rect width="{drawn.width}" height="{drawn.height}" fill="{PAPER}"/>{pen.everything()}</svg>'
    )


class _Pen:
    """Draws one drawing's parts, the farthest back first."""

    def __init__(self, view: View, drawn: Drawing, style: str) -> None:
        self._view, self._drawn, self._style = view, drawn, style
        self._sorts = {descent.id: descent.sort for descent in view.sketch.descents}
        self._feet = drawn.at
        self._groups: dict[str, list[str]] = {}
        for descent in view.sketch.descents:
            self._groups.setdefault("+".join((*descent.parents, descent.sort)), []).append(descent.id)

    def everything(self) -> str:
        areas = [self._area(edges) for outline in self._drawn.outlines for edges in outline.edges]
        shared = [self._stroke(stroke) for stroke in self._drawn.strokes if stroke.kind in {PARENTS, STEM}]
        linked = [self._line(stroke) for stroke in self._drawn.strokes if stroke.kind in {UNION, CHILD, BESIDE}]
        edges = [
            self._link(
                f"#{self._anchor_of_home(outline.house.id)}",
                f"Household: {outline.house.label}",
                self._outline(outline.edges),
            )
            for outline in self._drawn.outlines
        ]
        shared += [self._bar(twins) for twins in self._view.identical]
        symbols = [self._symbol(symbol) for symbol in self._view.symbols]
        return "".join([*areas, *edges, *shared, *linked, *(self._tag(tag) for tag in self._drawn.tags), *symbols])

    def _anchor_of_home(self, home: str) -> str:
        return next(place.anchor for place in self._view.places if place.id == home)

    @staticmethod
    def _link(to: str, name: str, inside: str) -> str:
        return f'<a href="{escape(to)}" aria-label="{escape(name)}">{inside}</a>'

    @staticmethod
    def _area(edge: tuple[Point, ...]) -> str:
        return f'<path d="{_path(edge)}Z" fill="{HOME_FILL}"/>'

    @staticmethod
    def _outline(edges: tuple[tuple[Point, ...], ...]) -> str:
        ways = "".join(f"{_path(edge)}Z" for edge in edges)
        return f'<path d="{ways}" fill="none" {HOME_LINE}/>'

    def _line(self, stroke: Stroke) -> str:
        line = self._view.line[stroke.of]
        inside = self._stroke(stroke) + "".join(self._slash(point) for point in self._drawn.slashes.get(stroke.of, ()))
        return self._link(f"#{line.anchor}", line.says, inside)

    def _stroke(self, stroke: Stroke) -> str:
        dash = self._dash(stroke)
        width = "1.2" if self._is_alone(stroke) else "2.2"
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        ticks = "".join(f"M{x} {y}L{x} {y + HALF + GAP - 1}" for x, y in self._ends(stroke))
        ticked = f'<path d="{ticks}" stroke="{INK}" stroke-width="{width}"/>' if ticks else ""
        way = "".join(map(_path, with_openings(stroke, self._drawn.strokes)))
        return f'<path d="{way}" fill="none" stroke="{INK}" stroke-width="{width}"{dashed}/>{ticked}'

    def _bar(self, twins: tuple[str, ...]) -> str:
        """A bar that joins the two legs of a stalk: identical twins."""
        children = {descent.id: descent.child for descent in self._view.sketch.descents}
        legs = [
            stroke.points
            for stroke in self._drawn.strokes
            if stroke.kind == CHILD and children[stroke.of] in twins and len(stroke.points) == _OF_A_STALK
        ]
        middles = [((leg[1][0] + leg[2][0]) // 2, (leg[1][1] + leg[2][1]) // 2) for leg in legs]
        return f'<path d="{_path(tuple(middles))}" stroke="{INK}" stroke-width="2.2"/>' if len(middles) > 1 else ""

    def _ends(self, stroke: Stroke) -> list[Point]:
        """Where a line that begins below somebody's words belongs to their symbol: a short stroke says so."""
        ends = {UNION: (0, -1), PARENTS: (0, -1), STEM: (0,)}.get(stroke.kind, ())
        return [
            (x, self._feet[near][1])
            for x, y in (stroke.points[end] for end in ends)
            if (
                near := min(
                    self._feet,
                    key=lambda person: (
                        abs(self._drawn.boxes[person].bottom - y) + abs(self._feet[person][0] - x),
                        person,
                    ),
                )
            )
            and self._drawn.boxes[near].bottom == y
            and abs(self._feet[near][0] - x) <= HALF
        ]

    def _is_alone(self, stroke: Stroke) -> bool:
        line = self._view.line.get(stroke.of)
        if line is not None:
            return line.is_alone
        return stroke.kind == PARENTS or all(self._view.line[one].is_alone for one in self._groups[stroke.of])

    def _dash(self, stroke: Stroke) -> str:
        match stroke.kind:
            case "parents":
                return PARENTS_DASH
            case "beside":
                return BESIDE_DASH
            case "union":
                is_cohabiting = self._view.line[stroke.of].ties[0].sort is TieSort.PARTNER
                return "9 5" if is_cohabiting and self._style == MCGOLDRICK else ""
        sort = self._sorts[stroke.of] if stroke.kind == CHILD else stroke.of.rsplit("+", 1)[1]
        code, _, against = sort.partition(" ")
        return DASHES.get(code, _DOUBT if against else "")

    @staticmethod
    def _slash(point: Point) -> str:
        x, y = point
        return f'<path d="M{x - 5} {y + 9}L{x + 5} {y - 9}" stroke="{INK}" stroke-width="2.2"/>'

    @staticmethod
    def _tag(tag: Tag) -> str:
        box = tag.box
        x, y = (box.left + box.right) / 2, box.bottom - 4
        look = f' font-weight="bold" fill="{HOME}"' if tag.is_strong else f' fill="{INK}"'
        height = box.bottom - box.top
        paper = f'<rect x="{box.left}" y="{box.top}" width="{box.right - box.left}" height="{height}" fill="{PAPER}"/>'
        return f'{paper}<text x="{x:g}" y="{y}" font-size="{tag.size}" text-anchor="middle"{look}>{escape(tag.text)}</text>'

    def _symbol(self, symbol: Symbol) -> str:
        x, y = self._drawn.at[symbol.id]
        top = y + HALF + GAP
        entry = symbol.entry
        strong = len(name_lines(entry.person)) if entry and entry.is_index else 0
        words = "".join(
            f'<text x="{x}" y="{top + LEADING * number + TEXT - 1}" text-anchor="middle"'
            f"{BOLD if number < strong else ''}>"
            f"{escape(line)}</text>"
            for number, line in enumerate(symbol.lines)
        )
        name = ", ".join(symbol.lines) if entry else f"Other parent of {symbol.name}: not recorded"
        return self._link(f"#{symbol.anchor}", name, self._shape(symbol) + words)

    def _shape(self, symbol: Symbol) -> str:
        x, y = self._drawn.at[symbol.id]
        entry = symbol.entry
        if entry is None:
            return outline_of("U", x, y, HALF - 4, ' stroke-dasharray="3 3"')
        is_unborn = entry.standing is Standing.UNBORN
        dashed = "" if entry.person.identified or is_unborn else ' stroke-dasharray="5 3"'
        sex = "unborn" if is_unborn else (entry.person.sex or "U")
        if sex == "U" and self._style == MCGOLDRICK:
            sex = "diamond"
        parts = [outline_of(sex, x, y, _SMALL if is_unborn else HALF, dashed)]
        if entry.is_index:
            parts.insert(0, outline_of(sex, x, y, (_SMALL if is_unborn else HALF) + 5, ""))
        if entry.standing is Standing.DIED:
            parts.append(cross(x, y))
        elif entry.person.age is not None and not is_unborn:
            lower = 9 if sex == "U" else 5
            parts.append(
                f'<text x="{x}" y="{y + lower}" text-anchor="middle" font-size="14" font-weight="bold">{entry.person.age}</text>'
            )
        if any(
            descent.child == symbol.id and descent.sort.startswith(TieSort.ADOPTIVE)
            for descent in self._view.sketch.descents
        ):
            parts.append(brackets(x, y))
        return "".join(parts)


def outline_of(sex: str, x: int, y: int, half: int, more: str) -> str:
    """A symbol's outline: square, circle, triangle, or diamond."""
    look = f'fill="{PAPER}" stroke="{INK}" stroke-width="2.2"{more}'
    match sex:
        case "M":
            return f'<rect x="{x - half}" y="{y - half}" width="{2 * half}" height="{2 * half}" {look}/>'
        case "F":
            return f'<circle cx="{x}" cy="{y}" r="{half}" {look}/>'
        case "diamond":
            return f'<path d="M{x} {y - half}L{x + half} {y}L{x} {y + half}L{x - half} {y}Z" {look}/>'
    return f'<path d="M{x} {y - half}L{x + half} {y + half}L{x - half} {y + half}Z" {look}/>'


def cross(x: int, y: int, half: int = HALF) -> str:
    """The cross in the symbol of somebody who has died."""
    reach = half * 7 // 10
    return (
        f'<path d="M{x - reach} {y - reach}L{x + reach} {y + reach}M{x + reach} {y - reach}L{x - reach} {y + reach}" '
        f'stroke="{INK}" stroke-width="2"/>'
    )


def brackets(x: int, y: int, half: int = HALF) -> str:
    """The brackets at the symbol of somebody adopted."""
    near, far, high = half + 2, half + 7, half + 1
    return "".join(
        f'<path d="M{x + side * near} {y - high}L{x + side * far} {y - high}L{x + side * far} {y + high}'
        f'L{x + side * near} {y + high}" fill="none" stroke="{INK}" stroke-width="2"/>'
        for side in (-1, 1)
    )


def _path(points: tuple[Point, ...]) -> str:
    first, *rest = points
    return f"M{first[0]} {first[1]}" + "".join(f"L{x} {y}" for x, y in rest)
