"""The unknown partner check from an address alone, and from a birth date alone (rules.md §3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import BadInput
from graph.model.knowing import ToldPerson
from tests.graph.questions.test_unknown_partner import CSC, HOUSING, check, site
from tests.ingest.sending import write_delivery
from tests.ingest.site import Site, manifest, open_site

__all__ = ["site"]


def test_an_address_alone_is_enough_to_ask_who_is_on_record_there(tmp_path: Path) -> None:
    held = open_site(tmp_path / "data")
    sent = [
        write_delivery(tmp_path / name, rows, manifest(name)) for name, rows in (("csc", CSC), ("housing", HOUSING))
    ]
    assert not held.load(*sent).refused
    for home in ({"address": "3 Mill Row", "postcode": "VA1 2BC"}, {"uprn": "100023"}):
        answer = check(held, **home)
        assert answer.told == ()
        assert {"Kelly Hobbs", "Mia Hobbs", "Noah Hobbs", "Daniel Mercer"} <= {
            other.adult.display_name for other in answer.others_on_record
        }
    assert check(held, address="9 Haven Way", postcode="VA1 2BC").others_on_record == ()
    with pytest.raises(BadInput) as refused:
        check(held)
    assert refused.value.argument == "told.people"
    held.close()


@pytest.mark.parametrize("born", ["1990-01-05", "1979-01-15"], ids=["adopted", "not adopted"])
def test_a_birth_date_alone_finds_nobody_who_is_not_around_those_told(site: Site, born: str) -> None:
    """Whoever else was born that day is no answer, and an identity after adoption is not missing among them."""
    answer = check(site, ToldPerson(date_of_birth=born))
    assert (answer.told[0].on_record, answer.told[0].matches, answer.others_on_record) == (False, (), ())
