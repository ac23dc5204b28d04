"""Checking a table as columns: what is set aside, what is left out, what closes, what is only said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest

from graph.errors import InputRefused
from ingest.checks.table import Checked, Origin, check_table
from ingest.tables.registry import TABLES
from tests.ingest.sending import Row, headings

ORIGIN = Origin("rows.csv", date(2024, 3, 31))


def check(table: str, *rows: Row) -> Checked:
    return check_table(TABLES[table], as_frame(rows), ORIGIN)


def as_frame(rows: Sequence[Row]) -> pl.DataFrame:
    names = headings(rows)
    cells = {name: [row.get(name, "") for row in rows] for name in names}
    lines = pl.Series("_row", range(2, len(rows) + 2), pl.Int64)
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String)).with_columns(lines)


def only(checked: Checked) -> dict[str, str | None]:
    assert checked.good.height == 1, checked.quarantined
    return checked.good.row(0, named=True)


def rules(checked: Checked) -> set[tuple[str, str, int]]:
    return {(warning.column, warning.rule, warning.count) for warning in checked.warnings}


def residence(**cells: str) -> Row:
    return {"record_ref": "r1", "person_ref": "p1", "household_ref": "h1", **cells}


def test_a_row_with_only_what_is_required_is_good_and_has_every_column_of_its_table() -> None:
    checked = check("residences", residence())
    assert set(TABLES["residences"].names) | {"_row", "_key", "_extra", "_content"} == set(checked.good.columns)
    assert only(checked)["_key"] == "r1"
    assert not checked.warnings


def test_a_row_without_a_required_reference_is_set_aside_with_file_line_column_and_rule() -> None:
    checked = check("residences", residence(), {**residence(), "person_ref": "  "})
    (row,) = checked.quarantined
    assert (row.file, row.line, row.column, row.rule) == ("rows.csv", 3, "person_ref", "required_missing")
    assert row.sent == "  "
    assert checked.rows_in == 2
    assert checked.good.height == 1


def test_the_message_names_every_fault_of_a_row_and_no_value() -> None:
    checked = check("events", {"record_ref": "e1", "category": "gossip", "type": "", "start": "31/03/2024"})
    (row,) = checked.quarantined
    assert (row.column, row.rule, row.sent) == ("category", "unknown_code", "gossip")
    assert all(name in row.message for name in ("category", "type", "start"))
    assert "gossip" not in row.message
    assert "31/03" not in row.message


def test_a_missing_required_column_refuses_the_file() -> None:
    with pytest.raises(InputRefused, match=r"rows\.csv: .*household_ref"):
        check("residences", {"record_ref": "r1", "person_ref": "p1"})


@pytest.mark.parametrize(
    ("table", "column", "sent", "closed"),
    [
        ("people", "sensitivity", "secret-ish", "sealed"),
        ("people", "identified", "perhaps", "n"),
        ("people", "adopted_identity", "maybe", "y"),
        ("households", "confidential", "?", "y"),
    ],
)
def test_what_cannot_be_read_closes(table: str, column: str, sent: str, closed: str) -> None:
    key = TABLES[table].key[0]
    checked = check(table, {key: "x1", column: sent})
    assert only(checked)[column] == closed
    assert rules(checked) == {(column, "unreadable_closed", 1)}


@pytest.mark.parametrize("column", ["sensitivity", "identified", "adopted_identity"])
def test_an_empty_closing_cell_closes_nothing(column: str) -> None:
    assert only(check("people", {"person_ref": "p1", column: " "}))[column] is None


@pytest.mark.parametrize(
    ("column", "sent"),
    [
        ("date_of_birth", "03/05/2019"),
        ("date_of_birth", "2019-02-30"),
        ("date_of_birth", "2019-5-3"),
        ("date_of_birth", "2019-13"),
        ("date_of_birth", "0000"),
        ("sex", "both"),
        ("born_about", "1985..1980"),
        ("local_ids", "no scheme"),
        ("recorded_at", "yesterday"),
        ("recorded_at", "2019"),
        ("given_name", "No\0ra"),
    ],
)
def test_an_unreadable_optional_cell_is_left_out_and_counted(column: str, sent: str) -> None:
    checked = check("people", {"person_ref": "p1", column: sent}, {"person_ref": "p2"})
    assert checked.good.height == 2
    assert checked.good[column].to_list() == [None, None]
    (warning,) = checked.warnings
    assert (warning.column, warning.count, warning.first_line) == (column, 1, 2)


@pytest.mark.parametrize("sent", ["2019", "2019-05", "2019-05-03", "2024-02-29"])
def test_partial_dates_stay_as_partial_as_they_were_sent(sent: str) -> None:
    assert only(check("people", {"person_ref": "p1", "date_of_birth": sent}))["date_of_birth"] == sent


def test_references_and_numbers_keep_their_leading_zeros() -> None:
    row = only(check("people", {"person_ref": " 007 ", "upn": "A123456789012", "local_ids": "pnc:007 ; ; nomis:A1"}))
    assert row["person_ref"] == "007"
    assert row["local_ids"] == "pnc:007;nomis:A1"


@pytest.mark.parametrize(
    ("start", "end", "used"),
    [
        ("2019-05-03", "2019-05-02", False),
        ("2019-05-03", "2019-05-03", True),
        ("2019-05-03", "2019-05", True),
        ("2019-05-03", "2019", True),
        ("2019-05", "2019-04-30", False),
        ("2019", "2018-12", False),
    ],
)
def test_an_end_before_its_start_is_not_used(start: str, end: str, used: bool) -> None:
    checked = check("residences", residence(start=start, end=end))
    assert only(checked)["end"] == (end if used else None)
    assert rules(checked) == (set() if used else {("end", "end_before_start", 1)})


@pytest.mark.parametrize(
    ("column", "sent", "ahead"),
    [
        ("date_of_birth", "2024-04-01", True),
        ("date_of_birth", "2024-03-31", False),
        ("date_of_birth", "2024-03", False),
        ("date_of_birth", "2025", True),
        ("expected_birth", "2024-09-01", False),
        ("recorded_at", "2024-03-31", False),
        ("recorded_at", "2024-04-01", True),
    ],
)
def test_a_date_after_the_delivery_is_kept_and_said(column: str, sent: str, ahead: bool) -> None:
    checked = check("people", {"person_ref": "p1", column: sent})
    assert only(checked)[column] is not None
    assert rules(checked) == ({(column, "future_date", 1)} if ahead else set())


def test_a_wrong_check_digit_is_kept_and_said() -> None:
    checked = check(
        "people", {"person_ref": "p1", "nhs_number": "943 476 5910"}, {"person_ref": "p2", "upn": "B123456789012"}
    )
    assert checked.good["nhs_number"].to_list() == ["943 476 5910", None]
    assert rules(checked) == {("nhs_number", "check_digit", 1), ("upn", "check_digit", 1)}


def test_codes_are_taken_in_the_spellings_people_write() -> None:
    row = only(check("episodes", {"record_ref": "x", "person_ref": "p", "kind": " Looked-After "}))
    assert row["kind"] == "looked_after"


def test_open_types_are_kept_as_sent() -> None:
    relation = {"record_ref": "x", "person_ref": "p", "other_ref": "q", "type": "Step-Mum's cousin"}
    assert only(check("relationships", relation))["type"] == "Step-Mum's cousin"
    event = {"record_ref": "x", "category": "police", "type": "Odd Affair", "start": "2020"}
    assert only(check("events", event))["type"] == "Odd Affair"
    assert only(check("events", {**event, "type": "Domestic Abuse"}))["type"] == "domestic_abuse"


@pytest.mark.parametrize(("outcome", "good"), [("shared", 0), ("refused", 1), ("not_answered", 1)])
def test_a_share_needs_its_day_only_when_something_was_shared(outcome: str, good: int) -> None:
    checked = check("shares", {"record_ref": "s", "to_agency": "gp", "outcome": outcome})
    assert checked.good.height == good
    assert {row.column for row in checked.quarantined} == ({"shared_on"} if not good else set())


def test_an_unreadable_day_of_a_share_that_was_refused_is_only_left_out() -> None:
    checked = check("shares", {"record_ref": "s", "to_agency": "gp", "outcome": "refused", "shared_on": "soon"})
    assert only(checked)["shared_on"] is None
    assert rules(checked) == {("shared_on", "unreadable_date", 1)}


def test_counts_are_whole_numbers_from_zero() -> None:
    row = {"person_ref": "p", "school": "Brook", "start": "2023-09-01", "end": "2023-12-20", "sessions_possible": "140"}
    assert only(check("attendance", {**row, "sessions_absent": "007"}))["sessions_absent"] == "7"
    (aside,) = check("attendance", {**row, "sessions_absent": "-1"}).quarantined
    assert (aside.column, aside.rule) == ("sessions_absent", "unreadable_count")


def test_keys_of_several_parts_stay_apart_whatever_the_parts_hold() -> None:
    one = {"record_ref": "a|b", "person_ref": "c", "role": "child"}
    other = {"record_ref": "a", "person_ref": "b|c", "role": "child"}
    assert check("event_people", one, other).good["_key"].n_unique() == 2


def test_unknown_columns_are_kept_with_the_row_and_count_as_content() -> None:
    plain, told = (
        check("people", {"person_ref": "p1"}),
        check("people", {"person_ref": "p1", "eye_colour": 'gr"ey', "a": "é"}),
    )
    assert only(told)["_extra"] == '{"a":"é","eye_colour":"gr\\"ey"}'
    assert only(plain)["_extra"] is None
    assert only(plain)["_content"] != only(told)["_content"]


def test_empty_columns_and_the_order_of_columns_change_no_content() -> None:
    one = check("people", {"person_ref": "p1", "family_name": "Marlow", "note": "", "x": ""})
    other = check("people", {"family_name": "Marlow ", "person_ref": "p1"})
    assert only(one)["_content"] == only(other)["_content"]


def test_a_row_with_more_cells_than_the_header_is_set_aside() -> None:
    frame = as_frame([{"person_ref": "p1"}, {"person_ref": "p2"}])
    checked = check_table(TABLES["people"], frame.with_columns(pl.Series("_surplus", [None, "x,y"])), ORIGIN)
    assert [(row.line, row.rule, row.sent) for row in checked.quarantined] == [(3, "surplus_cells", "x,y")]


def test_a_table_without_rows_is_checked_like_any_other() -> None:
    checked = check_table(TABLES["people"], pl.DataFrame(schema={"person_ref": pl.String, "_row": pl.Int64}), ORIGIN)
    assert (checked.good.height, checked.rows_in) == (0, 0)
