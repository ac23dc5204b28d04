"""Shipped mappings on real files: claims by kind, rows set aside by rule, and children checked by hand against the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.mapping.asked import MappingAsked
from ingest.mapping.reading import find_mapping
from tests.ingest.mapping.loading import REAL, Through, cells_of, load_through
from tests.ingest.site import open_site

CSC = "children_social_care"
Cells = dict[str, str]


@pytest.fixture(scope="module")
def ssda903(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    through = load_through(tmp_path_factory.mktemp("ssda903") / "data", "ssda903", REAL / "ssda903")
    yield through
    through.site.close()


@pytest.fixture(scope="module")
def annex_a(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    through = load_through(tmp_path_factory.mktemp("annex") / "data", "annex-a", REAL / "Annex_A.xlsx")
    yield through
    through.site.close()


@pytest.fixture(scope="module")
def hounslow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    through = load_through(tmp_path_factory.mktemp("hounslow") / "data", "council-extract", REAL / "hounslow")
    yield through
    through.site.close()


def only(claims: list[Cells], kind: str) -> list[Cells]:
    """The claims of a kind, without kind, reference and closing."""
    return [
        {k: v for k, v in one.items() if k not in {"kind", "ref", "closed"}} for one in claims if one["kind"] == kind
    ]


def test_every_file_of_the_looked_after_return_is_counted(ssda903: Through) -> None:
    assert ssda903.loaded.refused == ()
    assert ssda903.kinds == {
        "person": 52,  # 50 in header.csv, CHILD10 of sw_episodes.csv, the child of 6389
        "relationship": 1,
        "episode": 59,  # 19 rows placed for adoption, each by itself, and 40 periods of care of the other 92
        "event": 389,
        "event_person": 389,
        "household": 89,
        "residence": 92,
        "professional": 1,
        "involvement": 1,
    }
    assert ssda903.rules == {}
    assert ssda903.warned == {
        ("end_reason", "unknown_code"): 1,
        ("outcome", "unknown_code"): 3,
        ("start", "future_date"): 13,
        ("end", "future_date"): 1,
        ("upn", "check_digit"): 49,
    }
    assert ssda903.site.verify().faults == ()


def test_a_looked_after_child_and_her_own_child(ssda903: Through) -> None:
    claims = ssda903.of(CSC, "ssda903", "6389")
    assert only(claims, "person") == [
        {"person_ref": "6389", "sex": "F", "date_of_birth": "2004-07-30", "upn": "L072812908102"}
    ]
    baby = "MC|6389|2016-08-27"
    assert only(claims, "relationship") == [
        {"record_ref": baby, "person_ref": "6389", "other_ref": baby, "type": "parent", "start": "2016-08-27"}
    ]
    assert ssda903.events_of(CSC, "ssda903", "6389") == [
        ("plan_review", "2016-08-12", "", "Statutory review; child not there, an advocate spoke", ""),
        ("order", "2017-03-18", "", "placement order", "sealed"),
        ("order", "2017-04-22", "", "short breaks, one agreement", "sealed"),
    ]
    # Both of her episodes are in an adoptive placement (A5).
    assert {one["closed"] for one in claims if one["kind"] in {"looked_after", "residence"}} == {"sealed"}


def test_a_child_once_placed_for_adoption(ssda903: Through) -> None:
    claims = ssda903.of(CSC, "ssda903", "988635")
    assert only(claims, "looked_after") == [
        {"record_ref": "LA|988635|2016-10-06", "person_ref": "988635", "start": "2016-10-06", "category": "N7"}
    ]
    assert ssda903.events_of(CSC, "ssda903", "988635") == [
        ("adoption_decision", "2015-11-22", "", "Decision that the child should be placed for adoption", "sealed"),
        ("adoption_match", "2015-11-22", "", "Matched with adopters", "sealed"),
        ("placement_change", "2015-11-22", "2017-04-07", "Placed for adoption", "sealed"),
        ("plan_review", "2016-07-05", "", "Statutory review; child attended, no views conveyed", ""),
        ("order", "2016-10-06", "", "freeing order", "sealed"),
        ("placement_change", "2017-07-19", "", "temporary", ""),
        ("placement_change", "2017-09-07", "", "other", ""),
        ("plan_review", "2018-03-25", "", "Statutory review; child attended and spoke for themselves", ""),
    ]


def stays(claims: list[Cells]) -> list[tuple[str, str, str]]:
    """(start, end, closed) of where somebody lived."""
    return [(one["start"], one.get("end", ""), one["closed"]) for one in claims if one["kind"] == "residence"]


def test_three_rows_that_continue_one_another_are_one_period_of_care(ssda903: Through) -> None:
    claims = ssda903.of(CSC, "ssda903", "69112")
    assert only(claims, "looked_after") == [
        {"record_ref": "LA|69112|2015-08-31", "person_ref": "69112", "start": "2015-08-31", "category": "N1"}
    ]
    # The second row changes the legal status alone.
    assert stays(claims) == [("2015-08-31", "2017-10-28", ""), ("2017-10-28", "", "")]
    assert [event[:4] for event in ssda903.events_of(CSC, "ssda903", "69112") if event[0] != "plan_review"] == [
        ("order", "2015-08-31", "", "placed under PACE"),
        ("order", "2017-08-13", "", "full care order"),
        ("placement_change", "2017-10-28", "", "residential school"),
    ]


def test_a_child_who_left_care_and_came_back_has_two_periods(ssda903: Through) -> None:
    claims = ssda903.of(CSC, "ssda903", "427922")
    assert only(claims, "looked_after") == [
        {"record_ref": "LA|427922|2016-09-17", "person_ref": "427922", "start": "2016-09-17", "end": "2017-11-23",
         "category": "N2", "outcome": "left care to live with parents or relatives"},
        {"record_ref": "LA|427922|2017-12-16", "person_ref": "427922", "start": "2017-12-16", "category": "N1",
         "reason": "started to be looked after"},
    ]  # fmt: skip
    assert stays(claims) == [
        ("2016-09-17", "2017-07-07", ""),
        ("2017-07-07", "2017-11-23", ""),
        ("2017-12-16", "", ""),
    ]
    told = [event[3] for event in ssda903.events_of(CSC, "ssda903", "427922") if event[0] == "placement_change"]
    # U5 and U2: the carers may adopt, which an open placement does not say.
    assert told == ["other foster", "relative/friend foster", "temporary, while normal carer moves house"]


def test_a_child_later_placed_for_adoption_reads_as_still_in_care(ssda903: Through) -> None:
    claims = ssda903.of(CSC, "ssda903", "566910")
    told = [(one["start"], one.get("end", ""), one["closed"]) for one in claims if one["kind"] == "looked_after"]
    assert told == [("2017-08-14", "", "sealed"), ("2016-02-15", "", "")]
    assert stays(claims) == [("2017-08-14", "", "sealed")]


def test_a_child_known_by_a_social_workers_episode_alone(ssda903: Through) -> None:
    claims = ssda903.of(CSC, "ssda903", "CHILD10")
    assert only(claims, "person") == [{"person_ref": "CHILD10", "date_of_birth": "1993-12-05"}]
    assert only(claims, "involvement") == [
        {"record_ref": "SW|CHILD10|SW999|2020-01-01", "person_ref": "CHILD10", "professional_ref": "SW999",
         "service": "children's social care", "role": "allocated", "start": "2020-01-01", "end": "2020-01-03",
         "end_reason": "SWLAZY"}
    ]  # fmt: skip
    order = ("order", "2025-01-01", "2025-01-02", "Deprivation of liberty order", "")
    assert ssda903.events_of(CSC, "ssda903", "CHILD10") == [order]


def test_every_list_of_annex_a_is_counted(annex_a: Through) -> None:
    assert annex_a.loaded.refused == ()
    assert annex_a.kinds == {
        "person": 53,
        "professional": 25,
        "involvement": 39,
        "episode": 38,
        "event": 71,
        "event_person": 71,
        "assessment": 10,
        "assessment_person": 10,
        "household": 4,
        "residence": 4,
    }
    assert annex_a.rules == {}
    assert annex_a.warned == {("category", "unknown_code"): 1}  # list 6, PSRMEM
    assert annex_a.site.verify().faults == ()


def test_a_referred_child_of_lists_3_and_5(annex_a: Through) -> None:
    claims = annex_a.of(CSC, "annex-a", "6537810")
    assert only(claims, "person") == [{"person_ref": "6537810", "sex": "M", "date_of_birth": "2004-07-18"}]
    assert only(claims, "referral") == [
        {"record_ref": "RF|6537810|2020-09-16", "person_ref": "6537810", "start": "2020-09-16", "source_code": "8"}
    ]
    assert only(claims, "section47") == [
        {"record_ref": "S47|6537810|2020-09-16", "person_ref": "6537810", "start": "2020-09-16", "end": "2020-10-05",
         "outcome": "conference"}
    ]  # fmt: skip
    # The worker's name holds a no-break space in the file, and keeps it.
    assert [one["professional_ref"] for one in only(claims, "involvement")] == ["Dustin\xa0Hazlett", "Reagan\xa0Mor"]
    conference = ("conference", "2020-10-05", "", "Initial child protection conference", "")
    assert annex_a.events_of(CSC, "annex-a", "6537810") == [conference]


def test_a_child_who_left_care_of_list_8(annex_a: Through) -> None:
    claims = annex_a.of(CSC, "annex-a", "3623204")
    assert only(claims, "looked_after") == [
        {"record_ref": "LA|3623204|2008-10-22", "person_ref": "3623204", "start": "2008-10-22", "end": "2020-09-22",
         "category": "N1", "outcome": "special guardianship order, other carer, relative or friend"}
    ]  # fmt: skip
    assert annex_a.events_of(CSC, "annex-a", "3623204") == [
        ("order", "2009-07-27", "", "interim care order", ""),
        ("placement_change", "2009-07-27", "", "semi-independent living", ""),
        ("kept", "2020-06-22", "", "Health assessment", ""),
        ("visit", "2020-08-07", "", "Social work visit", ""),
        ("plan_review", "2020-08-12", "", "Statutory review", ""),
    ]


def test_a_care_leaver_of_list_9_who_is_in_list_10(annex_a: Through) -> None:
    claims = annex_a.of(CSC, "annex-a", "7961370")
    # List 10 gives another birth date; what it says counts only for children no other list names.
    assert only(claims, "person") == [{"person_ref": "7961370", "sex": "M", "date_of_birth": "2002-08-07"}]
    assert {one["closed"] for one in claims if one["kind"] == "person"} == {""}
    assert {one[4] for one in annex_a.events_of(CSC, "annex-a", "7961370")} == {"sealed"}
    assert len(annex_a.events_of(CSC, "annex-a", "7961370")) == 5


def test_adopters_of_list_11_are_sealed(annex_a: Through) -> None:
    claims = annex_a.of(CSC, "annex-a", "AD|7105179")
    assert {(one["kind"], one["closed"]) for one in claims} == {("person", "sealed"), ("other", "sealed")}


@pytest.mark.parametrize(
    ("name", "kinds", "warned"),
    [
        (
            "cin-2022",
            {"person": 1, "episode": 4, "event": 3, "event_person": 3, "assessment": 1, "assessment_person": 1},
            {("upn", "check_digit"): 1},
        ),
        (
            "CIN_Census_2024",
            {"person": 2, "episode": 5, "event": 3, "event_person": 3, "assessment": 2, "assessment_person": 2},
            {
                ("factors", "unknown_code"): 1,
                ("completed", "end_before_start"): 1,
                ("started", "future_date"): 1,
                ("start", "future_date"): 1,
                ("end", "future_date"): 1,
                ("upn", "check_digit"): 1,
            },
        ),
        (
            "CIN_Census_2026",
            {"person": 2, "episode": 6, "event": 5, "event_person": 5, "assessment": 2, "assessment_person": 2},
            {
                ("factors", "unknown_code"): 1,
                ("completed", "end_before_start"): 1,
                ("started", "future_date"): 1,
                ("start", "future_date"): 2,
                ("end", "future_date"): 2,
                ("upn", "check_digit"): 1,
            },
        ),
    ],
)
def test_each_census_is_counted(
    tmp_path: Path, name: str, kinds: dict[str, int], warned: dict[tuple[str, str], int]
) -> None:
    through = load_through(tmp_path / "data", "cin-census", REAL / "cin" / f"{name}.xml")
    assert (through.kinds, through.rules, through.warned) == (kinds, {}, warned)
    assert through.site.verify().faults == ()
    through.site.close()


def test_a_child_of_the_census_of_2022(tmp_path: Path) -> None:
    through = load_through(tmp_path / "data", "cin-census", REAL / "cin" / "cin-2022.xml")
    child, system = "DfEX0000001", "cin-census"
    claims = through.of(CSC, system, child)
    assert only(claims, "person") == [
        {"person_ref": child, "sex": "M", "date_of_birth": "1966-03-24", "expected_birth": "1966-03-22",
         "date_of_death": "1980-10-08", "upn": "A123456789123", "local_ids": "former-upn:X98765432123B"}
    ]  # fmt: skip
    # RC1 closed the case: that the child was adopted is not said, in the words of RC7.
    assert only(claims, "referral") == [
        {"record_ref": f"RF|{child}|1970-10-06", "person_ref": child, "start": "1970-10-06", "end": "1971-02-27",
         "category": "N4", "source_code": "1A", "outcome": "assessment", "reason": "other or no longer in need"}
    ]  # fmt: skip
    assert only(claims, "child_protection") == [
        {"record_ref": f"CP|{child}|1970-02-17", "person_ref": child, "start": "1970-02-17", "end": "1971-03-14",
         "category": "PHY"}
    ]  # fmt: skip
    assert [event[:2] for event in through.events_of(CSC, system, child)] == [
        ("conference", "1970-06-17"),
        ("conference", "1970-12-06"),
        ("plan_review", "1971-02-15"),
    ]
    assessment = through.of(CSC, system, f"AS|{child}|1970-06-03", "assessments")
    assert ("2A;2B", "1971-07-18") in {(one.get("factors"), one.get("completed")) for one in assessment}
    through.site.close()


def test_the_header_of_a_census_dates_the_delivery(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    loaded = site.load(REAL / "cin" / "cin-2022.xml", mapping=MappingAsked(find_mapping("cin-census")))
    (record,) = loaded.deliveries
    assert record.extracted_at.isoformat() == "2022-03-31T23:00:00+00:00"
    assert (str(record.covers_from), str(record.covers_to)) == ("2021-04-01", "2022-03-31")
    site.close()


def test_five_agencies_of_one_council_are_five_deliveries(hounslow: Through) -> None:
    assert [record.agency for record in hounslow.loaded.deliveries] == [
        "acute_hospital",
        "adult_social_care",
        CSC,
        "community_health",
        "housing",
    ]
    assert hounslow.kinds == {
        "person": 593,
        "household": 593,
        "residence": 593,
        "professional": 352,
        "involvement": 471,
        "episode": 63,
        "event": 122,
        "event_person": 122,
    }
    assert hounslow.rules == {}
    assert hounslow.site.verify().faults == ()


@pytest.mark.parametrize(
    ("family", "given", "born", "number", "address", "postcode"),
    [
        ("Lowe", "Shirley", "1983-06-29", "8097223047", "602 Stephenson Park Lake Linda JE8 8UN", "JE8 8UN"),
        ("Read", "Phillip", "1968-05-06", "1018045711", "57 Justin Plaza Elliefurt DE8 6YH", "DE8 6YH"),
        ("Jones", "Bernard", "1962-03-18", "3115320763", "Studio 64b Smith Gardens Brownside S3W 9YZ", "S3W 9YZ"),
    ],
)
def test_somebody_in_a_council_extract_and_where_they_live(
    hounslow: Through, family: str, given: str, born: str, number: str, address: str, postcode: str
) -> None:
    told = [cells_of(one) for one in hounslow.stored if one.claim.agency == "acute_hospital"]
    people = [cells for cells in told if cells.get("nhs_number") == number]
    assert [(one["family_name"], one["given_name"], one["date_of_birth"]) for one in people] == [(family, given, born)]
    ref = people[0]["person_ref"]
    assert number not in ref and family not in ref
    (stay,) = (cells for cells in told if cells["kind"] == "residence" and cells["person_ref"] == ref)
    homes = [cells for cells in told if cells.get("address") == address]
    assert [(one["household_ref"], one["postcode"]) for one in homes] == [(stay["household_ref"], postcode)]
