"""Siblings of 500 random families, by kind and both ways, as brute force over the rows finds them (rules.md §2)."""

from __future__ import annotations

from dataclasses import replace

from graph.model.histories import SiblingHistory
from graph.questions.siblings import find_sibling_history
from graph.store.port import GraphStore
from tests.oracle.asking import agree, each_question, reading
from tests.oracle.family import Family, Question
from tests.oracle.people import is_child
from tests.oracle.rows import Known
from tests.oracle.siblings import siblings


def told(store: GraphStore, family: Family, asked: Question, child: str) -> dict[str, str]:
    """The kind of each sibling as the product tells it."""
    answer = find_sibling_history(reading(store, family, asked, "siblingHistory"), child)
    assert isinstance(answer, SiblingHistory)
    return {sibling.person.id: sibling.kind.value for sibling in answer.siblings}


def test_siblings_are_those_brute_force_finds(store: GraphStore, families: list[Family]) -> None:
    kinds: set[str] = set()
    for family, asked in each_question(families):
        known = Known(family, asked)
        counted = siblings(known, known.child)
        agree(family, asked, told(store, family, asked, family.child), counted)
        kinds |= set(counted.values())
    assert kinds == {"full", "half", "shares_a_parent", "step", "adoptive", "lives_with"}


def test_a_sibling_has_the_child_as_a_sibling_of_the_same_kind(store: GraphStore, families: list[Family]) -> None:
    for family in families[::5]:
        asked = replace(family.questions[0], known_to=None)
        known = Known(family, asked)
        for sibling, kind in siblings(known, known.child).items():
            if not is_child(known, sibling, asked.as_of):
                continue
            agree(family, asked, told(store, family, asked, sibling).get(known.child), kind)
