"""Who is joined and who never is: the hard cases of families, both ways, through the shipped model."""

import random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.identity.judgements import Judgement, Verdict
from graph.identity.linking import Linked, link
from graph.identity.model import Model, load_model
from tests.graph.identity.made_up import a_town
from tests.graph.identity.people import a_record, frame

NHS, OTHER_NHS = "9434765919", "9434765870"


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


def together(linked: Linked, *record_ids: str) -> bool:
    people = linked.members.filter(pl.col("record_id").is_in(record_ids))["person_id"]
    return people.n_unique() == 1


def decision(linked: Linked, left: str, right: str) -> tuple[str, str | None] | None:
    found = linked.pairs.filter((pl.col("left") == left) & (pl.col("right") == right))
    return found.select("decision", "conflict").row(0) if found.height else None


def judged(left: str, right: str, verdict: Verdict, at: int = 1) -> Judgement:
    return Judgement(left, right, verdict, "A. Steward", "seen both files", at)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (a_record("a", "Daniel Ryan Mercer", "1979-01-15"), a_record("b", "Danny Mercer", "1979-01-15")),
        (a_record("a", "Mohammed Chowdhury", "1990-03-04"), a_record("b", "Muhammad Choudhury", "1990-03-04")),
        (a_record("a", "Kelly Tranter", "1983-11-02"), a_record("b", "Kelly-Ann Tranter-Hobbs", "1983-11-02")),
        (a_record("a", "Mercer Daniel", "1979-01-15"), a_record("b", "Daniel Mercer", "1979-01-15")),
        (
            a_record("a", "Kelly Tranter", "1983-11-02", addresses=["h"]),
            a_record("b", "Kelly Tranter", "1983-02-11", addresses=["h"]),
        ),
        (
            a_record("a", "Kelly Tranter", "1983-11-02", addresses=["h"]),
            a_record("b", "Kelly Tranter", "1983", addresses=["h"]),
        ),
        (
            a_record("a", "Kelly Tranter", "1983-11-02", phones=["07700 900123"]),
            a_record("b", "Kelly Hobbs", "1983-11-02", phones=["+44 7700 900123"]),
        ),
        (
            a_record("a", "Kelly Tranter", nhs_numbers=[NHS]),
            a_record("b", "Kelly Tranter", "1983-11-02", nhs_numbers=["943 476 5919"]),
        ),
        (a_record("a", "Lee Hobbs", addresses=["h"]), a_record("b", "Lee Hobbs", "1981-06-20", addresses=["h"])),
    ],
    ids=[
        "nickname",
        "transliteration",
        "double-barrelled",
        "order",
        "day and month",
        "year only",
        "married",
        "number",
        "no date",
    ],
)
def test_one_person_under_two_spellings_is_joined(
    model: Model, left: dict[str, object], right: dict[str, object]
) -> None:
    assert together(link(frame(left, right), model), "a", "b")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            a_record("a", "Amy Dunn", "2015-05-05", addresses=["h"], sex="F"),
            a_record("b", "Zoe Dunn", "2015-05-05", addresses=["h"], sex="F"),
        ),
        (
            a_record("a", "John Rees", "1960-01-07", addresses=["h"], phones=["07700 900123"]),
            a_record("b", "John Rees", "1988-09-21", addresses=["h"], phones=["07700 900123"]),
        ),
        (a_record("a", "Mohammed Khan", addresses=["h"]), a_record("b", "Mohammed Khan", addresses=["k"])),
        (a_record("a", "Mohammed Khan", "1980-02-02"), a_record("b", "Mohammed Khan", "1984-07-19")),
        (
            a_record("a", "Kelly Tranter", "1983-11-02", nhs_numbers=[NHS]),
            a_record("b", "Kelly Tranter", "1983-11-02", nhs_numbers=[OTHER_NHS]),
        ),
        (
            a_record("a", "Kelly Tranter", "1983-11-02", nhs_numbers=[NHS]),
            a_record("b", "Piotr Nowak", "1990-01-09", nhs_numbers=[NHS]),
        ),
        (a_record("a", "Kelly Tranter", addresses=["h"]), a_record("b", "Kelly", addresses=["h"], identified=False)),
        (
            a_record("a", addresses=["h"], phones=["07700 900123"]),
            a_record("b", addresses=["h"], phones=["07700 900123"]),
        ),
        (a_record("a", "Amy Dunn", "1970-01-01"), a_record("b", "Amy Dunn", "1970-01-01")),
    ],
    ids=[
        "twins",
        "father and son",
        "strangers",
        "dates",
        "numbers",
        "number shared by mistake",
        "unidentified",
        "nameless",
        "filler",
    ],
)
def test_two_people_are_not_joined(model: Model, left: dict[str, object], right: dict[str, object]) -> None:
    assert not together(link(frame(left, right), model), "a", "b")


