"""A decision explained in words agrees with the decision made in bulk."""

from typing import Any

import pytest

from graph.identity.comparison import COMPARISONS
from graph.identity.explanation import explain
from graph.identity.linking import link
from graph.identity.model import load_model
from tests.graph.identity.made_up import a_town
from tests.graph.identity.people import a_record, frame


def test_the_words_say_what_was_compared() -> None:
    left = a_record("b", "Daniel Mercer", "1979-01-15", addresses=["h"], sex="M")
    right = a_record("a", "Danny Mercer", "1979-01-15", phones=["07700 900123"], sex="M")
    explained = explain(left, right, load_model())
    said = {text.field: text for text in explained.comparisons}
    assert said["First name"].says == "one is a short or pet form of the other"
    assert (said["First name"].left, said["First name"].right) == ("Daniel", "Danny")
    assert said["Date of birth"].weight > 10
    assert said["Address"].says == "not on both records"
    assert said["Address"].weight == 0
    assert explained.decision == "join"
    assert len(said) == len(COMPARISONS)


def test_a_conflict_is_said() -> None:
    explained = explain(a_record("a", "Amy Dunn", "2001-02-03"), a_record("b", "Zoe Dunn", "2001-02-03"), load_model())
    assert explained.conflict == "first names differ"


@pytest.mark.parametrize("seed", [3, 4])
def test_an_explanation_agrees_with_the_batch(seed: int) -> None:
    people, _ = a_town(families=6, seed=seed)
    model = load_model()
    rows: dict[str, dict[str, Any]] = {row["record_id"]: row for row in people.iter_rows(named=True)}
    for left, right, probability in link(people, model).pairs.select("left", "right", "probability").head(8).rows():
        assert explain(rows[left], rows[right], model).probability == pytest.approx(probability)
        alone = link(frame(rows[left], rows[right]), model).pairs
        assert explain(rows[left], rows[right], model).decision == alone["decision"][0]
