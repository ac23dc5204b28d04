"""The sample partnership, loaded once, behind its door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.signin.accounts import add_first_accounts
from graph.questions.opening import Partnerships, open_partnerships
from graph.settings import Settings
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.synth.sample import write_sample

NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's deliveries and truth."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


@pytest.fixture(scope="session")
def partnership(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    """The sample loaded, with one account a role."""
    held = open_partnerships(Settings(tmp_path_factory.mktemp("data")), lambda: NOW)
    load([sample], Stores(held.data, held.graph, held.ledger, held.key), Load(NOW))
    add_first_accounts(held.ledger.accounts, held.ledger.deliveries.partnership(), NOW)
    yield held
    held.graph.close()
    held.ledger.close()
