"""Which pairs of records are worth comparing: those that share a key, so that nobody compares everyone with everyone.

A key never depends on who else is loaded, and no block is cut off for its size: the pairs of two records are the
same in a family and in a county. Keys and pairs are said once, in DuckDB's dialect, for every engine (`engines`).
"""

from collections.abc import Mapping

import duckdb


def _each(key: str, where: str = "true", **lists: str) -> str:
    """record_id and key of every record for every combination of one value from each of its lists.

    One list at a time, so that the text holds in every dialect: not all have generators within expressions.
    """
    rows = f"(select * from people where {where})"  # noqa: S608 - texts of this module, no value among them
    for value, texts in lists.items():
        rows = f"(select *, unnest({texts}) as {value} from {rows})"  # noqa: S608 - the same
    return f"select record_id, {key} as key from {rows}"  # noqa: S608 - the same


_HOME = "'lives:' || home"
_INITIAL = "'initial:' || letter || '|' || family"
# A name key holds the two names in alphabetical order, so that swapped names meet; a date key holds day and month in
# order of size, for the same reason.
_KEYS = " union ".join(
    (
        _each("'nhs:' || number", number="nhs"),
        _each("'upn:' || number", number="upn"),
        _each("'local:' || number", number="local_ids"),
        _each("contact", contact="contacts"),
        _each("'born:' || day || letter", day="dob_swapped", letter="letters"),
        _each("'born:' || day || sound", day="dob_swapped", sound="surname_sounds"),
        _each("'born:' || day || sound", day="dob_swapped", sound="sounds"),
        _each(
            "'name:' || least(given, family) || '|' || greatest(given, family)", given="sounds", family="surname_sounds"
        ),
        _each(
            "'nick:' || root || '|' || family",
            root="list_concat(coalesce(roots, []), coalesce(stems, []))",
            family="surname_sounds",
        ),
        _each("'home:' || home || letter", home="addresses", letter="letters"),
        _each("'home:' || home || day", home="addresses", day="dob_swapped"),
    )
)
# Records with little to go by ask for more than they share by name: one side only, or every household would be a block.
KEY_TABLES: Mapping[str, str] = {
    "candidate_keys": _KEYS,
    "asking_keys": " union ".join(
        (
            _each(_HOME, "not identified", home="addresses"),
            _each(_INITIAL, "firsts is null", letter="initials", family="surname_sounds"),
        )
    ),
    "answering_keys": " union ".join(
        (_each(_HOME, home="addresses"), _each(_INITIAL, letter="letters", family="surname_sounds"))
    ),
}
"""The tables of keys (record_id, key) by name, each as a select in DuckDB's dialect from the table `people`."""
CANDIDATE_PAIRS = """
    select '0' as match_key, join_key_l, join_key_r from (
        select l.record_id as join_key_l, r.record_id as join_key_r
        from candidate_keys l join candidate_keys r on l.key = r.key and l.record_id < r.record_id
        union
        select least(a.record_id, b.record_id), greatest(a.record_id, b.record_id)
        from asking_keys a join answering_keys b on a.key = b.key and a.record_id <> b.record_id
    )
"""
"""The pairs (match_key, join_key_l < join_key_r) of the tables of keys, as a select."""
# A shared number is a conflict worth seeing even between unlike people; a record nobody identified is offered
# whatever little fits.
LOOKED_AT_ANYWAY = """
    select distinct '0' as match_key, l.record_id as join_key_l, r.record_id as join_key_r
    from candidate_keys l join candidate_keys r on l.key = r.key and l.record_id < r.record_id
    where l.key like 'nhs:%' or l.key like 'upn:%'
    union
    select pair.* from candidate_pairs pair
    join people l on l.record_id = pair.join_key_l
    join people r on r.record_id = pair.join_key_r
    where not l.identified or not r.identified
"""
"""The pairs looked at however improbable, as a select from `candidate_pairs` before them."""


def find_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills the table `candidate_pairs` (match_key, join_key_l < join_key_r) from the table `people` of features."""
    make_keys(connection)
    connection.execute(f"create or replace table candidate_pairs as {CANDIDATE_PAIRS}")


def make_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills `candidate_keys`, `asking_keys` and `answering_keys` (record_id, key) from the table `people`."""
    for name, select in KEY_TABLES.items():
        connection.execute(f"create or replace temp table {name} as {select}")
