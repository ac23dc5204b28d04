"""What the policy makes of pairs once the others of a record are known."""

import polars as pl

from graph.identity.kin import KIN_SCHEMA
from graph.identity.linking import link
from graph.identity.model import load_model
from tests.graph.identity.people import a_record, frame

HOME = {"addresses": ["h"]}
DATES = ("1981-11-02", "1981-02-11", "1981-11-20")


def test_a_record_without_a_date_fits_one_person_whose_date_was_miswritten_twice() -> None:
    """2 November, as 11 February by one agency and as 20 November by another: no two people, though the slips differ."""
    dated = [a_record(f"r{number}", "Lee Hobbs", born, **HOME) for number, born in enumerate(DATES)]
    people = frame(*dated, a_record("undated", "Lee Hobbs", **HOME))
    assert link(people, load_model()).members["person_id"].n_unique() == 1


def test_a_record_without_a_date_waits_where_only_the_slips_are_on_record() -> None:
    dated = [a_record(f"r{number}", "Lee Hobbs", born, **HOME) for number, born in enumerate(DATES[1:])]
    people = frame(*dated, a_record("undated", "Lee Hobbs", **HOME))
    found = link(people, load_model()).pairs.filter(right="undated")
    assert set(found["conflict"]) == {"fits more than one person on record"}


def test_father_and_son_of_one_name_of_whom_each_agency_dates_another_join_nobody() -> None:
    people = frame(
        a_record("g1", "John Marsh", "1970-02-02", agency="gp", sex="M", **HOME),
        a_record("g2", "John Marsh", agency="gp", sex="M", **HOME),
        a_record("p1", "John Marsh", agency="police", sex="M", **HOME),
        a_record("p2", "John Marsh", "1994-09-09", agency="police", sex="M", **HOME),
    )
    linked = link(people, load_model())
    assert linked.members["person_id"].n_unique() == people.height
    asked = {(row["left"], row["right"]) for row in linked.pairs.iter_rows(named=True) if row["decision"] == "queue"}
    assert ("g2", "p1") in asked


def test_a_record_without_a_date_goes_with_its_relative_though_others_of_its_name_are_two_people() -> None:
    mia = [a_record(f"m{n}", "Mia Marsh", "2016-03-03", agency=agency) for n, agency in enumerate(("gp", "school"))]
    people = frame(
        *mia,
        a_record("dad", "John Marsh", "1970-02-02", agency="gp", **HOME),
        a_record("son", "John Marsh", "1994-09-09", agency="police", **HOME),
        a_record("uncle", "John Marsh", "1988-05-05", agency="housing", **HOME),
        a_record("undated", "John Marsh", agency="school", **HOME),
    )
    rows = [(one, "parent", child) for one, child in (("dad", "m0"), ("undated", "m1"))]
    kin = pl.DataFrame(rows, schema=KIN_SCHEMA, orient="row")
    linked = link(people, load_model(), kin=kin)
    person = dict(linked.members.iter_rows())
    assert person["undated"] == person["dad"]
    assert len({person["dad"], person["son"], person["uncle"]}) == 3
