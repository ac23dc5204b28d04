"""What the fuzzer begins with: good files of each kind, from the tests and from what ships."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from api.graphql.schema import schema_text
from tools.fuzz.targets import GROUPS, TARGETS

ROOT = Path(__file__).parents[2]
_MANIFEST = (
    b"agency: police\nagency_name: Vale Police\nagency_kind: police\nsystem: incident-log\n"
    b"extracted_at: 2024-03-31T22:00:00Z\ncovers: {from: 2015-01-01, to: 2024-03-31}\n"
    b'feeds: {events: {from: 2020-01-01}}\nmode: delta\nlawful_basis: "public task"\n'
)
_PEOPLE = b'person_ref,given_name,date_of_birth,nhs_number\nP1,Mia,2012-05-01,9434765919\nP2,"O\'Neil, Kit",2012-05,\n'
_SET_APART = b"# Rows set apart\nrow,column,rule,person_ref,given_name\n2,date_of_birth,unreadable_date,P1,Mia\n"
_FAMILY = (
    b"0 HEAD\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME Mia /Hobbs/\n1 BIRT\n2 DATE 1 MAY 2012\n1 FAMC @F1@\n2 PEDI adopted\n"
    b"0 @F1@ FAM\n1 HUSB @I2@\n1 CHIL @I1@\n0 TRLR\n"
)
_QUESTIONS = (
    b"{ me { name roles agency purpose } }",
    b"query N($id: ID!) { network(around: $id, hops: 2) { nodes { id } edges { source target } truncated } }",
    b'{ a: feeds { system } ...F @include(if: true) } fragment F on Query { children(first: 9, after: "x") { nodes { id } } }',
)
_SEEDS_OF: Mapping[str, str] = {
    "mapping": "ingest/mappings/cp-is.yaml",
    "mapped-csv": "tests/ingest/mapping/real/ssda903/[hu]*.csv",
    "mapped-xml": "tests/ingest/mapping/real/cin/*.xml",
    "xml": "tests/ingest/mapping/real/cin/*.xml",
    "workbook": "tests/ingest/mapping/real/*.xlsx",
}


def seeds(name: str) -> Iterator[bytes]:
    """Good files for one target."""
    for file in sorted(ROOT.glob(_SEEDS_OF[name])) if name in _SEEDS_OF else ():
        yield file.read_bytes()
    yield from _WRITTEN.get(name, ())
    if name == "parquet":
        yield _parquet()
    if name == "zip":
        yield _zip()
    if name == "question":
        yield schema_text().encode()


_WRITTEN: Mapping[str, tuple[bytes, ...]] = {
    "csv": (_PEOPLE, b"\xef\xbb\xbf" + _PEOPLE, _PEOPLE.decode().encode("utf-16"), b"a\tb\n1\t2\n"),
    "manifest": (_MANIFEST,),
    "correction": (_SET_APART,),
    "gedcom": (_FAMILY,),
    "question": _QUESTIONS,
}


def _parquet() -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"person_ref": ["P1", "P2"], "given_name": ["Mia", None]}).write_parquet(written)
    return written.getvalue()


def _zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("delivery.yaml", _MANIFEST)
        archive.writestr("sent/people.csv", _PEOPLE)
    return written.getvalue()


def write_corpus(name: str, folder: Path) -> Path:
    """The good files of a target or a group in a folder, which keeps what earlier runs found beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    several = GROUPS.get(name, (name,))
    for target in dict.fromkeys(several):
        chosen = several.index(target)
        first = bytes([chosen]) if name in GROUPS else b""
        for number, content in enumerate(seeds(target)):
            (folder / f"seed-{chosen}-{target}-{number}").write_bytes(first + content)
    return folder


def every_name() -> tuple[str, ...]:
    """Targets and groups."""
    return (*TARGETS, *GROUPS)
