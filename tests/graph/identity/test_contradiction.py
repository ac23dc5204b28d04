"""A judgement is held against all that earlier ones say together."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from graph.identity.contradiction import find_contradiction
from graph.identity.judgements import Judgement, Verdict

RECORDS = "abcde"
PAIRS = [tuple(pair) for pair in combinations(RECORDS, 2)]


def judged(left: str, right: str, verdict: Verdict, author: str = "mo") -> Judgement:
    return Judgement(left, right, verdict, author, "seen together", 1_000, id=f"{left}{right}")


def same(left: str, right: str) -> Judgement:
    return judged(left, right, Verdict.SAME)


def different(left: str, right: str) -> Judgement:
    return judged(left, right, Verdict.DIFFERENT)


def test_the_same_pair_cannot_be_judged_both_ways() -> None:
    found = find_contradiction(different("b", "a"), [same("a", "b")])
    assert found is not None
    assert (found.says, found.judgements) == ("mo judged these two to be one person; undo that first", ("ab",))


def test_whoever_comes_second_with_the_same_word_is_told_who_was_first() -> None:
    second = replace(different("a", "b"), author="jo")
    found = find_contradiction(second, [different("a", "b")])
    assert found is not None
    assert found.says == "mo has already judged these two to be two people"


def test_unsure_stands_beside_anything_that_comes_later() -> None:
    assert find_contradiction(same("a", "b"), [judged("a", "b", Verdict.UNSURE)]) is None


def test_nobody_is_unsure_of_what_somebody_was_sure_of() -> None:
    assert find_contradiction(judged("a", "b", Verdict.UNSURE), [same("a", "b")]) is not None


def test_two_of_one_chain_cannot_be_two_people_and_the_chain_is_named() -> None:
    found = find_contradiction(different("a", "c"), [same("a", "b"), same("b", "c"), same("d", "e")])
    assert found is not None
    assert found.judgements == ("ab", "bc")


def test_two_chains_kept_apart_cannot_become_one() -> None:
    found = find_contradiction(same("a", "d"), [same("a", "b"), same("c", "d"), different("c", "b")])
    assert found is not None
    assert found.judgements == ("cb",)


def test_a_person_may_overrule_the_policy() -> None:
    assert find_contradiction(different("a", "c"), [], [("a", "b"), ("b", "c")]) is None
    assert find_contradiction(different("a", "c"), [same("b", "c")], [("a", "b"), ("a", "c")]) is None


def test_whom_a_judgement_made_one_with_somebody_joined_is_told_apart_by_undoing_it() -> None:
    found = find_contradiction(different("a", "d"), [same("b", "c")], [("a", "b"), ("c", "d")])
    assert found is not None
    assert found.judgements == ("bc",)


def test_people_kept_apart_by_their_other_records_are_not_joined() -> None:
    found = find_contradiction(same("a", "d"), [different("b", "c")], [("a", "b"), ("c", "d")])
    assert found is not None
    assert found.judgements == ("bc",)


@given(st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from(list(Verdict))), max_size=12))
def test_what_stands_together_can_be_a_partition_and_what_is_refused_cannot(
    said: list[tuple[tuple[str, str], Verdict]],
) -> None:
    """Brute force over every way to make people of five records."""
    kept: list[Judgement] = []
    for (left, right), verdict in said:
        new = judged(left, right, verdict)
        refused = find_contradiction(new, kept)
        decided = any(entry.pair == new.pair and entry.verdict is not Verdict.UNSURE for entry in kept)
        if verdict is not Verdict.UNSURE and not decided:
            assert (refused is None) == any(fits(people, [*kept, new]) for people in partitions(RECORDS))
        if refused is None:
            kept = [*kept, new]


def fits(people: list[set[str]], log: list[Judgement]) -> bool:
    wanted = {Verdict.SAME: True, Verdict.DIFFERENT: False}
    return all(
        any({entry.left, entry.right} <= person for person in people) is wanted[entry.verdict]
        for entry in log
        if entry.verdict in wanted
    )


def partitions(records: str) -> list[list[set[str]]]:
    if not records:
        return [[]]
    first, rest = records[0], records[1:]
    found = []
    for people in partitions(rest):
        found.append([{first}, *people])
        found += [[*people[:at], people[at] | {first}, *people[at + 1 :]] for at in range(len(people))]
    return found