def test_a_number_on_unlike_people_is_put_before_a_person_with_the_conflict_said(model: Model) -> None:
    linked = link(
        frame(
            a_record("a", "Kelly Tranter", "1983-11-02", nhs_numbers=[NHS]),
            a_record("b", "Piotr Nowak", "1990-01-09", nhs_numbers=[NHS]),
        ),
        model,
    )
    assert decision(linked, "a", "b") == ("reject_conflict", "birth dates and first names differ")


def test_a_number_with_a_wrong_check_digit_joins_nobody(model: Model) -> None:
    wrong = "9434765918"
    linked = link(
        frame(a_record("a", "Kelly Tranter", nhs_numbers=[wrong]), a_record("b", "Kelly Tranter", nhs_numbers=[wrong])),
        model,
    )
    assert not together(linked, "a", "b")


def test_someone_unidentified_has_candidates_and_joins_none(model: Model) -> None:
    linked = link(
        frame(
            a_record("a", "Darren Pike", "1975-03-03", vehicles=["AB12 CDE"]),
            a_record("b", "Daniel Mercer", "1979-01-15", addresses=["h"]),
            a_record("c", other_names=["Daz"], vehicles=["AB12CDE"], identified=False),
        ),
        model,
    )
    assert decision(linked, "a", "c") == ("queue", None)
    assert decision(linked, "b", "c") is None
    assert not together(linked, "a", "c")


def test_a_chain_never_joins_two_who_conflict(model: Model) -> None:
    """A record without a date fits father and son: it waits, and they stay two."""
    linked = link(
        frame(
            a_record("a", "John Rees", "1960-01-07", addresses=["h"]),
            a_record("b", "John Rees", "1988-09-21", addresses=["h"]),
            a_record("c", "John Rees", addresses=["h"]),
        ),
        model,
    )
    assert linked.members["person_id"].n_unique() == 3
    assert decision(linked, "a", "c") == ("queue", "fits more than one person on record")


def test_a_judge_joins_and_parts_over_the_policy(model: Model) -> None:
    people = frame(
        a_record("a", "Darren Pike", "1975-03-03"),
        a_record("b", "Darren Pike", "1975-03-03"),
        a_record("c", other_names=["Daz"], identified=False),
    )
    log = [judged("c", "a", Verdict.SAME), judged("a", "b", Verdict.DIFFERENT)]
    linked = link(people, model, log)
    assert together(linked, "a", "c")
    assert not together(linked, "a", "b")
    later = [*log, judged("b", "a", Verdict.UNSURE, at=2)]
    assert decision(link(people, model, later), "a", "b") == ("queue", None)


def test_undoing_a_judgement_gives_what_was_before(model: Model) -> None:
    people = frame(a_record("a", "Darren Pike", "1975-03-03"), a_record("b", "Darren Pike", "1975-03-03"))
    assert not together(link(people, model, [judged("a", "b", Verdict.DIFFERENT)]), "a", "b")
    assert link(people, model, []).pairs.equals(link(people, model).pairs)


def test_two_numbers_judged_one_person_stay_together_with_the_records_of_both(model: Model) -> None:
    people = frame(
        *(a_record(f"a{n}", "Kelly Tranter", "1983-11-02", nhs_numbers=[NHS]) for n in range(2)),
        *(a_record(f"b{n}", "Kelly Tranter", "1983-11-02", nhs_numbers=[OTHER_NHS]) for n in range(2)),
    )
    linked = link(people, model, [judged("a0", "b0", Verdict.SAME)])
    assert together(linked, "a0", "b0")


def test_judgements_on_unknown_records_change_nothing(model: Model) -> None:
    people = frame(a_record("a", "Darren Pike", "1975-03-03"))
    assert link(people, model, [judged("a", "z", Verdict.SAME)]).members.rows() == [("a", "a")]


def test_an_adopted_child_is_linked_to_the_birth_family_by_nothing(model: Model) -> None:
    shared = {"nhs_numbers": [NHS], "addresses": ["h"], "phones": ["07700 900123"]}
    people = frame(
        a_record("a", "Mia Pike", "2010-01-02", **shared),
        a_record("b", "Mia Green", "2010-01-02", adopted_identity=True, recorded_at=10, **shared),
        a_record("c", "Mia Green", "2010-01-02", recorded_at=20, **shared),
        a_record("d", "Mia Green", "2010-01-02", recorded_at=5, **shared),
    )
    for log in ([], [judged("a", "b", Verdict.SAME)]):
        linked = link(people, model, log)
        assert together(linked, "b", "c")
        assert not together(linked, "a", "b")
        assert not together(linked, "b", "d")
        assert decision(linked, "a", "b") is None


