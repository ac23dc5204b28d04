"""Closure under random conflicts, against its own promises and against brute force."""

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from graph.identity.clusters import Accepted, close
from graph.identity.conflicts import Conflict, find_conflict
from graph.identity.features import Record, read_record
from tests.graph.identity.people import a_record


def a_world(seed: int, tiers: list[int]) -> tuple[dict[str, Record], list[Accepted], set[frozenset[str]]]:
    dice = random.Random(seed)
    records = {name: read_record(a_record(name, tier=dice.choice(tiers))) for name in "abcdefgh"}
    pairs = list(itertools.combinations(records, 2))
    accepted = [Accepted(*pair, dice.choice([0.98, 0.99, 1.0]), dice.choice([1, 2])) for pair in dice.sample(pairs, 10)]
    return records, accepted, {frozenset(pair) for pair in dice.sample(pairs, 6)}


def forbid(pairs: set[frozenset[str]], left: Record, right: Record) -> Conflict | None:
    return Conflict.JUDGED if frozenset((left.record_id, right.record_id)) in pairs else None


@given(seed=st.integers(0, 100_000))
def test_no_cluster_holds_a_forbidden_pair_and_order_changes_nothing(seed: int) -> None:
    records, accepted, forbidden = a_world(seed, [0, 0, 1, 2])
    clusters, refused = close(records, accepted, lambda left, right: forbid(forbidden, left, right))
    shuffled = random.Random(seed).sample(accepted, len(accepted))
    assert close(records, shuffled, lambda left, right: forbid(forbidden, left, right)) == (clusters, refused)
    assert sorted(itertools.chain(*clusters.values())) == sorted(records)
    for members in clusters.values():
        assert not any(frozenset(pair) in forbidden for pair in itertools.combinations(members, 2))


@given(seed=st.integers(0, 100_000))
def test_without_conflicts_clusters_are_the_connected_parts(seed: int) -> None:
    records, accepted, _ = a_world(seed, [0])
    clusters, refused = close(records, accepted, lambda _left, _right: None)
    parts = {name: {name} for name in records}
    for pair in accepted:
        whole = parts[pair.left] | parts[pair.right]
        for name in whole:
            parts[name] = whole
    assert {frozenset(members) for members in clusters.values()} == {frozenset(part) for part in parts.values()}
    assert refused == {}
    assert set(clusters) == {min(part) for part in parts.values()}


@given(seed=st.integers(0, 100_000))
def test_greedy_closure_joins_as_far_as_it_may(seed: int) -> None:
    """An accepted pair is left apart only where something between its two clusters is forbidden."""
    records, accepted, forbidden = a_world(seed, [0])
    clusters, refused = close(records, accepted, lambda left, right: forbid(forbidden, left, right))
    home = {name: members for members in clusters.values() for name in members}
    for pair in accepted:
        if home[pair.left] is not home[pair.right]:
            across = itertools.product(home[pair.left], home[pair.right])
            assert any(frozenset(names) in forbidden for names in across)
            assert refused[(pair.left, pair.right)] is Conflict.JUDGED


def test_two_slips_of_one_birth_date_do_not_keep_a_third_apart() -> None:
    records = {
        name: read_record(a_record(name, "Kelly Tranter", born))
        for name, born in (("a", "1983-11-02"), ("b", "1983-02-11"), ("c", "1983-11-20"))
    }
    assert find_conflict(records["b"], records["c"]) is Conflict.BIRTH_DATES
    pairs = [Accepted("a", "b", 0.99, 2), Accepted("a", "c", 0.98, 2)]
    clusters, refused = close(records, pairs, find_conflict)
    assert list(clusters.values()) == [["a", "b", "c"]]
    assert refused == {}
