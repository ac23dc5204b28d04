"""Adults around the child of 500 random families: pairs, grounds, state, since and who knows, as brute force has them."""

from __future__ import annotations

from graph.model.answers import AdultsAroundChild
from graph.model.period import london_day
from graph.questions.adults import find_hidden_adults
from graph.store.port import GraphStore
from tests.oracle.adults import Adult, adults
from tests.oracle.asking import agree, each_question, reading
from tests.oracle.family import Family, Question
from tests.oracle.grounds import Ground
from tests.oracle.rows import Known


def told(store: GraphStore, family: Family, asked: Question) -> dict[str, Adult]:
    """Each adult as the product tells it."""
    answer = find_hidden_adults(reading(store, family, asked, "hiddenAdults"), family.child, asked.agency)
    assert isinstance(answer, AdultsAroundChild)
    return {
        one.adult.id: Adult(
            one.state.value,
            tuple(
                sorted(
                    Ground(
                        ground.kind,
                        ground.possible,
                        ground.first_date,
                        ground.last_date,
                        tuple(sorted(agency.id for agency in ground.agencies)),
                    )
                    for ground in one.grounds
                )
            ),
            one.since,
            tuple(sorted((cell.agency.id, london_day(cell.first_knew)) for cell in one.known_by if cell.first_knew)),
        )
        for one in answer.adults
    }


def test_adults_around_a_child_are_those_brute_force_finds(store: GraphStore, families: list[Family]) -> None:
    states: set[str] = set()
    grounds: set[tuple[str, bool]] = set()
    for family, asked in each_question(families):
        counted = adults(Known(family, asked))
        agree(family, asked, told(store, family, asked), counted)
        states |= {adult.state for adult in counted.values()}
        grounds |= {(ground.kind, ground.possible) for adult in counted.values() for ground in adult.grounds}
    assert states == {"UNIDENTIFIED", "CANNOT_BE_DETERMINED", "ASSESSED", "KNOWN_NOT_ASSESSED", "HIDDEN"}
    assert {kind for kind, possible in grounds if not possible} == {
        "co_resident", "frequent_visitor", "partner_of_carer", "parent", "carer", "at_event", "sibling_history",
        "shared_contact",
    }  # fmt: skip
    assert {"co_resident", "at_event"} <= {kind for kind, possible in grounds if possible}


def test_adults_come_in_order_of_first_evidence(store: GraphStore, families: list[Family]) -> None:
    for family, asked in each_question(families[::5]):
        answer = find_hidden_adults(reading(store, family, asked, "hiddenAdults"), family.child, asked.agency)
        assert answer is not None
        dates = [one.since for one in answer.adults]
        dated = [day for day in dates if day]
        agree(family, asked, dates, [*sorted(dated), *(None for day in dates if not day)])
