"""DuckDB's measures of how alike two names are, for engines that have none or other ones."""

import jellyfish


def measure_likeness(left: str | None, right: str | None) -> float | None:
    """As DuckDB's jaro_winkler_similarity."""
    return None if left is None or right is None else jellyfish.jaro_winkler_similarity(left, right)


def measure_slips(left: str | None, right: str | None) -> int | None:
    """As DuckDB's damerau_levenshtein."""
    return None if left is None or right is None else jellyfish.damerau_levenshtein_distance(left, right)
