"""What scoring asks of an engine. Every select is in DuckDB's dialect: an engine that speaks another one translates."""

from collections.abc import Mapping
from typing import Any, Protocol

import polars as pl


class Engine(Protocol):
    """Holds tables by name, and scores pairs of them with Splink."""

    def load(self, name: str, frame: pl.DataFrame) -> None:
        """Holds a frame as a table."""
        ...

    def keep(self, name: str, select: str) -> None:
        """Holds what a select finds as a table, in place of one of that name."""
        ...

    def read(self, select: str) -> pl.DataFrame:
        """What a select finds."""
        ...

    def splink(self) -> Any:  # noqa: ANN401 - Splink ships no types
        """Splink's own way to this engine, without anything remembered."""
        ...

    def settings(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Splink's settings with their conditions as this engine reads them."""
        ...
