"""What an analyst reads of a claim: every cell of every table is decided on, and what is told says nothing of anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access.pseudonyms import fresh_pseudonyms
from graph.access.structure import KEPT, LEFT_OUT, WORDS, Shape, district_of
from graph.model.claims import Claim, ClaimKind
from ingest.claims.values import ROLE_ASSUMED
from ingest.tables.registry import TABLES
from tests.builders import World

SHAPE = Shape(fresh_pseudonyms(), frozenset({"csc", "police"}))


def test_every_cell_of_every_table_is_decided_on() -> None:
    columns = {name for table in TABLES.values() for name in table.names} | {ROLE_ASSUMED}
    assert columns == KEPT.keys() | LEFT_OUT
    assert not KEPT.keys() & LEFT_OUT


def a_claim(table: str, **cells: str) -> Claim:
    return World().say("csc", table, "1", (), **cells)


@given(st.sampled_from(sorted(KEPT)), st.text(min_size=1).map(lambda text: f"Zo\u00eb {text}"))
def test_no_text_of_an_agency_gets_through(cell: str, text: str) -> None:
    closed = {  # held to a closed list, a date or a number when they are loaded
        "start", "end", "started", "completed", "shared_on", "requested_on", "born_about", "sex", "identified",
        "parental_responsibility", "role_assumed", "child_seen", "child_seen_alone", "explanation_accepted", "seen",
        "sessions_possible", "sessions_absent", "sessions_unauthorised", "agency", "date_of_birth", "expected_birth",
        "date_of_death",
    }  # fmt: skip
    if cell not in closed:
        assert text not in str(KEPT[cell](SHAPE, text))
        assert "Zo\u00eb" not in str(KEPT[cell](SHAPE, text))


@pytest.mark.parametrize(
    ("table", "cell", "sent", "told"),
    [
        ("people", "date_of_birth", "2012-05-17", "2012-05"),
        ("people", "date_of_birth", "2012", "2012"),
        ("people", "upn", "A123456789012", "recorded"),
        ("households", "postcode", "VA4 7GH", "VA4"),
        ("households", "postcode", "flat 7", None),
        ("households", "address", "7 High Street", None),
        ("relationships", "type", "mother", "mother"),
        ("relationships", "type", "Mia's stepdad", "other"),
        ("relationships", "type", "parent", "parent"),
        ("involvements", "role", "allocated", "allocated"),
        ("involvements", "role", "Mrs Beddow", "other"),
        ("episodes", "factors", "3B;violent uncle;4A;the lodger", "3B;other;4A"),
        ("episodes", "source_agency", "police", "police"),
        ("episodes", "source_agency", "Mrs Beddow", "other"),
        ("events", "action_taken", "no_further_action", "no_further_action"),
        ("events", "action_taken", "rang the uncle", "recorded"),
        ("events", "provider", "csc", "csc"),
        ("shares", "about_record", "events:P-1", "recorded"),
    ],
)
def test_a_cell_is_told_as_its_table_says(table: str, cell: str, sent: str, told: str | None) -> None:
    assert SHAPE.cells(a_claim(table, **{cell: sent}), "r1").get(cell) == told


def test_a_school_is_one_place_whoever_names_it() -> None:
    told = [SHAPE.cells(a_claim("episodes", provider=name), "r1")["provider"] for name in ("Brook", " brook ", "Vale")]
    assert told[0] == told[1] != told[2]


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("people", {"given_name": "Mia"}, "given_name"),
        ("people", {"family_name": "Hobbs"}, "given_name"),
        ("people", {"other_names": "Mimi"}, None),
        ("professionals", {"name": "Priya Nair"}, "name"),
        ("professionals", {"team": "East"}, None),
    ],
)
def test_that_there_is_a_name_is_told_and_not_which(table: str, cells: dict[str, str], told: str | None) -> None:
    found = SHAPE.cells(a_claim(table, **cells), "r1")
    assert set(found) == ({told} if told else set())
    if told:
        assert found == SHAPE.cells(a_claim(table, **cells), "r1")
        assert found != SHAPE.cells(a_claim(table, **cells), "r2")


def test_an_agency_keeps_its_name() -> None:
    told = [SHAPE.cells(a_claim("agencies", **cells), "r1") for cells in ({"name": "Vale"}, {"kind": "police"})]
    assert told == [{"name": "Vale"}, {"kind": "police"}]


def test_districts() -> None:
    assert [district_of(text) for text in ("VA4 7GH", "va47gh", "W1A 1AA", "VA4", "", "VA4 7")] == [
        "VA4", "VA4", "W1A", None, None, None,
    ]  # fmt: skip


def test_words_are_codes_and_no_names() -> None:
    assert all(word == word.casefold() and " " not in word for word in WORDS)
    assert {kind.value for kind in ClaimKind} - WORDS  # words are what cells say, not what tables are called
