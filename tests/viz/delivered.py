"""One load of the made-up family opened, and what is wrong with its feeds."""

from __future__ import annotations

from datetime import date

from graph.model.sampling import SampleChecked, SampleReason, SampleSeen, SampleSource, SampleTable
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


def family_sample() -> SampleChecked:
    """A sample of a list of children, of which a row would be set apart."""
    source = SampleSource(
        "plans", "cpis.csv", 2, (("number", "NHS Number"), ("start", "Start <b>")), ("sex",), ("Shoe size",)
    )
    reason = SampleReason("cpis.csv", 3, "start", "date_not_as_stated", "start (from Start): not a date as stated")
    seen = SampleSeen(
        agency="children_social_care",
        system="cp-is",
        covers="always to 2024-03-31",
        sources=(source,),
        absent=("addresses",),
        tables=(SampleTable("people", 2, 0, 0), SampleTable("episodes", 2, 1, 0)),
        set_apart=(("date_not_as_stated", 1),),
        let_pass=(("check_digit", 2),),
        reasons=(reason,),
        refused=(),
    )
    return SampleChecked("cp-is", (seen,))
