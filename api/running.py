"""Starts the application: one process, or several that each open the stores for themselves."""

from __future__ import annotations

import os
from pathlib import Path

import uvicorn

from graph.settings import Settings


def serve_forever(settings: Settings, host: str, port: int, workers: int, factory: str) -> None:
    """Serves until stopped. `factory` (module:function) makes the application in each process, from its environment."""
    os.environ["KITHMAP_DATA"] = str(Path(settings.data).resolve())
    uvicorn.run(
        factory,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
