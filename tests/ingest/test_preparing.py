"""One delivery from disk to landed rows: counts that add up, the same from every kind of file, refused as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.checks.table import Origin, check_table
from ingest.delivery import DeliverySource
from ingest.landing import Landing
from ingest.opening.table import read_table
from ingest.preparing import Prepared, TableCount, prepare
from ingest.tables.registry import TABLES
from tests.ingest.sending import MANIFEST, Row, write_csv, write_delivery, write_parquet, write_xlsx, zip_folder


def deliver(folder: Path, tolerance: float = 0.01, **tables: Sequence[Row]) -> Prepared:
    return prepare(DeliverySource(write_delivery(folder / "police", tables)), folder / "data", tolerance)


def people(*refs: str, **cells: str) -> list[Row]:
    return [{"person_ref": ref, **cells} for ref in refs]


def test_rows_in_are_good_repeated_or_quarantined(tmp_path: Path) -> None:
    prepared = deliver(tmp_path, people=people("p1", "p2", "p1", "", "p3"))
    assert prepared.tables == (TableCount("people", "people.csv", rows_in=5, good=3, repeated=1, quarantined=1),)
    assert not prepared.refused
    good = Landing(tmp_path / "data").good(prepared.delivery, "people").collect()
    assert good["_row"].to_list() == [2, 3, 6]


def test_a_reference_a_spreadsheet_has_cut_short_is_none(tmp_path: Path) -> None:
    prepared = deliver(tmp_path, people=people("1.23457E+16", "12345678901234567", "007", "1E5"))
    assert [(row.line, row.column, row.rule) for row in prepared.quarantined] == [
        (2, "person_ref", "unreadable_reference")
    ]
    good = Landing(tmp_path / "data").good(prepared.delivery, "people").collect()
    assert good["person_ref"].to_list() == ["12345678901234567", "007", "1E5"]


def test_an_optional_reference_cut_short_is_left_out_and_said(tmp_path: Path) -> None:
    rows = [{"record_ref": "i1", "person_ref": "p1", "professional_ref": "1.2E+16"}]
    prepared = deliver(tmp_path, people=people("p1"), involvements=rows)
    assert [(one.column, one.rule) for one in prepared.warnings] == [("professional_ref", "unreadable_reference")]
    assert (
        Landing(tmp_path / "data").good(prepared.delivery, "involvements").collect()["professional_ref"].item() is None
    )


@pytest.mark.parametrize(
    ("slip", "field", "rule"),
    [
        ("Mode: delta", "Mode", "unknown_column"),
        ("feeds: {visits: {from: 2022-09-01}}", "feeds", "unknown_column"),
        ("extracted_at: 2999-03-31T23:00:00Z", "extracted_at", "future_date"),
    ],
)
def test_what_is_likely_a_slip_in_the_manifest_is_said(tmp_path: Path, slip: str, field: str, rule: str) -> None:
    folder = write_delivery(tmp_path / "police", {"people": people("p1")})
    kept = [line for line in MANIFEST.splitlines() if not line.startswith(f"{field}:")]
    (folder / "delivery.yaml").write_text("\n".join([*kept, slip]) + "\n")
    told = prepare(DeliverySource(folder), tmp_path / "data", 0.01).warnings
    assert [(one.file, one.column, one.rule) for one in told] == [("delivery.yaml", field, rule)]


def test_a_row_leads_back_to_what_was_sent(tmp_path: Path) -> None:
    prepared = deliver(tmp_path, people=people(" p1 ", date_of_birth="03/05/2019", Eyes="grey", upn=""))
    landing = Landing(tmp_path / "data")
    sent = json.loads(landing.as_sent(prepared.delivery, "people", 2))
    assert sent == {"person_ref": " p1 ", "date_of_birth": "03/05/2019", "eyes": "grey"}
    with pytest.raises(KeyError):
        landing.as_sent(prepared.delivery, "people", 99)


def test_the_same_delivery_again_lands_nothing_anew_and_tells_the_same(tmp_path: Path) -> None:
    rows = people("p1", "", "p1", sex="?")
    first = deliver(tmp_path, people=rows)
    landed = {path: path.stat().st_mtime_ns for path in (tmp_path / "data").rglob("*") if path.is_file()}
    zipped = zip_folder(tmp_path / "police", tmp_path / "police.zip")
    again = prepare(DeliverySource(zipped), tmp_path / "data", 0.01)
    assert again.landed_before
    assert (again.delivery, again.tables, again.warnings) == (first.delivery, first.tables, first.warnings)
    assert (again.quarantined, again.refused) == (first.quarantined, first.refused)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "data").rglob("*") if path.is_file()} == landed


def test_one_reference_with_two_contents_refuses_the_delivery_and_names_the_lines(tmp_path: Path) -> None:
    rows = [*people("p1", given_name="Nora"), *people("p2"), *people("p1", given_name="Norah")]
    (reason,) = deliver(tmp_path, people=rows).refused
    assert reason.startswith("people.csv: 1 references")
    assert "lines 2 and 4" in reason
    assert "Nora" not in reason


@pytest.mark.parametrize(("bad", "rows", "refused"), [(1, 100, False), (2, 100, True), (50, 99, False)])
def test_bad_rows_beyond_the_tolerance_refuse_a_table_of_a_hundred_rows_or_more(
    tmp_path: Path, bad: int, rows: int, refused: bool
) -> None:
    sent = [*people(*[f"p{number}" for number in range(rows - bad)]), *people(*[""] * bad, given_name="Nora")]
    assert bool(deliver(tmp_path, people=sent).refused) is refused


def test_a_higher_tolerance_takes_what_was_refused_before_without_landing_again(tmp_path: Path) -> None:
    sent = [*people(*[f"p{number}" for number in range(90)]), *people(*[""] * 10, given_name="Nora")]
    assert deliver(tmp_path, people=sent).refused
    again = deliver(tmp_path, tolerance=0.1, people=sent)
    assert again.landed_before
    assert not again.refused


def test_a_file_at_fault_refuses_the_delivery_and_is_named(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path / "police", {"people": people("p1"), "residences": [{"record_ref": "r1"}]})
    (folder / "households.csv").write_bytes(b"household_ref,address\nh1,\xff\n")
    refused = prepare(DeliverySource(folder), tmp_path / "data", 0.01).refused
    assert [reason.split(":")[0] for reason in refused] == ["households.csv", "residences.csv"]


def test_one_table_in_two_files_refuses_the_delivery(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path / "police", {"people": people("p1")})
    write_parquet(folder / "People.parquet", people("p2"))
    (reason,) = prepare(DeliverySource(folder), tmp_path / "data", 0.01).refused
    assert reason.startswith("people")


def test_unknown_tables_and_columns_are_kept_and_said_once(tmp_path: Path) -> None:
    prepared = deliver(tmp_path, people=people("p1", "p2", eyes="grey"), dogs=[{"name": "Rex"}])
    assert {(warning.table, warning.column, warning.rule, warning.count) for warning in prepared.warnings} == {
        ("people", "eyes", "unknown_column", 1),
        ("dogs", "", "unknown_table", 1),
    }
    assert json.loads(Landing(tmp_path / "data").as_sent(prepared.delivery, "dogs", 2)) == {"name": "Rex"}
    assert [feed.table for feed in prepared.feeds] == ["people"]


def test_feeds_carry_the_days_they_cover(tmp_path: Path) -> None:
    manifest = MANIFEST + "feeds: {people: {from: 2020-01-01, to: 2020-12-31}}\n"
    folder = write_delivery(tmp_path / "police", {"people": people("p1"), "households": []}, manifest)
    write_csv(folder / "households.csv", [{"household_ref": "h1"}])
    feeds = {
        feed.table: str(feed.covers_from) for feed in prepare(DeliverySource(folder), tmp_path / "data", 0.01).feeds
    }
    assert feeds == {"people": "2020-01-01", "households": "2015-01-01"}


def test_a_delivery_killed_before_its_summary_lands_again_the_same(tmp_path: Path) -> None:
    first = deliver(tmp_path, people=people("p1", ""))
    landing = Landing(tmp_path / "data")
    landing.summary_path(first.delivery).unlink()
    landing.checked_path(first.delivery, "people").write_bytes(b"half")
    again = deliver(tmp_path, people=people("p1", ""))
    assert not again.landed_before
    assert again.tables == first.tables
    assert landing.good(first.delivery, "people").collect().height == 1


def test_a_table_of_more_rows_than_are_read_at_once_keeps_lines_and_counts(tmp_path: Path) -> None:
    refs = [f"p{number}" for number in range(70_000)]
    prepared = deliver(tmp_path, people=[*people(*refs, note="two\nlines"), *people("p5", note="two\nlines")])
    assert prepared.tables[0].good == 70_000
    assert prepared.tables[0].repeated == 1
    good = Landing(tmp_path / "data").good(prepared.delivery, "people").collect()
    assert good["_row"].to_list() == list(range(2, 140_002, 2))


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "person_ref": st.from_regex(r"0?[A-Z0-9]{1,4}", fullmatch=True),
                "given_name": CELLS,
                "date_of_birth": st.sampled_from(["", "2019", "2019-05", "2019-05-03", "03/05/2019"]),
                "identified": st.sampled_from(["", "y", "n", "?"]),
                "hobby": CELLS,
            }
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row["person_ref"],
    )
)
def test_csv_workbook_and_parquet_of_the_same_rows_are_checked_alike(tmp_path: Path, rows: list[Row]) -> None:
    files = [
        write_csv(tmp_path / "people.csv", rows),
        write_xlsx(tmp_path / "people.xlsx", rows),
        write_parquet(tmp_path / "people.parquet", rows),
    ]
    told = [
        check_table(TABLES["people"], pl.concat(read_table(path)), Origin("people", date(2024, 3, 31)))
        for path in files
    ]
    assert told[0].good.equals(told[1].good)
    assert told[0].good.equals(told[2].good)
    assert told[0].warnings == told[1].warnings == told[2].warnings
