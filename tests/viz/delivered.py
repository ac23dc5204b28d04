"""One load of the made-up family opened, and what is wrong with its feeds."""

from __future__ import annotations

from datetime import date

from graph.model.watching import (
    CorrectionTold,
    DayDelivered,
    DeliveryOpened,
    FeedFault,
    FeedFaultKind,
    FeedsWatched,
    RowSetApart,
    TableLoaded,
)
from tests.viz.family import HOUSING, NOW, POLICE, family_deliveries


def family_delivery() -> DeliveryOpened:
    """The load that worked, with two rows set apart and one put right since."""
    return DeliveryOpened(
        family_deliveries().nodes[0],
        (TableLoaded("events", 70, 60, 8, 2), TableLoaded("people", 50, 40, 10, 0)),
        (
            RowSetApart("events", "events.csv", 7, "start", "unreadable_date", "start: not a date"),
            RowSetApart("events", "events.csv", 9, None, "surplus_cells", "the row has more cells than the header"),
        ),
        True,
        0,
        (CorrectionTold(NOW, 2, 1),),
    )


def family_feeds_watched() -> FeedsWatched:
    """A day, and one fault of each kind."""
    since = date(2024, 3, 1)
    return FeedsWatched(
        (DayDelivered(date(2024, 4, 2), POLICE, "main", ("events", "people"), True),),
        (
            FeedFault(FeedFaultKind.LATE, HOUSING, "main", "", since, 7, 32),
            FeedFault(FeedFaultKind.MISSING, POLICE, "main", "", since, 7, 99),
            FeedFault(FeedFaultKind.MISSING, POLICE, "main", "people", since, 50, 0),
            FeedFault(FeedFaultKind.SHRUNKEN, POLICE, "main", "events", since, 1200, 70),
        ),
        (DayDelivered(date(2024, 4, 1), POLICE, "main", (), False),),
    )
