"""Serves the metrics of all serving processes from the one that started them, on a loopback port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from api.metrics import StoreCollector
from graph.errors import WrongUse
from graph.questions.opening import open_books, open_partnerships
from graph.settings import Settings

_WHICH = "KITHMAP_METRICS is a loopback address and a port: 127.0.0.1:9464"


def read_address(text: str) -> tuple[str, int]:
    """Host and port. Raises WrongUse for what is none, and for one that other machines could reach."""
    host, _, port = text.rpartition(":")
    try:
        is_loopback = host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        raise WrongUse(_WHICH) from None
    if not is_loopback or not port.isdecimal():
        raise WrongUse(_WHICH)
    return host.strip("[]"), int(port)


@contextmanager
def metrics_served(settings: Settings, address: str, shared: str) -> Iterator[int]:
    """Serves until left; the port. `shared` is the folder where every process keeps its numbers."""
    host, port = read_address(address)

    def now() -> datetime:
        return datetime.now(UTC)

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=shared)  # type: ignore[no-untyped-call]
    registry.register(StoreCollector(lambda: open_partnerships(settings, now), now))
    open_books(settings).close()
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError:
        raise WrongUse(f"{_WHICH}; this one is taken or not this machine's") from None
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
