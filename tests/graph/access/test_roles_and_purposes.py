"""The tables of access.md §1, row by row: who may ask for which purpose, what each role may ask, and how roles add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.opened import BrokenGlass
from graph.access.operations import CASE_PACKS, EXPORTS, OPERATIONS, QUESTIONS_ABOUT_PEOPLE, REPORTS, REVIEWS
from graph.access.policy import Anchor, Decision, Standing, decide
from graph.access.purpose import PURPOSES, Depth, Purpose, PurposeCode
from graph.access.visible import Grant, Visible
from graph.errors import Forbidden, PurposeRequired
from graph.model.claims import Marking

P, A, N, M, S, D, U = (
    AccessRole.PRACTITIONER, AccessRole.ASSESSMENT, AccessRole.ANALYST, AccessRole.MANAGER, AccessRole.STEWARD,
    AccessRole.ADMIN, AccessRole.AUDITOR,
)  # fmt: skip
OPEN_TO = {
    "assessment": {P, A, M},
    "strategy_discussion": {P, A, M},
    "early_help": {P, M},
    "case_supervision": {P, M},
    "court": {P, M},
    "learning_review": {N},
    "service_analysis": {N},
    "data_quality": {S},
    "audit_review": {U, M},
    "administration": {D},
}
"""The second table of access.md §1."""
ABOUT_PEOPLE = {P: "case_supervision", A: "assessment", M: "case_supervision"}
SEES_NO_PERSON = {S: "data_quality", D: "administration", U: "audit_review", M: "audit_review"}


def of(
    *roles: AccessRole, purpose: str, operation: str = "person", standing: Standing | None = None, agency: str = "csc"
) -> Decision:
    caller = Caller("x", frozenset(roles), agency)
    return decide(caller, Purpose(PurposeCode(purpose)), operation, standing or Standing())


@pytest.mark.parametrize("purpose", sorted(OPEN_TO))
@pytest.mark.parametrize("role", sorted(AccessRole))
def test_a_purpose_is_open_to_the_roles_of_its_row_and_to_no_other(purpose: str, role: AccessRole) -> None:
    is_open = role in OPEN_TO[purpose]
    if is_open:
        assert of(role, purpose=purpose, operation="me").roles == {role}
    else:
        with pytest.raises(PurposeRequired):
            of(role, purpose=purpose, operation="me")


def test_every_purpose_has_a_row() -> None:
    assert {purpose.value for purpose in PurposeCode} == set(OPEN_TO)
    assert {code.value: set(terms.open_to) for code, terms in PURPOSES.items()} == OPEN_TO


@pytest.mark.parametrize(("role", "purpose"), sorted(SEES_NO_PERSON.items()))
@pytest.mark.parametrize(
    "operation", [*sorted(QUESTIONS_ABOUT_PEOPLE), "breakGlass", "claimRelationship", "export:adults.pdf"]
)
def test_steward_admin_auditor_and_reviewing_manager_see_no_person(
    role: AccessRole, purpose: str, operation: str
) -> None:
    with pytest.raises(Forbidden):
        of(role, purpose=purpose, operation=operation)


def test_practitioner_is_around_children_with_a_relationship_in_detail_of_the_own_agency() -> None:
    decision = of(P, purpose="case_supervision")
    assert decision.anchor is Anchor.AROUND_MY_CHILDREN
    assert decision.visible.detail_of == {"csc"}
    assert decision.visible.detail_shared_with is None


def test_assessment_is_around_any_child_and_reads_what_was_shared_with_the_own_agency() -> None:
    decision = of(A, purpose="assessment")
    assert decision.anchor is Anchor.ANY_CHILD_AND_AROUND
    assert decision.visible.detail_of == {"csc"}
    assert decision.visible.detail_shared_with == "csc"
    assert of(A, purpose="assessment", operation="unknownPartnerCheck").anchor is Anchor.ANY_CHILD_AND_AROUND
    for role in (P, M):
        with pytest.raises(Forbidden):
            of(role, purpose="assessment", operation="unknownPartnerCheck")


def test_analyst_has_reports_of_the_whole_area_and_nothing_of_the_steward() -> None:
    for report in ("report:adults", "report:siblings", "report:findings", "report:feeds"):
        assert of(N, purpose="learning_review", operation=report).roles == {N}
    for report in ("report:identities", "report:quarantine"):
        with pytest.raises(Forbidden):
            of(N, purpose="learning_review", operation=report)


NEVER_TO_ANALYSTS = ("findPeople", "personByRef", "unknownPartnerCheck", "setAside", "breakGlass", "claimRelationship")


@pytest.mark.parametrize("purpose", ["learning_review", "service_analysis"])
def test_analyst_asks_about_the_whole_area_and_is_granted_nothing_that_is_closed(purpose: str) -> None:
    for operation in QUESTIONS_ABOUT_PEOPLE - set(NEVER_TO_ANALYSTS):
        decision = of(N, purpose=purpose, operation=operation, standing=STANDING)
        assert decision.anchor is Anchor.WHOLE_AREA
        assert decision.depth is Depth.STRUCTURE
        assert decision.visible == Visible(denied=frozenset({"ada"}))


@pytest.mark.parametrize("operation", [*NEVER_TO_ANALYSTS, *sorted(EXPORTS), *CASE_PACKS])
def test_analyst_finds_nobody_by_name_opens_nothing_and_has_no_file_of_a_page(operation: str) -> None:
    with pytest.raises(Forbidden):
        of(N, purpose="service_analysis", operation=operation)


def test_manager_sees_as_a_practitioner_and_signs_off() -> None:
    assert of(M, purpose="case_supervision").anchor is Anchor.AROUND_MY_CHILDREN
    for operation in REVIEWS:
        assert of(M, purpose="audit_review", operation=operation).anchor is Anchor.NOBODY


def test_steward_has_pairs_loads_quarantine_and_reports() -> None:
    for operation in ("identityQueue", "judge", "undoJudgement", "deliveries", *REPORTS):
        assert of(S, purpose="data_quality", operation=operation).anchor is Anchor.NOBODY


def test_admin_has_accounts_and_deliveries() -> None:
    for operation in ("accounts", "deliveries"):
        assert of(D, purpose="administration", operation=operation).anchor is Anchor.NOBODY
    for operation in ("identityQueue", "report:identities", "audit"):
        with pytest.raises(Forbidden):
            of(D, purpose="administration", operation=operation)


def test_auditor_has_the_log_and_signs_nothing_off() -> None:
    for operation in ("audit", "accessReview"):
        assert of(U, purpose="audit_review", operation=operation).anchor is Anchor.NOBODY
    for operation in ("signOffAccess", "accounts", "deliveries"):
        with pytest.raises(Forbidden):
            of(U, purpose="audit_review", operation=operation)


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_roles_add_up_to_no_more_than_the_purpose_allows(operation: str) -> None:
    """An account of every role is let in for a purpose where one of the purpose's own roles is, and nowhere else."""
    for purpose in OPEN_TO:
        alone = any(is_let_in(role, purpose=purpose, operation=operation) for role in OPEN_TO[purpose])
        assert is_let_in(*AccessRole, purpose=purpose, operation=operation) is alone


