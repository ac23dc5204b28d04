"""The last lines of the evidence panel: who says otherwise, what would change what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from api.pages.evidence_words import would_change
from graph.model.claims import TABLE_OF_KIND
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import words_of
from tests.viz.family import CSC, HOUSING, POLICE, TESSA, a_claim, a_period, a_record, a_stay

LATER = datetime(2024, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("table", sorted(TABLE_OF_KIND.values()))
def test_every_kind_of_record_says_who_could_change_it(table: str) -> None:
    told = would_change(a_claim("…", HOUSING, record=a_record(HOUSING, table)))
    assert HOUSING.name in told
    assert "{" not in told


def test_an_open_end_nobody_confirmed_lately_waits_for_a_newer_delivery() -> None:
    valid = replace(a_period(), unconfirmed_since=LATER)
    told = would_change(a_claim("…", HOUSING, valid=valid, record=a_record(HOUSING, "residences")))
    assert told.endswith("; a newer delivery would say whether it still holds")


def test_a_replaced_row_is_history() -> None:
    assert "it has been replaced" in would_change(a_claim("…", HOUSING, superseded_at=LATER))


def test_whoever_says_otherwise_is_on_the_panel_with_what_and_when() -> None:
    other = a_claim("QUILL, Tessa lives at Flat 2, Mill Lane, since 2022", POLICE)
    claim = a_claim("QUILL, Tessa lives at 14 Ash Road, since 2021", CSC, dissent=lambda: (other,))
    person = replace(TESSA, households=(replace(a_stay(TESSA), claims=(claim,)),))
    client = TestClient(make_application(Asked(family_answers() | {"person": person})))
    told = words_of(client.get("/people/tessa").text)
    assert "Vale Police (main) says otherwise: QUILL, Tessa lives at Flat 2, Mill Lane, since 2022" in told
    assert "What would change this: " in told
