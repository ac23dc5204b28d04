"""The same children by two routes are the same claims: one digest, whatever the format they came in."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.ingest.mapping.loading import REAL, load_through, write_files
from tests.ingest.site import open_site

SYSTEM = {"system": "case-system", "covers_from": "2023-04-01", "covers_to": "2024-03-31"}

CENSUS = """<Message><Header><CollectionDetails><ReferenceDate>2024-03-31</ReferenceDate></CollectionDetails></Header><Children>
<Child><ChildIdentifiers><LAchildID>100</LAchildID><PersonBirthDate>2012-05-01</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>
 <CINdetails><CINreferralDate>2023-06-05</CINreferralDate><ReferralSource>6</ReferralSource><ReferralNFA>0</ReferralNFA>
  <Section47><S47ActualStartDate>2023-06-07</S47ActualStartDate><DateOfInitialCPC>2023-06-20</DateOfInitialCPC></Section47>
  <ChildProtectionPlans><CPPstartDate>2023-06-20</CPPstartDate><CPPendDate>2024-01-10</CPPendDate>
   <LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><Reviews><CPPreviewDate>2023-09-18</CPPreviewDate></Reviews>
  </ChildProtectionPlans></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>200</LAchildID><PersonBirthDate>2015-03-22</PersonBirthDate><GenderCurrent>1</GenderCurrent>
 </ChildIdentifiers><CINdetails><CINreferralDate>2023-07-01</CINreferralDate><ReferralSource>3A</ReferralSource></CINdetails></Child>
</Children></Message>"""  # fmt: skip

COMMON = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
MIA = [100, "b) Female", "a) WBRI", "01/05/2012", 11]
TYLER = [200, "a) Male", "a) WBRI", "22/03/2015", 9]
LISTS = {
    "List 3": [
        [*COMMON, "Date of referral", "Referral Source", "Referral NFA?", "Allocated Team", "Allocated Worker"],
        [*MIA, "05/06/2023", "q) 6: Police", "b) No", "", ""],
        [*TYLER, "01/07/2023", "h) 3A: GP", "b) No", "#N/A", "#N/A"],
    ],
    "List 5": [
        [
            *COMMON,
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Was an Initial Child Protection Conference deemed unnecessary?",
            "Date of Initial Child Protection Conference",
        ],
        [*MIA, "07/06/2023", "b) No", "20/06/2023"],
    ],
    "List 7": [
        [
            *COMMON,
            "Child Protection Plan Start Date",
            "Initial Category of Abuse",
            "Latest Category of Abuse",
            "Date of latest review conference",
            "Child Protection Plan End Date",
        ],
        [*MIA, "20/06/2023", "Neglect", "a) Neglect", "18/09/2023", "10/01/2024"],
    ],
}

FLAT_MAPPING = Path(__file__).parent / "flat.yaml"
FLAT = {
    "children.csv": "LAchildID,Birth,Sex\n200,22/3/2015,1\n100,1/5/2012,2\n",
    "referrals.csv": "LAchildID,Referred,Source\n200,1/7/2023,3A\n100,5/6/2023,6\n",
    "enquiries.csv": "LAchildID,Started,Conference\n100,7/6/2023,20/6/2023\n",
    "plans.csv": "LAchildID,From,To,Category,Review\n100,20/6/2023,10/1/2024,NEG,18/9/2023\n",
}

OWN = {
    "people.csv": "person_ref,date_of_birth,sex\n100,2012-05-01,F\n200,2015-03-22,M\n",
    "episodes.csv": (
        "record_ref,person_ref,kind,start,end,outcome,category,source_code,source_agency\n"
        "RF|100|2023-06-05,100,referral,2023-06-05,,,,6,police\n"
        "RF|200|2023-07-01,200,referral,2023-07-01,,,,3A,gp\n"
        "S47|100|2023-06-07,100,section47,2023-06-07,2023-06-20,conference,,,\n"
        "CP|100|2023-06-20,100,child_protection,2023-06-20,2024-01-10,,NEG,,\n"
    ),
    "events.csv": (
        "record_ref,category,type,start,headline,episode_ref\n"
        "IC|100|2023-06-20,process,conference,2023-06-20,Initial child protection conference,\n"
        "CR|100|2023-09-18,plan,plan_review,2023-09-18,Child protection review,CP|100|2023-06-20\n"
    ),
    "event_people.csv": "record_ref,person_ref,role\nIC|100|2023-06-20,100,subject\nCR|100|2023-09-18,100,subject\n",
    "delivery.yaml": (
        "agency: children_social_care\nagency_name: Children's social care\nagency_kind: children_social_care\n"
        "system: case-system\nextracted_at: 2024-03-31\ncovers: {from: 2023-04-01, to: 2024-03-31}\nlawful_basis: public task\n"
    ),
}


def annex_a(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in LISTS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def annex_a_files(folder: Path) -> Path:
    """The same lists, a CSV file a list."""
    folder.mkdir()
    for name, rows in LISTS.items():
        with (folder / f"Annex A {name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def digest_of(folder: Path, mapping: str, path: Path) -> str:
    through = load_through(folder / "data", mapping, path, **SYSTEM)
    try:
        assert (through.rules, through.loaded.refused) == ({}, ())
        assert through.loaded.digest is not None
        return through.loaded.digest
    finally:
        through.site.close()


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the children as their census tells them."""
    folder = tmp_path_factory.mktemp("census")
    return digest_of(folder, "cin-census", write_files(folder / "sent", {"census.xml": CENSUS}))


