"""The unknown partner check from an address alone (rules.md §3: names, dates of birth, an address, a phone)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import BadInput
from tests.graph.questions.test_unknown_partner import CSC, HOUSING, check
from tests.ingest.sending import write_delivery
from tests.ingest.site import manifest, open_site


def test_an_address_alone_is_enough_to_ask_who_is_on_record_there(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    sent = [
        write_delivery(tmp_path / name, rows, manifest(name)) for name, rows in (("csc", CSC), ("housing", HOUSING))
    ]
    assert not site.load(*sent).refused
    for home in ({"address": "3 Mill Row", "postcode": "VA1 2BC"}, {"uprn": "100023"}):
        answer = check(site, **home)
        assert answer.told == ()
        assert {"Kelly Hobbs", "Mia Hobbs", "Noah Hobbs", "Daniel Mercer"} <= {
            other.adult.display_name for other in answer.others_on_record
        }
    assert check(site, address="9 Haven Way", postcode="VA1 2BC").others_on_record == ()
    with pytest.raises(BadInput) as refused:
        check(site)
    assert refused.value.argument == "told.people"
    site.close()
