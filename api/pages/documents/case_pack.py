"""The case pack: the pages a strategy discussion needs as one file, in their own words and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import Request

from api.pages.asking import feeds
from api.pages.dates import DatesAsked
from api.pages.documents.adults import tell_adults
from api.pages.documents.ecomap import HOMES, tell_ecomap
from api.pages.documents.genogram import tell_genogram
from api.pages.documents.histories import tell_chronology
from api.pages.documents.knowing import tell_findings, tell_who_knew
from api.pages.documents.network import tell_network
from api.pages.documents.numbering import number_as_one
from api.pages.documents.paper import EVIDENCE, Sources, Told, put_together
from api.pages.finding_words import EARLIEST, FINDING_STATES
from api.pages.sentences import supplies
from api.pages.words import born, capital, day, listed, partial, period, sex
from graph.errors import Forbidden
from graph.model.answers import AskedAnswer, PersonAnswer
from graph.model.findings import FindingState
from graph.model.loading import FeedAnswer
from viz.document import APPENDIX, Document, Row, Table

CASE_PACK = "case-pack"
FORMATS = ("pdf", "docx")
TITLE = "Case pack"
PARTS: Mapping[str, Callable[[Request, str, DatesAsked], Told | None]] = {
    "adults": tell_adults,
    "network": tell_network,
    "genogram": tell_genogram,
    "findings": tell_findings,
    "chronology": tell_chronology,
    "who-knew": tell_who_knew,
    "ecomap": tell_ecomap,
}
"""Its pages in their order: who is around the child, then what was found, what happened, who knew, who is in touch."""
_NAMES: Mapping[str, str] = {
    "network": "Household network",
    "genogram": "Genogram",
    "ecomap": "Ecomap",
    "adults": "Adults around the child",
    "chronology": "Chronology",
    "findings": "Findings",
    "who-knew": "Who knew what",
}
_IN_SHORT: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("adults", "Adults", "Adults around the child, in short",
     ("Adult", "What the records say", "Linked since", "A practitioner would ask")),
    ("ecomap", HOMES, "Where the child lives, in short", ("Home", "Who", "As")),
    ("findings", "Findings", "Findings, in short", ("Rule", "What it says", EARLIEST)),
)  # fmt: skip
"""What the first sheets repeat: (part, its table, title, its columns)."""
_FIRST = "adults"
"""Asked before the others: it refuses whoever is no child, and knows nobody who may not be known."""
NOTHING_FOUND = "No rule found something in the data loaded. That does not say that there is nothing."
_RULES = "What each rule looks for"
_CAUTION = (
    "It puts side by side what agencies recorded. It gives no score, ranks nobody, and never says that somebody is safe. "
    "Where nothing is recorded, each part says which kind of nothing it is."
)


@dataclass(frozen=True, slots=True)
class Pack:
    """The parts that were told, by page, in order; and those this caller may not ask."""

    told: Mapping[str, Told]
    refused: tuple[str, ...]


def tell_pack(request: Request, person_id: str, dates: DatesAsked) -> Pack | None:
    """Every part the caller may ask; None where there is nobody to know of."""
    found: dict[str, Told] = {}
    refused: list[str] = []
    for page in sorted(PARTS, key=lambda page: page != _FIRST):
        try:
            told = PARTS[page](request, person_id, dates)
        except Forbidden:
            refused.append(page)
            continue
        if told is None:
            return None
        found[page] = told
    if not found:
        raise Forbidden("none of the parts of a case pack is open to you for this purpose")
    return Pack(
        {page: found[page] for page in PARTS if page in found}, tuple(page for page in PARTS if page in refused)
    )


def pack_document(request: Request, dates: DatesAsked, pack: Pack) -> Document:
    """The parts as one document, their evidence numbered as one, with one stamp."""
    documents = [_as_part(put_together(request, page, dates, told), told) for page, told in pack.told.items()]
    parts, evidence = number_as_one(documents)
    rules = [table for part in parts for table in part.tables if table.title == _RULES]
    parts = [replace(part, tables=tuple(table for table in part.tables if table not in rules)) for part in parts]
    cover = put_together(request, CASE_PACK, dates, _cover(pack))
    says = Table(
        "What each part says", ("Part", "In short"), tuple(Row((one.title, "\n".join(one.lead))) for one in documents)
    )
    last = (*_evidence_part(cover, evidence), *_rules_part(cover, rules), _feeds_part(cover, feeds(request)))
    tables = (*_in_short(documents), says)
    return replace(cover, stamp=tuple(_stamp(cover, pack)), tables=tables, parts=(*parts, *last))


def _in_short(documents: Iterable[Document]) -> Iterator[Table]:
    """What a discussion begins with, before anybody turns a leaf: who is around the child, where it lives, what was found."""
    by_page = {one.page: one for one in documents}
    for page, title, heading, columns in _IN_SHORT:
        whole = (
            next((table for table in by_page[page].tables if table.title == title), None) if page in by_page else None
        )
        if whole is not None:
            places = [whole.columns.index(name) for name in columns]
            rows = [
                row for row in whole.rows if page != "findings" or row.cells[1] == FINDING_STATES[FindingState.FOUND]
            ]
            cells = tuple(Row(tuple(row.cells[place] for place in places)) for row in rows)
            yield Table(heading, columns, cells, whole.note or ("" if cells else NOTHING_FOUND))


def _cover(pack: Pack) -> Told:
    """What all parts have in common, with the sentences the file begins with."""
    told = list(pack.told.values())
    asked = _asked_together([one.asked for one in told])
    return Told(TITLE, told[0].person, asked, tuple(_lead(pack, told[0].person)), (), (), Sources())


def _lead(pack: Pack, person: PersonAnswer) -> Iterator[str]:
    yield f"{capital(born(person))}. {sex(person.sex)}."
    yield f"For a strategy discussion. It holds: {listed([_NAMES[page] for page in pack.told])}."
    yield _CAUTION
    if pack.refused:
        yield f"Not in it, because this is not open to you for this purpose: {listed([_NAMES[page] for page in pack.refused])}."


def _asked_together(asked: Sequence[AskedAnswer]) -> AskedAnswer:
    """The dates they share; what is missing or withheld in any of them. Each part says its own stretch."""
    missing = sorted({feed for one in asked for feed in one.feeds_missing})
    withheld = any(one.withheld for one in asked)
    return replace(asked[0], window=None, feeds_missing=tuple(missing), withheld=withheld)


def _stamp(cover: Document, pack: Pack) -> Iterator[tuple[str, str]]:
    """The stamp: what it holds, of each agency its name alone, and the address of the person's own page."""
    for name, text in cover.stamp:
        match name:
            case "Included":
                yield name, f"{text.partition(chr(10))[0]}. What each supplies is the last part."
            case "Address":
                yield "Holds", "; ".join(_NAMES[page] for page in pack.told)
                yield name, text.replace(f"/{CASE_PACK}", "", 1)
            case _:
                yield name, text


