"""Starts the application: one process, or several that each open the stores for themselves."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from graph.questions.opening import open_partnerships
from graph.settings import Settings, read_settings


def _now() -> datetime:
    return datetime.now(UTC)


def app_of_environment() -> FastAPI:
    """The application of the environment's settings: what each worker process makes for itself."""
    return create_app(open_partnerships(read_settings(None, os.environ), _now))


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
