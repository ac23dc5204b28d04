"""Rows kept on disk and taken back a part at a time, each part with all rows of its keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import ipc

from ingest.landing import FrameWriter

ROWS_AT_ONCE = 16_384
_MOST_PARTS = 512


def batches(path: Path, most: int = ROWS_AT_ONCE) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file, some at a time, at least one frame."""
    with pq.ParquetFile(path) as file:
        if not file.metadata.num_rows:
            yield pl.read_parquet(path)
        for batch in file.iter_batches(batch_size=most):
            yield pl.DataFrame(pl.from_arrow(batch))


def in_parts(path: Path, key: Sequence[str], most: int = ROWS_AT_ONCE) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file in frames of about `most` rows, in the order they came; one key's are in one frame.

    At least one frame, even of none. Makes files beside the path while it runs.
    """
    with pq.ParquetFile(path) as file:
        rows = file.metadata.num_rows
    if rows <= most:
        yield pl.read_parquet(path)
        return
    count = min(-(-rows // most), _MOST_PARTS)
    parts = [path.with_name(f"{path.stem}.{nth}.part") for nth in range(count)]
    try:
        _divide(path, key, parts, most)
        for part in parts:
            yield pl.read_ipc_stream(part)
            part.unlink()
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _divide(path: Path, key: Sequence[str], parts: Sequence[Path], most: int) -> None:
    """Arrow streams, not Parquet: a Parquet file remembers every piece written to it until it is closed."""
    writers: list[ipc.RecordBatchStreamWriter] = []
    with ExitStack() as stack:
        for frame in batches(path, most):
            part_of = frame.select(key).hash_rows(seed=0) % len(parts)
            if not writers:
                schema = _arrow(frame).schema
                writers = [stack.enter_context(ipc.new_stream(part, schema)) for part in parts]
            for (nth,), rows in frame.group_by(part_of.alias("_part"), maintain_order=True):
                writers[int(str(nth))].write_table(_arrow(rows))


def _arrow(frame: pl.DataFrame) -> pa.Table:
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


class Held:
    """Rows of several sources, each source's of one schema, kept in a folder until all have come."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        self._writers: dict[str, FrameWriter] = {}
        self._paths: dict[str, Path] = {}

    def add(self, name: str, frame: pl.DataFrame) -> None:
        """Keeps rows of a source."""
        if name not in self._writers:
            self._paths[name] = self._folder / f"held.{len(self._paths)}.parquet"
            self._writers[name] = self._stack.enter_context(FrameWriter(self._paths[name]))
        self._writers[name].write(frame)

    def holds(self, name: str) -> bool:
        """Whether rows of a source came, if only none."""
        return name in self._writers

    def parts(self, name: str, key: Sequence[str]) -> Iterator[pl.DataFrame]:
        """All rows of a source, as `in_parts` gives them; nothing can be added afterwards."""
        self._stack.close()
        return in_parts(self._paths[name], key)