def _as_part(document: Document, told: Told) -> Document:
    """A page as a part: it says which stretch it looked at, as the stamp of its own page does."""
    window = told.asked.window
    if window is None:
        return document
    stretch = period(window) if window.from_ else f"everything up to {partial(window.to)}"
    return replace(document, lead=(*document.lead, f"Stretch looked at: {stretch}."))


def _evidence_part(cover: Document, rows: Sequence[Row]) -> Iterator[Document]:
    if rows:
        columns = ("Number", "Says", "Source", "How it stands", "When", "Written down")
        note = "What agencies recorded, by the numbers the tables of all parts name."
        table = Table("What each number stands for", columns, tuple(rows), note)
        yield replace(cover, page=APPENDIX, title=EVIDENCE, lead=(), tables=(table,), stamp=())


def _rules_part(cover: Document, rules: Sequence[Table]) -> Iterator[Document]:
    """What the rules look for, behind what was found: it is the same for every child."""
    if rules:
        yield replace(
            cover, page=APPENDIX, title="The rules behind the findings", lead=(), tables=tuple(rules), stamp=()
        )


def _feeds_part(cover: Document, given: Iterable[FeedAnswer]) -> Document:
    rows = tuple(Row((one.agency, day(one.until), one.tables)) for one in supplies(given))
    table = Table("Feeds", ("Agency", "Up to", "What it supplies"), rows, "" if rows else "Nothing has been delivered.")
    return replace(cover, page=APPENDIX, title="What each agency supplies", lead=(), tables=(table,), stamp=())
