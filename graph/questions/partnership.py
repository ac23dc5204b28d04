"""`feeds` and `me`: what is loaded, and who asks. No person is in either."""

from __future__ import annotations

from datetime import date

from graph.access.caller import Caller
from graph.access.purpose import Purpose
from graph.model.loading import FeedAnswer, MeAnswer
from graph.model.people import Agency, Feed, Partnership


def tell_feeds(partnership: Partnership) -> tuple[FeedAnswer, ...]:
    """Every feed, by agency, system and table."""
    ordered = sorted(partnership.feeds, key=lambda feed: (feed.agency, feed.system, feed.table))
    return tuple(_tell(partnership, feed) for feed in ordered)


def _tell(partnership: Partnership, feed: Feed) -> FeedAnswer:
    return FeedAnswer(
        agency=partnership.agencies.get(feed.agency) or Agency(feed.agency, feed.agency, "other"),
        system=feed.system,
        table=feed.table,
        rows=feed.rows,
        covers_from=date.fromisoformat(feed.covers_from) if feed.covers_from else None,
        covers_to=date.fromisoformat(feed.covers_to) if feed.covers_to else None,
        extracted_at=feed.extracted_at,
    )


def tell_me(caller: Caller, purpose: Purpose) -> MeAnswer:
    """Who asks, with what roles, why."""
    return MeAnswer(caller.name, tuple(sorted(role.value for role in caller.roles)), caller.agency, purpose.code.value)
