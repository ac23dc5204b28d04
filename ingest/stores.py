"""Where a partnership is kept, and how a load is to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.identity.engines import Linkage
from graph.identity.kept_files import KeptFiles
from graph.identity.model import kept_model, load_model
from graph.model.ids import IdKey
from graph.store.claim_files import ClaimFiles
from graph.store.ledger import Ledger
from graph.store.port import GraphStore
from ingest.mapping.asked import MappingAsked
from ingest.resolving import How

CLAIMS_FOLDER = "claims"
LINKAGE_FOLDER = "linkage"
DEFAULT_TOLERANCE = 0.01
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Stores:
    """Where a partnership is kept: the data folder, the graph, the ledger, and the key ids are made with."""

    data: Path
    graph: GraphStore
    ledger: Ledger
    key: IdKey
    linkage: Linkage = Linkage.DUCKDB

    def linking(self, *, keeps: bool = True, is_dry: bool = False) -> How:
        """How to link: with the model in use, and, where it `keeps`, from what was kept of the last time."""
        kept = KeptFiles(self.data / LINKAGE_FOLDER, is_written=not is_dry) if keeps else None
        return How(load_model(kept_model(self.data)), kept, self.linkage)

    @property
    def claim_files(self) -> ClaimFiles:
        """Claims in columns, for sweeps."""
        return ClaimFiles(self.data / "landing" / CLAIMS_FOLDER)


@dataclass(frozen=True, slots=True)
class Load:
    """How a load is to be done: what is bad enough to refuse a delivery, whether to write, when it is, whom to tell.

    `anew` writes everything, not only what differs; `mapping` is for files in another format; `again` takes deliveries that
    were taken back.
    """

    now: datetime
    tolerance: float = DEFAULT_TOLERANCE
    dry_run: bool = False
    progress: Progress = lambda _step, _done, _all: None
    anew: bool = False
    mapping: MappingAsked | None = None
    again: bool = False
