"""A mapping that is wrong says where, what is wrong and what to do, in a data officer's words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputRefused
from ingest.mapping.reading import find_mapping, read_mapping, shipped_mappings

GOOD = """\
mapping: own
dates: dd/mm/yyyy
codes:
  sex: {"1": M, "2": F}
sources:
  people:
    file: people
    columns:
      ref: Ref
      born: DOB
      sex: Sex
    rows:
      - into: people
        cells:
          person_ref: ref
          date_of_birth: born
          sex: {from: sex, codes: sex}
"""


def fault_of(text: str) -> str:
    with pytest.raises(InputRefused) as refused:
        read_mapping(text, "own.yaml")
    return str(refused.value)


def test_a_good_mapping_is_read() -> None:
    plan = read_mapping(GOOD, "own.yaml")
    assert list(plan.sources) == ["people"]
    assert plan.codes["sex"] == {"1": "M", "2": "F"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("into: people", "into: persons", ["line 13", "`persons` is no table; the tables are people, households"]),
        ("person_ref: ref", "ref: ref", ["line 13", "people has no column ref; it has person_ref, given_name"]),
        ("          person_ref: ref\n", "", ["a row of people cannot do without person_ref"]),
        ("person_ref: ref", "person_ref: reference", ["line 15", "reference: not among `columns` or `refs`"]),
        ("dates: dd/mm/yyyy", "dates: [dd/mm/yyyy, mm/dd/yyyy]", ["read one text as two different dates"]),
        ("dates: dd/mm/yyyy\n", "", ["people.date_of_birth: say how the file writes dates, for example `dates: dd/mm/yyyy`"]),
        ("codes: sex}", "codes: gender}", ["people.sex: there are no codes called gender: add them under `codes`"]),
        ("    file: people\n", "", ["line 7", "file: is missing: add it"]),
        ("  people:\n    file: people\n", "  street:\n", ["line 7", "file: is missing: add it"]),
        ('{"1": M, "2": F}', "[{a: b}]", ["line 4: sex: expected names with what they are"]),
        ("file: people", "files: people", ["line 7: files: is nothing a mapping says here: correct the name"]),
        ("sources:\n", "use: doe\nsources:\n", ["use: there are no codes called doe"]),
        ("{from: sex, codes: sex}", "{codes: sex}", ["line 17", "say where the cell comes from"]),
        ("{from: sex, codes: sex}", "{from: sex, find: '(?=x)'}", ["`find` is not a pattern"]),
        ("{from: sex, codes: sex}", "{from: sex, write: x}", ["give `find` too"]),
        ("{from: sex, codes: sex}", "{from: sex, find: x, write: $1}", ["`write` names $1"]),
        ("{from: sex, codes: sex}", "{from: sex, every: yes}", ["`every` is for all that `find` finds"]),
        ("{from: sex, codes: sex}", "{from: sex, unknown: guess}", ["line 17"]),
        ("      ref: Ref\n", "      ref: Ref\n      ref: Id\n", ["line 10: `ref` is said twice: keep one"]),
        ("      ref: Ref\n", "\tref: Ref\n", ["line 9", "not YAML: look for a tab"]),
        ("mapping: own", "mapping: &a own\nabout: *a", ["uses YAML aliases"]),
        ("mapping: own", "mapping: own\ndelivery: {agency_kind: coppers}", ["`coppers` is no kind of agency; kinds are"]),
        ("    file: people", "    file: people\n    delivery: x", ["the mapping has none"]),
        ("    rows:", "    refs: {ref: {from: ref}}\n    rows:", ["ref is both a column and a ref"]),
        ("    rows:", "    refs: {own: {from: ref, days: born}}\n    rows:", ["`days` names born, which `from` does not"]),
        ("    rows:", "    refs: {own: {from: []}}\n    rows:", ["from: is empty: say at least one"]),
        ("mapping: own", "mapping: own\ndeliveries: {a: {}}", ["say which of `deliveries` it belongs to: a"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(old: str, new: str, told: list[str]) -> None:
    assert old in GOOD
    fault = fault_of(GOOD.replace(old, new))
    assert fault.startswith("own.yaml")
    assert [part for part in told if part not in fault] == []


AMISS = """\
mapping: mine
dates: dd/mm/yy
colour: red
delivery: {agency_kind: coppers, mode: some}
use: [doe]
sources:
  a:
    file: a
    colums: {x: X}
    columns: {x: X, y: Y}
    needs: [z]
    refs:
      own: {from: w}
      odd: {of: x}
    runs:
      care: {of: x, begins: start, ends: y}
      half: {of: x}
    rows:
      - into: people
        cells: {person_ref: x, colour: y}
      - into: nowhere
        cells: {a: v}
      - into: events
        run: stays
        whenn: {x: filled}
        cells: {record_ref: odd}
      - cells: {record_ref: x}
      - into: episodes
        cells: {record_ref: x, person_ref: q, kind: {text: cin, codes: none}, start: {}}
  b:
    file: b
    columns: {x: X}
    rows: []
  c:
    columns: {x: X}
    rows:
      - into: people
        cells: {person_ref: x, sex: {from: x, codes: sexx}, date_of_birth: {from: x, find: "(("}}
  d:
    file: d
    columns: [x]
    rows: x
