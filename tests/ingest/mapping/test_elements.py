"""XML and GEDCOM from outside: a record at a time, hostile files refused, nothing of a file kept that was passed."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InputRefused
from ingest.mapping import elements, gedcom, xml
from ingest.mapping.elements import Element, cell_at, chains, to_path
from ingest.opening import limits

RECORD = "Message/Children/Child"
BOMB = """<?xml version="1.0"?>
<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Message><Children><Child><Id>&b;</Id></Child></Children></Message>"""
FETCHING = '<!DOCTYPE m SYSTEM "http://example.invalid/x.dtd"><Message><Children/></Message>'
READING = (
    '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]><Message><Children><Child>&x;</Child></Children></Message>'
)


NO_ENCODING = b'<?xml version="1.0" encoding="x-none"?><a/>'


def write(folder: Path, content: str | bytes, name: str = "sent.xml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def message(children: str) -> str:
    return f"<Message><Children>{children}</Children></Message>"


@pytest.mark.parametrize(
    "hostile", [BOMB, FETCHING, READING, READING.encode("utf-16")], ids=["bomb", "dtd", "file", "utf-16"]
)
def test_document_definitions_are_refused(tmp_path: Path, hostile: str | bytes) -> None:
    path = write(tmp_path, hostile)
    with pytest.raises(InputRefused, match="document definitions"):
        list(xml.read_records(path, RECORD))
    with pytest.raises(InputRefused, match="document definitions"):
        xml.read_outside(path, RECORD)
    with pytest.raises(InputRefused, match="document definitions"):
        xml.most_repeated(path)


def test_nesting_beyond_reason_is_refused(tmp_path: Path) -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    for text in (message(f"<Child>{deep}</Child>"), deep):
        path = write(tmp_path, text)
        with pytest.raises(InputRefused, match="nests deeper"):
            list(xml.read_records(path, RECORD))
    with pytest.raises(InputRefused, match="nests deeper"):
        xml.most_repeated(write(tmp_path, deep))


def test_a_record_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MOST_CHARACTERS_IN_RECORD", 10_000)
    monkeypatch.setattr(elements, "MOST_ELEMENTS_IN_RECORD", 500)
    for inside in ("x" * 20_000, "<a/>" * 1_000, f'<a b="{"x" * 20_000}"/>'):
        with pytest.raises(InputRefused, match="larger than any record"):
            list(xml.read_records(write(tmp_path, message(f"<Child>{inside}</Child>")), RECORD))
    # Many small records are no large one.
    many = message("<Child><a>x</a></Child>" * 2_000)
    assert len(list(xml.read_records(write(tmp_path, many), RECORD))) == 2_000


def test_text_outside_records_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_CHARACTERS_IN_RECORD", 10_000)
    with pytest.raises(InputRefused, match="outside its records"):
        xml.read_outside(write(tmp_path, f"<Message><Header>{'x' * 20_000}</Header></Message>"), RECORD)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<Message>",
        b"<a></b>",
        b"\x00\x01",
        "<a>é</a>".encode("latin-1"),
        NO_ENCODING,
    ],
)
def test_what_is_no_xml_is_refused(tmp_path: Path, broken: bytes) -> None:
    with pytest.raises(InputRefused, match="not well-formed XML"):
        list(xml.read_records(write(tmp_path, broken), RECORD))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_declared_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>' + message(
        "<Child><Name>Zoë</Name></Child>"
    )
    (record,) = xml.read_records(write(tmp_path, text.encode(encoding)), RECORD)
    assert cell_at((record,), (), to_path("Name")) == "Zoë"


def peak(path: Path) -> tuple[int, int]:
    """(records, most bytes held at once) of reading a file."""
    tracemalloc.start()
    count = sum(1 for _ in xml.read_records(path, RECORD))
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, held


@pytest.mark.parametrize("between", ["\n", ""], ids=["lines", "one line"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, between: str) -> None:
    child = "<Child><Id>1</Id><Details><Date>2020-01-01</Date><Source>1A</Source></Details></Child>" + between
    small = peak(write(tmp_path, message(child * 1_000), "small.xml"))
    large = peak(write(tmp_path, message(child * 10_000), "large.xml"))
    assert (small[0], large[0]) == (1_000, 10_000)
    assert large[1] < 1.5 * small[1] + limits.MEGABYTE


def test_lines_are_those_of_the_file_or_the_number_of_the_record(tmp_path: Path) -> None:
    lines = xml.read_records(write(tmp_path, message("\n<Child>\n<a/></Child>\n<Child/>")), RECORD)
    assert [record.line for record in lines] == [2, 4]
    on_one = xml.read_records(write(tmp_path, message("<Child><a>x</a></Child>" * 5_000)), RECORD)
    assert [record.line for record in on_one] == list(range(1, 5_001))


def test_paths_find_what_belongs_to_the_row(tmp_path: Path) -> None:
    text = message(
        '<c:Child xmlns:c="u" ref="7"><ID>1</ID>'
        "<Case><Day>a</Day><Visit><On>x</On></Visit><Visit><On>y</On></Visit></Case>"
        "<Case><Day>b</Day><Visit><On>z</On></Visit></Case></c:Child>"
    )
    (record,) = xml.read_records(write(tmp_path, text), RECORD)
    each = to_path("case/visit")
    told = [
        [cell_at(chain, each, to_path(path)) for path in ("id", "Case/Day", "Case/Visit/On", "@ref", "None")]
        for chain in chains(record, each)
    ]
    assert told == [["1", "a", "x", "7", None], ["1", "a", "y", "7", None], ["1", "b", "z", "7", None]]
    # From above, what comes several times is a list.
    assert cell_at((record,), (), to_path("Case/Visit/On")) == "x;y;z"


def test_the_likely_record_is_the_one_that_comes_most_often(tmp_path: Path) -> None:
    header = "<Header><A/><B/></Header>"
    many = f"<Message>{header}<Pupils><Pupil><a/></Pupil><Pupil/></Pupils></Message>"
    one = f"<Message>{header}<Pupils><Pupil><a/></Pupil></Pupils></Message>"
    assert xml.most_repeated(write(tmp_path, many)) == "Message/Pupils/Pupil"
    assert xml.most_repeated(write(tmp_path, one)) == "Message/Pupils/Pupil"
    with pytest.raises(InputRefused, match="no element"):
        xml.most_repeated(write(tmp_path, "<a/>"))


def test_what_stands_before_the_records_is_found_by_path(tmp_path: Path) -> None:
    outside = xml.read_outside(write(tmp_path, "<M><H><D>2022-03-31</D></H><C><Child/></C></M>"), "M/C/Child")
    assert (outside.find("m/h/d"), outside.find("M/H/X")) == ("2022-03-31", None)


def trees(folder: Path, text: str | bytes, record: str = "INDI") -> list[Element]:
    return list(gedcom.read_records(write(folder, text, "tree.ged"), record))


def test_a_family_tree_is_records_with_their_pointers(tmp_path: Path) -> None:
    text = (
        "0 HEAD\n0 @I1@ INDI\n1 NAME Zoë /Pike/\n1 NOTE one\n2 CONC  two\n2 CONT three\n1 EMAIL a@@b.example\n0 TRLR\n"
    )
    (person,) = trees(tmp_path, "\ufeff" + text)
    assert person.attributes == {"id": "@I1@"}
    assert [(child.name, child.text, child.line) for child in person.children] == [
        ("name", "Zoë /Pike/", 3),
        ("note", "one two\nthree", 4),
        ("email", "a@b.example", 7),
    ]
    assert [record.attributes["id"] for record in trees(tmp_path, text.encode("utf-16"))] == ["@I1@"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0 HEAD\nwords\n", "line 2"),
        ("0 HEAD\n2 SEX F\n", "line 2"),
        ("1 SEX F\n", "line 1"),
        ("0 @I1@ INDI\n" + "".join(f"{level} A\n" for level in range(1, 90)), "nests deeper"),
        ("0 HEAD\n1 NOTE " + "x" * (2 * limits.MEGABYTE), "longer than any line"),
    ],
)
def test_what_is_no_family_tree_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputRefused, match=told):
        trees(tmp_path, text)


def test_an_encoding_nobody_can_be_sure_of_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="export it as UTF-8"):
        trees(tmp_path, "0 @I1@ INDI\n1 NAME Zo\xeb\n".encode("latin-1"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text("<>/!?&;a='\" [CDATA\n", max_size=120).map(str.encode)))
def test_whatever_comes_as_xml_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, content)
    with suppress(InputRefused):
        list(xml.read_records(path, "a/a"))
    with suppress(InputRefused):
        xml.most_repeated(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text("012 @IFNDCONTAMCHILPEDI\n/", max_size=120).map(str.encode)))
def test_whatever_comes_as_a_family_tree_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    with suppress(InputRefused):
        trees(tmp_path, content, "FAM")
