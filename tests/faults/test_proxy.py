"""The network of our own carries what it is given, until it is a bad one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from tools.faults.proxy import Bad, Trouble, Wire


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that sends everything back."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(client: socket.socket) -> None:
        with closing(client), suppress(OSError):
            while said := client.recv(1024):
                client.sendall(said)

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                threading.Thread(target=answer, args=(client,), daemon=True).start()

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    yield listening.getsockname()[1]
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    serving.join()


@pytest.fixture
def wire(echo: int) -> Iterator[Wire]:
    with Wire("127.0.0.1", echo) as made:
        yield made


def said_back(wire: Wire, *words: bytes) -> list[bytes | None]:
    """What comes back for each word on one connection; None for silence, nothing for a line that is dead."""
    told: list[bytes | None] = []
    with closing(socket.create_connection(("127.0.0.1", wire.port))) as client:
        client.settimeout(0.5)
        for word in words:
            try:
                client.sendall(word)
                told.append(client.recv(1024))
            except TimeoutError:
                told.append(None)
            except OSError:
                told.append(b"")
    return told


def test_a_good_or_slow_line_carries_everything(wire: Wire) -> None:
    assert said_back(wire, b"one", b"two") == [b"one", b"two"]
    wire.become(Trouble(Bad.SLOW, late=0.01))
    assert said_back(wire, b"one", b"two") == [b"one", b"two"]


def test_a_black_hole_is_silent_and_a_cut_line_dead_until_mended(wire: Wire) -> None:
    wire.become(Trouble(Bad.HOLE, after=1))
    assert said_back(wire, b"one", b"two") == [b"one", None]
    wire.mend()
    assert said_back(wire, b"one") == [b"one"]
    wire.become(Trouble(Bad.CUT))
    assert said_back(wire, b"one") == [b""]
    wire.mend()
    assert said_back(wire, b"one") == [b"one"]


def test_a_line_is_cut_after_so_many_pieces(wire: Wire) -> None:
    wire.become(Trouble(Bad.CUT, after=1))
    assert said_back(wire, b"one", b"two") == [b"one", b""]


def test_only_the_answer_of_a_commit_is_lost(wire: Wire) -> None:
    wire.become(Trouble(Bad.ANSWER_LOST))
    assert said_back(wire, b"SELECT", b"COMMIT") == [b"SELECT", None]
    assert wire.has_begun.is_set()