codes: {sex: [M, F], odd: x}
"""


def test_everything_that_is_wrong_is_said_at_once_line_by_line() -> None:
    first, *told = fault_of(AMISS).splitlines()
    assert first == f"own.yaml: {len(told)} things to put right:"
    lines = [(int(line.split(":")[0].removeprefix("  line ")), line.split(": ", 1)[1]) for line in told]
    assert [(line, message[:24]) for line, message in lines] == [
        (2, "dates: `dd/mm/yy` has ye"),
        (3, "colour: is nothing a map"),
        (4, "delivery: `coppers` is n"),
        (4, "mode: Input should be 'f"),
        (5, "use: there are no codes "),
        (9, "colums: is nothing a map"),
        (11, "z: not among `columns` o"),
        (13, "w: not among `columns` o"),
        (14, "from: is missing: add it"),
        (14, "of: is nothing a mapping"),
        (16, "start: not among `column"),
        (17, "begins: is missing: add "),
        (17, "ends: is missing: add it"),
        (19, "people has no column col"),
        (21, "`nowhere` is no table; t"),
        (22, "v: not among `columns` o"),
        (23, "a row of events cannot d"),
        (23, "stays: not among `runs` "),
        (25, "whenn: is nothing a mapp"),
        (27, "into: is missing: add it"),
        (29, "q: not among `columns` o"),
        (29, "source a, episodes.kind:"),
        (29, "start: say where the cel"),
        (33, "rows: is empty: say at l"),
        (35, "file: is missing: add it"),
        (38, "date_of_birth: `find` is"),
        (38, "source c, people.sex: th"),
        (41, "columns: expected names "),
        (42, "rows: expected a list, e"),
        (43, "odd: expected names with"),
    ]


@pytest.mark.parametrize(
    ("closed_by", "told"),
    [
        ("{source: other, of: ref, ends: ref, when: {ref: x}}", "closed_by: other is no source of the same delivery"),
        ("{source: S, of: ref, ends: gone, when: {ref: x}}", "closed_by: gone: not among `columns` of S"),
        ("{source: S, of: [ref, ref], ends: ref, when: {ref: x}}", "as many columns as the run's own `of`"),
        ("{source: S, of: ref, ends: ref, when: {}}", "when: is empty: say at least one"),
    ],
)
def test_what_closes_an_end_elsewhere_must_be_there(closed_by: str, told: str) -> None:
    text = (
        "mapping: own\ndates: dd/mm/yyyy\ndelivery: {agency: a, agency_kind: other, system: s}\nsources:\n  S:\n"
        "    file: x\n    columns: {ref: Ref}\n"
        f"    runs: {{stay: {{of: ref, begins: ref, ends: ref, closed_by: {closed_by}}}}}\n"
        "    rows: [{into: people, cells: {person_ref: ref}}]\n"
    )
    assert told in fault_of(text)


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "[" * 3000])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    assert fault_of(text).startswith("own.yaml")


def test_a_ref_made_of_dates_needs_their_format() -> None:
    text = GOOD.replace("dates: dd/mm/yyyy\n", "").replace("          date_of_birth: born\n", "")
    text = text.replace("    rows:", "    refs: {own: {from: [ref, born], days: born}}\n    rows:")
    assert "source people: say how the file writes dates" in fault_of(text)


def test_every_mapping_that_ships_is_sound() -> None:
    assert shipped_mappings() == [
        "annex-a",
        "cin-census",
        "council-extract",
        "cp-is",
        "gedcom",
        "pole",
        "school-census",
        "ssd",
        "ssda903",
    ]
    for name in shipped_mappings():
        plan = find_mapping(name)
        assert (plan.mapping, plan.about != "") == (name, True)


def test_a_mapping_is_found_by_file_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(GOOD, encoding="utf-8")
    assert find_mapping(str(tmp_path / "own.yaml")).mapping == "own"
    assert find_mapping("own.yaml", tmp_path).mapping == "own"
    with pytest.raises(InputRefused, match="annex-a, cin-census"):
        find_mapping("anex-a")
    (tmp_path / "inside").mkdir()
    with pytest.raises(InputRefused, match="no such file is there"):
        find_mapping("../own.yaml", tmp_path / "inside")
    (tmp_path / "latin.yaml").write_bytes("about: Beyoncé".encode("latin-1"))
    with pytest.raises(InputRefused, match="not UTF-8"):
        find_mapping("latin.yaml", tmp_path)
    (tmp_path / "large.yaml").write_bytes(b"#" * 1_100_000)
    with pytest.raises(InputRefused, match="larger than any mapping"):
        find_mapping("large.yaml", tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text("abc:-[]{}&*'\"# \n\t", max_size=80)))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        read_mapping(text, "own.yaml")


def test_the_mapping_people_are_shown_is_sound() -> None:
    text = (Path(__file__).parents[3] / "docs" / "sending-data.md").read_text(encoding="utf-8")
    shown = next(block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if block.startswith("mapping:"))
    assert list(read_mapping(shown, "docs").sources) == ["visits"]
