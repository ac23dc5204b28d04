"""What a mapping can say, on small files of one's own: conditions, codes, references, lists, lines, markings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InputRefused, WrongUse
from ingest.delivery import DeliverySource, find_deliveries
from ingest.landing import Landing
from ingest.mapping.asked import MappingAsked, read_stated
from ingest.mapping.reading import read_mapping
from ingest.mapping.sending import files_named
from ingest.preparing import Prepared, prepare
from tests.ingest.mapping.loading import ON, Through, load_through, write_files
from tests.ingest.sending import zip_folder
from tests.ingest.site import open_site

HEAD = "mapping: own\ndelivery: {agency: csc, agency_kind: children_social_care, system: own}\ndates: dd/mm/yyyy\n"
PEOPLE = """\
sources:
  people:
    file: "people*"
    columns: {ref: Ref, born: [DOB, "Date of birth*"], sex: [Sex, Gender], seal: Restricted}
    needs: ref
    rows:
      - into: people
        cells:
          person_ref: ref
          date_of_birth: born
          sex: {from: sex, codes: {"1": M, "2": F}, unknown: UNKNOWN}
          sensitivity: {text: sealed, when: {seal: "yes"}}
"""


def through(folder: Path, mapping: str, files: dict[str, str]) -> Through:
    (folder / "own.yaml").write_text(mapping, encoding="utf-8")
    return load_through(folder / "data", str(folder / "own.yaml"), write_files(folder / "sent", files), system="own")


def prepared(folder: Path, mapping: str, files: dict[str, str]) -> Prepared:
    asked = MappingAsked(read_mapping(mapping, "own.yaml"), {"extracted_at": ON})
    return prepare(DeliverySource(write_files(folder / "sent", files), asked), folder / "data", 1.0)


def values(folder: Path, made: Prepared, table: str, *columns: str) -> list[tuple[str | None, ...]]:
    good = Landing(folder / "data").good(made.delivery, table).sort("_row").collect()
    return good.select(columns).rows()


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Through]:
    files = {
        "people.csv": (
            "REF,a) Date of Birth (dd/mm/yyyy),Gender,Extra,Restricted\n"
            "007,25/12/2010,1,x,\n"  # good
            "aB,12/25/2010,2,x,\n"  # an American date
            "Ab,2010-12-25,2,x,\n"  # another format than stated
            "000,01/02/2011,9,x,\n"  # a code nobody translates
            ",01/02/2011,1,x,\n"  # no reference
            "S1,13/13/2011,1,x,Yes\n"  # sealed and at fault
            "008,01/02/2011,1,x,,too,many\n"
        )
    }
    opened = through(tmp_path, HEAD + KEEPING, files)
    yield opened
    opened.site.close()


def test_what_fits_is_kept_and_what_does_not_is_set_aside_by_rule(people: Through) -> None:
    assert sorted(one.claim.source.record_ref for one in people.stored) == ["000", "007"]
    assert people.set_aside == [
        ("people", "people.csv", 3, "date_of_birth", "date_not_as_stated"),
        ("people", "people.csv", 4, "date_of_birth", "date_not_as_stated"),
        ("people", "people.csv", 6, "person_ref", "required_missing"),
        ("people", "people.csv", 8, None, "surplus_cells"),
    ]
    assert people.warned == {("sex", "unknown_code"): 1, ("extra", "unknown_column"): 1}


def test_a_message_names_column_heading_and_format_and_no_value(people: Through) -> None:
    (part,) = people.loaded.prepared
    messages = {row.message for row in part.quarantined if row.rule == "date_not_as_stated"}
    assert messages == {
        "date_of_birth (from a) Date of Birth (dd/mm/yyyy)): not a date as the mapping states dates:"
        " expected dd/mm/yyyy, or YYYY-MM-DD in a row sent back"
    }
    assert {row.sent for row in part.quarantined if row.rule == "date_not_as_stated"} == {
        "12/25/2010",
        "2010-12-25",
        "13/13/2011",
    }


def test_a_row_set_aside_is_kept_as_it_reads_so_that_only_its_fault_needs_correcting(people: Through) -> None:
    (part,) = people.loaded.prepared
    landing = Landing(people.site.stores.data)
    assert landing.as_sent(part.delivery, "people", 3) == '{"person_ref":"aB","date_of_birth":"12/25/2010","sex":"F"}'
    assert landing.as_sent(part.delivery, "people", 6) == '{"date_of_birth":"2011-02-01","sex":"M"}'
    # What was taken is kept as it stood in the file.
    assert landing.as_sent(part.delivery, "people", 2) == '{"person_ref":"007","date_of_birth":"25/12/2010","sex":"1"}'


def test_of_a_sealed_row_set_aside_nothing_is_told(people: Through) -> None:
    (part,) = people.loaded.prepared
    assert 7 in {row.line for row in part.quarantined}
    assert 7 not in {line for _, _, line, _, _ in people.set_aside}
    (count,) = people.loaded.deliveries[0].counts
    assert (count.rows_in, count.stored, count.quarantined, count.closed_quarantined) == (7, 2, 5, 1)


@pytest.mark.parametrize(
    ("unknown", "kept", "rules"),
    [
        ("leave_out", ("000", None), {"unknown_code"}),
        ("blank", ("000", None), set()),
        ("quarantine", None, {"unknown_code"}),
    ],
)
def test_an_unknown_code_becomes_what_the_mapping_says(
    tmp_path: Path, unknown: str, kept: tuple[str | None, ...] | None, rules: set[str]
) -> None:
    made = prepared(tmp_path, HEAD + PEOPLE.replace("UNKNOWN", unknown), {"people.csv": "Ref,Sex\n007,1\n000,9\n"})
    assert values(tmp_path, made, "people", "person_ref", "sex") == [("007", "M"), *([kept] if kept else [])]
    told = {warning.rule for warning in made.warnings} | {row.rule for row in made.quarantined}
    assert told & {"unknown_code"} == rules


KEEPING = PEOPLE.replace("UNKNOWN", "keep")
IDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp", "Cs", "Cf")), min_size=1, max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(IDS, min_size=1, max_size=8, unique=True))
def test_no_reference_is_ever_altered(tmp_path_factory: pytest.TempPathFactory, refs: list[str]) -> None:
    folder = tmp_path_factory.mktemp("ids")
    quoted = "".join('"' + ref.replace('"', '""') + '",1\n' for ref in refs)
    made = prepared(folder, HEAD + KEEPING, {"people.csv": "Ref,Sex\n" + quoted})
    assert [row[0] for row in values(folder, made, "people", "person_ref")] == refs


MORE = """\
nothing: [nope, "#N/A"]
sources:
  visits:
    file: visits
    columns: {child: Child, day: Day, with: With, note: Note, house: House, street: Street, n: Done, m: Missed}
    refs:
      visit: {starts: "V-", from: [child, day], days: day, numbered: yes}
      home: {from: [house, street], opaque: yes}
    rows:
      - into: events
        unless: {note: [cancelled, "not done"]}
        cells:
          record_ref: visit
          category: {text: child_voice}
          type: {first: [{text: seen, when: {n: filled}}, {text: visit}]}
          start: day
          headline: {parts: [note, {from: with, when: {with: filled}}], joined_with: "; with "}
          outcome: {sum_of: [n, m]}
      - into: event_people
        unless: {note: [cancelled, "not done"]}
        each: with
        parted_by: "&"
        cells: {record_ref: visit, person_ref: with, role: {text: present}}
      - into: people
        cells: {person_ref: child, description: {from: note, find: "([0-9]+) years"}, other_names: note}
      - into: people
        each: with
        parted_by: "&"
        fallback: 1
        cells: {person_ref: with, given_name: {from: "@agency_name"}}
      - into: households
        when: {street: filled}
        cells: {household_ref: home, address: {from: [house, street], joined_with: " ", parts_may_be_empty: yes}}
