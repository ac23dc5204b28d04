"""What is thrown bytes at: each kind of file and text from outside, with what opens it, and how it is called there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from graphql import GraphQLSchema, GraphQLSyntaxError, parse, validate

from api.graphql.execution import MOST_TOKENS, Operation, check_variables
from api.graphql.limiter import check_limits
from api.graphql.schema import build_schema
from graph.errors import InputRefused, TooCostly
from ingest.manifest import Covers, Manifest, read_manifest
from ingest.mapping import gedcom, xml
from ingest.mapping.converting import Task, convert
from ingest.mapping.drafting import draft
from ingest.mapping.plan import Plan
from ingest.mapping.reading import find_mapping, read_mapping
from ingest.opening.archive import extract, members, open_zip
from ingest.opening.table import read_table
from ingest.opening.workbook import refuse_bombs
from ingest.sent_back import read_sent_back

_MADE = datetime(2024, 3, 31, 22, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Target:
    """The name a file of this kind has, and what opens it."""

    file: str
    opens: Callable[[Path], None]


def _table(path: Path) -> None:
    for _ in read_table(path):
        pass


def _unpacked(path: Path) -> None:
    with open_zip(path) as archive, tempfile.TemporaryDirectory(prefix="kithmap-") as made:
        members(archive)
        extract(archive, Path(made))


def _manifest(path: Path) -> None:
    read_manifest(path, "sent")


def _sent_back(path: Path) -> None:
    list(read_sent_back([(path.name, path.read_bytes())]))


def _mapping(path: Path) -> None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefused("not UTF-8", path.name) from None
    read_mapping(text, path.name)


def _mapped(mapping: str) -> Callable[[Path], None]:
    """Converts by a mapping that ships, and drafts one, as `kithmap mapping check` and `new` do."""

    def opens(path: Path) -> None:
        plan = _shipped(mapping)
        with tempfile.TemporaryDirectory(prefix="kithmap-") as made:
            convert(Task(plan, plan.parts[0], path, _manifest_of_one()), Path(made))
        draft(path)

    return opens


@cache
def _shipped(mapping: str) -> Plan:
    return find_mapping(mapping)


@cache
def _manifest_of_one() -> Manifest:
    said = {"agency": "csc", "agency_name": "Vale", "agency_kind": "children_social_care", "system": "returns"}
    about = {"extracted_at": _MADE.isoformat(), "covers": Covers(), "lawful_basis": "public task"}
    return Manifest.model_validate(said | about)


def _xml(path: Path) -> None:
    for _ in xml.read_records(path, "message/children/child"):
        pass
    xml.read_outside(path, "message/children/child")
    xml.most_repeated(path)


def _gedcom(path: Path) -> None:
    for tag in ("indi", "fam"):
        for _ in gedcom.read_records(path, tag):
            pass


@cache
def _schema() -> GraphQLSchema:
    return build_schema()._schema


def _question(path: Path) -> None:
    """As an operation is read: parsed, measured, validated, its variables looked for; what runs it comes after."""
    try:
        text = path.read_bytes().decode()
        document = parse(text, max_tokens=MOST_TOKENS)
    except (UnicodeDecodeError, GraphQLSyntaxError):
        raise InputRefused("no operation", path.name) from None
    check_limits(document, {}, _schema())
    if not validate(_schema(), document, max_errors=1):
        check_variables(_schema(), document, Operation(text))


TARGETS: Mapping[str, Target] = {
    "csv": Target("people.csv", _table),
    "parquet": Target("people.parquet", _table),
    "manifest": Target("delivery.yaml", _manifest),
    "zip": Target("sent.zip", _unpacked),
    "workbook": Target("people.xlsx", refuse_bombs),
    "correction": Target("people-set-apart.csv", _sent_back),
    "mapping": Target("own.yaml", _mapping),
    "mapped-csv": Target("header.csv", _mapped("ssda903")),
    "mapped-xml": Target("census.xml", _mapped("cin-census")),
    "xml": Target("census.xml", _xml),
    "gedcom": Target("family.ged", _gedcom),
    "question": Target("question.graphql", _question),
}
GROUPS: Mapping[str, tuple[str, ...]] = {
    "openings": ("csv", "parquet", "manifest", "zip", "workbook", "correction"),
    # A conversion costs as much as a hundred of the others.
    "documents": (*("mapping", "xml", "gedcom", "question") * 3, "mapped-csv", "mapped-xml"),
}
"""Several in one run: the first byte chooses."""


def throw(content: bytes, path: Path, opens: Callable[[Path], None]) -> None:
    """Opens a file with this content; being refused is no fault."""
    path.write_bytes(content)
    try:
        opens(path)
    except (InputRefused, TooCostly):
        return


def throw_at(name: str, content: bytes, folder: Path) -> None:
    """Throws bytes at a target, or at the one of a group that the first of them chooses."""
    if name in GROUPS:
        several = GROUPS[name]
        name, content = several[content[0] % len(several)] if content else several[0], content[1:]
    target = TARGETS[name]
    throw(content, folder / target.file, target.opens)
