"""Family context as a second look: whom it joins, and whom it keeps apart."""

from typing import Any

import polars as pl
import pytest

from graph.identity.kin import KIN_SCHEMA
from graph.identity.linking import Linked, link
from graph.identity.model import Model, load_model
from tests.graph.identity.people import a_record, frame

NHS, OTHER_NHS = "9434765919", "9434765870"
CHILD = ("c1", "c2")
CHILDREN = (
    a_record("c1", "Mia Hobbs", "2010-01-02", nhs_numbers=[NHS]),
    a_record("c2", "Mia Hobbs", "2010-01-02", nhs_numbers=[NHS]),
)


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


def related(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """(person, relation, other), and each the other way round, as loading gives it."""
    back = [(other, f"{relation} of", person) for person, relation, other in rows]
    return pl.DataFrame([*rows, *back], schema=KIN_SCHEMA, orient="row")


def one(linked: Linked, *record_ids: str) -> bool:
    people = linked.members.filter(pl.col("record_id").is_in(record_ids))["person_id"]
    return people.n_unique() == 1


def parents_of_mia(model: Model, *records: dict[str, Any], relations: tuple[str, str] = ("parent", "parent")) -> Linked:
    kin = related(*((who, how, child) for who, how, child in zip("ab", relations, CHILD, strict=True)))
    return link(frame(*CHILDREN, *records), model, (), kin)


def test_a_father_without_a_birth_date_is_the_father_of_the_same_child(model: Model) -> None:
    records = (a_record("a", "Lee Hobbs"), a_record("b", "Lee Hobbs", "1981-06-20"))
    assert one(parents_of_mia(model, *records), "a", "b")
    assert not one(link(frame(*CHILDREN, *records), model), "a", "b")


def test_a_grandfather_of_one_name_is_not_the_father(model: Model) -> None:
    records = (a_record("a", "Lee Hobbs"), a_record("b", "Lee Hobbs", "1955-06-20"))
    assert not one(parents_of_mia(model, *records, relations=("parent", "grandparent")), "a", "b")


def test_a_mother_and_a_stepmother_of_one_first_name_stay_two(model: Model) -> None:
    records = (a_record("a", "Sarah Hobbs"), a_record("b", "Sarah Pike", "1981-06-20"))
    assert not one(parents_of_mia(model, *records), "a", "b")


def test_a_mother_known_by_her_maiden_name_at_the_same_address_is_one(model: Model) -> None:
    at_home: dict[str, Any] = {"addresses": ["h"], "sex": "F"}
    records = (a_record("a", "Sarah Hobbs", **at_home), a_record("b", "Sarah Pike", "1981-06-20", **at_home))
    assert one(parents_of_mia(model, *records), "a", "b")


def test_someone_unidentified_is_joined_by_no_family(model: Model) -> None:
    records = (a_record("a", "Lee Hobbs", identified=False), a_record("b", "Lee Hobbs", "1981-06-20"))
    assert not one(parents_of_mia(model, *records), "a", "b")


def test_first_names_that_share_no_letter_are_one_mother_but_two_sisters(model: Model) -> None:
    aga = a_record("a", "Aga Nowak", "1983-05-04", sex="F", addresses=["h"])
    agnieszka = a_record("b", "Agnieszka Nowak", "1983-05-04", sex="F", addresses=["h"])
    assert one(parents_of_mia(model, aga, agnieszka), "a", "b")
    assert not one(parents_of_mia(model, aga, agnieszka, relations=("sibling", "sibling")), "a", "b")
    assert not one(parents_of_mia(model, aga | {"sex": None}, agnieszka), "a", "b")


@pytest.mark.parametrize("written", ["E", "Em", "Emam"])
def test_a_mother_written_short_or_wrong_is_one_by_her_child_and_sex(model: Model, written: str) -> None:
    short = a_record("a", f"{written} Lambert", sex="F", addresses=["h"])
    emma = a_record("b", "Emma Lambert", "1981-06-12", sex="F", addresses=["h"])
    assert one(parents_of_mia(model, short, emma), "a", "b")
    assert not one(parents_of_mia(model, short | {"sex": "M"}, emma), "a", "b")


def test_an_initial_that_fits_two_mothers_of_one_child_waits(model: Model) -> None:
    short = a_record("a", "E Lambert", sex="F", addresses=["h"])
    emma = a_record("b", "Emma Lambert", "1981-06-12", sex="F", addresses=["h"])
    eirlys = a_record("d", "Eirlys Lambert", "1979-02-03", sex="F", addresses=["h"])
    kin = related(*((who, "parent", "c1") for who in "abd"))
    assert not one(link(frame(*CHILDREN, short | {"agency": "other"}, emma, eirlys), model, (), kin), "a", "b")


@pytest.mark.parametrize(("born", "joined"), [("1990-06-30", True), ("1961-12-14", False)])
def test_two_dates_of_one_year_are_one_mothers(model: Model, born: str, joined: bool) -> None:
    """Another year is a grandparent told as a parent."""
    at_home: dict[str, Any] = {"sex": "F", "addresses": ["h"]}
    records = (
        a_record("a", "Kimberley Cooper", "1990-06-29", **at_home),
        a_record("b", "Kimberley Cooper", born, **at_home),
    )
    assert one(parents_of_mia(model, *records), "a", "b") is joined
    assert not one(parents_of_mia(model, *records, relations=("aunt_uncle", "aunt_uncle")), "a", "b")


def test_two_spellings_of_a_first_name_are_one_partner(model: Model) -> None:
    at_home: dict[str, Any] = {"sex": "M", "addresses": ["h"]}
    records = (
        a_record("a", "Shaun Dixon", "1993-10-16", **at_home),
        a_record("b", "Seumas Dixon", "1993-10-16", **at_home),
    )
    assert one(parents_of_mia(model, *records, relations=("partner", "partner")), "a", "b")
    assert not one(parents_of_mia(model, *records, relations=("sibling", "sibling")), "a", "b")


def test_nobody_is_their_own_parent(model: Model) -> None:
    """Father and son of one name at one address, the father without a birth date."""
    people = frame(
        a_record("a", "Gurdeep Malik", "2014-01-10", agency="school", addresses=["h"]),
        a_record("b", "Gurdeep Malik", agency="school", addresses=["h"]),
    )
    assert one(link(people, model), "a", "b")
    assert not one(link(people, model, (), related(("b", "parent", "a"))), "a", "b")


def test_a_father_whose_son_has_his_name_is_told_by_his_child(model: Model) -> None:
    people = frame(
        *CHILDREN,
        a_record("a", "Lee Hobbs", addresses=["h"]),
        a_record("b", "Lee Hobbs", "1981-06-20", addresses=["h"]),
        a_record("son", "Lee Hobbs", "2012-03-09", addresses=["h"]),
    )
    assert link(people, model).members["person_id"].n_unique() == 4
    linked = link(people, model, (), related(("a", "parent", "c1"), ("b", "parent", "c2")))
    assert one(linked, "a", "b")
    assert not one(linked, "a", "son")


@pytest.mark.parametrize("name", ["Isabelle Norton", "Izzy Norton"])
def test_a_number_tells_that_two_first_names_are_one_persons_for_others_too(model: Model, name: str) -> None:
    people = frame(
        a_record("a", "Isabelle Norton", "1999-08-26", nhs_numbers=[NHS]),
        a_record("b", "Izzy Norton", "1999-08-26", nhs_numbers=[NHS]),
        a_record("c", name, "1999-08-26"),
    )
    assert one(link(people, model), "a", "b", "c")


def test_a_number_mixed_up_between_twins_lends_no_name(model: Model) -> None:
    people = frame(
        a_record("a", "Tom Norton", "2012-08-26", agency="gp", nhs_numbers=[NHS], addresses=["h"]),
        a_record("b", "Ben Norton", "2012-08-26", agency="gp", nhs_numbers=[OTHER_NHS], addresses=["h"]),
        a_record("c", "Ben Norton", "2012-08-26", nhs_numbers=[NHS], addresses=["h"]),
        a_record("d", "Ben Norton", "2012-08-26", addresses=["h"]),
    )
    assert not one(link(people, model), "a", "d")


def test_what_is_closed_lends_nothing_to_what_is_open(model: Model) -> None:
    open_records = (
        a_record("a", "Isabelle Norton", "1999-08-26", addresses=["h"]),
        a_record("b", "Izzy Norton", "1999-08-26", nhs_numbers=[NHS], addresses=["h"]),
    )
    closed = a_record("c", "Isabelle Norton", "1999-08-26", nhs_numbers=[NHS], tier=1)
    with_it, without = link(frame(*open_records, closed), model), link(frame(*open_records), model)
    assert one(with_it, "a", "b") == one(without, "a", "b") is False


GROWN, HOME = 1_700_000_000_000, {"addresses": ["h"]}


@pytest.mark.parametrize(
    ("born", "recorded_at", "home", "joined"),
    [("1999-08-26", GROWN, HOME, True), ("2012-08-26", GROWN, HOME, False), ("1999-08-26", GROWN, {}, False)],
    ids=["grown up", "a child: perhaps a twin", "no home in common"],
)
def test_a_letter_wrong_in_a_first_name(
    model: Model, born: str, recorded_at: int, home: dict[str, list[str]], joined: bool
) -> None:
    people = frame(
        a_record("a", "Dalia Abadi", born, recorded_at=recorded_at, **home),
        a_record("b", "Dacia Abadi", born, recorded_at=recorded_at, **home),
    )
    assert one(link(people, model), "a", "b") is joined


def test_relations_to_records_that_are_not_here_say_nothing(model: Model) -> None:
    records = (a_record("a", "Lee Hobbs"), a_record("b", "Lee Hobbs", "1981-06-20"))
    kin = related(("a", "parent", "gone"), ("b", "parent", "gone"))
    assert not one(link(frame(*records), model, (), kin), "a", "b")


SIBLINGS = (
    a_record("c1", "Mia Hobbs", "2010-01-02", addresses=["h"]),
    a_record("c2", "Owen Hobbs", "2012-03-09", addresses=["h"]),
)
MOTHER = (
    a_record("m1", "Carys Hobbs", "1983-05-04", nhs_numbers=[NHS]),
    a_record("m2", "Carys Hobbs", "1983-05-04", nhs_numbers=[NHS]),
)
OF_ONE_MOTHER = (("m1", "parent", "c1"), ("m2", "parent", "c2"), ("a", "parent", "c1"), ("b", "parent", "c2"))


def with_one_mother(
    model: Model, *records: dict[str, Any], kin: tuple[tuple[str, str, str], ...] = OF_ONE_MOTHER
) -> Linked:
    return link(frame(*SIBLINGS, *MOTHER, *records), model, (), related(*kin))


def test_fathers_of_one_name_of_two_children_of_one_mother_are_one(model: Model) -> None:
    fathers = (a_record("a", "Iwan Dylan Prosser"), a_record("b", "Iwan Dylan Prosser"))
    assert one(with_one_mother(model, *fathers), "a", "b")
    two_mothers = with_one_mother(model, *fathers, kin=(OF_ONE_MOTHER[0], *OF_ONE_MOTHER[2:]))
    assert not one(two_mothers, "a", "b")


@pytest.mark.parametrize(
    "second",
    [
        a_record("b", "Iwan Pritchard", addresses=["k"]),
        a_record("b", "Ifor Prosser"),
        a_record("b", "I Prosser"),
        a_record("b", "Iwan Prosser", "1990-02-03"),
        a_record("b", "Iwan Prosser", identified=False),
    ],
    ids=["another family name at one home", "another first name", "an initial", "another date", "unidentified"],
)
def test_whoever_else_had_a_child_with_the_same_mother_stays_another(model: Model, second: dict[str, Any]) -> None:
    first = a_record("a", "Iwan Prosser", "1981-06-20", addresses=["k"])
    assert not one(with_one_mother(model, first, second), "a", "b")


def test_two_fathers_of_one_first_name_and_birth_date_stay_two(model: Model) -> None:
    """Only of one child can no two parents share a birth date: twin brothers may each have a child with one woman."""
    twins = (
        a_record("a", "Iwan Prosser", "1981-06-20", sex="M"),
        a_record("b", "Geraint Prosser", "1981-06-20", sex="M"),
    )
    assert not one(with_one_mother(model, *twins), "a", "b")


@pytest.mark.parametrize(
    ("one_says", "other_says"),
    [
        (("a", "partner", "m1"), ("m2", "partner", "b")),
        (("a", "ex_spouse", "m1"), ("b", "partner", "m2")),
        (("a", "partner", "m1"), ("b", "parent", "c2")),
    ],
    ids=["said from either side", "once married", "a partner and a parent of her child"],
)
def test_a_partner_of_one_name_is_one_partner(
    model: Model, one_says: tuple[str, str, str], other_says: tuple[str, str, str]
) -> None:
    records = (a_record("a", "Iwan Prosser"), a_record("b", "Iwan Prosser", "1981-06-20"))
    kin = (*OF_ONE_MOTHER[:2], one_says, other_says)
    assert one(with_one_mother(model, *records, kin=kin), "a", "b")


def test_a_father_of_one_name_with_two_sons_of_his_partner_is_told_by_the_child(model: Model) -> None:
    """Two men of one name and one mother are told apart by dates; whose child it is tells which of them it is."""
    older = a_record("a", "Iwan Prosser", "1961-06-20")
    younger = a_record("b", "Iwan Prosser", "1985-02-03")
    unknown = a_record("d", "Iwan Prosser")
    linked = with_one_mother(model, older, younger, unknown, kin=(*OF_ONE_MOTHER, ("d", "parent", "c2")))
    assert one(linked, "d", "b")
    assert not one(linked, "d", "a")


def test_a_man_who_fits_two_partners_of_one_woman_waits(model: Model) -> None:
    older = a_record("a", "Iwan Prosser", "1961-06-20")
    younger = a_record("b", "Iwan Prosser", "1985-02-03")
    unknown = a_record("d", "Iwan Prosser")
    linked = with_one_mother(model, older, younger, unknown, kin=(*OF_ONE_MOTHER, ("d", "partner", "m1")))
    assert not one(linked, "d", "a")
    assert not one(linked, "d", "b")
