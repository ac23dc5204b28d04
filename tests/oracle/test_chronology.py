"""The chronology of 500 random families: entries in order, grouped, as brute force over the rows finds them (rules.md §5)."""

from __future__ import annotations

from graph.model.period import parse_partial
from graph.questions.chronology import Whose, find_chronology
from graph.store.port import GraphStore
from tests.oracle.asking import agree, each_question, reading
from tests.oracle.chronology import Told, entries
from tests.oracle.family import Family, Question
from tests.oracle.rows import Known

WHOLE = {"events", "episodes", "assessments", "shares", "residences"}
MOST = 100


def told(store: GraphStore, family: Family, asked: Question) -> list[tuple[str, Told]]:
    """Each entry as the product tells it, with its id, in its order."""
    answer = find_chronology(reading(store, family, asked, "chronology"), family.child, (Whose.CHILD,), MOST, None)
    assert answer is not None
    assert not answer.has_next_page
    return [
        (
            entry.id,
            Told(
                entry.type,
                entry.happened.from_ or "",
                frozenset(claim.id for claim in entry.claims if claim.record.table in WHOLE),
            ),
        )
        for entry in answer.entries
    ]


def test_entries_are_those_brute_force_finds_each_once_and_in_order(store: GraphStore, families: list[Family]) -> None:
    grouped = 0
    for family, asked in each_question(families):
        found = told(store, family, asked)
        counted = entries(Known(family, asked), {"CHILD"})
        agree(family, asked, (len(found), {one for _, one in found}), (len(counted), set(counted)))
        assert all(name.split(".")[0] in one.rows and name.endswith(f".{one.type}") for name, one in found)
        days = [parse_partial(one.when).first for _, one in found]
        agree(family, asked, days, sorted(days))
        grouped += sum(len(one.rows) > 1 for one in counted)
    assert grouped
