"""Of a child who was adopted the open claims are those of one who was not, whichever return tells of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.ingest.mapping.loading import cells_of, load_through, write_files

HEADINGS = (
    "Child Unique ID,Gender,Date of Birth,Date Started to be Looked After,Child's Category of Need,"
    "Start date of current legal status,Child's Legal Status,Date Ceased to be Looked After,Reason Ceased to be Looked "
    "After,Start Date of Most Recent Placement,Placement Type,Placement Postcode"
)
CARE = "7,b) Female,22/03/2015,10/01/2021,N1,01/06/2021,C2,{ceased},{reason},01/09/2021,{place},ZZ15 1AA"
CASE = (
    "<Message><Header/><Children><Child><ChildIdentifiers><LAchildID>7</LAchildID><PersonBirthDate>2015-03-22"
    "</PersonBirthDate></ChildIdentifiers><CINdetails><CINreferralDate>2023-06-05</CINreferralDate><CINclosureDate>"
    "2023-09-01</CINclosureDate><ReasonForClosure>{reason}</ReasonForClosure></CINdetails></Child></Children></Message>"
)
EPISODES = (
    "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,"
    "clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason\n"
    "1,7,2021-01-10 00:00:00,S,2021-09-01 00:00:00,X1\n2,7,2021-09-01 00:00:00,P,{ends}\n"
)
PLACEMENTS = (
    "clap_cla_placement_id,clap_person_id,clap_cla_placement_start_date,clap_cla_placement_end_date,"
    "clap_cla_placement_type,clap_cla_placement_postcode\n1,7,2021-01-10 00:00:00,{ends},U6,ZZ14 2WX\n{more}"
)
PERSON = "pers_person_id,pers_dob\n7,2015-03-22 00:00:00\n"


def a_list(ceased: str, reason: str, place: str) -> str:
    """List 8 of Annex A with one child."""
    heads = next(csv.reader([HEADINGS]))
    lines = [",".join(f'"{head}"' for head in heads), CARE.format(ceased=ceased, reason=reason, place=place)]
    return "\n".join(lines) + "\n"


WORLDS: Mapping[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "annex-a": (
        "annex-a",
        {"List 8.csv": a_list("10/02/2023", "E12 - Adopted", "U6")},
        {"List 8.csv": a_list("", "", "U6")},
    ),
    "annex-a, a carer who may adopt": (
        "annex-a",
        {"List 8.csv": a_list("", "", "U5")},
        {"List 8.csv": a_list("", "", "U6")},
    ),
    "cin-census": (
        "cin-census",
        {"census.xml": CASE.format(reason="RC1")},
        {"census.xml": CASE.format(reason="RC7")},
    ),
    "ssd": (
        "ssd",
        {
            "ssd_person.csv": PERSON,
            "ssd_cla_episodes.csv": EPISODES.format(ends="2023-02-10 00:00:00,E11"),
            "ssd_cla_placement.csv": PLACEMENTS.format(
                ends="2021-09-01 00:00:00", more="2,7,2021-09-01 00:00:00,2023-02-10 00:00:00,A5,ZZ18 4XX\n"
            ),
        },
        {
            "ssd_person.csv": PERSON,
            "ssd_cla_episodes.csv": EPISODES.format(ends=","),
            "ssd_cla_placement.csv": PLACEMENTS.format(ends="", more=""),
        },
    ),
}


def open_claims(folder: Path, mapping: str, files: Mapping[str, str]) -> set[tuple[tuple[str, str], ...]]:
    """What is said that nothing closes, but for the digests that stand for a home."""
    through = load_through(folder / "data", mapping, write_files(folder / "sent", files))
    told = [cells_of(one) for one in through.stored]
    through.site.close()
    assert (through.rules, through.loaded.refused) == ({}, ())
    return {
        tuple(sorted((name, cell) for name, cell in cells.items() if name != "household_ref"))
        for cells in ({k: v for k, v in one.items() if one["kind"] != "household" or k != "ref"} for one in told)
        if not cells["closed"]
    }


@pytest.mark.parametrize("name", WORLDS)
def test_open_claims_are_those_of_a_child_who_was_not_adopted(tmp_path: Path, name: str) -> None:
    mapping, adopted, staying = WORLDS[name]
    told = open_claims(tmp_path / "adopted", mapping, adopted)
    assert told == open_claims(tmp_path / "staying", mapping, staying)
    assert "adopt" not in str(told).lower()
    assert len(told) > 1
