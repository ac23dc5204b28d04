"""`python -m tools.fuzz.throwing NAME SECONDS SEED FOLDER`: bytes thrown at a target or a group until the time is over.

Ends with an error at the first crash, hang or exception that is not declared, and leaves its input in FOLDER. Needs the
`fuzz` group: `make fuzz` runs it with one. The workbook target stops before the native reader: what that makes of a file
happens in a process of its own (`ingest.opening.child`), which may die of it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

LONGEST_RUN = 30
LARGEST = 65_536
MOST_MEGABYTES = 2_048


def main(arguments: list[str]) -> None:
    """The entry point."""
    import atheris  # only for whoever fuzzes

    name, seconds, seed, folder = arguments[0], int(arguments[1]), int(arguments[2]), Path(arguments[3])
    # What is imported inside is watched: new ways through it are what the next bytes are made to find.
    with atheris.instrument_imports(include=["ingest", "csv", "yaml", "zipfile", "api.graphql.limiter"]):
        from tools.fuzz.corpus import write_corpus
        from tools.fuzz.targets import throw_at
    corpus = write_corpus(name, folder / "corpus" / name)
    with tempfile.TemporaryDirectory(prefix="kithmap-") as made:
        limits = [
            f"-max_total_time={seconds}",
            f"-seed={seed}",
            f"-timeout={LONGEST_RUN}",
            f"-rss_limit_mb={MOST_MEGABYTES}",
        ]
        more = [f"-max_len={LARGEST}", f"-artifact_prefix={folder}/{name}-", "-print_final_stats=1"]
        atheris.Setup(["throwing", *limits, *more, str(corpus)], lambda content: throw_at(name, content, Path(made)))
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
