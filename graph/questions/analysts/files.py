"""An exported area as files: a Parquet file a table, one GraphML file of all, and what every column means."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from graph.errors import InputRefused
from graph.questions.analysts.export import AreaExported

DICTIONARY, GRAPH = "dictionary.json", "area.graphml"
TABLE_SAYS: Mapping[str, str] = {
    "people": "One row a person: records judged to be of one person are one.",
    "households": "One row a home that somebody in `people` lives or lived in.",
    "residences": "One row a record of where somebody lives: as many as agencies recorded.",
    "relationships": "`person` is `type` of `other`, as one agency says.",
    "events": "One row a record of something that happened; several agencies may have recorded one thing.",
    "event_people": "Who had what part in an event.",
    "involvements": "Who worked with a person: `worker` is one professional of one agency.",
    "episodes": "What a service did with a person over some time: referrals, plans, assessments asked for.",
    "assessments": "Who was named as what in an assessment.",
    "shares": "What an agency (`agency`) told another (`to_agency`) or would not tell.",
    "adults": "One row a child and an adult around it, as the page Adults has them (rules.md §2, §3).",
    "agencies": "The agencies of the partnership.",
}
COLUMN_SAYS: Mapping[str, str] = {
    "person": "pseudonym of a person, of this file alone",
    "other": "pseudonym of the other person",
    "child": "pseudonym of the child",
    "adult": "pseudonym of the adult",
    "household": "pseudonym of a home",
    "event": "pseudonym of an event's record",
    "assessment": "pseudonym of an assessment's record",
    "worker": "pseudonym of a professional",
    "about": "pseudonym of what a share is about, where it names a record",
    "birth": "month of birth (2012-05), or the year alone",
    "death": "month of death",
    "sex": "F, M or null",
    "district": "first half of the postcode, or null",
    "agencies": "ids of agencies with a record, separated by ;",
    "agency": "id of the agency that says it",
    "name": "name of the agency",
    "kind": "kind of what the row is of: agency, home, episode or assessment",
    "role": "role in it, a word of the field or `other`",
    "basis": "on what an agency says that somebody lives there",
    "type": "a type of the field or `other`",
    "category": "category of the event",
    "child_seen": "y, n or null",
    "child_seen_alone": "y, n or null",
    "acted": "y where an action is recorded, else n",
    "start": "first day as recorded, or its month, or its year",
    "end": "the day from which on it was over; null where it is open",
    "known": "day on which the agency recorded it, or the year in a month of birth or death",
    "outcome": "outcome, a word of the field or `other`",
    "how": "how it was shared",
    "source_agency": "who made the contact or referral: an agency's id or `other`",
    "capacity": "as what the person is named",
    "seen": "y, n or null",
    "to_agency": "who was told or asked: an agency's id or `other`",
    "state": "what the assessing agency's records say of the adult: hidden, assessed and so on",
    "grounds": "why the adult is around the child, separated by ;",
    "since": "month of the first evidence, or its year",
    "first_agency": "id of the agency that first knew of a link between the two",
    "first_known": "day on which it knew",
    "first_shared": "first day on which another agency was told of a link, or empty",
}
_NODES = {"people": "person", "households": "household", "events": "event"}
_EDGES = {
    "residences": ("person", "household"),
    "relationships": ("person", "other"),
    "event_people": ("person", "event"),
    "adults": ("adult", "child"),
}


def write_area(exported: AreaExported, out: Path) -> None:
    """The files, in a folder that was not there before: all of them or none. Raises InputRefused."""
    part = out.with_name(f"{out.name}.part")
    if out.exists():
        raise InputRefused("is there already: an export goes into a folder of its own", str(out))
    try:
        part.mkdir(parents=True)
        for name, table in exported.tables.items():
            table.write_parquet(part / f"{name}.parquet")
        (part / DICTIONARY).write_text(json.dumps(dictionary(exported), indent=1) + "\n", encoding="utf-8")
        with (part / GRAPH).open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in graphml(exported.tables))
        part.rename(out)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise InputRefused("can't be written", str(out)) from None


def dictionary(exported: AreaExported) -> dict[str, object]:
    """What each table and column means, how many rows there are, and the statement of k."""
    tables = {
        name: {
            "says": TABLE_SAYS[name],
            "rows": table.height,
            "columns": {column: COLUMN_SAYS[column] for column in table.columns},
        }
        for name, table in exported.tables.items()
    }
    return {"statement": dict(exported.statement), "tables": tables}


def graphml(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """The lines of the graph: people, homes and events; who lives where, is what of whom, had a part, is around whom."""
    columns = sorted({column for name in (*_NODES, *_EDGES) for column in tables.get(name, pl.DataFrame()).columns})
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield from (f'<key id="{name}" for="all" attr.name="{name}" attr.type="string"/>' for name in ("table", *columns))
    yield '<graph edgedefault="directed">'
    there: set[str] = set()
    for name, of in _NODES.items():
        for row in tables[name].unique(of, keep="first", maintain_order=True).iter_rows(named=True):
            there.add(row[of])
            yield f"<node id={quoteattr(row[of])}>{_data(name, row, {of})}</node>"
    for name, (source, target) in _EDGES.items():
        for row in tables.get(name, pl.DataFrame()).iter_rows(named=True):
            if {row[source], row[target]} <= there:
                ends = f"source={quoteattr(row[source])} target={quoteattr(row[target])}"
                yield f"<edge {ends}>{_data(name, row, {source, target})}</edge>"
    yield "</graph>"
    yield "</graphml>"


def _data(table: str, row: Mapping[str, str | None], ends: set[str]) -> str:
    told = {"table": table, **{name: text for name, text in row.items() if text and name not in ends}}
    return "".join(f'<data key="{name}">{escape(text)}</data>' for name, text in told.items())
