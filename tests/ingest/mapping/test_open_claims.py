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
ORDERS = (
    "lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date\n"
    "1,7,C2,2021-01-10 00:00:00,{ends}\n"
)
RETURN = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "7,10/01/2021,S,C2,N1,U6,PR1,{ends},,,ZZ14 2WX,\n{more}"
)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,2,22/03/2015,,,,\n"
PERSON = "pers_person_id,pers_dob\n7,2015-03-22 00:00:00\n"


def a_list(ceased: str, reason: str, place: str) -> str:
    """List 8 of Annex A with one child."""
    heads = next(csv.reader([HEADINGS]))
    lines = [",".join(f'"{head}"' for head in heads), CARE.format(ceased=ceased, reason=reason, place=place)]
    return "\n".join(lines) + "\n"


def ssd(ends: str, stay_ends: str, more: str = "", order_ends: str = "") -> dict[str, str]:
    """Four files of the standard dataset with one child in care."""
    return {
        "ssd_person.csv": PERSON,
        "ssd_cla_episodes.csv": EPISODES.format(ends=ends),
        "ssd_cla_placement.csv": PLACEMENTS.format(ends=stay_ends, more=more),
        "ssd_legal_status.csv": ORDERS.format(ends=order_ends),
    }


def looked_after(ends: str, more: str = "") -> dict[str, str]:
    """A return with the same child."""
    return {"header.csv": HEADER, "episodes.csv": RETURN.format(ends=ends, more=more)}


IN_CARE = looked_after(",")
ADOPTED_ON = "2023-02-10 00:00:00"
STAYING = ssd(",", "")

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
        ssd(f"{ADOPTED_ON},E11", "2021-09-01 00:00:00", f"2,7,2021-09-01 00:00:00,{ADOPTED_ON},A5,ZZ18 4XX\n"),
        STAYING,
    ),
    "ssd, straight from an ordinary placement": (
        "ssd",
        ssd(f"{ADOPTED_ON},E12", ADOPTED_ON, order_ends=ADOPTED_ON),
        STAYING,
    ),
    "ssd, in words, the placement ended the day before": (
        "ssd",
        ssd(f"{ADOPTED_ON},Adopted - application unopposed", "2023-02-09 00:00:00", order_ends=ADOPTED_ON),
        STAYING,
    ),
    "ssd, with a short stay within the last": (
        "ssd",
        ssd(f"{ADOPTED_ON},E11", ADOPTED_ON, "3,7,2022-07-01 00:00:00,2022-07-08 00:00:00,T1,ZZ11 1AA\n"),
        ssd(",", "", "3,7,2022-07-01 00:00:00,2022-07-08 00:00:00,T1,ZZ11 1AA\n"),
    ),
    "ssd, without what tells how care ended": (
        "ssd",
        {k: v for k, v in ssd(",", ADOPTED_ON, order_ends=ADOPTED_ON).items() if "episodes" not in k},
        {k: v for k, v in STAYING.items() if "episodes" not in k},
    ),
    "ssda903, codes with words": ("ssda903", looked_after("10/02/2023,E11 Adopted - application unopposed"), IN_CARE),
    "ssda903, words alone": (
        "ssda903",
        looked_after("01/02/2022,X1", "7,01/02/2022,P,C2,N1,Placed for adoption,PR0,10/02/2023,Adopted,,,ZZ18 4XX,\n"),
        IN_CARE,
    ),
    "ssda903, a placement order in words": (
        "ssda903",
        looked_after("01/02/2022,X1", "7,01/02/2022,L,E1 Placement order granted,N1,U6,PR1,,,,,ZZ14 2WX,\n"),
        IN_CARE,
    ),
    "annex-a, words alone": (
        "annex-a",
        {"List 8.csv": a_list("10/02/2023", "Adopted", "U5 other foster carer who is an approved adopter")},
        {"List 8.csv": a_list("", "", "U6")},
    ),
    "cin-census, with words": (
        "cin-census",
        {"census.xml": CASE.format(reason="RC1 Adopted")},
        {"census.xml": CASE.format(reason="RC7")},
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
