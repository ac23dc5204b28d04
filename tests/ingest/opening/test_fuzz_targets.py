"""What the fuzzer throws bytes at opens good files and refuses bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.fuzz.corpus import every_name, seeds, write_corpus
from tools.fuzz.targets import GROUPS, TARGETS, throw_at


@pytest.mark.parametrize("name", every_name())
@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"person_ref\n1\n", b"agency: police\n", b"PK\x05\x06" + bytes(18), b"<a><b/></a>"]
)
def test_a_target_lets_nothing_through_but_being_refused(tmp_path: Path, name: str, content: bytes) -> None:
    throw_at(name, content, tmp_path)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_fuzzer_begins_with_good_files(tmp_path: Path, name: str) -> None:
    good = list(seeds(name))
    assert good
    for content in good:
        throw_at(name, content, tmp_path)


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_of_a_group_the_first_byte_chooses(tmp_path: Path, name: str) -> None:
    written = write_corpus(name, tmp_path / "corpus")
    firsts = {file.read_bytes()[0] for file in written.iterdir()}
    assert {GROUPS[name][first] for first in firsts} == set(GROUPS[name])
