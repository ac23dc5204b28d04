"""Agreement of two divisions of the same records, held against counting every pair one by one."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.synth.partitions import Agreement, Counted, b_cubed, by_agencies, pairwise

DIVISIONS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from("abc")), max_size=12)


def named(rows: list[tuple[int, int, str]], place: int) -> dict[tuple[str, str, str], object]:
    return {(row[2], "s", str(at)): row[place] for at, row in enumerate(rows)}


@given(DIVISIONS)
def test_pairs_are_counted_as_one_by_one(rows: list[tuple[int, int, str]]) -> None:
    pairs = list(combinations(rows, 2))
    right = sum(a[0] == b[0] and a[1] == b[1] for a, b in pairs)
    joined, same = (sum(a[place] == b[place] for a, b in pairs) for place in (0, 1))
    assert pairwise(named(rows, 0), named(rows, 1)) == Counted(joined, same, right).agreement


@given(DIVISIONS)
def test_b_cubed_is_the_mean_over_records(rows: list[tuple[int, int, str]]) -> None:
    def share(place: int) -> float:
        shares = [
            sum(b[0] == a[0] and b[1] == a[1] for b in rows) / sum(b[place] == a[place] for b in rows) for a in rows
        ]
        return sum(shares) / len(shares) if shares else 1.0

    found = b_cubed(named(rows, 0), named(rows, 1))
    assert found.precision == pytest.approx(share(0))
    assert found.recall == pytest.approx(share(1))


@given(DIVISIONS)
def test_the_pairs_of_every_two_agencies_are_all_pairs(rows: list[tuple[int, int, str]]) -> None:
    found = by_agencies(named(rows, 0), named(rows, 1))
    for one, other in combinations(rows, 2):
        if one[0] == other[0] or one[1] == other[1]:
            first, last = sorted((one[2], other[2]))
            assert (first, last) in found
    assert sum(counted.same for counted in found.values()) == sum(a[1] == b[1] for a, b in combinations(rows, 2))
    assert sum(counted.right for counted in found.values()) == sum(a[:2] == b[:2] for a, b in combinations(rows, 2))


def test_records_one_side_lacks_do_not_count() -> None:
    assert pairwise({"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1, "d": 1}) == Agreement(1.0, 1.0)


def test_nothing_to_get_wrong_is_right() -> None:
    assert b_cubed({}, {}) == Agreement(1.0, 1.0)
    assert pairwise({}, {}).f1 == 1.0


def test_everything_joined_is_all_recall_and_little_precision() -> None:
    found = pairwise(dict.fromkeys("abcd", 1), {"a": 1, "b": 1, "c": 2, "d": 2})
    assert found == Agreement(2 / 6, 1.0)
    assert found.f1 == pytest.approx(0.5)
    assert b_cubed(dict.fromkeys("abcd", 1), {"a": 1, "b": 1, "c": 2, "d": 2}) == Agreement(0.5, 1.0)
