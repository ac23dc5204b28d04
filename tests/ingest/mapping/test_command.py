"""`kithmap ingest --mapping` and `kithmap mapping`: what is printed, as text and as JSON, and which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import kithmap
from tests.ingest.mapping import written
from tests.ingest.mapping.loading import REAL, write_files

DATED = ("--with", "extracted_at=2024-03-31")


def printed(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON
    return json.loads(capsys.readouterr().out)


def test_files_load_through_a_shipped_mapping_and_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(tmp_path / "data"))
    assert kithmap.run(["ingest", str(REAL / "cin" / "cin-2022.xml"), "--mapping", "cin-census", *data, "--json"]) == 0
    (delivery,) = printed(capsys)["deliveries"]
    assert (delivery["agency"], delivery["system"]) == ("children_social_care", "cin-census")
    assert delivery["tables"]["episodes"] == {"in": 4, "stored": 4, "unchanged": 0, "quarantined": 0}


def test_what_is_set_aside_is_reported_by_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = write_files(tmp_path / "sent", written.CP_IS)
    data = ("--data", str(tmp_path / "data"))
    assert kithmap.run(["ingest", str(sent), "--mapping", "cp-is", *DATED, *data]) == 0
    out = capsys.readouterr().out
    assert (
        "quarantined: sent/cpis.csv line 5, start: start (from Start Date): not a date as the mapping states dates"
        in out
    )
    assert "03/25/2024" not in out
    report = ("report", "quarantine", "--as", "steward", "--purpose", "data_quality")
    assert kithmap.run([*report, *data]) == 0
    assert ",episodes,cpis.csv,5,start,date_not_as_stated,y," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--mapping", "anex-a"], 1, "there are annex-a, cin-census"),
        (["--mapping", "cp-is", "--with", "colour=red"], 2, "--with takes FIELD=VALUE"),
        (["--with", "agency=csc"], 2, "--with describes files that come with --mapping"),
        (["--mapping", "cp-is", "--with", "extracted_at=yesterday"], 1, "extracted_at: not a date-time"),
    ],
)
def test_wrong_use_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    sent = write_files(tmp_path / "sent", written.CP_IS)
    assert kithmap.run(["ingest", str(sent), *arguments, "--data", str(tmp_path / "data")]) == code
    assert told in capsys.readouterr().err


def test_several_deliveries_are_not_one_agencys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapped = ("--mapping", "council-extract", "--with", "agency=vale", "--data", str(tmp_path / "data"))
    assert kithmap.run(["ingest", str(REAL / "hounslow"), *mapped]) == 2
    assert "makes 5 deliveries of a folder, each of its own agency" in capsys.readouterr().err


def test_the_mappings_that_ship_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert kithmap.run(["mapping", "list"]) == 0
    assert capsys.readouterr().out.startswith("annex-a           Ofsted ILACS Annex A")
    assert kithmap.run(["mapping", "list", "--json"]) == 0
    assert [one["name"] for one in printed(capsys)][-2:] == ["ssd", "ssda903"]


def test_a_check_says_what_each_column_became_and_keeps_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = write_files(tmp_path / "sent", {**written.CP_IS, "notes.csv": "Shoe size\n4\n"})
    assert kithmap.run(["mapping", "check", "cp-is", str(sent / "cpis.csv"), *DATED]) == 0
    out = capsys.readouterr().out
    for line in (
        "mapping cp-is: children_social_care, cp-is, taken 2024-03-31T23:00:00+00:00, covers always to 2024-03-31",
        "plans: cpis.csv, 4 rows",
        "    number           NHS Number",
        "    not in the file: sex, postcode",
        "episodes             4 rows, 1 quarantined, 0 wait for another row",
        "quarantined by date_not_as_stated: 1",
        "does not fit, and is let pass, by check_digit: 2",
        "quarantined: cpis.csv line 5: start (from Start Date): not a date as the mapping states dates: expected",
        "warning: cpis.csv nhs_number: the check digit is wrong",
    ):
        assert line in out
    assert [value for value in ("0434765911", "03/25/2024", "Hobbs") if value in out] == []


def test_a_check_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = write_files(tmp_path / "sent", written.POLE)
    (sent / "person.csv").write_text("person_id,shoe size\nP-1,4\n", encoding="utf-8")
    (sent / "person_person.csv").unlink()
    assert kithmap.run(["mapping", "check", "pole", str(sent), *DATED, "--json"]) == 0
    (told,) = printed(capsys)
    persons = next(one for one in told["sources"] if one["source"] == "persons")
    assert (persons["columns"], persons["unused"]) == ({"person": "person_id"}, ["shoe size"])
    assert told["absent"] == ["person_person"]
    tables = {one["table"]: one for one in told["tables"]}
    # Whoever a link names and no person file does waits, as it would when loaded.
    assert (tables["people"]["rows"], tables["event_people"]["waiting"]) == (2, 4)
    assert (told["by_rule"], told["let_pass_by_rule"]) == ({"unknown_code": 1}, {"unknown_code": 2})


def test_a_check_of_what_would_be_refused_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = write_files(tmp_path / "sent", {"cpis.csv": "Name\nx\n"})
    assert kithmap.run(["mapping", "check", "cp-is", str(sent), *DATED]) == 1
    assert "would be refused: cpis.csv: has no column for number" in capsys.readouterr().out


def test_files_none_of_which_the_mapping_reads_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = write_files(tmp_path / "sent", {"notes.csv": "a,b\n1,2\n"})
    for command in (("mapping", "check", "ssd", str(sent)), ("ingest", "--mapping", "ssd", str(sent))):
        assert kithmap.run([*command, "--data", str(tmp_path / "data")]) == 1
        said = capsys.readouterr()
        assert "holds no file the mapping ssd reads; it reads " in said.out + said.err


def test_a_file_that_cannot_be_opened_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = write_files(tmp_path / "sent", {"evil.xml": "<!DOCTYPE a><Message/>"}) / "evil.xml"
    for words in (
        ("mapping", "check", "cin-census", str(evil)),
        ("ingest", str(evil), "--mapping", "cin-census", "--data", str(tmp_path / "data")),
    ):
        assert kithmap.run([*words]) == 1
        told = "kithmap: evil.xml: holds document definitions, which no return needs"
        assert told in capsys.readouterr().err.splitlines()


def test_a_mapping_with_faults_is_refused_with_every_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = write_files(tmp_path / "sent", {"own.yaml": "mapping: own\nsources: {}\ncolour: red\n", "x.csv": "X\n1\n"})
    assert kithmap.run(["mapping", "check", str(sent / "own.yaml"), str(sent / "x.csv")]) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "  line 2: sources: is empty: say at least one",
        "  line 3: colour: is nothing a mapping says here: correct the name, or take it out",
    ]
    assert kithmap.run(["mapping", "check", str(sent / "own.yaml")]) == 2


def test_a_check_of_several_deliveries_tells_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert kithmap.run(["mapping", "check", "council-extract", str(REAL / "hounslow"), *DATED, "--json"]) == 0
    assert [one["agency"] for one in printed(capsys)] == [
        "acute_hospital",
        "adult_social_care",
        "children_social_care",
        "community_health",
        "housing",
    ]


@pytest.mark.parametrize(
    ("sample", "lines"),
    [
        (
            REAL / "hounslow" / "Adult Social Care.csv",
            [
                "dates: yyyy-mm-dd ",
                '      dob: "Date of Birth"',
                '      worker: "keyworker"',
                '      # not recognised: "CMS No"',
            ],
        ),
        (
            REAL / "ssda903" / "header.csv",
            ["dates: dd/mm/yyyy ", '      person: "child"', '      # not recognised: "mc_dob"'],
        ),
        (
            REAL / "cin" / "cin-2022.xml",
            ["    record: Message/Children/Child", '      person: "childidentifiers/lachildid"'],
        ),
        (REAL / "Annex_A.xlsx", ['    sheet: "List 11"', "dates: yyyy-mm-dd "]),
    ],
    ids=["hounslow", "ssda903", "census", "annex"],
)
def test_a_draft_recognises_headings_and_can_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sample: Path, lines: list[str]
) -> None:
    assert kithmap.run(["mapping", "new", str(sample)]) == 0
    text = capsys.readouterr().out
    assert [line for line in lines if line not in text] == []
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    assert kithmap.run(["mapping", "check", str(tmp_path / "own.yaml"), str(sample), *DATED, "--json"]) == 0
    (told,) = printed(capsys)
    assert next(one["rows"] for one in told["tables"] if one["table"] == "people") > 0


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (["01/02/2020", "03/04/2021"], "# dates: the sample can be read as dd/mm/yyyy or mm/dd/yyyy: say which"),
        (["01/02/2020", "13/04/2021"], "dates: dd/mm/yyyy   # all 2 dates"),
        (["01/13/2020", "03/04/2021"], "dates: mm/dd/yyyy   # all 2 dates"),
        (["soon", "later"], "# dates: say how your files write dates"),
        (["", ""], "# dates: say how your files write dates"),
    ],
)
def test_a_draft_never_guesses_how_dates_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dates: list[str], said: str
) -> None:
    rows = "".join(f"{nth},{day}\n" for nth, day in enumerate(dates))
    sent = write_files(tmp_path / "sent", {"clients.csv": f"Client ID,Date of Birth\n{rows}"})
    assert kithmap.run(["mapping", "new", str(sent), "--json"]) == 0
    assert said in printed(capsys)["draft"]


def test_a_draft_joins_nobody_by_a_postcode_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "Client ref,D.O.B,Postcode\n0012,03/02/2015,ZZ1 2CD\n0013,13/12/2016,ZZ1 2CD\n"
    sent = write_files(tmp_path / "sent", {"visits.csv": rows})
    assert kithmap.run(["mapping", "new", str(sent)]) == 0
    text = capsys.readouterr().out
    for line in ('      person: "Client ref"', '      dob: "D.O.B"', "      home: {from: [person, postcode]"):
        assert line in text
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    assert kithmap.run(["mapping", "check", str(tmp_path / "own.yaml"), str(sent), *DATED, "--json"]) == 0
    (told,) = printed(capsys)
    assert next(one["rows"] for one in told["tables"] if one["table"] == "households") == len(("0012", "0013"))


def test_a_draft_of_what_has_no_known_heading_and_of_a_tree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Wibble", "Wobble"])
    sheet.append(["a", "b"])
    sent = write_files(tmp_path / "sent", {"tree.ged": written.GEDCOM})
    book.save(sent / "odd.xlsx")
    assert kithmap.run(["mapping", "new", str(sent)]) == 0
    text = capsys.readouterr().out
    for line in ('      first: "wibble"', "      made: {from: [first]", "    record: INDI", "      sex: "):
        assert line in text


def test_a_draft_needs_something_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = write_files(tmp_path / "sent", {"notes.txt": "x"})
    assert kithmap.run(["mapping", "new", str(sent)]) == 1
    assert kithmap.run(["mapping", "new", str(sent / "none")]) == 1
    err = capsys.readouterr().err
    assert "holds no file a mapping can read" in err
    assert "is not there" in err
