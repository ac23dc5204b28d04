"""Starts the application: one process, or several that each open the stores for themselves."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from fastapi import FastAPI
from uvicorn.importer import import_from_string

from api.logs import LOG, LogForm, read_form, set_up_logs
from api.middleware import BehindTls
from api.watched import Watched, Watcher, tell_log
from graph.errors import WrongUse
from graph.notices.settings import BASE, is_this_machine
from graph.settings import Settings

METRICS = "KITHMAP_METRICS"
LONGEST_START = 60
"""Seconds a worker may take to answer its parent: on a busy machine it imports for longer than the server's own five, and
was ended and begun again without end.
"""
LONGEST_GOODBYE = 10
"""Seconds in which requests under way may end once the server is told to."""
KEPT_ALIVE = 75
"""Seconds a connection may be idle: longer than those who ask keep theirs (proxies 60, libraries 5). Were ours as short, a
question could be sent into a connection that is being closed, and would be cut without an answer.
"""
_FACTORY = "KITHMAP_FACTORY"
_SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to listen, in how many processes, and how events are written."""

    host: str
    port: int
    workers: int = 1
    log: LogForm = LogForm.PLAIN


def require_private(host: str, environment: Mapping[str, str]) -> None:
    """Raises WrongUse where pages would go over a network in the clear: beyond this machine there is a proxy that ends TLS."""
    if not is_this_machine(host) and not environment.get(BASE, "").startswith("https://"):
        raise WrongUse(
            f"--host {host} is reached by others, and pages would go there unencrypted: put a proxy that ends TLS in front,"
            f" and its address into {BASE}=https://… (docs/deploy.md, TLS)"
        )


def serve_forever(settings: Settings, serving: Serving, factory: str) -> None:
    """Serves until stopped. `factory` (module:function) makes the application in each process, from its environment.

    Told to stop (SIGTERM, Ctrl-C), it takes no new connection, lets what is under way end within ten seconds, and closes
    the stores.
    """
    os.environ["KITHMAP_DATA"] = str(Path(settings.data).resolve())
    os.environ[_FACTORY] = factory
    os.environ[LOG] = serving.log.value
    set_up_logs(serving.log)
    # The server lets everything end and then raises the signal again: without this it would not come back to here.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    with _metrics(settings):
        uvicorn.run(
            "api.running:make_watched",
            factory=True,
            host=serving.host,
            port=serving.port,
            workers=serving.workers,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEPT_ALIVE,
            timeout_graceful_shutdown=LONGEST_GOODBYE,
            timeout_worker_healthcheck=LONGEST_START,
        )


@contextmanager
def _metrics(settings: Settings) -> Iterator[None]:
    address = os.environ.get(METRICS)
    if not address:
        yield
        return
    with TemporaryDirectory(prefix="kithmap-metrics-") as shared:
        os.environ[_SHARED] = shared
        # Imported here: the library looks at the folder's name once, when it is imported.
        from api.metrics_server import metrics_served

        with metrics_served(settings, address, shared):
            yield


def make_watched() -> FastAPI:
    """The application of the environment's factory, every request watched: what each serving process makes for itself."""
    set_up_logs(read_form(os.environ))
    app = as_addressed(import_from_string(os.environ[_FACTORY])(), os.environ)
    watchers: tuple[Watcher, ...] = (tell_log,)
    if os.environ.get(_SHARED):
        from prometheus_client import CollectorRegistry

        from api.metrics import Meter

        app.state.meter = Meter(CollectorRegistry())
        watchers = (*watchers, app.state.meter.count)
    app.add_middleware(Watched, watchers=watchers)
    return app


def as_addressed(app: FastAPI, environment: Mapping[str, str]) -> FastAPI:
    """The application; where its pages have an https address, a proxy in front ends TLS, and it answers as over TLS."""
    if environment.get(BASE, "").startswith("https://"):
        app.add_middleware(BehindTls)
    return app


def keep_out_of_collections() -> None:
    """Leaves all that is loaded by now out of garbage collections to come: each would stop every thread for 0.1 s."""
    gc.collect()
    gc.freeze()
