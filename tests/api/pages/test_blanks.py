"""A page with nothing to show says which kind of nothing, and that it is no reassurance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from graph.model.answers import AdultsAroundChild, Blank, BlankKind, PeopleFound
from graph.model.histories import Chronology, ProfessionalContacts, SiblingHistory
from graph.model.loading import DeliveriesFound, MeAnswer
from tests.api.pages.application import ME, Asked, family_answers, make_application
from tests.api.pages.reading import words_of
from tests.viz.family import ASKED, CSC, POLICE, TESSA, a_claim, a_person, family_adults, family_contacts

WITHHELD = (Blank("restricted: ask the agency", POLICE, BlankKind.WITHHELD),)
BARE = a_person("bare", "", names=(), sex=None, records=(), is_child=True)
EMPTY: dict[str, object] = {
    "person": BARE,
    "hiddenAdults": AdultsAroundChild(ASKED, BARE, (), (), (), CSC),
    "siblingHistory": SiblingHistory(ASKED, BARE, (), ()),
    "professionalContacts": ProfessionalContacts(ASKED, (), (), (), (), (), 0, BARE),
    "chronology": Chronology(ASKED, (), (), 0, None, has_next_page=False, blanks=()),
    "deliveries": DeliveriesFound((), None, has_next_page=False),
    "findPeople": PeopleFound((), None, has_next_page=False),
    "feeds": (),
}


def told(answers: dict[str, object], address: str, me: MeAnswer = ME) -> str:
    reply = TestClient(make_application(Asked(answers), me=me)).get(address)
    assert reply.status_code == 200
    return words_of(reply.text)


@pytest.mark.parametrize(
    ("ending", "says"),
    [
        ("", "No agency here recorded where they live on 31 March 2024. That does not say that they live nowhere."),
        ("", "No episode in the records loaded. That does not say that there was none."),
        ("", "Nobody in the records loaded."),
        ("", "Agencies that hold a record none that may be shown"),
        ("", "Date of birth not recorded"),
        ("/adults", "No adult in the records loaded is linked to this child in this stretch. That does not say"),
        ("/adults", "No adult is named in an assessment of this child in this stretch by Children's Social Care."),
        ("/adults", "Every feed this question needs is here. That is not reassurance"),
        ("/siblings", "No sibling in the records loaded. That does not say that there is none."),
        ("/contacts", "No agency here recorded having seen them. That does not say that nobody did."),
        ("/contacts", "Nobody in the records loaded. That does not say that nobody does."),
        ("/contacts", "has recorded something. That does not say that they have seen them lately."),
        ("/chronology", "Nothing in the records loaded for this stretch. That does not say that nothing happened."),
        ("/contacts", "No lead or allocated worker in the stretch looked at, in the records loaded."),
        ("/adults", "Included nothing has been delivered"),
    ],
)
def test_an_empty_store_is_said_in_plain_words(ending: str, says: str) -> None:
    assert says in told(EMPTY, f"/people/bare{ending}")


def test_pages_without_people_say_what_is_missing_too() -> None:
    steward = MeAnswer("sam.ash", ("steward",), None, "data_quality")
    assert "Nothing has been delivered." in told(EMPTY, "/deliveries", steward)
    assert "No agency supplies anything." in told(EMPTY, "/deliveries", steward)
    assert "Nothing has been loaded yet." in told(EMPTY, "/", steward)


def test_where_nothing_was_loaded_nobody_is_told_to_search_in_vain() -> None:
    for answers, is_said in ((EMPTY, True), (family_answers(), False)):
        start = TestClient(make_application(Asked(answers), cases=())).get("/")
        assert ("Nothing has been loaded into Kithmap yet" in words_of(start.text)) is is_said


@pytest.mark.parametrize(
    ("operation", "ending"),
    [("hiddenAdults", "/adults"), ("siblingHistory", "/siblings"), ("chronology", "/chronology")],
)
def test_what_is_restricted_is_said_once_in_the_answer_and_once_in_the_stamp(operation: str, ending: str) -> None:
    answers = family_answers()
    answers[operation] = replace(
        answers[operation],  # type: ignore[type-var]
        blanks=WITHHELD,
        asked=replace(ASKED, withheld=True),
    )
    page = told(answers, f"/people/tessa{ending}")
    assert page.count("Vale Police: restricted. Ask that agency.") == 1
    assert page.count("An agency restricts something about the people on this page") == 1
    assert "withheld" not in page.lower()


def test_an_agency_that_restricts_something_is_not_called_silent() -> None:
    answers = family_answers() | {"professionalContacts": replace(family_contacts(), silent=WITHHELD)}
    page = told(answers, "/people/tessa/contacts")
    assert "silent Each kind of agency one would expect" in page
    assert page.count("Vale Police: restricted. Ask that agency.") == 1


def test_without_an_assessing_agency_the_page_says_why_no_state_is_known() -> None:
    note = "No agency of kind children's social care is loaded, so no state can be determined."
    answers = family_answers() | {"hiddenAdults": replace(family_adults(), assessing_agency=None, notes=(note,))}
    page = told(answers, "/people/tessa/adults")
    assert note in page
    assert "5 adults around the child: " in page


def test_a_claim_whose_row_is_not_ours_says_whose_it_is() -> None:
    claim = a_claim("lives there")
    hidden = replace(claim, record=replace(claim.record, as_sent=None), status="REFUTED")
    page = told(family_answers() | {"person": replace(TESSA, claims=(claim, hidden))}, "/people/tessa")
    assert "Vale Police (main): said; since 2021; written down 3 May 2023 at 14:05" in page
    assert "record_ref=E1; type=incident" in page
    assert "shown to be wrong" in page
    assert "From its events; the row itself is for that agency to show." in page


def test_evidence_that_may_not_be_shown_is_said_to_be_that() -> None:
    rows = tuple(
        replace(row, grounds=tuple(replace(ground, claims=()) for ground in row.grounds), known_by=())
        for row in family_adults().adults
    )
    page = told(family_answers() | {"hiddenAdults": replace(family_adults(), adults=rows)}, "/people/tessa/adults")
    assert "No source may be shown here." in page
    assert "No agency whose records may be shown." in page
