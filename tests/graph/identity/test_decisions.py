"""What the policy makes of pairs once the others of a record are known."""

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
