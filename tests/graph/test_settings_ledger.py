"""Where the ledger is: its address and the file with its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputRefused, WrongUse
from graph.settings import read_settings

URL, FILE = "KITHMAP_LEDGER_URL", "KITHMAP_LEDGER_PASSWORD_FILE"


def ledger_url(data: Path, **environment: str) -> str | None:
    return read_settings(data, environment).ledger_url


def test_the_password_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("be/tween us@\n")
    file = str(tmp_path / "password")
    url = ledger_url(tmp_path, **{URL: "postgresql://kithmap@127.0.0.1/kithmap", FILE: file})
    assert url == "postgresql://kithmap:be%2Ftween%20us%40@127.0.0.1/kithmap"
    assert ledger_url(tmp_path, **{FILE: file}) is None
    assert ledger_url(tmp_path, **{URL: "sqlite:///x"}) == "sqlite:///x"


@pytest.mark.parametrize("url", ["postgresql://kithmap:other@127.0.0.1/kithmap", "postgresql:///kithmap"])
def test_two_passwords_or_nobody_to_have_one_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no password"):
        ledger_url(tmp_path, **{URL: url, FILE: "x"})


def test_a_file_that_is_not_there_is_refused_by_its_setting(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=FILE):
        ledger_url(tmp_path, **{URL: "postgresql://kithmap@127.0.0.1/kithmap", FILE: str(tmp_path / "none")})
