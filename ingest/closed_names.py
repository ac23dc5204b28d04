"""Names of closed people in what an agency wrote of events they had a part in (access.md §2: sealed is nothing at all).

Of an open event only the part of somebody closed is closed; a headline that names them would tell what the part does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import polars as pl

from graph.identity.normalise import name_tokens
from ingest.claims.records import SystemRecords
from ingest.claims.references import ABOUT_ID
from ingest.markings import LEVELS, OPEN, level_of

_PARTS: Mapping[str, tuple[str, ...]] = {
    "events": ("event_people", "event_professionals"),
    "assessments": ("assessment_people",),
}
_NAMES = ("given_name", "family_name", "other_names")
_SHORTEST = 3
_NO_WORD = re.compile(r"[^\w]+")
_MARKINGS = {level: name for name, level in LEVELS.items() if level != OPEN}


@dataclass(frozen=True, slots=True)
class Named:
    """A cell that names somebody closed, and the key of the grant that opens it: `MARKING|RECORD`."""

    claim_id: str
    column: str
    opened_by: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A cell of a claim about a whole; `of` is the person whose part it is."""

    claim_id: str
    whole: str
    of: str | None
    column: str
    text: str


def closed_names(systems: Sequence[SystemRecords], texts: Mapping[str, Sequence[str]]) -> Iterator[Named]:
    """The cells of `texts` (columns by table) that say a name of somebody closed who had a part in what they tell of.

    A name that an open person there has too tells of nobody closed. One agency's rows of one system at a time: whoever is
    closed is so for that agency's records.
    """
    for records in systems:
        yield from _of_system(records.tables, texts)


def _of_system(tables: Mapping[str, pl.DataFrame], texts: Mapping[str, Sequence[str]]) -> Iterator[Named]:
    people = tables.get("people")
    closed = {} if people is None else _closed(people)
    if people is None or not closed:
        return
    words = _words_of(people)
    for whole, parts in _PARTS.items():
        present = _present(tables, parts)
        # What only closed people had a part in is closed whole.
        sought = {
            record: {who: _own_words(who, here, closed, words) for who in here & closed.keys()}
            for record, here in present.items()
            if here - closed.keys()
        }
        for row in _texts(tables, whole, parts, texts):
            said = _words(row.text)
            for who, own in sought.get(row.whole, {}).items():
                if who != row.of and not said.isdisjoint(own):
                    yield Named(row.claim_id, row.column, f"{closed[who]}|{who}")


def _closed(people: pl.DataFrame) -> dict[str, str]:
    """The marking of every person the agency closes, by its last version."""
    last = people.filter("is_last").select("record_id", level=level_of()).filter(pl.col("level") > OPEN)
    return {record: _MARKINGS[level] for record, level in last.iter_rows()}


def _words_of(people: pl.DataFrame) -> Mapping[str, Set[str]]:
    """The words of every name a person record ever had."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for record, *names in people.select("record_id", *_NAMES).unique().iter_rows():
        for name in filter(None, names):
            found[record] |= {word for word in _words(name) if len(word) >= _SHORTEST}
    return found


def _words(text: str) -> Set[str]:
    """The words of a text as names are compared: with what an apostrophe or a dot joins together, and apart."""
    return {*name_tokens(text), *name_tokens(_NO_WORD.sub(" ", text))}


def _own_words(who: str, here: Set[str], closed: Mapping[str, str], words: Mapping[str, Set[str]]) -> Set[str]:
    others = {word for other in here - closed.keys() for word in words.get(other, ())}
    return words.get(who, set()) - others


def _present(tables: Mapping[str, pl.DataFrame], parts: Sequence[str]) -> Mapping[str, Set[str]]:
    """Who had a part, by the record they had it in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table in (table for table in parts if table in tables and "person_ref_id" in tables[table].columns):
        pairs = tables[table].select("record_ref_id", "person_ref_id").drop_nulls().unique()
        for record, who in pairs.iter_rows():
            found[record].add(who)
    return found


def _texts(
    tables: Mapping[str, pl.DataFrame], whole: str, parts: Sequence[str], texts: Mapping[str, Sequence[str]]
) -> Iterator[_Text]:
    """What is written of wholes, in their parts, and in shares about them."""
    about = {whole: "record_id", **dict.fromkeys(parts, "record_ref_id"), "shares": ABOUT_ID}
    for table, column_of_whole in about.items():
        frame = tables.get(table)
        if frame is None:
            continue
        of = pl.col("person_ref_id") if table in parts and "person_ref_id" in frame.columns else pl.lit(None, pl.Utf8)
        for column in texts.get(table, ()):
            rows = frame.select(
                "claim_id", column_of_whole, of.alias("of"), pl.lit(column).alias("column"), text=column
            )
            for row in rows.drop_nulls(["text", column_of_whole]).iter_rows():
                yield _Text(*row)
