"""Linkage in this process, on DuckDB."""

from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI


class DuckEngine:
    """Scores on one DuckDB connection, which stays its opener's to close."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def load(self, name: str, frame: pl.DataFrame) -> None:
        """Holds a frame as a table."""
        self._connection.register("loaded_frame", frame.to_arrow())
        self.keep(name, "select * from loaded_frame")
        self._connection.unregister("loaded_frame")

    def keep(self, name: str, select: str) -> None:
        """Holds what a select finds as a table, in place of one of that name."""
        self._connection.execute(f"create or replace table {name} as {select}")

    def read(self, select: str) -> pl.DataFrame:
        """What a select finds."""
        found: pl.DataFrame = self._connection.sql(select).pl()
        return found

    def splink(self) -> Any:  # noqa: ANN401 - Splink ships no types
        """Splink's own way to this connection, without anything remembered."""
        return DuckDBAPI(self._connection)

    def settings(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The settings as they are: they are said in this dialect."""
        return dict(said)
