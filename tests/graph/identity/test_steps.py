"""Linking step by step: whatever came in which order and pieces, the same people and pairs as all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import weighing
from graph.identity.judgements import Judgement, Verdict
from graph.identity.kept import Kept, nothing_kept
from graph.identity.kin import KIN_SCHEMA
from graph.identity.linking import link, link_again, linked_of
from graph.identity.model import load_model
from graph.identity.steps import NO_KIN, Arrived, Terms, take_step
from tests.graph.identity.made_up import a_town
from tests.graph.identity.people import a_record, frame

T = TypeVar("T")
BY = Terms(load_model())
EXAMPLES = 15  # each takes a second; many more were run when this was written
IDS = [f"r{number}" for number in range(12)]
NUMBERS = ["9434765919", "9434765870"]
WHO = (
    ("m", "Carys Hobbs", "1983-05-04"),
    ("f", "Lee Prosser", None),
    ("c", "Mia Hobbs", "2010-01-02"),
    ("d", "Owen Hobbs", "2012-03-09"),
)


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
    log = draw(st.lists(st.tuples(some, some, st.sampled_from(list(Verdict)), st.integers(0, 2)), max_size=3))
    return State(
        frame(*(draw(rows(record_id)) for record_id in record_ids)),
        both_ways(row for row in said if row[0] != row[2]),
        tuple(Judgement(a, b, verdict, "A. Steward", "seen", at, n) for n, (a, b, verdict, at) in enumerate(log)),
    )


@st.composite
def families(draw: st.DrawFn) -> State:
    """Mothers, fathers and children in a few copies each, any of which may be related to any by this agency or that."""
    few = st.sampled_from
    people = [
        a_record(
            f"{who}{copy}",
            draw(few([name, name, f"{name[0]} Hobbs", "Lee Hobbs"])),
            draw(few([None, born, born])) if who != "f" else draw(few([None, None, "1981-06-20", "1955-06-20"])),
            agency=draw(few(["police", "gp", "school"])),
            addresses=draw(few([[], ["h"]])),
            nhs_numbers=draw(few([[], NUMBERS[:1]])) if who == "m" else [],
            tier=draw(few([0] * 9 + [1])),
        )
        for who, name, born in WHO
        for copy in range(3)
        if draw(few([True] * 4 + [False]))
    ]
    child, parent = few(["c0", "c1", "c2", "d0", "d1", "d2"]), few(["m0", "m1", "m2", "f0", "f1", "f2"])
    said = {(who, "parent", whom) for who, whom in draw(st.lists(st.tuples(parent, child), max_size=9))}
    couples = st.tuples(parent, few(["partner", "ex_partner"]), parent)
    said |= {row for row in draw(st.lists(couples, max_size=2)) if row[0] != row[2]}
    return State(frame(*people), both_ways(said), ())


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


@settings(max_examples=EXAMPLES)
@given(moments=st.lists(families(), min_size=1, max_size=3), last=families(), mixed=st.randoms())
def test_a_step_through_families_gives_what_a_full_run_gives(moments: list[State], last: State, mixed: Random) -> None:
    """The last state differs in some records and some relations from the one before."""
    before = moments[-1]
    people = mostly(before.people.rows(named=True), last.people.rows(named=True), mixed)
    was, came = ([row for row in kin.rows() if not row[1].endswith(" of")] for kin in (before.kin, last.kin))
    said = mostly(was, came, mixed)
    state = State(frame(*{row["record_id"]: row for row in people}.values()), both_ways(said), ())
    assert_as_at_once(step_through([*moments, state]), state)


def mostly(before: Iterable[T], after: Iterable[T], mixed: Random) -> list[T]:
    """Most of what was before, then a little of what came after."""
    return [one for one in before if mixed.random() < 0.9] + [one for one in after if mixed.random() < 0.2]


def both_ways(said: Iterable[tuple[str, ...]]) -> pl.DataFrame:
    """Relations (person, relation, other) both ways round, each once, as loading gives them."""
    rows = {row for who, how, whom in said for row in ((who, how, whom), (whom, f"{how} of", who))}
    return pl.DataFrame(sorted(rows), schema=KIN_SCHEMA, orient="row")


def at_once(people: pl.DataFrame, kin: pl.DataFrame = NO_KIN) -> Kept:
    return step_through([State(people, kin, ())])


def test_nothing_new_is_the_same_state() -> None:
    people, _ = a_town(families=2, seed=5)
    kept = at_once(people)
    assert link_again(kept, Arrived(people.reverse()), BY) is kept


def test_one_record_more_touches_the_person_it_fits_and_nobody_else() -> None:
    people, _ = a_town(families=12, seed=5)
    kept = at_once(people)
    again = people[:1].with_columns(record_id=pl.lit("new"), agency=pl.lit("another"))
    step = take_step(kept, Arrived(again), BY)
    assert all("new" in pair for pair in step.scored.select("left", "right").rows())
    person = kept.people.filter(pl.col("record_id") == people["record_id"][0])["person_id"].item()
    before = kept.people.filter(pl.col("person_id") == person)["record_id"]
    touched = set(step.standing["record_id"])
    assert {"new", *before} <= touched
    assert len(touched) < people.height / 3
    assert step.standing.filter(pl.col("person_id") == person).height == len(before) + 1


def test_a_record_that_fits_two_people_draws_both_into_the_step() -> None:
    """Neither is bound to the other until the third comes: the middle name of one, the phone of the other."""
    one = a_record("a", "Lee Hobbs", "1981-06-20", phones=["07700 900123"])
    two = a_record("b", "Lee Hobbs", "1981", emails=["lee@example.org"])
    third = a_record("c", "Lee Hobbs", "1981-06-20", phones=["07700 900123"], emails=["lee@example.org"])
    step = take_step(at_once(frame(one, two)), Arrived(frame(third)), BY)
    assert set(step.standing["record_id"]) == {"a", "b", "c"}


def test_whoever_is_related_to_someone_else_now_is_looked_at_again() -> None:
    """The two fathers become one when their children do: the one by a relation that leads elsewhere, the other by him."""
    fathers = (a_record("a", "Lee Hobbs"), a_record("b", "Lee Hobbs", "1981-06-20"))
    children = (a_record("c1", "Mia Hobbs", "2010-01-02", addresses=["h"]), a_record("c2", "Mia Hob", addresses=["h"]))
    kin = both_ways([("a", "parent", "c2"), ("b", "parent", "c1")])
    kept = at_once(frame(*fathers, *children), kin)
    assert kept.people["person_id"].n_unique() == 4
    corrected = a_record("c2", "Mia Hobbs", "2010-01-02", addresses=["h"])
    after = link_again(kept, Arrived(frame(*fathers, children[0], corrected), kin=kin), BY)
    assert after.people["person_id"].n_unique() == 2


FATHERS = (a_record("a", "Iwan Prosser"), a_record("b", "Iwan Prosser"))
MOTHERS = tuple(a_record(one, "Carys Hobbs", "1983-05-04", nhs_numbers=NUMBERS[:1]) for one in ("m1", "m2"))
CHILDREN = (a_record("c", "Mia Hobbs", "2010-01-02"), a_record("d", "Owen Hobbs", "2012-03-09"))
FAMILY = (*FATHERS, *MOTHERS, *CHILDREN)
SAID = (("a", "parent", "c"), ("m1", "parent", "c"), ("b", "parent", "d"), ("m2", "parent", "d"))
ANOTHER_MOTHER = (*FATHERS, MOTHERS[0], a_record("m2", "Ffion Rees", "1990-02-03"), *CHILDREN)
# The school of Owen's father knows no mother; another school names her for a record e, which may be Owen's.
OWEN_TWICE = (*FAMILY[:-1], *(a_record(one, "Owen Hobbs", "2012-03-09", upns=["H801200001001"]) for one in "de"))
ANOTHER_CHILD = (*OWEN_TWICE[:-1], a_record("e", "Rhys Hobbs", "2014-11-30"))
SAID_OF_E = (*SAID[:3], ("m2", "parent", "e"))
Family = tuple[tuple[dict[str, Any], ...], tuple[tuple[str, str, str], ...]]


@pytest.mark.parametrize(
    ("together", "apart"),
    [
        ((FAMILY, SAID), (ANOTHER_MOTHER, SAID)),
        ((OWEN_TWICE, SAID_OF_E), (ANOTHER_CHILD, SAID_OF_E)),
        ((FAMILY, SAID), ((*FATHERS, MOTHERS[0], *CHILDREN), SAID)),
        ((FAMILY, SAID), (FAMILY, SAID[:-1])),
        ((FAMILY, (*SAID[:2], ("m2", "partner", "b"))), (FAMILY, SAID[:2])),
        ((OWEN_TWICE, SAID_OF_E), ((FATHERS[0], a_record("b", "Ifor Rees"), *OWEN_TWICE[2:]), SAID_OF_E)),
    ],
    ids=["mother's records", "child's records", "other parent", "relation to her child", "partner", "father alone"],
)
def test_fathers_of_children_of_one_mother_follow_her(together: Family, apart: Family) -> None:
    """Whatever of a family changes, either way round the step is what a full run gives."""
    for before, after in ((apart, together), (together, apart)):
        states = [State(frame(*people), both_ways(said), ()) for people, said in (before, after)]
        kept = step_through(states)
        assert_as_at_once(kept, states[-1])
        fathers = kept.people.filter(pl.col("record_id").is_in(["a", "b"]))["person_id"]
        assert (fathers.n_unique() == 1) is (after is together)


def test_pairs_scored_a_few_at_a_time_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    people, _ = a_town(families=5, seed=8)
    kept = at_once(people[:20])
    expected = take_step(kept, Arrived(people[20:]), BY)
    monkeypatch.setattr(weighing, "_PAIRS_AT_ONCE", 7)
    assert take_step(kept, Arrived(people[20:]), BY).scored.equals(expected.scored)
