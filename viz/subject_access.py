"""What is held about one person as a document they are given, and as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

from graph.model.period import LONDON, london_day
from graph.model.rights import Place, SubjectAccess
from viz.document import APPENDIX, Document, Row, Table
from viz.saying import day, partial, said

TITLE = "What is held about"
_LEAD = (
    "This is what agencies have recorded about the person named above, with where each of it comes from.",
    "Other people are not named: where one stands, it says “another person” or “a professional”.",
    "A statement is ours, made of a row as an agency sent it. The row stands beside it in the agency’s own words and codes.",
)
_BLANKS = (
    "Free text may name other people: it is added once somebody has read it.",
    "What is restricted or closed, where there is any, is added once that has been decided.",
    "Rows that could not be loaded are not in here: ask the agency that sent them.",
)
NOT_GIVEN = "Not to be given: for whoever puts this together"
_NOT_GIVEN_LEAD = (
    "Take this sheet and those after it out before the file is given away.",
    "Free text may name other people: read each cell listed first, and add what may be told.",
    "What is closed is not in this file: each row or cell listed needs a decision of its own.",
)
_TOLD = re.compile(r"^Told (\w+) ")
_ONE_DAY = re.compile(r"^from (\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})$")


def to_document(found: SubjectAccess) -> Document:
    """The document: what the person is given, and on sheets of their own the two lists for whoever puts it together."""
    whole = Document(
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
    )
    given = replace(
        whole,
        title="What agencies recorded",
        lead=(),
        tables=(
            _statements(found),
            _table("Decided here", ("When", "What"), ((_moment(one.at), said(one.what)) for one in found.decisions)),
            _table("Who looked", ("When", "Role", "Purpose", "Question"), _looks(found)),
        ),
        blanks=_BLANKS,
    )
    return replace(
        whole,
        parts=(
            given,
            replace(given, page=APPENDIX, title=NOT_GIVEN, lead=_NOT_GIVEN_LEAD, tables=_lists(found), blanks=()),
        ),
    )


def _lists(found: SubjectAccess) -> tuple[Table, Table]:
    return (
        _table(
            "To be read first",
            ("Agency", "Delivery", "Table", "Row", "Cell"),
            ((*_where(one.place, found), one.cell) for one in found.to_redact),
        ),
        _table(
            "To be decided",
            ("Agency", "Delivery", "Table", "Row", "Cell", "Closed as"),
            ((*_where(one.place, found), one.cell or "the whole row", one.why) for one in found.to_decide),
        ),
    )


def to_plain(found: SubjectAccess) -> Mapping[str, Any]:
    """The same as values JSON can hold: moments as ISO 8601."""
    return {"not_here": list(_BLANKS), **asdict(found, dict_factory=_plain)}


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in pairs}


def _statements(found: SubjectAccess) -> Table:
    rows = []
    for one in found.statements:
        until = f", replaced {_recorded(one.superseded_at)}" if one.superseded_at else ""
        row = "; ".join(f"{name}: {text}" for name, text in one.cells.items())
        place = one.place
        source = (
            f"{_name(place.agency, found)} ({place.system}), {place.table.replace('_', ' ')} {one.reference}".rstrip()
        )
        says = _TOLD.sub(lambda told: f"Told {_name(told.group(1), found)} ", one.says)
        says = said(says).replace(" at Address: ", " at ")
        rows.append(
            (says[:1].upper() + says[1:], _dates(one.valid), source, f"{_recorded(one.recorded_at)}{until}", row)
        )
    return _table("What agencies say", ("Statement", "Dates", "Source", "Written down", "Row as sent"), rows)


def _name(agency: str, found: SubjectAccess) -> str:
    return found.agencies.get(agency, agency)


def _dates(valid: str) -> str:
    """A period in words: one day once, and nothing where no date was ever given."""
    one_day = _ONE_DAY.match(valid)
    if one_day and date.fromisoformat(one_day.group(2)) - date.fromisoformat(one_day.group(1)) == timedelta(days=1):
        return partial(one_day.group(1))
    return "" if valid == "start unknown" else said(valid)


def _looks(found: SubjectAccess) -> Iterable[tuple[str, ...]]:
    return (
        (_moment(one.at), ", ".join(one.roles), one.purpose.replace("_", " "), one.operation) for one in found.looks
    )


def _where(place: Place, found: SubjectAccess) -> tuple[str, str, str, str]:
    return _name(place.agency, found), place.delivery[:12], place.table, str(place.row)


def _table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    held = tuple(Row(cells) for cells in rows)
    return Table(title, columns, held, "" if held else "None.")


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{day(local.date())} at {local:%H:%M}"


def _recorded(at: datetime) -> str:
    """The day something was written down; midnight stands for the end of the day before."""
    return day((at.astimezone(LONDON) - timedelta(microseconds=1)).date())
