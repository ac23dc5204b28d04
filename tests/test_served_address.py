"""What the address of the pages makes of the application that is served."""

from pathlib import Path

import pytest

import kithmap
from api.middleware import BehindTls


@pytest.mark.parametrize(
    ("address", "is_behind"), [("https://kithmap.example", True), ("http://127.0.0.1:8080", False), ("", False)]
)
def test_an_https_address_means_that_a_proxy_ends_tls(
    address: str, is_behind: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITHMAP_DATA", str(tmp_path))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.setenv("KITHMAP_ADDRESS", address)
    app = kithmap.served_app()
    held = app.state.partnerships
    held.graph.close()
    held.ledger.close()
    assert any(one.cls is BehindTls for one in app.user_middleware) is is_behind
