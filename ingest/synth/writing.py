"""A delivery folder written row by row, so that a county of any size needs one row of memory at a time."""

import csv
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from ingest.synth.layout import COLUMNS

Row = Mapping[str, str]
LAWFUL_BASIS = "public task; safeguarding of children (DPA 2018 Sch 1 para 18)"


@dataclass(frozen=True)
class Heading:
    """What `delivery.yaml` says of one delivery; dates and times as written there."""

    agency: str
    name: str
    kind: str
    system: str
    extracted_at: str
    covers: tuple[str, str]
    mode: str = "full"
    feeds: Mapping[str, Mapping[str, str]] | None = None

    def to_document(self) -> dict[str, Any]:
        """The mapping that `delivery.yaml` holds."""
        document: dict[str, Any] = {
            "agency": self.agency,
            "agency_name": self.name,
            "agency_kind": self.kind,
            "system": self.system,
            "extracted_at": self.extracted_at,
            "covers": {"from": self.covers[0], "to": self.covers[1]},
            "mode": self.mode,
            "lawful_basis": LAWFUL_BASIS,
        }
        if self.feeds:
            document["feeds"] = {table: dict(dates) for table, dates in self.feeds.items()}
        return document

    def folder_name(self) -> str:
        """`agency--system--day`: one folder a delivery, in an order a reader can follow."""
        return f"{self.agency}--{self.system}--{self.extracted_at[:10]}"


class DeliveryFolder:
    """One delivery being written; a table's file appears with its first row, or when it is declared empty."""

    def __init__(self, out: Path, heading: Heading) -> None:
        self.heading = heading
        self.path = out / heading.folder_name()
        self._files = ExitStack()
        self._tables: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self.path.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(self.heading.to_document(), sort_keys=False, allow_unicode=True)
        (self.path / "delivery.yaml").write_text(text, encoding="utf-8")
        return self

    def __exit__(self, *exc: object) -> None:
        self._files.close()

    def add(self, table: str, row: Row) -> None:
        """Write one row; an unknown column is the writer's mistake and raises ValueError."""
        self.declare(table)
        self._tables[table].writerow(row)

    def declare(self, table: str) -> None:
        """Make the table present even if no row follows: an empty feed is not an absent one."""
        if table not in self._tables:
            self._tables[table] = open_table(self._files, self.path / f"{table}.csv", COLUMNS[table])


def open_table(files: ExitStack, path: Path, columns: tuple[str, ...]) -> "csv.DictWriter[str]":
    """A CSV writer with its heading row written, closed with `files`."""
    file = files.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    return writer
