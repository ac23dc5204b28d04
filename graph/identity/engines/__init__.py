"""What linkage runs on: DuckDB in this process, or Spark on as many machines as it has."""

from enum import StrEnum


class Linkage(StrEnum):
    """The engines by the name a setting gives them."""

    DUCKDB = "duckdb"
    SPARK = "spark"
