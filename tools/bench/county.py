"""A made-up county on disk, loaded or to be loaded, for measurements."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from graph.questions.opening import Partnerships
from graph.settings import Neo4jAddress, read_or_make_key
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.synth.county import write_county

NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)
LATER = "2024-04-01T22:00:00Z"
_SEED = 1


Write = Callable[[Path, int, int], None]
"""Writes the deliveries of so many children into a folder; the last number is a seed."""


@dataclass(frozen=True, slots=True)
class County:
    """A county's deliveries, of how many children, a folder for whatever a measurement makes, and what wrote it."""

    sent: Path
    folder: Path
    children: int
    write: Write = write_county

    def fresh(self) -> Path:
        """A new empty folder."""
        return Path(tempfile.mkdtemp(dir=self.folder))


@contextmanager
def made_county(children: int, write: Write = write_county) -> Iterator[County]:
    """A county of so many children, taken away afterwards."""
    with tempfile.TemporaryDirectory(prefix="kithmap-bench-") as name:
        folder = Path(name)
        write(folder / "sent", children, _SEED)
        yield County(folder / "sent", folder, children, write)


@contextmanager
def opened(data: Path, neo4j: Neo4jAddress | None = None) -> Iterator[Stores]:
    """The stores of a data folder, closed afterwards."""
    data.mkdir(exist_ok=True)
    stores = Stores(data, open_graph(data, neo4j), open_ledger(data), read_or_make_key(data))
    try:
        yield stores
    finally:
        stores.graph.close()
        stores.ledger.close()


@contextmanager
def loaded(county: County) -> Iterator[Stores]:
    """The county loaded into the embedded graph: once, and a copy for whoever asks."""
    once = county.folder / "loaded"
    if not once.exists():
        making = county.fresh()
        with opened(making) as stores:
            load([county.sent], stores, Load(NOW))
        making.rename(once)
    copy = county.fresh()
    shutil.copytree(once, copy, dirs_exist_ok=True)
    with opened(copy) as stores:
        yield stores


def partnership(stores: Stores) -> Partnerships:
    """The partnership behind its door."""
    return Partnerships(stores.data, stores.graph, stores.ledger, stores.key, lambda: NOW)


def changed(sent: Path, target: Path, every: int = 100) -> Path:
    """The next day's deliveries, in which one row of every so many has another note."""
    shutil.copytree(sent, target)
    for file in sorted(target.glob("*/delivery.yaml")):
        manifest = yaml.safe_load(file.read_text(encoding="utf-8"))
        file.write_text(yaml.safe_dump(manifest | {"extracted_at": LATER}), encoding="utf-8")
        for table in sorted(file.parent.glob("*.csv")):
            _change(table, every)
    return target


def _change(table: Path, every: int) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    if "note" not in headings:
        return
    place = headings.index("note")
    for row in rows[::every]:
        row[place] = "seen again"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
