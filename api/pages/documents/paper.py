"""What every document is put together with: its stamp, its sources, its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fastapi import Request

from api.pages.asking import answering, feeds
from api.pages.dates import DatesAsked, to_query
from api.pages.evidence_words import objected_in_words
from api.pages.sentences import blank_lines, feed_name, said, supplied_until, supplies
from api.pages.words import capital, day, listed, moment, names_of, partial, period, person_name, plain, status, written
from graph.access.purpose import PURPOSES, PurposeCode
from graph.model.answers import AskedAnswer, Blank, ClaimAnswer, PersonAnswer
from graph.model.loading import FeedAnswer, MeAnswer
from viz.document import MARKING, Document, Picture, Row, Table

EVIDENCE = "Evidence"
_SOURCE_COLUMNS = ("Number", "Says", "Source", "How it stands", "When", "Written down")


@dataclass(slots=True)
class Sources:
    """The claims a document stands on, numbered as rows first name them; a row says the numbers."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _claims: list[ClaimAnswer] = field(default_factory=list)

    def row(self, *cells: str, claims: Iterable[ClaimAnswer] = ()) -> Row:
        """A row with the numbers of its claims in a last column."""
        given = tuple(dict.fromkeys(claims))
        numbers = [self._number(claim) for claim in given]
        return Row((*cells, in_runs(numbers)), tuple(claim.id for claim in given))

    def _number(self, claim: ClaimAnswer) -> int:
        if claim.id not in self._numbers:
            self._claims.append(claim)
        return self._numbers.setdefault(claim.id, len(self._claims))

    def table(self) -> Iterator[Table]:
        """The claims in the order of their numbers; nothing where no row names one."""
        if self._claims:
            note = "What agencies recorded, by the numbers the tables above name."
            yield Table(EVIDENCE, _SOURCE_COLUMNS, tuple(map(self._told, self._claims)), note)

    def _told(self, claim: ClaimAnswer) -> Row:
        record = claim.record
        has_dates = claim.valid.from_ or claim.valid.to
        replaced = f"; replaced {written(claim.superseded_at)}" if claim.superseded_at else ""
        cells = (
            str(self._numbers[claim.id]),
            said(claim.says),
            f"{record.agency.name} ({record.system}), {plain(record.table)}",
            "; ".join((capital(status(claim.status)), *map(objected_in_words, claim.objections))),
            capital(period(claim.valid)) if has_dates else "Dates not recorded",
            written(claim.recorded_at) + replaced,
        )
        return Row(cells, (claim.id,))


def in_runs(numbers: Iterable[int]) -> str:
    """`1 to 4, 7, 9, 10`: three or more in a row are said by their ends."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]} to {run[-1]}" if run[2:] else ", ".join(map(str, run)) for run in runs)


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells: about whom, on which dates, its sentences, tables and pictures, and what is not there."""

    title: str
    person: PersonAnswer
    asked: AskedAnswer
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    blanks: tuple[Blank, ...]
    sources: Sources
    pictures: tuple[Picture, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


def put_together(request: Request, page: str, dates: DatesAsked, told: Told) -> Document:
    """The document of a page, stamped."""
    return Document(
        page=page,
        title=told.title,
        who=person_name(told.person),
        day=told.asked.as_of,
        made_at=answering(request).now(),
        stamp=tuple(stamp_of(request, dates, told)),
        lead=told.lead,
        pictures=told.pictures,
        tables=(*told.tables, *told.sources.table()),
        blanks=tuple(blank_lines(told.blanks)),
    )


def stamp_of(request: Request, dates: DatesAsked, told: Told) -> Iterator[tuple[str, str]]:
    """What the stamp of the page says, and the lawful basis of the purpose."""
    asked, me, made_at = told.asked, answering(request).me(request), answering(request).now()
    newest = " (the day of the newest delivery)" if asked.as_of_is_newest_delivery else ""
    yield "As at", f"{day(asked.as_of)}{newest}"
    yield "Known at", moment(asked.known_at)
    yield "Known to", f"{names_of(asked.known_to)} only" if dates.known_to else "every agency"
    if asked.window:
        yield (
            "Stretch looked at",
            period(asked.window) if asked.window.from_ else f"everything up to {partial(asked.window.to)}",
        )
    yield "Made by", f"{me.name if me else ''}, {moment(made_at)}"
    yield from _purpose(me)
    if asked.opened_until:
        yield "Break-glass", f"Seen under break-glass, open until {moment(asked.opened_until)}"
    yield "Marking", MARKING
    yield "Included", _included(feeds(request))
    missing = "; ".join(feed_name(name, asked.known_to) for name in asked.feeds_missing)
    yield "Missing", missing or "no feed this question needs"
    if asked.withheld:
        yield "Restricted", "An agency restricts something about the people on this page, so it is not shown."
    yield "Address", _page_address(request, dates, told)


def _purpose(me: MeAnswer | None) -> Iterator[tuple[str, str]]:
    code = (me.purpose if me else "").partition(";")[0].strip()
    yield "Purpose", capital(plain(code))
    if code in list(PurposeCode):
        yield "Lawful basis", PURPOSES[PurposeCode(code)].lawful_basis


def _included(given: Iterable[FeedAnswer]) -> str:
    held = supplies(given)
    lines = [f"{one.agency}, up to {day(one.until)}: {one.tables}" for one in held]
    names = f": {listed([one.agency for one in held])}" if held else ""
    return "\n".join((f"{supplied_until(held)}{names}", *lines))


def _page_address(request: Request, dates: DatesAsked, told: Told) -> str:
    """The address of the page this was made of, with its day and what was known named."""
    pinned = {
        "as_of": told.asked.as_of.isoformat(),
        "known_at": told.asked.known_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    asked = [pair for pair in (*dates.pairs, *told.pairs) if pair[1]]
    named = {name for name, _ in asked}
    asked += [pair for pair in pinned.items() if pair[0] not in named]
    path = request.url.path.rpartition(".")[0]
    return str(request.url.replace(path=path, query="")).removesuffix("?") + to_query(asked)


def counted_line(number: int, one: str, many: str, after: str = "") -> str:
    """`5 adults around the child.`"""
    return f"{number} {one if number == 1 else many}{after}."


def by_agencies(agencies: Iterable[object]) -> str:
    """Who says so, `alone` where it is one."""
    names = list(dict.fromkeys(str(getattr(agency, "name", agency)) for agency in agencies))
    return f"{names[0]} alone" if len(names) == 1 else listed(names)


def said_of(words: Mapping[str, str], code: str) -> str:
    """A code in words."""
    return words.get(code, capital(plain(code)))
