"""The ledger on both databases: SQLite always, PostgreSQL where KITHMAP_LEDGER_URL names one (marker postgres)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from graph.store.ledger import Ledger, open_ledger

POSTGRES = pytest.param("postgresql", marks=pytest.mark.postgres)
LEDGERS = ("sqlite", POSTGRES)


@contextmanager
def fresh_url(kind: str) -> Iterator[str | None]:
    """The address of an empty ledger, gone afterwards; None for the one in the data folder."""
    if kind == "sqlite":
        yield None
        return
    server = make_url(os.environ["KITHMAP_LEDGER_URL"])
    schema = f"t{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    own = server.update_query_dict({"options": f"-csearch_path={schema}"})
    try:
        yield own.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


@contextmanager
def fresh_ledger(kind: str, folder: Path) -> Iterator[Ledger]:
    """An empty ledger of one kind."""
    with fresh_url(kind) as url:
        opened = open_ledger(folder, url)
        try:
            yield opened
        finally:
            opened.close()
