"""The contents of a Word file of several pages: a field Word can bring up to date, its entries links as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from viz.document import Document

_CODE = r'TOC \o "1-2" \h \z \u'


def add_contents(file: WordFile, parts: Sequence[Document]) -> None:
    """A sheet that names each part and leads to it."""
    file.add_heading("Contents", level=2).paragraph_format.page_break_before = True
    entries = [file.add_paragraph() for _ in parts]
    for number, (entry, part) in enumerate(zip(entries, parts, strict=True), 1):
        entry._p.append(_link(part.title, number))
    if entries:
        _field(entries[0], entries[-1])


def mark(heading: Paragraph, number: int) -> None:
    """Names a heading, so that the contents lead to it."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _name(number))
    heading._p.insert(1, start)  # after its properties
    heading._p.append(end)


def _name(number: int) -> str:
    return f"part{number}"


def _link(text: str, number: int) -> BaseOxmlElement:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _name(number))
    link.append(_run(said=text))
    return link


def _field(first: Paragraph, last: Paragraph) -> None:
    """The entries between as what a field of contents gave."""
    for place, element in enumerate((_run(mark="begin"), _run(code=_CODE), _run(mark="separate"))):
        first._p.insert(place, element)
    last._p.append(_run(mark="end"))


def _run(*, said: str = "", mark: str = "", code: str = "") -> BaseOxmlElement:
    run = OxmlElement("w:r")
    if mark:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), mark)
    else:
        part = OxmlElement("w:instrText" if code else "w:t")
        part.text = code or said
        part.set(qn("xml:space"), "preserve")
    run.append(part)
    return run
