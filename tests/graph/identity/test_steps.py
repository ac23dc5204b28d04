"""Linking step by step: whatever came in which order and pieces, the same people and pairs as all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity.judgements import Judgement, Verdict
from graph.identity.kept import Kept, nothing_kept
from graph.identity.kin import KIN_SCHEMA
from graph.identity.linking import link, link_again, linked_of
from graph.identity.model import load_model
from graph.identity.steps import Arrived, Terms
from tests.graph.identity.people import a_record, frame

BY = Terms(load_model())
EXAMPLES = 15  # each takes a second; many more were run when this was written
IDS = [f"r{number}" for number in range(12)]
NUMBERS = ["9434765919", "9434765870"]


@st.composite
def rows(draw: st.DrawFn, record_id: str) -> dict[str, Any]:
    """A record of a small place where names, dates, homes and numbers keep coming back."""
    few = st.sampled_from
    forename = draw(few(["Daniel", "Danny", "Dan", "David", "Aga", "Agnieszka", "Lee", ""]))
    surname = draw(few(["Hobbs", "Hobs", "Khan", ""]))
    return a_record(
        record_id,
        f"{forename} {surname}",
        draw(few([None, "1983-05-04", "1983-04-05", "1983", "2010-01-02", "1955-06-20"])),
        agency=draw(few(["police", "gp", "school"])),
        sex=draw(few([None, "M", "F"])),
        addresses=draw(few([[], ["h"], ["k"]])),
        phones=draw(few([[], ["07700 900123"]])),
        nhs_numbers=draw(few([[], [], NUMBERS[:1], NUMBERS[1:]])),
        identified=draw(few([True] * 7 + [False])),
        adopted_identity=draw(few([False] * 9 + [True])),
        tier=draw(few([0, 0, 0, 1, 2])),
        recorded_at=draw(few([0, 1_700_000_000_000])),
    )


@dataclass(frozen=True, slots=True)
class State:
    """Everything there is at one moment."""

    people: pl.DataFrame
    kin: pl.DataFrame
    judgements: tuple[Judgement, ...]


@st.composite
def states(draw: st.DrawFn) -> State:
    """Some records, relations between them both ways round, and a log of judgements, of records unknown too."""
    record_ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=len(IDS)))
    some = st.sampled_from(IDS)
    said = draw(st.lists(st.tuples(some, st.sampled_from(["parent", "sibling"]), some), max_size=5))
    kin = {row for who, how, whom in said if who != whom for row in ((who, how, whom), (whom, f"{how} of", who))}
    log = draw(st.lists(st.tuples(some, some, st.sampled_from(list(Verdict)), st.integers(0, 2)), max_size=3))
    return State(
        frame(*(draw(rows(record_id)) for record_id in record_ids)),
        pl.DataFrame(sorted(kin), schema=KIN_SCHEMA, orient="row"),
        tuple(Judgement(a, b, verdict, "A. Steward", "seen", at, n) for n, (a, b, verdict, at) in enumerate(log)),
    )


def step_through(moments: Iterable[State]) -> Kept:
    kept = nothing_kept(frame())
    for state in moments:
        kept = link_again(kept, Arrived(state.people, state.judgements, kin=state.kin), BY)
    return kept


def assert_as_at_once(kept: Kept, state: State) -> None:
    found, wanted = linked_of(kept), link(state.people, BY.model, state.judgements, state.kin)
    assert found.members.rows() == wanted.members.rows()
    assert found.pairs.rows() == wanted.pairs.rows()


@settings(max_examples=EXAMPLES)
@given(moments=st.lists(states(), min_size=1, max_size=3), last=states(), mixed=st.randoms())
def test_a_step_from_anywhere_gives_what_a_full_run_gives(moments: list[State], last: State, mixed: Random) -> None:
    """The last state holds some records as they were, some changed, and some others."""
    before = moments[-1].people.rows(named=True)
    keep = {row["record_id"]: row for row in before if mixed.random() < 0.7}
    people = keep | {row["record_id"]: row for row in last.people.rows(named=True) if mixed.random() < 0.5}
    kin = pl.concat([moments[-1].kin, last.kin]).unique() if mixed.random() < 0.7 else last.kin
    state = State(frame(*people.values()), kin, last.judgements)
    assert_as_at_once(step_through([*moments, state]), state)
