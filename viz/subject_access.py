"""What is held about one person as a document they are given, and as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from graph.model.period import london_day
from graph.model.rights import Place, SubjectAccess
from viz.document import Document, Row, Table

TITLE = "What is held about"
_LEAD = (
    "This is what agencies have recorded about the person named above, as they sent it, with where each of it comes from.",
    "Other people are not named: where one stands, it says “another person” or “a professional”.",
)
_BLANKS = (
    "Free text may name other people: the rows under “To be read first” are added once somebody has read them.",
    "What is closed is not in here: each row under “To be decided” needs a decision of its own before it is given.",
    "Rows that could not be loaded are not in here: ask the agency that sent them.",
)


def to_document(found: SubjectAccess) -> Document:
    """The document: statements, decisions, who looked, and the two lists for whoever puts it together."""
    return Document(
        page="subject-access",
        title=TITLE,
        who=found.name,
        day=london_day(found.at),
        made_at=found.at,
        stamp=(
            ("Made by", "operator"),
            ("Purpose", "the right of access (UK GDPR article 15)"),
            ("Made at", _moment(found.at)),
        ),
        lead=_LEAD,
        tables=(
            _statements(found),
            _table("Decided here", ("When", "What"), ((_moment(one.at), one.what) for one in found.decisions)),
            _table("Who looked", ("When", "Role", "Purpose", "Question"), _looks(found)),
            _table(
                "To be read first",
                ("Agency", "Delivery", "Table", "Row", "Cell"),
                ((*_where(one.place), one.cell) for one in found.to_redact),
            ),
            _table(
                "To be decided",
                ("Agency", "Delivery", "Table", "Row", "Cell", "Closed as"),
                ((*_where(one.place), one.cell or "the whole row", one.why) for one in found.to_decide),
            ),
        ),
        blanks=_BLANKS,
    )


def to_plain(found: SubjectAccess) -> Mapping[str, Any]:
    """The same as values JSON can hold: moments as ISO 8601."""
    return {"not_here": list(_BLANKS), **asdict(found, dict_factory=_plain)}


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in pairs}


def _statements(found: SubjectAccess) -> Table:
    rows = []
    for one in found.statements:
        until = f"until {_moment(one.superseded_at)}" if one.superseded_at else "still so"
        row = "; ".join(f"{name}: {text}" for name, text in one.cells.items())
        source = f"{one.place.agency}, {one.place.system}, {one.place.table} {one.reference}".rstrip()
        rows.append((one.says, one.valid, source, f"recorded {_moment(one.recorded_at)}, {until}", row))
    return _table("What agencies say", ("Statement", "Dates", "Source", "Held", "Row as sent"), rows)


def _looks(found: SubjectAccess) -> Iterable[tuple[str, ...]]:
    return ((_moment(one.at), ", ".join(one.roles), one.purpose, one.operation) for one in found.looks)


def _where(place: Place) -> tuple[str, str, str, str]:
    return place.agency, place.delivery[:12], place.table, str(place.row)


def _table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    held = tuple(Row(cells) for cells in rows)
    return Table(title, columns, held, "" if held else "None.")


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
