"""Who somebody may also be: reasons, until somebody judges, and nobody who may not be asked about."""

from __future__ import annotations

from pathlib import Path

from graph.model.answers import At
from tests.graph.questions.test_judging import (
    DAN,
    DAZ,
    HOUSING,
    NOW,
    POLICE,
    TENANT,
    different,
    judged,
    lives,
    questions,
    rec,
    site,
)
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import Site, manifest

__all__ = ["site"]


def test_the_unidentified_may_be_who_has_their_phone_and_vehicle_and_not_the_mother_they_live_with(site: Site) -> None:
    found = questions(site, "hub", "assessment").hidden_adults(rec("csc", "C1"))
    assert found is not None
    (daz,) = [row for row in found.adults if row.adult.id == DAZ]
    (candidate,) = daz.candidates
    assert candidate.right.id == DAN
    assert {reason.says for reason in candidate.comparisons} >= {"the same phone", "the same vehicle"}


def test_whom_one_agency_has_beside_the_unidentified_is_not_suggested(site: Site, tmp_path: Path) -> None:
    police: dict[str, list[Row]] = {
        **POLICE,
        "people": [*POLICE["people"], {"person_ref": "P9", "given_name": "Danny", "identified": "n"}],
        "events": [{"record_ref": "E1", "category": "police", "type": "domestic_abuse", "start": "2024-02-01"}],
        "event_people": [{"record_ref": "E1", "person_ref": ref, "role": "present"} for ref in ("P1", "P9")],
    }
    site.load(write_delivery(tmp_path / "more", police, manifest("police", "2024-04-20")))
    found = questions(site, "hub", "assessment").person(rec("police", "P9"))
    assert found is not None
    assert DAN not in {one.right.id for one in found.candidates}


def test_a_known_person_may_be_somebody_else_on_record_until_somebody_judges(site: Site) -> None:
    hub = questions(site, "hub", "assessment")
    found = hub.person(DAN)
    assert found is not None
    (candidate,) = [one for one in found.candidates if one.right.id == TENANT]
    assert candidate.effect is None
    assert "First name: the same" in {reason.says for reason in candidate.comparisons}
    past = hub.person(DAN, At(known_at=NOW))
    assert past is not None
    assert past.candidates == ()
    judged(questions(site).judge(different(TENANT, DAN)))
    after = hub.person(DAN)
    assert after is not None
    assert TENANT not in {one.right.id for one in after.candidates}


def test_nobody_is_suggested_who_may_not_be_asked_about(site: Site, tmp_path: Path) -> None:
    alone = {**HOUSING, "residences": [lives("R3", "T3", "U1")]}
    site.load(write_delivery(tmp_path / "alone", alone, manifest("housing", "2024-04-20")))
    found = questions(site, "hub", "assessment").person(DAN)
    assert found is not None
    assert TENANT not in {one.right.id for one in found.candidates}


def test_who_was_judged_not_to_be_the_unidentified_is_suggested_no_more(site: Site) -> None:
    hub = questions(site, "hub", "assessment")

    def suggested() -> set[str]:
        found = hub.person(DAZ)
        assert found is not None
        return {one.right.id for one in found.candidates}

    assert DAN in suggested()
    judged(questions(site).judge(different(DAZ, DAN)))
    assert DAN not in suggested()