"""
VISITS = (
    "Child,Day,With,Note,House,Street,Done,Missed\n"
    "C1,1/05/2023,,x,,,,\n"
    "C1,01/05/2023,A & C1 &,7 years old,4,Mill Row,2,1\n"
    "C1,01/05/2023,A,8 years old,4,Mill Row,,\n"
    "C1,01/05/2023,A,8 years old,4,Mill Row,,\n"
    "C2,02/05/2023,nope,b) Cancelled,#N/A,Mill Row,,x\n"
)


def test_rows_are_made_by_condition_split_joined_and_numbered(tmp_path: Path) -> None:
    made = prepared(tmp_path, HEAD + MORE, {"visits.csv": VISITS})
    assert made.refused == ()
    assert values(tmp_path, made, "events", "record_ref", "type", "start", "headline", "outcome") == [
        ("V-C1|2023-05-01", "seen", "2023-05-01", "7 years old; with A & C1 &", "3"),
        ("V-C1|2023-05-01#2", "visit", "2023-05-01", "8 years old; with A", None),
    ]
    assert sorted(values(tmp_path, made, "event_people", "record_ref", "person_ref")) == [
        ("V-C1|2023-05-01", "A"),
        ("V-C1|2023-05-01", "C1"),
        ("V-C1|2023-05-01#2", "A"),
    ]
    # The first line's day is written otherwise than stated; its other rows are made all the same.
    assert [(row.table, row.line) for row in made.quarantined] == [
        ("events", 2),
        ("households", 6),  # no house, no reference
    ]
    people = values(tmp_path, made, "people", "person_ref", "given_name", "description", "other_names")
    assert sorted(people) == [
        ("A", "csc", None, None),
        ("C1", None, "7", "x;7 years old;8 years old"),
        ("C2", None, None, "b) Cancelled"),
    ]
    ((ref, address),) = values(tmp_path, made, "households", "household_ref", "address")
    assert (address, len(ref or "")) == ("4 Mill Row", 20)
    assert {
        (warning.column, warning.rule, warning.count) for warning in made.warnings if warning.rule == "said_differently"
    } == {("description", "said_differently", 1)}
    counts = {count.table: (count.rows_in, count.repeated) for count in made.tables}
    assert counts["events"] == (4, 1)


def test_the_rows_as_sent_stand_under_our_columns_and_lead_to_their_line(tmp_path: Path) -> None:
    made = prepared(tmp_path, HEAD + MORE, {"visits.csv": VISITS})
    landing = Landing(tmp_path / "data")
    assert landing.sources_of(made.delivery) == ["visits.csv"]
    assert landing.as_sent(made.delivery, "events", 3) == (
        '{"record_ref":"V-C1|2023-05-01","start":"01/05/2023","headline":"7 years old; with A & C1 &","outcome":"2+1"}'
    )
    # The address is in the row of the household alone: what is closed there is closed.
    assert "Mill" not in landing.as_sent(made.delivery, "people", 2)


def test_one_person_of_several_rows_is_the_most_closed_of_them(tmp_path: Path) -> None:
    text = "Ref,Restricted,Sex\nP1,,1\nP1,yes,\nP2,,2\n"
    made = prepared(tmp_path, HEAD + KEEPING, {"people.csv": text})
    assert values(tmp_path, made, "people", "person_ref", "sex", "sensitivity") == [
        ("P1", "M", "sealed"),
        ("P2", "F", None),
    ]


def test_several_files_of_one_source_tell_their_own_lines(tmp_path: Path) -> None:
    files = {"people 1.csv": "Ref,DOB\nP1,01/01/2010\nP2,x\n", "People-2.csv": "DOB,ref\ny,P3\n02/01/2010,P4\n"}
    made = prepared(tmp_path, HEAD + KEEPING, files)
    assert sorted((row.file, row.line & 0xFFFFFFF) for row in made.quarantined) == [
        ("People-2.csv", 2),
        ("people 1.csv", 3),
    ]
    assert sorted(values(tmp_path, made, "people", "person_ref")) == [("P1",), ("P4",)]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"people.csv": "Name\nx\n"}, "people.csv: has no column for ref (Ref): send it"),
        ({"people.csv": "Ref,Sex,Gender,DOB,dob \nx,1,1,,\n"}, "1 column names come more than once"),
        ({"others.csv": "Ref\nx\n"}, "holds no file the mapping own reads; it reads people*"),
        ({"people.csv": ""}, "the file is empty"),
    ],
)
def test_files_that_cannot_be_read_refuse_the_delivery(tmp_path: Path, files: dict[str, str], told: str) -> None:
    made = prepared(tmp_path, HEAD + KEEPING, files)
    assert [reason for reason in made.refused if told in reason]


def test_a_file_nothing_reads_and_a_heading_nothing_names_are_told(tmp_path: Path) -> None:
    files = {"people.csv": "Ref,Shoe size\nx,4\n", "notes.csv": "a,b\n1,2\n"}
    made = prepared(tmp_path, HEAD + KEEPING, files)
    told = {(warning.file, warning.column, warning.rule) for warning in made.warnings}
    assert told >= {("people.csv", "Shoe size", "unknown_column"), ("notes.csv", "", "unknown_table")}


def test_a_delivery_says_its_own_mapping(tmp_path: Path) -> None:
    said = (
        "agency: csc\nagency_kind: children_social_care\nsystem: s\nextracted_at: 2024-03-31\n"
        "covers: {from: 2020-01-01}\nmapping: own.yaml\n"
    )
    sent = write_files(
        tmp_path / "sent",
        {"people.csv": "Ref\nP1\n", "own.yaml": HEAD + KEEPING, "delivery.yaml": said},
    )
    for path in (sent, zip_folder(sent, tmp_path / "sent.zip")):
        site = open_site(tmp_path / f"data-{path.suffix}")
        loaded = site.load(path)
        assert loaded.refused == ()
        (record,) = loaded.deliveries
        assert (record.agency, record.agency_name, record.system) == ("csc", "csc", "s")
        assert (str(record.covers_from), str(record.covers_to)) == ("2020-01-01", "2024-03-31")
        assert site.claims() == [("csc", "person", "P1", True)]
        site.close()


def test_folder_zip_and_file_are_one_delivery(tmp_path: Path) -> None:
    asked = MappingAsked(read_mapping(HEAD + KEEPING, "own.yaml"), {"extracted_at": ON})
    sent = write_files(tmp_path / "sent", {"people.csv": "Ref\nP1\n"})
    paths = [
        sent,
        sent / "people.csv",
        zip_folder(sent, tmp_path / "a.zip"),
        zip_folder(sent, tmp_path / "b.zip", "x/"),
    ]
    found = {prepare(source, tmp_path / "data", 1.0).delivery for source in find_deliveries(paths, asked)}
    assert len(found) == 1


def test_without_a_date_the_files_own_is_taken_and_said(tmp_path: Path) -> None:
    asked = MappingAsked(
        read_mapping(
            HEAD.replace("system: own}", "system: own, covers_months: 12}") + KEEPING,
            "own.yaml",
        )
    )
    sent = write_files(tmp_path / "sent", {"people.csv": "Ref\nP1\n"})
    taken = datetime(2024, 3, 30, 12, tzinfo=UTC)
    os.utime(sent / "people.csv", (taken.timestamp(), taken.timestamp()))
    made = prepare(DeliverySource(sent, asked), tmp_path / "data", 1.0)
    assert made.manifest.extracted_at == taken
    assert (str(made.manifest.covers.from_), str(made.manifest.covers.to)) == ("2023-03-31", "2024-03-30")
    assert "assumed" in {warning.rule for warning in made.warnings}


def test_what_options_say_comes_first(tmp_path: Path) -> None:
    asked = MappingAsked(
        read_mapping(HEAD + KEEPING, "own.yaml"),
        read_stated(["agency=vale", "extracted_at=2024-01-31", "covers_from = 2023-01-01", "mode=delta"], "--with"),
    )
    made = prepare(
        DeliverySource(write_files(tmp_path / "sent", {"people.csv": "Ref\nP1\n"}), asked), tmp_path / "data", 1.0
    )
    manifest = made.manifest
    assert (manifest.agency, manifest.agency_name, manifest.system, manifest.mode) == ("vale", "vale", "own", "delta")
    assert (str(manifest.covers.from_), str(manifest.covers.to)) == ("2023-01-01", "2024-01-31")
    with pytest.raises(WrongUse, match="the fields are agency, agency_name"):
        read_stated(["colour=red"], "--with")


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    asked = MappingAsked(read_mapping(HEAD + KEEPING, "own.yaml"))
    with pytest.raises(InputRefused, match="is not there"):
        find_deliveries([tmp_path / "none"], asked)


def test_many_files_are_named_in_few_words() -> None:
    assert files_named(["a", "b"]) == "a, b"
    assert files_named(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_a_sheet_nothing_reads_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "List 1"
    book.worksheets[0].append(["Ref"])
    book.worksheets[0].append(["P1"])
    book.create_sheet("Notes").append(["x"])
    write_files(tmp_path / "sent", {})
    book.save(tmp_path / "sent" / "book.xlsx")
    mapping = HEAD + KEEPING.replace('file: "people*"', 'file: book\n    sheet: "List 1"')
    made = prepared(tmp_path, mapping, {})
    assert values(tmp_path, made, "people", "person_ref") == [("P1",)]
    assert [warning.file for warning in made.warnings if warning.rule == "unknown_table"] == ["book.xlsx Notes"]


def test_of_a_cell_a_part_is_taken_of_nothing_else_is_kept_with_the_row(tmp_path: Path) -> None:
    mapping = HEAD + (
        "sources:\n  homes:\n    file: homes\n    columns: {ref: Ref, json: Json}\n    rows:\n      - into: households\n"
        "        cells:\n          household_ref: ref\n          uprn: {from: json, find: 'UPRN=([0-9]+)'}\n"
        "          postcode: {from: json, find: '([A-Z]{2}[0-9]+ [0-9][A-Z]{2})'}\n"
    )
    made = prepared(tmp_path, mapping, {"homes.csv": "Ref,Json\nH1,1 Hidden Lane ZZ1 2AB\n"})
    assert (
        Landing(tmp_path / "data").as_sent(made.delivery, "households", 2)
        == '{"household_ref":"H1","postcode":"ZZ1 2AB"}'
    )


def test_who_sends_must_be_said(tmp_path: Path) -> None:
    mapping = "mapping: own\ndates: dd/mm/yyyy\n" + KEEPING
    with pytest.raises(InputRefused, match="nothing says the agency, agency_kind, system: say --with agency="):
        prepared(tmp_path, mapping, {"people.csv": "Ref\nP1\n"})
