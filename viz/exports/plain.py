"""A document as JSON: every text as it is, and the ids of the claims each row stands on."""

from __future__ import annotations

import json

from viz.document import Document, Table


def to_json(document: Document) -> bytes:
    """The document as one JSON object in UTF-8."""
    told = {
        "page": document.page,
        "title": document.title,
        "who": document.who,
        "marking": document.marking,
        "as_at": document.day.isoformat(),
        "made_at": document.made_at.isoformat(),
        "says": document.lead,
        "pictures": [{"shows": picture.alt, "key": picture.key} for picture in document.pictures],
        "tables": [_table(table) for table in document.tables],
        "not_here": document.blanks,
        "stands_on": [{"about": name, "is": text} for name, text in document.stamp],
    }
    # Half a pair of a letter is no UTF-8; JSON writes it as an escape.
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def _table(table: Table) -> dict[str, object]:
    return {
        "title": table.title,
        "note": table.note,
        "columns": table.columns,
        "rows": [{"cells": row.cells, "claims": row.claims} for row in table.rows],
    }
