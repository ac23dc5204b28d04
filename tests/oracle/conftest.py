"""Five hundred families, made once and held in one embedded store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store.opening import open_graph
from graph.store.port import GraphStore
from tests.oracle.asking import load
from tests.oracle.families import make_family
from tests.oracle.family import FAMILIES, Family


@pytest.fixture(scope="session")
def families() -> list[Family]:
    """The families, by seed."""
    return [make_family(seed) for seed in range(FAMILIES)]


@pytest.fixture(scope="session")
def store(families: list[Family], tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """All of them in a real store."""
    opened = open_graph(Path(tmp_path_factory.mktemp("oracle")))
    load(opened, families)
    yield opened
    opened.close()
