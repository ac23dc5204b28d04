"""Which pairs of records are worth comparing: those that share a key, so that nobody compares everyone with everyone.

A key never depends on who else is loaded, and no block is cut off for its size: the pairs of two records are the
same in a family and in a county.
"""

import duckdb

# A name key holds the two names in alphabetical order, so that swapped names meet; a date key holds day and month in
# order of size, for the same reason.
_KEYS = """
    select record_id, 'nhs:' || unnest(nhs) as key from people
    union select record_id, 'upn:' || unnest(upn) from people
    union select record_id, 'local:' || unnest(local_ids) from people
    union select record_id, unnest(contacts) from people
    union select record_id, 'born:' || day || letter
        from (select record_id, day, unnest(letters) as letter from (select record_id, letters,
            unnest(dob_swapped) as day from people))
    union select record_id, 'born:' || day || sound
        from (select record_id, day, unnest(surname_sounds) as sound from (select record_id, surname_sounds,
            unnest(dob_swapped) as day from people))
    union select record_id, 'born:' || day || sound
        from (
            select record_id, day, unnest(sounds) as sound
            from (select record_id, sounds, unnest(dob_swapped) as day from people)
        )
    union select record_id, 'name:' || least(given, family) || '|' || greatest(given, family)
        from (select record_id, given, unnest(surname_sounds) as family from (select record_id, surname_sounds,
            unnest(sounds) as given from people))
    union select record_id, 'nick:' || root || '|' || family
        from (select record_id, root, unnest(surname_sounds) as family
            from (select record_id, surname_sounds, unnest(list_concat(coalesce(roots, []), coalesce(stems,
                []))) as root from people))
    union select record_id, 'home:' || home || letter
        from (select record_id, home, unnest(letters) as letter from (select record_id, letters,
            unnest(addresses) as home from people))
"""
# Records with little to go by ask for more than they share by name: one side only, or every household would be a block.
_ASKING = """
    select record_id, 'lives:' || unnest(addresses) as key from people where not identified
    union select record_id, 'initial:' || letter || '|' || family
        from (select record_id, letter, unnest(surname_sounds) as family
            from (select record_id, surname_sounds, unnest(initials) as letter from people where firsts is null))
"""
_ANSWERING = """
    select record_id, 'lives:' || unnest(addresses) as key from people
    union select record_id, 'initial:' || letter || '|' || family
        from (select record_id, letter, unnest(surname_sounds) as family from (select record_id, surname_sounds,
            unnest(letters) as letter from people))
"""
_PAIRS = """
    create or replace table candidate_pairs as
    select '0' as match_key, join_key_l, join_key_r from (
        select l.record_id as join_key_l, r.record_id as join_key_r
        from candidate_keys l join candidate_keys r on l.key = r.key and l.record_id < r.record_id
        union
        select least(a.record_id, b.record_id), greatest(a.record_id, b.record_id)
        from asking_keys a join answering_keys b on a.key = b.key and a.record_id <> b.record_id
    )
"""
# A shared number is a conflict worth seeing even between unlike people; a record nobody identified is offered
# whatever little fits.
_LOOKED_AT_ANYWAY = """
    create or replace table candidate_pairs as
    select distinct '0' as match_key, l.record_id as join_key_l, r.record_id as join_key_r
    from candidate_keys l join candidate_keys r on l.key = r.key and l.record_id < r.record_id
    where l.key like 'nhs:%' or l.key like 'upn:%'
    union
    select pair.* from candidate_pairs pair
    join people l on l.record_id = pair.join_key_l
    join people r on r.record_id = pair.join_key_r
    where not l.identified or not r.identified
"""


def find_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills the table `candidate_pairs` (match_key, join_key_l < join_key_r) from the table `people` of features."""
    make_keys(connection)
    pair_keys(connection)


def make_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills `candidate_keys`, `asking_keys` and `answering_keys` (record_id, key) from the table `people`."""
    connection.execute(f"create or replace temp table candidate_keys as {_KEYS}")
    connection.execute(f"create or replace temp table asking_keys as {_ASKING}")
    connection.execute(f"create or replace temp table answering_keys as {_ANSWERING}")


def pair_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills the table `candidate_pairs` (match_key, join_key_l < join_key_r) from the tables of keys."""
    connection.execute(_PAIRS)


def keep_pairs_looked_at_anyway(connection: duckdb.DuckDBPyConnection) -> None:
    """Narrows `candidate_pairs` to those looked at however improbable: a number in common, or a record that nobody
    identified.
    """
    connection.execute(_LOOKED_AT_ANYWAY)
