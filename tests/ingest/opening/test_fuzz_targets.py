"""What the fuzzer throws bytes at opens a good file and refuses a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.fuzz.targets import TARGETS, throw


@pytest.mark.parametrize("name", sorted(TARGETS))
@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"person_ref\n1\n", b"agency: police\n", b"PK\x05\x06" + bytes(18)]
)
def test_a_target_lets_nothing_through_but_being_refused(tmp_path: Path, name: str, content: bytes) -> None:
    file, opens = TARGETS[name]
    throw(content, tmp_path / file, opens)
    assert (tmp_path / file).read_bytes() == content
