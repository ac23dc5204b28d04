"""A document as Word: headings, pictures with their words, tables whose head is repeated, marking and stamp on each page."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from viz.document import APPENDIX, Document, Picture, Row, Table
from viz.exports.contents import add_contents, mark
from viz.exports.letters import with_plain_letters
from viz.exports.packed import pack_again
from viz.exports.picture import paint, size_of
from viz.exports.typeset import NO_BLANKS, is_wide, widths_of

# Word lays out with the fonts of the machine that opens the file; this one is on all of them.
FONT = "Arial"
_ON_ITS_SIDE, _UPRIGHT = 26.0, 17.4
_TALLEST = 14.0
_TWENTIETHS = 567
# A letter of a head at 8.5 points, as wide as in what stands in for bold Arial where there is none, and the margins of a cell.
_HEAD_LETTER, _MARGINS = 8.5 * 0.75 * 20, 230


def to_word(document: Document) -> bytes:
    """The document as a .docx file."""
    plain = with_plain_letters(document)
    file = docx.Document()
    across = _set_up(file, plain)
    file.add_heading(plain.heading, level=1)
    _tell(file, plain, across)
    if not plain.parts:
        _say_blanks(file, plain)
    file.add_heading(f"What this {'file' if plain.parts else 'page'} stands on", level=2)
    _add_table(file, Table("", ("About", "What it is"), tuple(map(Row, plain.stamp))), across)
    if plain.parts:
        add_contents(file, plain.parts)
        _add_parts(file, plain.parts, across)
    held = BytesIO()
    file.save(held)
    return pack_again(held.getvalue())


def _tell(file: WordFile, document: Document, across: float) -> None:
    """Sentences, pictures and tables."""
    for sentence in document.lead:
        file.add_paragraph(sentence)
    for picture in document.pictures:
        _add_picture(file, picture, across)
    for table in document.tables:
        file.add_heading(table.title, level=2)
        if table.note:
            file.add_paragraph(table.note)
        if table.rows:
            _add_table(file, table, across)


def _say_blanks(file: WordFile, document: Document) -> None:
    file.add_heading("What is not here", level=2)
    for line in document.blanks:
        file.add_paragraph(line, style="List Bullet")
    if not document.blanks:
        file.add_paragraph(NO_BLANKS)


def _add_parts(file: WordFile, parts: Sequence[Document], across: float) -> None:
    """Each page of a file of several on a sheet of its own, where the contents lead."""
    for number, part in enumerate(parts, 1):
        heading = file.add_heading(part.title, level=1)
        heading.paragraph_format.page_break_before = True
        mark(heading, number)
        _tell(file, part, across)
        if part.page != APPENDIX:
            _say_blanks(file, part)


def _set_up(file: WordFile, document: Document) -> float:
    """Paper, fonts, properties, marking and foot; gives how wide a line is, in centimetres."""
    section = file.sections[0]
    on_its_side = is_wide(document)
    short, long = Cm(21.0), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if on_its_side else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if on_its_side else (short, long)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name, size in (("Normal", 10), ("Heading 1", 16), ("Heading 2", 12)):
        style = file.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C)
        _take_fonts(style.element.get_or_add_rPr())
    core = file.core_properties
    core.title, core.author, core.last_modified_by, core.comments = document.title, "Kithmap", "Kithmap", ""
    core.created = core.modified = document.made_at.replace(tzinfo=None, microsecond=0)
    core.language = "en-GB"
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(document.marking).bold = True
    stamp = dict(document.stamp)
    says = "; ".join(f"{name}: {stamp[name]}" for name in ("As at", "Known at", "Made by", "Purpose") if name in stamp)
    _add_small(foot, f"{document.marking}. {document.title}. {says}. Page ")
    _add_field(foot, "PAGE")
    return _ON_ITS_SIDE if on_its_side else _UPRIGHT


def _take_fonts(properties: BaseOxmlElement) -> None:
    """The template's theme fonts go, so that the font named is the one used."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)


def _add_small(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(text).font.size = Pt(7.5)


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _add_picture(file: WordFile, picture: Picture, across: float) -> None:
    width, height = size_of(picture.svg)
    fits = min(across, _TALLEST * width / height)
    shape = file.add_picture(BytesIO(paint(picture.svg)), width=Cm(fits))
    about = shape._inline.docPr
    about.set("descr", picture.alt)
    for sentence in picture.key:
        _add_small(file.add_paragraph(), sentence)


def _add_table(file: WordFile, table: Table, across: float) -> None:
    """Rows are made as elements: the library looks a table through again for each cell it makes."""
    made = file.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    twentieths = _shares(table, round(across * _TWENTIETHS))
    for column, width in zip(made.columns, twentieths, strict=True):
        column.width = width * 635
    element = made._tbl
    element.append(_row(table.columns, twentieths, is_head=True))
    for row in table.rows:
        element.append(_row(row.cells, twentieths))
    file.add_paragraph()


def _shares(table: Table, whole: int) -> list[int]:
    """How wide each column is, in twentieths of a point: no word of a head is broken, what that takes the widest give."""
    widths = widths_of(table)
    least = [
        round(max((len(word) for word in name.split()), default=0) * _HEAD_LETTER) + _MARGINS for name in table.columns
    ]
    shares = [round(whole * width / sum(widths)) for width in widths]
    short = sum(max(floor - share, 0) for floor, share in zip(least, shares, strict=True))
    spare = sum(max(share - floor, 0) for floor, share in zip(least, shares, strict=True))
    part = min(short / spare, 1) if spare else 0
    return [max(share, floor) - round(max(share - floor, 0) * part) for floor, share in zip(least, shares, strict=True)]


def _row(cells: Sequence[str], widths: Sequence[int], *, is_head: bool = False) -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    properties = _child(row, "w:trPr")
    _child(properties, "w:cantSplit")
    if is_head:
        _child(properties, "w:tblHeader")
    for text, width in zip(cells, widths, strict=True):
        cell = _child(row, "w:tc")
        size = _child(_child(cell, "w:tcPr"), "w:tcW")
        size.set(qn("w:w"), str(width))
        size.set(qn("w:type"), "dxa")
        _write(_child(cell, "w:p"), text, is_bold=is_head)
    return row


def _write(paragraph: BaseOxmlElement, text: str, *, is_bold: bool) -> None:
    run = _child(paragraph, "w:r")
    look = _child(run, "w:rPr")
    if is_bold:
        _child(look, "w:b")
    _child(look, "w:sz").set(qn("w:val"), "17")
    for number, line in enumerate(text.split("\n")):
        if number:
            _child(run, "w:br")
        said = _child(run, "w:t")
        said.text = line
        said.set(qn("xml:space"), "preserve")


def _child(of: BaseOxmlElement, name: str) -> BaseOxmlElement:
    made = OxmlElement(name)
    of.append(made)
    return made
