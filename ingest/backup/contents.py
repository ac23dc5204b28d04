"""What a backup holds: what can't be made again. The graph and its files are made again from it, to the same digest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.identity.model import KEPT_MODEL
from graph.questions.opening import HEAD_FILE, LANDING_FOLDER
from graph.settings import KEY_FILE
from ingest.stores import CLAIMS_FOLDER

FORMAT = 1
SUMMARY = "backup.json"
LEDGER = "ledger"
FILES = (KEY_FILE, HEAD_FILE, KEPT_MODEL)
_UNFINISHED = ".part"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup says of itself: its form, when it was made, the digest of the graph, and a hash of each part."""

    form: int
    schema: int
    made_at: str
    digest: str
    parts: dict[str, str]


def files_of(data: Path) -> Iterator[tuple[str, Path]]:
    """Each file of a data folder that a backup holds, by its name in the backup."""
    for name in FILES:
        if (data / name).is_file():
            yield name, data / name
    landing = data / LANDING_FOLDER
    derived = landing / CLAIMS_FOLDER
    for path in sorted(landing.rglob("*")):
        if path.is_file() and derived not in path.parents and path.suffix != _UNFINISHED:
            yield path.relative_to(data).as_posix(), path


def may_be_restored(name: str) -> bool:
    """Whether a part's name is one that a backup of ours can hold, so that none leads outside the data folder."""
    if name in FILES:
        return True
    parts = Path(name).parts
    return (
        len(parts) > 1
        and parts[0] == LANDING_FOLDER
        and parts[1] != CLAIMS_FOLDER
        and not any(part in ("..", "/", "") or "\\" in part or ":" in part for part in parts)
    )
