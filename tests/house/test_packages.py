"""The check of the locked packages fails on a known vulnerability, and says so where nothing could be compared."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tools.checks.packages import main

HASH = "0" * 64
VULNERABILITY = {
    "id": "MADE-UP-1",
    "summary": "made up",
    "details": "made up",
    "published": "2024-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "harmful", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


@pytest.fixture
def requirements(tmp_path: Path) -> str:
    file = tmp_path / "requirements.txt"
    file.write_text(f"harmful==1.0 --hash=sha256:{HASH}\nharmless==1.0 --hash=sha256:{HASH}\n")
    return str(file)


@contextmanager
def advisories(known: str, status: int = 200) -> Iterator[list[str]]:
    """A list of vulnerabilities that knows of one package."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said = {"vulns": [VULNERABILITY]} if asked["package"]["name"] == known else {}
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield ["--osv-url", f"http://127.0.0.1:{server.server_port}/"]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_known_vulnerability_fails_and_is_named(requirements: str, capsys: pytest.CaptureFixture[str]) -> None:
    with advisories("harmful") as asked:
        assert main([requirements, *asked]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "harmful 1.0: MADE-UP-1 (fixed in 1.1)",
        "packages: 2 compared, 1 known vulnerabilities",
    ]


def test_none_known_is_well_and_counted(requirements: str, capsys: pytest.CaptureFixture[str]) -> None:
    with advisories("another") as asked:
        assert main([requirements, *asked]) == 0
    assert capsys.readouterr().out == "packages: 2 compared, 0 known vulnerabilities\n"


def test_where_the_list_can_t_be_reached_it_says_that_nothing_was_compared(
    requirements: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([requirements, "--osv-url", "http://127.0.0.1:9/"]) == 0
    assert "nothing was compared" in capsys.readouterr().out


def test_requirements_without_hashes_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loose.txt").write_text("harmless\n")
    assert main([str(tmp_path / "loose.txt"), "--osv-url", "http://127.0.0.1:9/"]) == 1
    assert "the check failed" in capsys.readouterr().out
