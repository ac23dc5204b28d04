"""What `kithmap demo` loads: the sample family among two hundred made-up ones."""

from __future__ import annotations

from pathlib import Path

from ingest.synth.sample import write_sample

BACKGROUND_FAMILIES = 200


def write_demo(folder: Path) -> None:
    """Writes the deliveries of the demo under `folder`."""
    write_sample(folder, BACKGROUND_FAMILIES)
