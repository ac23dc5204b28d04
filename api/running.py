"""Starts the application: one process, or several that each open the stores for themselves."""

from __future__ import annotations

import gc
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


def keep_out_of_collections() -> None:
    """Leaves all that is loaded by now out of garbage collections to come: each would stop every thread for 0.1 s."""
    gc.collect()
    gc.freeze()
