"""What is said against a link on the day asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from graph.model.answers import PeriodAnswer
from graph.model.network import LinkKind
from tests.viz.family import a_period, an_edge
from viz.standing import doubts, is_doubted, is_over

DAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("valid", "said"),
    [
        (a_period("2021"), ()),
        (a_period("2021", "2024-04-01"), ()),
        (a_period("2021", "2024-03-31"), ("over",)),
        (a_period("2021", "2024"), ("dates not exact",)),
        (a_period("2024-03"), ()),
        (a_period("2024"), ("dates not exact",)),
        (a_period(None), ()),
    ],
)
def test_a_link_is_judged_on_the_day_asked_about(valid: PeriodAnswer, said: tuple[str, ...]) -> None:
    edge = an_edge("e", "a", "b", LinkKind.FAMILY, "parent", valid=valid)
    assert doubts(edge, DAY) == said


def test_an_end_that_is_still_to_come_does_not_make_a_link_over() -> None:
    edge = an_edge("e", "a", "h", LinkKind.LIVES_WITH, "resident", valid=a_period("2021", "2025-01-01"))
    assert not is_over(edge, DAY)
    assert is_over(edge, date(2025, 1, 1))


def test_an_event_is_a_point_and_never_over() -> None:
    assert doubts(an_edge("e", "a", "v", LinkKind.EVENT, "child", valid=a_period("2020", "2020-02-01")), DAY) == ()


@pytest.mark.parametrize("status", ["disputed", "DISPUTED", "refuted", "REFUTED"])
def test_a_dispute_is_said_however_the_answer_spells_it(status: str) -> None:
    edge = an_edge("e", "a", "b", LinkKind.FAMILY, "parent", status=status)
    assert is_doubted(edge)
    assert doubts(edge, DAY) == (status.lower(),)


def test_what_nobody_confirmed_lately_is_said() -> None:
    valid = PeriodAnswer("2019", None, open=True, unconfirmed_since=datetime(2022, 1, 1, tzinfo=UTC))
    assert doubts(an_edge("e", "a", "h", LinkKind.LIVES_WITH, "resident", valid=valid), DAY) == ("not confirmed",)
