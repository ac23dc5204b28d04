"""What `kithmap demo` loads: the sample partnership."""

from __future__ import annotations

from pathlib import Path

from ingest.synth.sample import write_sample


def write_demo(folder: Path) -> None:
    """Writes the deliveries of the demo under `folder`."""
    write_sample(folder)
