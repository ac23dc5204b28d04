"""What linking keeps, in a folder: a cache. It may be deleted at any time; what does not fit is left, never trusted.

A state is a folder of Arrow files, read without loading them; `current.json` names the one that counts, and is put
in place once all of it is written. A state of another model, policy, library or version of this code, one of another
frame of people, and a torn one are none.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from dataclasses import dataclass, fields
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from graph.identity.kept import Kept, nothing_kept
from graph.identity.steps import Terms
from graph.sources import digest_of_sources

_CURRENT = "current.json"
_NAMES = tuple(field.name for field in fields(Kept))
# What decides how a record is read, keyed and scored, besides our own code.
_LIBRARIES = ("duckdb", "jellyfish", "nicknames", "phonenumbers", "polars", "splink", "unidecode")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The folder linkage keeps its state in; `is_written` is False where a run must leave no trace."""

    folder: Path
    is_written: bool = True

    def read(self, people: pl.DataFrame, by: Terms) -> Kept:
        """The state kept by these terms for people in such a frame, or that in which nothing is."""
        nothing = nothing_kept(people)
        try:
            current = json.loads((self.folder / _CURRENT).read_text("utf-8"))
            if current["made_by"] != _made_by(by):
                return nothing
            kept = Kept(**{name: self._frame(current, name) for name in _NAMES})
        except (OSError, ValueError, LookupError, TypeError):
            return nothing
        is_alike = all(frame.schema == nothing.frames()[name].schema for name, frame in kept.frames().items())
        return kept if is_alike else nothing

    def write(self, kept: Kept, by: Terms) -> None:
        """Keeps a state in place of the one before. Where that fails there is none, and the next run does it all."""
        if not self.is_written:
            return
        try:
            self._write(kept, by)
        except (OSError, pl.exceptions.PolarsError):
            _log.warning("what linking worked out could not be kept: the next load works it all out again")

    def _frame(self, current: dict[str, Any], name: str) -> pl.DataFrame:
        path = self.folder / current["state"] / f"{name}.arrow"
        if path.stat().st_size != current["sizes"][name]:
            raise ValueError(name)
        with pa.memory_map(str(path)) as source:
            return pl.DataFrame(pa.ipc.open_file(source).read_all())

    def _write(self, kept: Kept, by: Terms) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        state = Path(tempfile.mkdtemp(dir=self.folder))
        sizes = {name: _write_frame(frame, state / f"{name}.arrow") for name, frame in kept.frames().items()}
        beside = state / _CURRENT
        with beside.open("w", encoding="utf-8") as file:
            json.dump({"made_by": _made_by(by), "state": state.name, "sizes": sizes}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.folder / _CURRENT)
        for other in self.folder.iterdir():
            if other.is_dir() and other != state:
                shutil.rmtree(other, ignore_errors=True)


def _write_frame(frame: pl.DataFrame, path: Path) -> int:
    """Writes a frame to disk; returns the size of its file."""
    with path.open("wb") as file:
        frame.rechunk().write_ipc(file, compression="uncompressed")
        file.flush()
        os.fsync(file.fileno())
    return path.stat().st_size


def _made_by(by: Terms) -> str:
    """One text for everything that decides what linking finds: code, libraries, model and policy."""
    digest = blake2b(digest_size=16)
    for said in (
        digest_of_sources("graph.identity"),
        by.model.to_json(),
        repr(by.policy),
        *(f"{name} {version(name)}" for name in _LIBRARIES),
    ):
        digest.update(said.encode())
    return digest.hexdigest()