def test_an_unmarked_record_under_the_new_name_does_not_carry_it_to_the_birth_identity(model: Model) -> None:
    birth = a_record("a", "Lily Crane", "2016-07-01", nhs_numbers=[NHS], addresses=["weir"])
    marked = a_record("b", "Lily Fenn", "2016-07-01", nhs_numbers=[NHS], addresses=["ash"], adopted_identity=True)
    practice = a_record("c", "Lily Fenn", "2016-07-01", nhs_numbers=[NHS], addresses=["ash"])
    for log in ([], [judged("a", "c", Verdict.SAME)]):
        linked = link(frame(birth, marked, practice), model, log)
        assert not together(linked, "a", "b")
        assert not together(linked, "a", "c")
        assert decision(linked, "a", "c") is None
    # By the birth date and the name alone too; and nobody without a family name makes the bridge.
    plain = {**practice, "nhs_numbers": []}
    nameless = a_record("d", "Lily", "2016-07-01", nhs_numbers=[NHS])
    linked = link(frame({**birth, "addresses": ["ash"]}, marked, plain, nameless), model)
    assert not together(linked, "a", "c")
    assert not together(linked, "c", "d")
    # Adopted by kin the family name is one, and says nothing of which side a record is on.
    kin = {"given_names": ["Lily"], "family_names": ["Crane"]}
    linked = link(frame(birth, {**marked, **kin}, {**practice, **kin}), model)
    assert together(linked, "a", "c")


def test_a_sealed_identity_after_adoption_leaves_no_trace_in_who_is_joined(model: Model) -> None:
    birth = a_record("a", "Lily Crane", "2016-07-01", nhs_numbers=[NHS])
    marked = a_record("b", "Lily Fenn", "2016-07-01", nhs_numbers=[NHS], adopted_identity=True, tier=2)
    practice = a_record("c", "Lily Fenn", "2016-07-01", nhs_numbers=[NHS])
    without, beside = link(frame(birth, practice), model), link(frame(birth, marked, practice), model)
    assert together(without, "a", "c") == together(beside, "a", "c")


def test_a_closed_record_never_brings_two_open_people_together_nor_keeps_them_apart(model: Model) -> None:
    open_two = (
        a_record("a", "Lee Hobbs", "1981-06-20", phones=["07700 900123"]),
        a_record("b", "Lee Hobbs", "1981", emails=["lee@example.org"]),
    )
    bridge = a_record("c", "Lee Hobbs", "1981-06-20", phones=["07700 900123"], emails=["lee@example.org"], tier=2)
    without, with_bridge = link(frame(*open_two), model), link(frame(*open_two, bridge), model)
    assert with_bridge.members.filter(pl.col("record_id") != "c").equals(without.members)
    assert with_bridge.pairs.filter(pl.col("tier") == 0).equals(without.pairs)
    assert together(with_bridge, "a", "c")


def test_no_records_are_no_people(model: Model) -> None:
    linked = link(frame(), model)
    assert linked.members.height == linked.pairs.height == 0


def test_on_a_made_up_town_linking_is_right_and_clearly_better_than_exact_matching(model: Model) -> None:
    people, truth = a_town(families=120, seed=11)
    found = _pairs(link(people, model).members, "person_id")
    wanted = _pairs(truth, "truth_id")
    exact = people.select(
        "record_id",
        key=pl.concat_str(pl.col("given_names", "family_names", "dates_of_birth").list.join(" "), separator="|"),
    )
    assert len(found & wanted) / len(found) >= 0.99
    assert _f1(found, wanted) >= 0.95
    assert _f1(found, wanted) >= _f1(_pairs(exact, "key"), wanted) + 0.05


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), tiers=st.integers(0, 1))
def test_the_order_of_records_changes_nothing(model: Model, seed: int, tiers: int) -> None:
    people, _ = a_town(families=4, seed=seed)
    dice = random.Random(seed)
    people = people.with_columns(
        tier=pl.Series([dice.randint(0, 2 * tiers) for _ in range(people.height)], dtype=pl.Int64)
    )
    shuffled = people.sample(fraction=1.0, shuffle=True, seed=seed)
    first, second = link(people, model), link(shuffled, model)
    assert first.members.equals(second.members)
    assert first.pairs.equals(second.pairs)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_is_closed_leaves_no_trace_in_what_is_open(model: Model, seed: int) -> None:
    people, _ = a_town(families=4, seed=seed)
    dice = random.Random(seed)
    people = people.with_columns(
        tier=pl.Series([dice.choice([0, 0, 1, 2]) for _ in range(people.height)], dtype=pl.Int64)
    )
    everyone = link(people, model)
    for tier in (0, 1):
        visible = link(people.filter(pl.col("tier") <= tier), model)
        seen = visible.members["record_id"].implode()
        assert everyone.members.filter(pl.col("record_id").is_in(seen)).equals(visible.members)
        assert everyone.pairs.filter(pl.col("tier") <= tier).equals(visible.pairs)


def _pairs(frame_of: pl.DataFrame, column: str) -> set[tuple[str, str]]:
    both = frame_of.join(frame_of, on=column, suffix="_r").filter(pl.col("record_id") < pl.col("record_id_r"))
    return set(both.select("record_id", "record_id_r").rows())


def _f1(found: set[tuple[str, str]], wanted: set[tuple[str, str]]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted))
