"""What was loaded: deliveries with their counts and feeds, quarantined rows, and the publications they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, tuple_, update

from graph.model.people import Agency, Feed, Partnership
from graph.store.ledger.columns import column_names
from graph.store.ledger.database import Database
from graph.store.ledger.tables import CORRECTIONS, DELIVERIES, PREPARED, PUBLICATIONS, QUARANTINE


@dataclass(frozen=True, slots=True)
class TableCount:
    """A table of a delivery: rows in = stored + unchanged + quarantined; and how many of each are closed rows.

    Whoever loads sees all rows of the file; of the answers closed rows are no part (access.md §2: not a count).
    """

    table: str
    rows_in: int
    stored: int
    unchanged: int
    quarantined: int
    closed_stored: int = 0
    closed_unchanged: int = 0
    closed_quarantined: int = 0


@dataclass(frozen=True, slots=True)
class TableFeed:
    """A table a delivery carries, and what it covers (the delivery's dates unless it says otherwise)."""

    table: str
    rows: int
    covers_from: date | None = None
    covers_to: date | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """A delivery as loaded. `publication` is None until it is published; `refused` says why it never will be.

    `names_agencies` are those its own `agencies` table names; `corrections` what was sent to put rows of it right.
    """

    id: str
    agency: str
    agency_name: str
    agency_kind: str
    system: str
    extracted_at: datetime
    mode: str
    covers_from: date | None
    covers_to: date | None
    lawful_basis: str
    loaded_at: datetime
    feeds: tuple[TableFeed, ...] = ()
    counts: tuple[TableCount, ...] = ()
    names_agencies: tuple[Agency, ...] = ()
    refused: tuple[str, ...] = ()
    publication: int | None = None
    corrections: tuple[str, ...] = ()

    @property
    def landed_as(self) -> tuple[str, ...]:
        """Under which names its rows lie in landing: its own, and those of its corrections."""
        return (self.id, *self.corrections)

    @property
    def is_published(self) -> bool:
        """Whether readers see it."""
        return self.publication is not None

    @property
    def rows_in(self) -> int:
        """Rows of all its tables; here and below closed ones are left out."""
        return self.stored + self.unchanged + self.quarantined

    @property
    def stored(self) -> int:
        """Rows that became claims."""
        return sum(count.stored - count.closed_stored for count in self.counts)

    @property
    def unchanged(self) -> int:
        """Rows that say what was known already."""
        return sum(count.unchanged - count.closed_unchanged for count in self.counts)

    @property
    def quarantined(self) -> int:
        """Rows that could not be taken, or wait for another."""
        return sum(count.quarantined - count.closed_quarantined for count in self.counts)


@dataclass(frozen=True, slots=True)
class QuarantineNote:
    """Where and why a row was quarantined: the rule and its message, never the value."""

    table: str
    file: str
    line: int | None
    column: str | None
    rule: str
    message: str
    value_withheld: bool = False


def feed_key(agency: str, system: str, table: str) -> str:
    """What the count of a feed is kept under."""
    return "\x1f".join((agency, system, table))


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The deliveries of the ledger."""

    database: Database

    def keep(self, record: DeliveryRecord, quarantine: Sequence[QuarantineNote] = ()) -> None:
        """Notes a delivery and its quarantined rows; noting it again replaces both, but never un-publishes it."""
        notes = [{"delivery": record.id, "place": place, **asdict(note)} for place, note in enumerate(quarantine)]
        with self.database.writing() as connection:
            published = connection.scalar(select(DELIVERIES.c.publication).where(DELIVERIES.c.id == record.id))
            # Its quarantine goes with it: the rows hang on the delivery.
            connection.execute(delete(DELIVERIES).where(DELIVERIES.c.id == record.id))
            kept = record if published is None else replace(record, publication=published)
            connection.execute(insert(DELIVERIES).values(**_to_row(kept)))
            if notes:
                connection.execute(insert(QUARANTINE), notes)

    def find(self, delivery_id: str) -> DeliveryRecord | None:
        """The delivery, published or not."""
        with self.database.reading() as connection:
            row = connection.execute(select(DELIVERIES).where(DELIVERIES.c.id == delivery_id)).mappings().first()
            return _with_corrections(connection, [_to_record(row)])[0] if row else None

    def every(self) -> tuple[DeliveryRecord, ...]:
        """All deliveries, in the order in which their agencies made them."""
        wanted = select(DELIVERIES).order_by(DELIVERIES.c.extracted_at, DELIVERIES.c.id)
        with self.database.reading() as connection:
            return _with_corrections(connection, map(_to_record, connection.execute(wanted).mappings()))

    def loaded_after(self, moment: datetime) -> Mapping[str, datetime]:
        """The deliveries and corrections loaded after a moment, with when."""
        loaded = select(DELIVERIES.c.id, DELIVERIES.c.loaded_at).where(DELIVERIES.c.loaded_at > moment)
        corrected = select(CORRECTIONS.c.id, CORRECTIONS.c.at).where(CORRECTIONS.c.at > moment)
        with self.database.reading() as connection:
            return {found: at for wanted in (loaded, corrected) for found, at in connection.execute(wanted)}

    def page(self, first: int, after: str | None = None) -> tuple[DeliveryRecord, ...]:
        """Up to `first` deliveries, newest load first, after the one of that id (from the top when it is unknown).

        Of one load by agency and system, not by id: an id is a hash of all that was sent, the closed rows too.
        """
        columns = DELIVERIES.c
        within = (columns.agency, columns.system, columns.extracted_at, columns.id)
        wanted = select(DELIVERIES).order_by(columns.loaded_at.desc(), *within).limit(first)
        with self.database.reading() as connection:
            if after is not None:
                last = connection.execute(select(columns.loaded_at, *within).where(columns.id == after)).first()
                if last is not None:
                    loaded_at, *place = last
                    same_load = (columns.loaded_at == loaded_at) & (tuple_(*within) > tuple(place))
                    wanted = wanted.where(or_(columns.loaded_at < loaded_at, same_load))
            return tuple(_to_record(row) for row in connection.execute(wanted).mappings())

    def quarantine(self, delivery_id: str | None = None) -> tuple[tuple[str, QuarantineNote], ...]:
        """(delivery, note) of quarantined rows, of one delivery or of all, in the order of their files."""
        wanted = select(QUARANTINE).order_by(QUARANTINE.c.delivery, QUARANTINE.c.place)
        if delivery_id is not None:
            wanted = wanted.where(QUARANTINE.c.delivery == delivery_id)
        with self.database.reading() as connection:
            return tuple((row["delivery"], _to_note(row)) for row in connection.execute(wanted).mappings())

    def partnership(self) -> Partnership:
        """The agencies and feeds of what is published; of each feed only the rows closed to nobody are counted."""
        told = to_partnership(record for record in self.every() if record.is_published)
        newest = Publications(self.database).newest()
        counts = newest.open_rows if newest else None
        if counts is None:
            return told
        feeds = tuple(
            replace(feed, rows=counts.get(feed_key(feed.agency, feed.system, feed.table), 0)) for feed in told.feeds
        )
        return replace(told, feeds=feeds)


@dataclass(frozen=True, slots=True)
class Publication:
    """A numbered state of the graph; `digest` and `published_at` are None until it is finished.

    `open_rows` counts the records of each feed (`feed_key`) that are closed to nobody: what anyone may be told.
    """

    number: int
    started_at: datetime
    published_at: datetime | None = None
    digest: str | None = None
    open_rows: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Publications:
    """The publications of the ledger. Numbers only grow; one that was started and not finished was never visible."""

    database: Database

    def start(self, now: datetime) -> Publication:
        """A new publication with the next number."""
        with self.database.writing() as connection:
            highest = connection.scalar(select(func.max(PUBLICATIONS.c.number))) or 0
            started = Publication(highest + 1, now)
            connection.execute(insert(PUBLICATIONS).values(number=started.number, started_at=now))
        return started

    def finish(
        self,
        number: int,
        deliveries: Sequence[str],
        digest: str,
        now: datetime,
        open_rows: Mapping[str, int] | None = None,
    ) -> None:
        """Marks the publication and its deliveries published, in one transaction. Finishing again changes nothing."""
        with self.database.writing() as connection:
            connection.execute(
                update(PUBLICATIONS)
                .where(PUBLICATIONS.c.number == number, PUBLICATIONS.c.published_at.is_(None))
                .values(published_at=now, digest=digest, open_rows=None if open_rows is None else dict(open_rows))
            )
            connection.execute(
                update(DELIVERIES)
                .where(DELIVERIES.c.id.in_(list(deliveries)), DELIVERIES.c.publication.is_(None))
                .values(publication=number)
            )
            connection.execute(delete(PREPARED).where(PREPARED.c.number <= number))

    def prepare(
        self,
        number: int,
        deliveries: Sequence[str],
        digest: str,
        now: datetime,
        open_rows: Mapping[str, int] | None = None,
    ) -> None:
        """Notes what `finish` will be told, before the graph shows the publication; preparing again replaces it."""
        with self.database.writing() as connection:
            connection.execute(delete(PREPARED))
            connection.execute(
                insert(PREPARED).values(
                    number=number,
                    at=now,
                    digest=digest,
                    deliveries=list(deliveries),
                    open_rows=None if open_rows is None else dict(open_rows),
                )
            )

    def finish_shown(self, shown: Callable[[], int]) -> int | None:
        """Finishes the publication that the graph shows and whose load was killed before it said so; its number.

        `shown` tells which publication the graph shows; it is asked only when one is prepared.
        """
        with self.database.reading() as connection:
            row = connection.execute(select(PREPARED)).mappings().first()
        if row is None or shown() < row["number"]:
            return None
        self.finish(row["number"], row["deliveries"], row["digest"], row["at"], row["open_rows"])
        return int(row["number"])

    def newest(self) -> Publication | None:
        """The last finished publication."""
        return self._last(PUBLICATIONS.c.published_at.is_not(None))

    def newest_number(self) -> int:
        """The number of the last finished publication, 0 before the first."""
        with self.database.reading() as connection:
            finished = PUBLICATIONS.c.published_at.is_not(None)
            return connection.scalar(select(func.max(PUBLICATIONS.c.number)).where(finished)) or 0

    def unfinished(self) -> Publication | None:
        """The last publication that was started and never finished, when it is newer than every finished one."""
        last, finished = self._last(PUBLICATIONS.c.number > 0), self.newest()
        return None if last is None or last == finished else last

    def _last(self, condition: Any) -> Publication | None:  # noqa: ANN401 - an SQL condition
        wanted = select(PUBLICATIONS).where(condition).order_by(PUBLICATIONS.c.number.desc()).limit(1)
        with self.database.reading() as connection:
            row = connection.execute(wanted).mappings().first()
        return Publication(**row) if row else None


def to_partnership(records: Any) -> Partnership:  # noqa: ANN401 - any iterable of DeliveryRecord
    """The agencies and newest feeds of deliveries given in the order in which their agencies made them."""
    agencies: dict[str, Agency] = {}
    named: dict[str, Agency] = {}
    feeds: dict[tuple[str, str, str], Feed] = {}
    newest: datetime | None = None
    for record in records:
        agencies[record.agency] = Agency(record.agency, record.agency_name, record.agency_kind)
        named.update({agency.id: agency for agency in record.names_agencies})
        for feed in _feeds_of(record):
            key = (feed.agency, feed.system, feed.table)
            feeds[key] = _covering_both(feeds[key], feed) if key in feeds else feed
        newest = record.extracted_at
    # What an agency says of itself counts more than what another says of it.
    every = {**named, **agencies}
    return Partnership(
        dict(sorted(every.items())), tuple(feed for _, feed in sorted(feeds.items(), key=lambda item: item[0])), newest
    )


def _covering_both(earlier: Feed, newer: Feed) -> Feed:
    """The newer delivery of a feed, covering what either covers: a delta of a month unsays no year before it."""
    starts, ends = (earlier.covers_from, newer.covers_from), (earlier.covers_to, newer.covers_to)
    since = None if None in starts else min(day for day in starts if day)
    until = None if None in ends else max(day for day in ends if day)
    return replace(newer, covers_from=since, covers_to=until)


def _feeds_of(record: DeliveryRecord) -> tuple[Feed, ...]:
    return tuple(
        Feed(
            agency=record.agency,
            system=record.system,
            table=feed.table,
            rows=feed.rows,
            covers_from=_text(feed.covers_from or record.covers_from),
            covers_to=_text(feed.covers_to or record.covers_to),
            extracted_at=record.extracted_at,
            delivery=record.id,
        )
        for feed in record.feeds
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _with_corrections(connection: Connection, records: Iterable[DeliveryRecord]) -> tuple[DeliveryRecord, ...]:
    wanted = select(CORRECTIONS.c.delivery, CORRECTIONS.c.id).order_by(CORRECTIONS.c.at, CORRECTIONS.c.id)
    held: dict[str, list[str]] = {}
    for delivery, correction in connection.execute(wanted):
        held.setdefault(delivery, []).append(correction)
    return tuple(replace(record, corrections=tuple(held.get(record.id, ()))) for record in records)


def _to_row(record: DeliveryRecord) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in column_names(DELIVERIES)}
    return plain | {
        "feeds": [[feed.table, feed.rows, _text(feed.covers_from), _text(feed.covers_to)] for feed in record.feeds],
        "counts": [list(astuple(count)) for count in record.counts],
        "names_agencies": [[agency.id, agency.name, agency.kind] for agency in record.names_agencies],
        "refused": list(record.refused),
    }


def _to_record(row: RowMapping) -> DeliveryRecord:
    values: Mapping[str, Any] = dict(row) | {
        "feeds": tuple(TableFeed(table, rows, _day(since), _day(until)) for table, rows, since, until in row["feeds"]),
        "counts": tuple(TableCount(*count) for count in row["counts"]),
        "names_agencies": tuple(Agency(*agency) for agency in row["names_agencies"]),
        "refused": tuple(row["refused"]),
    }
    return DeliveryRecord(**values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _to_note(row: RowMapping) -> QuarantineNote:
    return QuarantineNote(**{name: row[name] for name in row if name not in ("delivery", "place")})