def test_annex_a_tells_the_children_of_the_census(tmp_path: Path, digest: str) -> None:
    assert digest_of(tmp_path, "annex-a", annex_a(tmp_path / "annex.xlsx")) == digest


def test_annex_a_in_files_tells_the_children_of_the_census(tmp_path: Path, digest: str) -> None:
    assert digest_of(tmp_path, "annex-a", annex_a_files(tmp_path / "sent")) == digest


def test_flat_files_tell_the_children_of_the_census(tmp_path: Path, digest: str) -> None:
    assert digest_of(tmp_path, str(FLAT_MAPPING), write_files(tmp_path / "sent", FLAT)) == digest


def test_our_own_format_tells_the_children_of_the_census(tmp_path: Path, digest: str) -> None:
    site = open_site(tmp_path / "data")
    assert site.load(write_files(tmp_path / "sent", OWN)).digest == digest
    site.close()


def test_a_census_on_one_line_is_the_same_census(tmp_path: Path, digest: str) -> None:
    one_line = "".join(line.strip() for line in CENSUS.splitlines())
    sent = write_files(tmp_path / "sent", {"census.xml": one_line})
    assert digest_of(tmp_path, "cin-census", sent / "census.xml") == digest


@pytest.mark.parametrize("year", ["2024", "2026"])
def test_gender_current_and_sex_are_one(tmp_path: Path, year: str) -> None:
    text = (REAL / "cin" / f"CIN_Census_{year}.xml").read_text(encoding="utf-8")
    old = text
    for value in ("1", "M"):
        old = old.replace(f"<Sex>{value}</Sex>", "<GenderCurrent>1</GenderCurrent>")
    assert old != text
    digests = {
        digest_of(tmp_path / name, "cin-census", write_files(tmp_path / name / "sent", {"census.xml": said}))
        for name, said in (("sex", text), ("gender", old))
    }
    assert len(digests) == 1


RETURN = {
    "header.csv": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n100,2,01/05/2012,WBRI,,,\n200,1,22/03/2015,WBRI,,,\n",
    # Not in order of date, and of two children by turns.
    "episodes.csv": (
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
        "100,01/09/2023,P,C2,N1,K2,PR1,10/01/2024,E4A,,,,\n"
        "200,02/02/2024,S,V2,N2,U1,PR1,,,,,,\n"
        "100,05/06/2023,S,C1,N1,U6,PR1,01/07/2023,X1,,,,\n"
        "200,05/06/2023,S,V2,N2,U2,PR1,20/12/2023,E4B,,,,\n"
        "100,01/07/2023,L,C2,N1,U6,PR1,01/09/2023,X1,,,,\n"
    ),
}
RETURN_AS_OURS = {
    "people.csv": OWN["people.csv"],
    "episodes.csv": (
        "record_ref,person_ref,kind,start,end,reason,outcome,category\n"
        'LA|100|2023-06-05,100,looked_after,2023-06-05,2024-01-10,started to be looked after,"returned home, planned",N1\n'
        'LA|200|2023-06-05,200,looked_after,2023-06-05,2023-12-20,started to be looked after,"returned home, unplanned",N2\n'
        "LA|200|2024-02-02,200,looked_after,2024-02-02,,started to be looked after,,N2\n"
    ),
    "events.csv": (
        "record_ref,category,type,start,headline\n"
        "LS|100|2023-06-05,process,order,2023-06-05,interim care order\n"
        "PL|100|2023-06-05,plan,placement_change,2023-06-05,other foster\n"
        "LS|100|2023-07-01,process,order,2023-07-01,full care order\n"
        "PL|100|2023-09-01,plan,placement_change,2023-09-01,children's home\n"
        "LS|200|2023-06-05,process,order,2023-06-05,accommodated under section 20\n"
        "PL|200|2023-06-05,plan,placement_change,2023-06-05,relative/friend foster\n"
        "LS|200|2024-02-02,process,order,2024-02-02,accommodated under section 20\n"
        'PL|200|2024-02-02,plan,placement_change,2024-02-02,"relative/friend foster, long-term"\n'
    ),
    "event_people.csv": "record_ref,person_ref,role\n"
    + "".join(
        f"{kind}|{child}|{day},{child},subject\n"
        for kind, child, day in (
            ("LS", 100, "2023-06-05"),
            ("PL", 100, "2023-06-05"),
            ("LS", 100, "2023-07-01"),
            ("PL", 100, "2023-09-01"),
            ("LS", 200, "2023-06-05"),
            ("PL", 200, "2023-06-05"),
            ("LS", 200, "2024-02-02"),
            ("PL", 200, "2024-02-02"),
        )
    ),
    "households.csv": "household_ref\n",
    "residences.csv": "record_ref,person_ref,household_ref\n",
    "relationships.csv": "record_ref,person_ref,other_ref,type\n",
    "delivery.yaml": OWN["delivery.yaml"],
}


def test_our_own_format_tells_the_children_of_a_looked_after_return(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    ours = site.load(write_files(tmp_path / "ours", RETURN_AS_OURS)).digest
    site.close()
    assert digest_of(tmp_path / "return", "ssda903", write_files(tmp_path / "sent", RETURN)) == ours