def is_let_in(*roles: AccessRole, purpose: str, operation: str) -> bool:
    try:
        of(*roles, purpose=purpose, operation=operation)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize("role", sorted(AccessRole))
@pytest.mark.parametrize("operation", ["", "everything", "Person", "export:person.pdf"])
def test_what_is_in_no_table_is_denied(role: AccessRole, operation: str) -> None:
    for purpose, roles in OPEN_TO.items():
        if role in roles:
            with pytest.raises(Forbidden):
                of(role, purpose=purpose, operation=operation)


GLASS = BrokenGlass("child", ("child", "dan"), datetime(2024, 4, 1, 10, tzinfo=UTC) + timedelta(minutes=60))
STANDING = Standing(
    grants=frozenset({Grant(Marking.SEALED, "sid")}), conflicts=frozenset({"ada"}),
    claimed_children=frozenset({"leo"}), broken=(GLASS,),
)  # fmt: skip


@pytest.mark.parametrize(("role", "purpose"), sorted(ABOUT_PEOPLE.items()))
def test_a_broken_glass_grants_restricted_and_the_child_and_never_more(role: AccessRole, purpose: str) -> None:
    decision = of(role, purpose=purpose, standing=STANDING)
    restricted = {Grant(Marking.RESTRICTED, "child"), Grant(Marking.RESTRICTED, "dan")}
    assert decision.visible.grants == restricted | {Grant(Marking.SEALED, "sid")}
    assert decision.claimed_children == {"leo", "child"}
    assert decision.visible.denied == decision.denied == {"ada"}
    assert not decision.visible.restricted_too


def test_a_broken_glass_opens_no_report_and_no_pair() -> None:
    for role, purpose, operation in ((S, "data_quality", "identityQueue"), (N, "learning_review", "report:adults")):
        decision = of(role, purpose=purpose, operation=operation, standing=STANDING)
        assert decision.visible.grants == frozenset()
        assert decision.broken == ()
        assert decision.claimed_children == {"leo"}


@pytest.mark.parametrize(("operation", "restricted"), [("breakGlass", True), ("claimRelationship", False)])
def test_to_open_something_no_text_is_read_and_the_conflict_list_holds(operation: str, restricted: bool) -> None:
    decision = of(M, purpose="case_supervision", operation=operation, standing=STANDING)
    assert decision.anchor is Anchor.ANY_CHILD_AND_AROUND
    assert decision.visible.restricted_too is restricted
    assert decision.visible.denied == {"ada"}
    assert decision.visible.detail_of == frozenset()
    assert not any(grant.marking is Marking.RESTRICTED for grant in decision.visible.grants)


def test_an_account_without_an_agency_reads_no_text() -> None:
    caller = Caller("x", frozenset({A}))
    visible = decide(caller, Purpose(PurposeCode.ASSESSMENT), "person").visible
    assert visible.detail_of == frozenset()
    assert visible.detail_shared_with is None
