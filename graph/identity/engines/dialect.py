"""Our selects and conditions, said once in DuckDB's dialect, as Spark reads them."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp

NAME_LIKENESS = "name_likeness"
NAME_SLIPS = "name_slips"
# What the translator leaves as it is or writes in an operator Spark has not. The two measures of names are functions
# of our own there: Splink's for Spark count swapped letters in another way, and one pair in 200 would be judged
# differently (tests/graph/identity/test_engines_spark.py).
_RENAMED: Mapping[type[exp.Expression] | str, str] = {
    exp.ArrayOverlaps: "arrays_overlap",
    exp.JarowinklerSimilarity: NAME_LIKENESS,
    "damerau_levenshtein": NAME_SLIPS,
}


@cache
def to_spark(sql: str) -> str:
    """A select or condition of ours in Spark's dialect."""
    return sqlglot.parse_one(sql, read="duckdb").transform(_renamed).sql("spark")


def settings_to_spark(said: Mapping[str, Any]) -> dict[str, Any]:
    """Splink's settings with every condition in Spark's dialect."""
    return {**said, "comparisons": [_mapped(found, "comparison_levels", _level) for found in said["comparisons"]]}


def _mapped(said: Mapping[str, Any], key: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    return {**said, key: [change(part) for part in said[key]]}


def _level(said: Mapping[str, Any]) -> dict[str, Any]:
    condition = said["sql_condition"]
    return {**said, "sql_condition": condition if condition == "ELSE" else to_spark(condition)}


def _renamed(node: exp.Expression) -> exp.Expression:
    name = _RENAMED.get(node.name.lower() if isinstance(node, exp.Anonymous) else type(node))
    if name is None:
        return node
    arguments = node.expressions if isinstance(node, exp.Anonymous) else [node.this, node.expression]
    return exp.Anonymous(this=name, expressions=arguments)
