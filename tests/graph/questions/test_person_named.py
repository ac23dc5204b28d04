"""Whom an operator means by an agency's own reference."""

from __future__ import annotations

import pytest

from graph.errors import BadInput
from graph.questions.opening import Partnerships
from graph.questions.person_named import record_named
from tests.graph.questions.test_callers import held
from tests.ingest.site import KEY

__all__ = ["held"]


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("csc/main:C1", KEY.record_id("csc", "main", "people", "C1")),
        ("csc/early-help:C2", KEY.record_id("csc", "early-help", "people", "C2")),
        ("csc/main:A:1", KEY.record_id("csc", "main", "people", "A:1")),
        ("rabc", "rabc"),
    ],
)
def test_an_id_stays_and_a_reference_becomes_one(text: str, record: str, held: Partnerships) -> None:
    assert record_named(text, held.partnership(), KEY) == record


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("csc:C1", "say which, early-help or main"),
        ("nobody:C1", "sent no people"),
        ("csc/other:C1", "sent no people"),
        (":C1", "sent no people"),
    ],
)
def test_a_reference_that_names_no_one_system_is_refused(text: str, says: str, held: Partnerships) -> None:
    with pytest.raises(BadInput, match=says):
        record_named(text, held.partnership(), KEY)


def test_an_agency_of_one_system_needs_none_named(held: Partnerships) -> None:
    partnership = held.partnership()
    alone = type(partnership)(partnership.agencies, partnership.feeds[:1], partnership.newest)
    (feed,) = alone.feeds
    assert record_named(f"{feed.agency}:C1", alone, KEY) == KEY.record_id(feed.agency, feed.system, "people", "C1")
