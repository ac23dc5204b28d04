"""`kithmap upgrade`: an older ledger is brought up, a graph file of another version made again; until then it is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

import kithmap
from graph.settings import KEY_FILE
from graph.store.opening import GRAPH_FILE
from tests.graph.store.ledger.test_versions import make_older
from tests.ingest.site import KEY, family


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / KEY_FILE).write_bytes(KEY.secret)
    assert run(folder, "ingest", *map(str, family(tmp_path / "sent")[:1])) == 0
    yield folder


def run(data: Path, *arguments: str) -> int:
    return kithmap.run([*arguments, "--data", str(data)])


def digest(data: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(data, "verify", "--json") == 0
    return str(json.loads(capsys.readouterr().out)["digest"])


def test_what_an_older_version_kept_is_the_same_afterwards(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(data, capsys)
    make_older((data, None))
    with closing(apsw.Connection(str(data / GRAPH_FILE))) as graph:
        graph.pragma("user_version", 1)
    assert run(data, "verify") == 3
    assert "kithmap upgrade" in capsys.readouterr().err
    assert run(data, "upgrade", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"digest": before, "graph_made_again": True}
    assert digest(data, capsys) == before


def test_a_graph_of_another_version_alone_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(apsw.Connection(str(data / GRAPH_FILE))) as graph:
        graph.pragma("user_version", 1)
    assert run(data, "verify") == 3
    assert "kithmap upgrade" in capsys.readouterr().err


def test_what_is_current_stays_as_it_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(data, "upgrade") == 0
    assert "the graph is current" in capsys.readouterr().out


def test_where_nothing_is_loaded_there_is_nothing_to_upgrade(tmp_path: Path) -> None:
    assert run(tmp_path / "empty", "upgrade") == 3
