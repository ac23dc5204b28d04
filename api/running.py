"""Starts the application: one process, or several that each open the stores for themselves."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from graph.questions.opening import Partnerships
from graph.settings import Settings, read_or_make_key, read_settings
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph


def open_partnerships(settings: Settings) -> Partnerships:
    """The partnership of these settings, behind its door."""
    return Partnerships(
        settings.data,
        open_graph(settings.data, settings.neo4j),
        open_ledger(settings.data, settings.ledger_url),
        read_or_make_key(settings.data),
        lambda: datetime.now(UTC),
    )


def app_of_environment() -> FastAPI:
    """The application of the environment's settings: what each worker process makes for itself."""
    return create_app(open_partnerships(read_settings(None, os.environ)))


def serve_forever(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serves until stopped."""
    os.environ["KITHMAP_DATA"] = str(Path(settings.data).resolve())
    uvicorn.run(
        "api.running:app_of_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
