"""Who knew what as a drawing: since when and how each agency knew of each person, or which nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from api.pages.lanes.drawing import TALLEST_ON_PAPER
from api.pages.sentences import said
from api.pages.words import capital, counted, person_name, written
from graph.model.answers import Agency, AgencyKnowledge
from graph.model.knowing import KnowledgeRow, KnowledgeTable
from graph.model.period import LONDON
from viz.document import Picture
from viz.exports.letters import FONT
from viz.lanes.matrix import Cell, Knowing, Line, Matrix, in_parts, key_of, to_svg
from viz.lanes.svg import FONT as FONT_OF_PAGES
from viz.legend import with_legend

_TOLD = "told"


def matrix_of(found: KnowledgeTable, columns: Sequence[Agency], rows: Sequence[Sequence[AgencyKnowledge]]) -> Matrix:
    """The table of an answer; `rows`: the cells of each row in the order of the columns."""
    lines = tuple(
        _line(row, cells, number) for number, (row, cells) in enumerate(zip(found.rows, rows, strict=True), 1)
    )
    known = sum(cell.knowing is not Knowing.NOTHING for line in lines for cell in line.cells)
    cells = sum(len(line.cells) for line in lines)
    return Matrix(
        f"Who knew what around {person_name(found.child)}",
        f"{counted(len(lines), 'person', 'people')} by {counted(len(columns), 'agency', 'agencies')}: "
        f"{known} of {counted(cells, 'cell', 'cells')} with knowledge on record. The table below says everything in it.",
        tuple(agency.name for agency in columns),
        lines,
    )


def _line(row: KnowledgeRow, cells: Sequence[AgencyKnowledge], number: int) -> Line:
    name = person_name(row.adult)
    return Line(name, tuple(_cell(cell, name, f"#row-{number}-{place}") for place, cell in enumerate(cells, 1)))


def _cell(cell: AgencyKnowledge, name: str, href: str) -> Cell:
    how = capital(said(cell.how))
    if cell.first_knew is None:
        says = f"{cell.agency.name}, {name}: knew nothing on record: {said(cell.how)}"
        return Cell(Knowing.NOTHING, (how,), says, href if cell.claims else "")
    since = f"Since {written(cell.first_knew)}"
    knowing = Knowing.TOLD if cell.how.startswith(_TOLD) else Knowing.RECORDED
    day = cell.first_knew.astimezone(LONDON) - timedelta(microseconds=1)
    return Cell(
        knowing,
        (f"Since {day.day} {day:%b %Y}", how),
        f"{cell.agency.name}, {name}: {since[:1].lower()}{since[1:]}, {said(cell.how)}",
        href,
    )


def show_matrix(matrix: Matrix) -> Markup:
    """The drawing for a page."""
    return Markup(to_svg(matrix))  # noqa: S704 - made by viz/lanes/matrix.py, every word escaped there


def pictures_of_matrix(matrix: Matrix) -> tuple[Picture, ...]:
    """The drawing for files, in as many parts as paper needs, each with its key."""
    return tuple(
        Picture(
            with_legend(
                to_svg(part, is_linked=False, font=f"{FONT}, {FONT_OF_PAGES}"),
                [(sign.picture, sign.words) for sign in key_of(part)],
                f"{FONT}, {FONT_OF_PAGES}",
            ),
            f"{matrix.title}. {matrix.desc}",
        )
        for part in (in_parts(matrix, TALLEST_ON_PAPER) if matrix.lines and matrix.agencies else ())
    )
