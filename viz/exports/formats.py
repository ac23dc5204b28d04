"""Which endings there are, what each is called on the wire, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from viz.document import Document
from viz.exports.comma import to_csv
from viz.exports.excel import to_excel
from viz.exports.picture import to_png, to_svg
from viz.exports.plain import to_json
from viz.exports.typeset import to_pdf
from viz.exports.word import to_word

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its word for people, its media type, and what makes it."""

    word: str
    media_type: str
    write: Callable[[Document], bytes]


FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf", to_pdf),
    "docx": Format("Word", f"{_OFFICE}.wordprocessingml.document", to_word),
    "xlsx": Format("Excel", f"{_OFFICE}.spreadsheetml.sheet", to_excel),
    "csv": Format("CSV", "text/csv; charset=utf-8", to_csv),
    "svg": Format("picture (SVG)", "image/svg+xml; charset=utf-8", to_svg),
    "png": Format("picture (PNG)", "image/png", to_png),
    "json": Format("JSON", "application/json", to_json),
}


def file_name(document: Document, ending: str) -> str:
    """What the file is called: page and day, nobody's name or reference."""
    return f"kithmap-{document.page}-{document.day.isoformat()}.{ending}"
