"""Chronologies of household and siblings, and their gaps, of 500 random families, as brute force finds them (rules.md §5)."""

from __future__ import annotations

import random

from graph.model.histories import Chronology
from graph.questions.chronology import Whose, find_chronology
from graph.store.port import GraphStore
from tests.oracle.around import entries_about, gaps
from tests.oracle.asking import agree, each_question, reading
from tests.oracle.chronology import Told
from tests.oracle.family import Family, Question
from tests.oracle.rows import Known

WHOLE = {"events", "episodes", "assessments", "shares", "residences"}
MOST = 1_000


def answered(store: GraphStore, family: Family, asked: Question, whose: list[Whose]) -> Chronology:
    answer = find_chronology(reading(store, family, asked, "chronology"), family.child, whose, MOST, None)
    assert answer is not None
    assert not answer.has_next_page
    return answer


def told(answer: Chronology) -> set[Told]:
    return {
        Told(
            entry.type,
            entry.happened.from_,
            frozenset(claim.id for claim in entry.claims if claim.record.table in WHOLE),
        )
        for entry in answer.entries
        if entry.happened.from_
    }


def test_household_and_siblings_and_gaps_are_those_brute_force_finds(store: GraphStore, families: list[Family]) -> None:
    silent = 0
    for family, asked in each_question(families):
        whose = random.Random(family.seed).sample(list(Whose), k=2)
        known = Known(family, asked)
        answer = answered(store, family, asked, whose)
        found, counted = told(answer), entries_about(known, {one.value for one in whose})
        agree(family, asked, found - counted, set())
        agree(family, asked, counted - found, set())
        marked = [(gap.valid.from_, gap.valid.to) for gap in answer.gaps if gap.agency is None]
        agree(family, asked, marked, gaps(known, counted))
        silent += len(marked)
    assert silent
