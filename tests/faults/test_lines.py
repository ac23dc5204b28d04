"""A load over a bad line is judged by how it ended, and by what is there once it was loaded over a good one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest

from tools.faults.commands import PLAIN, Ended, Under
from tools.faults.lines import BadLine, load_over
from tools.faults.loads import Loads, Undisturbed
from tools.faults.proxy import Bad, Trouble, Wire
from tools.faults.trial import UNFORESEEN, Ground

UNDISTURBED = Undisturbed("d", {})


class Line:
    """A line that only notes what becomes of it."""

    def __init__(self) -> None:
        self.has_begun = Event()
        self.noted: list[str] = []

    def become(self, trouble: Trouble) -> None:
        self.noted.append(str(trouble.bad))
        self.has_begun.set()

    def mend(self) -> None:
        self.noted.append("mended")


class Folder:
    """Loads of which the first ends as told."""

    def __init__(self, line: Line, code: int, errors: str, differences: Sequence[str]) -> None:
        self._line, self._ended, self._differences = line, Ended(code, "", errors, 1.0, 0), list(differences)
        self.environment: dict[str, str] = {}

    def run(self, *_arguments: str, under: Under = PLAIN) -> Ended:
        assert self._line.noted == [str(Bad.CUT)]
        self.environment = dict(under.environment)
        return self._ended

    def load(self, _deliveries: Sequence[Path]) -> None:
        assert self._line.noted[-1] == "mended"

    def differences(self, _undisturbed: Undisturbed, _deliveries: Sequence[Path]) -> list[str]:
        return self._differences


@pytest.mark.parametrize(
    ("code", "errors", "differences", "faults"),
    [
        (0, "", [], []),
        (3, "the store cannot be reached", [], []),
        (1, "", [], ["the load ended with 1"]),
        (3, f"an {UNFORESEEN}", ["another digest"], [UNFORESEEN, "another digest"]),
    ],
)
def test_a_load_over_a_bad_line(
    tmp_path: Path, code: int, errors: str, differences: list[str], faults: list[str]
) -> None:
    line = Line()
    folder = Folder(line, code, errors, differences)
    bad = BadLine(cast(Wire, line), Trouble(Bad.CUT, 7), {"NEO4J_URI": "bolt://elsewhere"})
    tried = load_over(bad, Ground([tmp_path], tmp_path, 1, 1), cast(Loads, cast(Any, folder)), UNDISTURBED)
    assert list(tried.faults) == faults
    assert folder.environment == {"NEO4J_URI": "bolt://elsewhere"}
    assert "after 7" in tried.what
    assert f"exit code {code}" in tried.came
