"""Landed deliveries: rows as sent and rows checked, as Parquet by the delivery's content hash, written once."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import orjson
import polars as pl
import pyarrow.parquet as pq

from ingest.quarantine import QuarantinedRow, read_quarantine, to_frame


@dataclass(frozen=True, slots=True)
class Landing:
    """The landing folder of a data folder."""

    data: Path

    def as_sent_path(self, delivery: str, table: str) -> Path:
        """Where a table's rows lie as sent."""
        return self.data / "landing" / "as_sent" / delivery / f"{table}.parquet"

    def checked_path(self, delivery: str, table: str) -> Path:
        """Where a table's good rows lie; columns as in `Checked.good`."""
        return self.data / "landing" / "checked" / delivery / f"{table}.parquet"

    def quarantine_path(self, delivery: str) -> Path:
        """Where the rows set aside by the checks lie."""
        return self.data / "landing" / "quarantine" / f"{delivery}.parquet"

    def summary_path(self, delivery: str) -> Path:
        """Where the outcome of the checks lies; it is written last, so a delivery with one has landed whole."""
        return self.data / "landing" / "summary" / f"{delivery}.json"

    def as_sent(self, delivery: str, table: str, row: int) -> str:
        """A row as sent: a JSON object of its non-empty cells under the file's own headings. Raises KeyError."""
        found = pl.scan_parquet(self.as_sent_path(delivery, table)).filter(pl.col("_row") == row).collect()
        if found.is_empty():
            raise KeyError(row)
        cells = {name: cell for name, cell in found.row(0, named=True).items() if name != "_row" and cell}
        return orjson.dumps(cells).decode()

    def good(self, delivery: str, table: str) -> pl.LazyFrame:
        """A table's good rows."""
        return pl.scan_parquet(self.checked_path(delivery, table))

    def write_quarantine(self, delivery: str, rows: list[QuarantinedRow]) -> None:
        """Keeps the rows the checks set aside, replacing an earlier list."""
        with whole_file(self.quarantine_path(delivery)) as part:
            to_frame(rows).write_parquet(part)

    def set_apart_path(self, delivery: str) -> Path:
        """Where the rows lie that whoever looks after the data is told of: the open ones of those that are set apart."""
        return self.data / "landing" / "set_apart" / f"{delivery}.parquet"

    def write_set_apart(self, delivery: str, rows: list[QuarantinedRow]) -> None:
        """Keeps what is told of rows set apart, replacing what was told before."""
        with whole_file(self.set_apart_path(delivery)) as part:
            to_frame(rows).write_parquet(part)

    def quarantine(self, delivery: str) -> list[QuarantinedRow]:
        """The rows the checks set aside."""
        return read_quarantine(self.quarantine_path(delivery))

    def make_outlast(self, delivery: str) -> None:
        """Makes the names of all that is landed of a delivery outlast a power cut."""
        for folder in (self.as_sent_path(delivery, "").parent, self.checked_path(delivery, "").parent):
            if folder.exists():
                _sync_folder(folder)
                _sync_folder(folder.parent)

    def write_summary(self, delivery: str, summary: dict[str, object]) -> None:
        """Marks the delivery as landed, with the outcome of its checks."""
        with whole_file(self.summary_path(delivery)) as part:
            part.write_bytes(orjson.dumps(summary, option=orjson.OPT_INDENT_2))

    def find_summary(self, delivery: str) -> dict[str, object] | None:
        """The outcome of an earlier landing of the same content, or None."""
        path = self.summary_path(delivery)
        return dict(orjson.loads(path.read_bytes())) if path.exists() else None

    def sources_of(self, delivery: str) -> list[str]:
        """The files and sheets of a delivery in another format, in the order its rows are numbered by; else none."""
        summary = self.find_summary(delivery) or {}
        told = summary.get("sources")
        return [str(name) for name in told] if isinstance(told, list) else []

    def files_of(self, delivery: str) -> dict[str, str]:
        """The file each table of a delivery came in, by table."""
        tables = (self.find_summary(delivery) or {}).get("tables")
        return {str(one["table"]): str(one["file"]) for one in tables} if isinstance(tables, list) else {}

    def forget(self, delivery: str) -> None:
        """Takes a landed delivery away: its summary first, so that what is left never counts as landed."""
        self.summary_path(delivery).unlink(missing_ok=True)
        self.quarantine_path(delivery).unlink(missing_ok=True)
        self.set_apart_path(delivery).unlink(missing_ok=True)
        for folder in (self.as_sent_path(delivery, "").parent, self.checked_path(delivery, "").parent):
            shutil.rmtree(folder, ignore_errors=True)

    def drop_rows(self, delivery: str, table: str, lines: list[int]) -> None:
        """Takes rows that repeat earlier ones out of the good rows."""
        path = self.checked_path(delivery, table)
        with whole_file(path) as part:
            pl.scan_parquet(path).filter(~pl.col("_row").is_in(lines)).sink_parquet(part, compression_level=1)


@contextmanager
def whole_file(path: Path, *, outlasts: bool = True) -> Iterator[Path]:
    """A path to write to, in whose place the whole file stands afterwards, or nothing when writing failed.

    Without `outlasts` its name outlasts a power cut only once its folder is synced: of many files, once for all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
        if outlasts:
            _sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Makes the new name in the folder outlast a power cut; where folders cannot be opened the rename must do."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class FrameWriter:
    """Writes frames of one schema to one Parquet file, a row group a frame."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> FrameWriter:
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Adds the rows of a frame; the first one, even when empty, sets the columns."""
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd", compression_level=1)
        self._writer.write_table(table)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()
