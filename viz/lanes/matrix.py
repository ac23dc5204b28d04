"""Who knew what as a drawing: a row a person, a column an agency, a sign and words in each cell. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from viz.boxes import Box
from viz.genogram.key import Sign
from viz.lanes.layout import LEADING, NAME, PAD, TEXT, WIDTH
from viz.lanes.lettering import lines_of, written
from viz.lanes.svg import FONT, RULE, line
from viz.style import INK, PAPER, QUIET

ACROSS = 8
"""Columns beside each other; more stand below."""
NAMES = 168
_SIGN, _GUTTER = 16, 24
_MOST_LINES = 6
_HEAD_LINES = 3
_FEWEST = 4
_KNOWN = "#eef4fa"


class Knowing(StrEnum):
    """How an agency knows of somebody; the value is the word of the key."""

    RECORDED = "Recorded it itself"
    TOLD = "Was told by another agency"
    NOTHING = "Knew nothing on record; the cell says which nothing"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: how it is known, since when or which nothing, and how."""

    knowing: Knowing
    words: tuple[str, ...]
    says: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A person's row, a cell a column."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table, in the order of the answer."""

    title: str
    desc: str
    agencies: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CellAt:
    """A cell in its box with its lines of text."""

    cell: Cell
    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowAt:
    """A row, its name in lines, and its cells."""

    top: int
    bottom: int
    name: tuple[str, ...]
    cells: tuple[CellAt, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below the heads of some columns."""

    top: int
    heads: tuple[tuple[str, ...], ...]
    width: int
    rows: tuple[RowAt, ...]
    bottom: int


def lay_out(matrix: Matrix) -> tuple[Block, ...]:
    """Blocks below each other, none with more columns than have room."""
    found: list[Block] = []
    top = 0
    for start, end in _columns(matrix):
        found.append(_block(matrix, (start, end), top))
        top = found[-1].bottom + PAD
    return tuple(found)


def in_parts(matrix: Matrix, tallest: int) -> tuple[Matrix, ...]:
    """The same as several tables for paper: so many columns beside each other, as many rows as a page has room for."""
    found: list[Matrix] = []
    for start, end in _columns(matrix):
        agencies = matrix.agencies[start:end]
        lines = [Line(one.name, one.cells[start:end]) for one in matrix.lines]
        part = replace(matrix, agencies=agencies, lines=tuple(lines))
        pages: list[list[Line]] = [[]]
        used = 0
        for at, given in zip(_block(part, (0, len(agencies)), 0).rows, lines, strict=True):
            high = at.bottom - at.top
            if pages[-1] and used + high > tallest - _HEAD_LINES * LEADING:
                pages.append([])
                used = 0
            pages[-1].append(given)
            used += high
        found += [replace(part, lines=tuple(page)) for page in pages]
    return tuple(found)


def _columns(matrix: Matrix) -> Iterator[tuple[int, int]]:
    """Columns from where to where in each block, as many in one as in another."""
    number = len(matrix.agencies)
    blocks = max(-(-number // ACROSS), 1)
    each = -(-number // blocks)
    for block in range(blocks):
        yield block * each, min((block + 1) * each, number)


def _block(matrix: Matrix, columns: tuple[int, int], top: int) -> Block:
    start, end = columns
    agencies = matrix.agencies[start:end]
    width = (WIDTH - NAMES) // max(end - start, _FEWEST if start == 0 else next(_columns(matrix))[1])
    heads = tuple(lines_of(name, NAME, width - 2 * PAD, _HEAD_LINES, is_bold=True) for name in agencies)
    y = top + PAD + LEADING * max([len(head) for head in heads], default=1) + PAD
    rows: list[RowAt] = []
    for given in matrix.lines:
        rows.append(_row(given.name, given.cells[start:end], (y, width)))
        y = rows[-1].bottom
    return Block(top, heads, width, tuple(rows), y)


def _row(called: str, given: Sequence[Cell], at: tuple[int, int]) -> RowAt:
    top, width = at
    name = lines_of(called, NAME, NAMES - 2 * PAD, 3, is_bold=True)
    room = width - _GUTTER - PAD
    cells = [
        (cell, tuple(text for words in cell.words for text in lines_of(words, TEXT, room, _MOST_LINES)))
        for cell in given
    ]
    bottom = top + 2 * PAD + LEADING * max([len(name), *(len(lines) for _, lines in cells)])
    placed = tuple(
        CellAt(cell, Box(NAMES + number * width, top, NAMES + (number + 1) * width, bottom), lines)
        for number, (cell, lines) in enumerate(cells)
    )
    return RowAt(top, bottom, name, placed)


def to_svg(matrix: Matrix, *, is_linked: bool = True, font: str = FONT) -> str:
    """The table as one SVG element; on a page each cell that says something is a link to its evidence."""
    blocks = lay_out(matrix)
    height = (blocks[-1].bottom if blocks else 0) + PAD
    role = 'role="group" aria-labelledby="matrix-title" aria-describedby="matrix-desc"' if is_linked else 'role="img"'
    titled, described = (' id="matrix-title"', ' id="matrix-desc"') if is_linked else ("", "")
    drawn = "".join(part for block in blocks for part in _drawn(block, is_linked=is_linked))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'{role} font-family="{font}" font-size="{TEXT}" fill="{INK}"><title{titled}>{written(matrix.title)}</title>'
        f"<desc{described}>{written(matrix.desc)}</desc>"
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{drawn}</svg>'
    )


def _drawn(block: Block, *, is_linked: bool) -> Iterator[str]:
    for number, head in enumerate(block.heads):
        yield _texts(head, NAMES + number * block.width + PAD, block.top + PAD, is_bold=True)
    for row in block.rows:
        yield line((0, row.top), (WIDTH, row.top), RULE)
        yield _texts(row.name, PAD, row.top + PAD, is_bold=True)
        for at in row.cells:
            yield _cell(at, is_linked=is_linked)
    yield line((0, block.bottom), (WIDTH, block.bottom), QUIET)


def _cell(at: CellAt, *, is_linked: bool) -> str:
    box = at.box
    is_known = at.cell.knowing is not Knowing.NOTHING
    inside = sign_of(at.cell.knowing, box.left + _SIGN - 2, box.top + PAD + LEADING // 2)
    inside += _texts(at.lines, box.left + _GUTTER, box.top + PAD, INK if is_known else QUIET)
    target = (
        f'<rect x="{box.left + 2}" y="{box.top + 2}" width="{box.right - box.left - 4}" '
        f'height="{box.bottom - box.top - 4}" fill="{_KNOWN if is_known else PAPER}"/>'
    )
    if not (is_linked and at.cell.href):
        return f"<g>{target}{inside}</g>"
    return f'<a href="{written(at.cell.href)}" aria-label="{written(at.cell.says)}">{target}{inside}</a>'


def sign_of(knowing: Knowing, x: int, y: int) -> str:
    """Full: its own record; hollow: told; a stroke: nothing."""
    match knowing:
        case Knowing.RECORDED:
            return f'<circle cx="{x}" cy="{y}" r="5.5" fill="{INK}"/>'
        case Knowing.TOLD:
            return f'<circle cx="{x}" cy="{y}" r="5" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>'
    return f'<path d="M{x - 5} {y}L{x + 5} {y}" stroke="{QUIET}" stroke-width="2"/>'


def _texts(lines: Sequence[str], x: int, top: int, colour: str = INK, *, is_bold: bool = False) -> str:
    size, weight = (NAME, ' font-weight="bold"') if is_bold else (TEXT, "")
    return "".join(
        f'<text x="{x}" y="{top + number * LEADING + 12}" font-size="{size}"{weight} fill="{colour}">{written(text)}</text>'
        for number, text in enumerate(lines)
    )


def key_of(matrix: Matrix) -> tuple[Sign, ...]:
    """The signs that stand in the table."""
    held = {cell.knowing for one in matrix.lines for cell in one.cells}
    return tuple(Sign(_svg(sign_of(knowing, 28, 15)), knowing.value) for knowing in Knowing if knowing in held)


def _svg(inside: str) -> str:
    size = 'width="56" height="30" viewBox="0 0 56 30"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} aria-hidden="true" focusable="false">{inside}</svg>'
