"""Files in another format loaded through a mapping, and what the store says of them afterwards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.store.port import StoredClaim
from ingest.mapping.asked import MappingAsked
from ingest.mapping.reading import find_mapping
from ingest.pipeline import Loaded
from tests.ingest.site import KEY, Site, open_site

REAL = Path(__file__).parent / "real"
ON = "2024-03-31"


@dataclass(frozen=True)
class Through:
    """What a load through a mapping left in a partnership of its own."""

    site: Site
    loaded: Loaded

    @property
    def stored(self) -> list[StoredClaim]:
        """Every published claim."""
        return list(self.site.stores.graph.stored_claims())

    @property
    def kinds(self) -> dict[str, int]:
        """How many claims there are of each kind."""
        return dict(Counter(one.claim.kind.value for one in self.stored))

    @property
    def rules(self) -> dict[str, int]:
        """How many rows are set aside by each rule, those that wait included."""
        return dict(Counter(note.rule for _, note in self.site.stores.ledger.deliveries.quarantine()))

    @property
    def set_aside(self) -> list[tuple[str, str, int | None, str | None, str]]:
        """(table, file, line, column, rule) of every row set aside."""
        notes = (note for _, note in self.site.stores.ledger.deliveries.quarantine())
        return sorted((note.table, note.file, note.line, note.column, note.rule) for note in notes)

    @property
    def warned(self) -> dict[tuple[str, str], int]:
        """How many cells were odd, by column and rule."""
        told = [(one.column, one.rule, one.count) for part in self.loaded.prepared for one in part.warnings]
        return {(column, rule): count for column, rule, count in told if rule != "assumed"}

    def of(self, agency: str, system: str, ref: str, table: str = "people") -> list[dict[str, str]]:
        """What is said of one record: kind, cells, and how it is closed, by kind and reference."""
        record = KEY.record_id(agency, system, table, ref)
        found = [one for one in self.stored if any(end.record_id == record for end in one.claim.ends)]
        return sorted(map(cells_of, found), key=lambda cells: (cells["kind"], cells["ref"]))

    def events_of(self, agency: str, system: str, ref: str) -> list[tuple[str, ...]]:
        """(type, start, end, headline, closed) of the events a person is in, by date."""
        parts = [cells["record_ref"] for cells in self.of(agency, system, ref) if cells["kind"] == "event_person"]
        events = [cells_of(one) for one in self.stored if one.claim.kind.value == "event"]
        told = [event for event in events if event["record_ref"] in parts]
        keys = ("type", "start", "end", "headline", "closed")
        return sorted((tuple(event.get(key, "") for key in keys) for event in told), key=lambda one: (one[1], one[0]))


def cells_of(stored: StoredClaim) -> dict[str, str]:
    """A claim's cells with its kind, its reference, and the markings it is closed by."""
    parts = (stored.headline, stored.detail, stored.hidden)
    cells: dict[str, str] = {}
    for part in parts:
        cells |= json.loads(part) if part else {}
    closed = ";".join(sorted({closing.marking.value for closing in stored.closings}))
    return {"kind": stored.claim.kind.value, "ref": stored.claim.source.record_ref, "closed": closed, **cells}


def load_through(folder: Path, mapping: str, *paths: Path, **stated: str) -> Through:
    """A fresh partnership with files loaded through a mapping, shipped or by file."""
    stated = {"extracted_at": ON, **stated}
    site = open_site(folder)
    asked = MappingAsked(find_mapping(mapping), stated)
    return Through(site, site.load(*paths, mapping=asked, tolerance=1.0))


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Files of a made-up export."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
