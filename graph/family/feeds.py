"""Which feeds are current for a day, and which blank stands for one that is not (rules.md §1, §6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from graph.model.answers import Blank, BlankKind
from graph.model.people import Agency, Feed, Partnership
from graph.model.period import london_day

STILL_CURRENT = timedelta(days=31)


def feed_blank(partnership: Partnership, agency: Agency, table: str, as_of: date) -> Blank | None:
    """None while the agency's feed is current on `as_of`; else which blank: not delivered, or out of date since when.

    An agency with two systems is current when one is.
    """
    feeds = [feed for feed in partnership.feeds if feed.agency == agency.id and feed.table == table]
    if any(_is_current(feed, as_of) for feed in feeds):
        return None
    begun = [feed for feed in feeds if _from(feed) <= as_of]
    if not begun:
        return Blank(table, agency, BlankKind.NOT_DELIVERED)
    return Blank(table, agency, BlankKind.OUT_OF_DATE, max(_to(feed) for feed in begun))


def blanks_of(partnership: Partnership, needed: Iterable[tuple[str, str]], as_of: date) -> tuple[Blank, ...]:
    """The blanks among (agency kind, table) feeds a question needs, by agency and table.

    A kind with no agency in the partnership is said as not delivered, without an agency.
    """
    found: list[Blank] = []
    for kind, table in needed:
        agencies = sorted(
            (agency for agency in partnership.agencies.values() if agency.kind == kind), key=lambda held: held.id
        )
        if not agencies:
            found.append(Blank(f"{kind}/{table}", None, BlankKind.NOT_DELIVERED))
        found += [blank for agency in agencies if (blank := feed_blank(partnership, agency, table, as_of))]
    return tuple(found)


def silence_of(partnership: Partnership, agency: Agency, as_of: date) -> tuple[BlankKind, date | None]:
    """Which blank stands where an agency says nothing: delivered and none, out of date since when, or not delivered."""
    feeds = [feed for feed in partnership.feeds if feed.agency == agency.id and feed.table != "agencies"]
    if any(_is_current(feed, as_of) for feed in feeds):
        return BlankKind.DELIVERED_NONE, None
    begun = [_to(feed) for feed in feeds if _from(feed) <= as_of]
    return (BlankKind.OUT_OF_DATE, max(begun)) if begun else (BlankKind.NOT_DELIVERED, None)


def days_of_feeds(feeds: Iterable[Feed], as_of: date) -> tuple[date, date] | None:
    """The first and the last day up to `as_of` that any of these feeds bears witness to; None without one by then.

    A feed that is current bears witness up to `as_of`.
    """
    begun = [feed for feed in feeds if _from(feed) <= as_of]
    if not begun:
        return None
    last = as_of if any(_is_current(feed, as_of) for feed in begun) else min(max(_to(feed) for feed in begun), as_of)
    return min(_from(feed) for feed in begun), last


def missing_names(blanks: Iterable[Blank]) -> tuple[str, ...]:
    """`agency/table` of each blank feed, for `Asked.feedsMissing`."""
    return tuple(sorted({f"{blank.agency.id}/{blank.what}" if blank.agency else blank.what for blank in blanks}))


def _from(feed: Feed) -> date:
    return date.fromisoformat(feed.covers_from) if feed.covers_from else date.min


def _to(feed: Feed) -> date:
    return date.fromisoformat(feed.covers_to) if feed.covers_to else london_day(feed.extracted_at)


def _is_current(feed: Feed, as_of: date) -> bool:
    return _from(feed) <= as_of and _to(feed) + STILL_CURRENT >= as_of
