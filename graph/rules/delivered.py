"""What the loaded feeds can bear witness to: only where a feed was delivered is nothing in it a finding (rules.md §1, §6)."""

from __future__ import annotations

from datetime import date, timedelta

from graph.family.feeds import feed_blank
from graph.model.period import london_day
from graph.rules.subject import Span, Subject

_ONE_DAY = timedelta(days=1)


def is_current(subject: Subject, agency: str, *tables: str) -> bool:
    """Whether these feeds of an agency are current on `as_of`, so that what they lack isn't there."""
    known = subject.case.partnership.agencies.get(agency)
    return known is not None and not any(
        feed_blank(subject.case.partnership, known, table, subject.as_of) for table in tables
    )


def days_delivered(subject: Subject, agency: str, *tables: str) -> Span | None:
    """The days up to `as_of` all these feeds of an agency bear witness to; None where one was never delivered."""
    spans = [_days_of(subject, agency, table) for table in tables]
    held = [span for span in spans if span]
    if not held or len(held) < len(spans):
        return None
    return Span(max(span.since for span in held), min(span.until for span in held))


def _days_of(subject: Subject, agency: str, table: str) -> Span | None:
    feeds = [feed for feed in subject.case.partnership.feeds if feed.agency == agency and feed.table == table]
    if not feeds:
        return None
    since = min(date.fromisoformat(feed.covers_from) if feed.covers_from else date.min for feed in feeds)
    if is_current(subject, agency, table):
        return Span(since, subject.as_of + _ONE_DAY)
    ends = (date.fromisoformat(feed.covers_to) if feed.covers_to else london_day(feed.extracted_at) for feed in feeds)
    return Span(since, min(max(ends), subject.as_of) + _ONE_DAY)
