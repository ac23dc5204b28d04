"""`python -m tools.fuzz.openings TARGET [SECONDS]`: bytes thrown at one kind of file until the time is over.

Ends with an error at the first crash, hang or exception that is not declared. Needs the `fuzz` group (`uv sync --group fuzz`).
The workbook target stops before the native reader: what that makes of a file happens in a process of its own
(`ingest.opening.child`), which may die of it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

SECONDS = 60
LONGEST_RUN = 30
LARGEST = 65_536


def main(arguments: list[str]) -> None:
    """The entry point."""
    import atheris  # only for whoever fuzzes

    name, seconds = arguments[0], int(arguments[1]) if len(arguments) > 1 else SECONDS
    # What is imported inside is watched: new ways through it are what the next bytes are made to find.
    with atheris.instrument_imports(include=["ingest", "csv", "yaml", "zipfile"]):
        from tools.fuzz.targets import TARGETS, throw
    file, opens = TARGETS[name]
    with tempfile.TemporaryDirectory(prefix="kithmap-") as folder:
        path = Path(folder) / file
        limits = [f"-max_total_time={seconds}", f"-timeout={LONGEST_RUN}", f"-max_len={LARGEST}", "-rss_limit_mb=1024"]
        atheris.Setup(["openings", *limits], lambda content: throw(content, path, opens))
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
