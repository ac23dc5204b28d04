"""What a campaign of faults works on, and what one try came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from graph.settings import Neo4jAddress, Settings
from tools.faults.commands import Nursery
from tools.faults.loads import Loads

PLAIN_CODES = frozenset({0, 3})
"""Done, or a store that cannot be reached: what a load may say of a fault that is not its deliveries'."""
UNFORESEEN = "unforeseen fault"


@dataclass(frozen=True, slots=True)
class Ground:
    """What is loaded, in which folder, how often something happens, by which seed, into which Neo4j if any.

    `ledger`: the PostgreSQL whose ledgers are tried.
    """

    deliveries: Sequence[Path]
    folder: Path
    times: int
    seed: int
    neo4j: Neo4jAddress | None = None
    ledger: str | None = None

    def dice(self) -> Random:
        """Chance that falls the same for the same seed."""
        return Random(self.seed)  # noqa: S311 - the same seed must try the same

    def loads(self, nursery: Nursery, name: str, neo4j: Neo4jAddress | None = None) -> Loads:
        """A data folder of this name, on the graph of this ground or another address of it."""
        return Loads(Settings(self.folder / name, neo4j or self.neo4j), nursery)


@dataclass(frozen=True, slots=True)
class Trial:
    """One try: what was done, what came of it, and what was wrong."""

    what: str
    came: str
    faults: Sequence[str] = field(default_factory=tuple)
