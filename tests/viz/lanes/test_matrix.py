"""The drawing of who knew what: every cell once, its words in its box, a link where there is evidence."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.viz.lanes.charts import HOSTILE, NAMES
from viz.lanes.layout import WIDTH
from viz.lanes.lettering import width_of
from viz.lanes.matrix import ACROSS, Cell, Knowing, Line, Matrix, in_parts, key_of, lay_out, to_svg
from viz.lanes.matrix import NAMES as NAME_WIDTH

SVG = "{http://www.w3.org/2000/svg}"


def a_cell(knowing: Knowing = Knowing.RECORDED, href: str = "#row-1-1") -> Cell:
    return Cell(knowing, ("Since 1 Jul 2022", "Its own record"), "Vale Police, MARR: since 1 July 2022", href)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """A table of up to twenty agencies and six people."""
    agencies = tuple(draw(st.lists(NAMES, max_size=20)))
    cells = st.builds(Cell, st.sampled_from(Knowing), st.tuples(NAMES, NAMES), NAMES, st.sampled_from(("", "#row-1")))
    count = len(agencies)
    rows = st.builds(Line, NAMES, st.lists(cells, min_size=count, max_size=count).map(tuple))
    return Matrix(draw(NAMES), draw(NAMES), agencies, tuple(draw(st.lists(rows, max_size=6))))


@settings(max_examples=40, deadline=None)
@given(matrices())
def test_every_cell_stands_once_in_its_own_box_with_words_that_fit(matrix: Matrix) -> None:
    blocks = lay_out(matrix)
    held = [at for block in blocks for row in block.rows for at in row.cells]
    assert len(held) == len(matrix.agencies) * len(matrix.lines)
    assert not [pair for pair in combinations([at.box for at in held], 2) if pair[0].meets(pair[1])]
    for at in held:
        assert at.box.left >= NAME_WIDTH
        assert at.box.right <= WIDTH
        assert all(at.box.left + 24 + width_of(line, 12) <= at.box.right for line in at.lines)
        assert at.box.top + 7 + 15 * len(at.lines) <= at.box.bottom


@settings(max_examples=40, deadline=None)
@given(matrices())
def test_cells_with_evidence_are_links_and_no_other(matrix: Matrix) -> None:
    root = ElementTree.fromstring(to_svg(matrix))  # noqa: S314 - our own
    links = list(root.iter(f"{SVG}a"))
    assert len(links) == sum(bool(cell.href) for line in matrix.lines for cell in line.cells)
    file = ElementTree.fromstring(to_svg(matrix, is_linked=False))  # noqa: S314 - our own
    assert not list(file.iter(f"{SVG}a"))
    assert (root.get("role"), file.get("role")) == ("group", "img")


@settings(max_examples=40, deadline=None)
@given(matrices())
def test_parts_for_paper_have_every_cell_once(matrix: Matrix) -> None:
    parts = in_parts(matrix, 300)
    assert sum(len(line.cells) for part in parts for line in part.lines) == len(matrix.agencies) * len(matrix.lines)
    assert all(len(part.agencies) <= ACROSS for part in parts)


def test_columns_are_shared_evenly_among_blocks() -> None:
    line = Line("MARR, Darren", tuple(a_cell() for _ in range(13)))
    blocks = lay_out(Matrix("A", "A", tuple(f"Agency {one}" for one in range(13)), (line,)))
    assert [len(block.heads) for block in blocks] == [7, 6]
    assert len({block.width for block in blocks}) == 1


def test_how_it_is_known_is_told_by_the_sign_and_the_key_has_those_that_stand_there() -> None:
    cells = (a_cell(), a_cell(Knowing.NOTHING, ""))
    matrix = Matrix("A", "A", ("Vale Police", "School"), (Line("MARR", cells),))
    assert [sign.words for sign in key_of(matrix)] == [Knowing.RECORDED.value, Knowing.NOTHING.value]


def test_only_presentation_attributes_and_hostile_names_are_words() -> None:
    for name in HOSTILE:
        cell = Cell(Knowing.TOLD, (name, name), name, "#row-1-1")
        svg = to_svg(Matrix(name, name, (name,), (Line(name, (cell,)),)))
        root = ElementTree.fromstring(svg)  # noqa: S314 - our own
        assert not [element for element in root.iter() if element.tag.endswith(("script", "}b"))]
        assert not [
            key for element in root.iter() for key in element.attrib if key in {"style", "class"} or key[:2] == "on"
        ]
