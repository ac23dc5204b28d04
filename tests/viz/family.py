"""One made-up family as answers, for the drawing and the pages: nobody in it exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from graph.model.answers import (
    AdultAroundChild,
    AdultsAroundChild,
    AdultState,
    AgencyKnowledge,
    AskedAnswer,
    Blank,
    BlankKind,
    Candidate,
    ClaimAnswer,
    Comparison,
    Ground,
    HouseholdAnswer,
    PeriodAnswer,
    PersonAnswer,
    RecordAnswer,
    ResidenceAnswer,
    SetAsideAnswer,
)
from graph.model.findings import Detail, FindingAnswer, FindingsAnswer, FindingState, RuleAnswer
from graph.model.histories import (
    Chronology,
    Entry,
    GapAnswer,
    Handover,
    InvolvementAnswer,
    LastSeen,
    ProfessionalContacts,
    Sibling,
    SiblingHistory,
)
from graph.model.knowing import KnowledgeRow, KnowledgeTable
from graph.model.loading import DeliveriesFound, DeliveryAnswer, FeedAnswer
from graph.model.network import Edge, LinkKind, Network, Node
from graph.model.people import Agency
from graph.model.vocabulary import SiblingKind

NOW, AS_OF = datetime(2024, 4, 2, 9, 30, tzinfo=UTC), date(2024, 3, 31)
CSC = Agency("children_social_care", "Children's Social Care", "children_social_care")
POLICE = Agency("police", "Vale Police", "police")
HOUSING = Agency("housing", "Marlow Homes", "housing")
SCHOOL = Agency("school", "Harrow Lane School", "school")
AGENCIES = (CSC, HOUSING, POLICE, SCHOOL)
ASKED = AskedAnswer(
    as_of=AS_OF,
    known_at=NOW,
    known_to=AGENCIES,
    window=PeriodAnswer("2022-03-31", "2024-03-31", open=False),
    identity_as_of=NOW,
    feeds_missing=("gp/events",),
)


def a_period(start: str | None = "2021", end: str | None = None) -> PeriodAnswer:
    """Open where it has no end."""
    return PeriodAnswer(start, end, open=end is None)


def a_record(
    agency: Agency = POLICE, table: str = "events", as_sent: str | None = "record_ref=E1; type=incident"
) -> RecordAnswer:
    """A record an agency sent."""
    return RecordAnswer(agency, "main", table, "E1", "d1", as_sent)


def a_claim(says: str, agency: Agency = POLICE, **changes: object) -> ClaimAnswer:
    """A claim in words."""
    claim = ClaimAnswer(
        id=f"c-{says}-{agency.id}",
        says=says,
        valid=a_period(),
        recorded_at=datetime(2023, 5, 3, 13, 5, tzinfo=UTC),
        superseded_at=None,
        status="asserted",
        record=a_record(agency),
    )
    return replace(claim, **changes)  # type: ignore[arg-type]


def a_person(person_id: str, name: str, **changes: object) -> PersonAnswer:
    """A person of the family."""
    person = PersonAnswer(
        id=person_id,
        display_name=name,
        identified=True,
        is_child=False,
        names=(name,),
        sex="F",
        records=(a_record(CSC, "people", None), a_record(POLICE, "people", None)),
    )
    return replace(person, **changes)  # type: ignore[arg-type]


TESSA = a_person("tessa", "QUILL, Tessa", is_child=True, date_of_birth="2010-05-03", age=13)
JOAN = a_person("joan", "QUILL, Joan", date_of_birth="1985-01", age=39)
PETE = a_person("pete", "ROWE, Pete", date_of_birth="1983", age=41, sex="M")
DAZ = a_person("daz", "MARR, Darren", date_of_birth="1990-02-11", age=34, sex="M")
FRIEND = a_person("friend", "", identified=False, sex="M", description="friend of mum's, drives a white van", names=())
OTTO = a_person("otto", "QUILL, Otto", is_child=True, date_of_birth="2018-09-01", age=5, sex="M")
BABY = a_person("baby", "Unborn baby QUILL", is_child=True, expected_birth="2024-07", sex=None)
GRANDAD = a_person("grandad", "QUILL, Walter", date_of_birth="1950", date_of_death="2019-11-20", sex="M")
NAN = a_person("nan", "QUILL, Ada", date_of_birth="1952", age=72)
EVERYONE = (BABY, DAZ, FRIEND, GRANDAD, JOAN, NAN, OTTO, PETE, TESSA)

ASH = HouseholdAnswer("ash", "14 Ash Road", "private")
MILL = HouseholdAnswer("mill", "Flat 2, Mill Lane", "private")


def a_node(person: PersonAnswer, *badges: str) -> Node:
    """A person of a network."""
    return Node(person.id, "person", person.display_name, person=person, badges=badges)


def an_edge(
    edge_id: str, source: str, target: str, kind: LinkKind, label: str, *agencies: Agency, **changes: object
) -> Edge:
    """A link, said by each of the agencies."""
    told = agencies or (CSC, POLICE)
    claims = tuple(a_claim(f"{source} {label} {target}", agency) for agency in told)
    edge = Edge(edge_id, source, target, kind, label, a_period(), told, "asserted", claims)
    return replace(edge, **changes)  # type: ignore[arg-type]


def family_network() -> Network:
    """The family as of the end of March 2024."""
    nodes = (
        a_node(BABY),
        a_node(DAZ, "Not in any assessment"),
        a_node(FRIEND, "Not identified"),
        a_node(GRANDAD),
        a_node(JOAN),
        a_node(NAN),
        a_node(OTTO),
        a_node(PETE, "Not in any assessment"),
        a_node(TESSA),
        Node("ash", "household", ASH.label, household=ASH),
        Node("mill", "household", MILL.label, household=MILL),
        Node("event-1", "event", "Domestic abuse, 3 May 2023"),
        Node("worker-1", "professional", "Allocated social worker"),
    )
    over = a_period("2009", "2016-02")
    lives, family, partner = LinkKind.LIVES_WITH, LinkKind.FAMILY, LinkKind.PARTNER
    edges = (
        an_edge("e01", "tessa", "ash", lives, "resident"),
        an_edge("e02", "joan", "ash", lives, "resident"),
        an_edge("e03", "otto", "ash", lives, "resident", SCHOOL),
        an_edge("e04", "daz", "ash", lives, "resident", HOUSING, POLICE),
        an_edge("e05", "nan", "mill", lives, "resident", HOUSING),
        an_edge("e06", "friend", "ash", lives, "frequent_visitor", POLICE),
        an_edge("e07", "joan", "tessa", family, "parent"),
        an_edge("e08", "joan", "otto", family, "parent"),
        an_edge("e09", "pete", "tessa", family, "parent", SCHOOL),
        an_edge("e10", "daz", "baby", family, "parent", POLICE),
        an_edge("e11", "joan", "baby", family, "parent"),
        an_edge("e12", "nan", "joan", family, "parent"),
        an_edge("e13", "grandad", "joan", family, "parent"),
        an_edge("e14", "daz", "joan", partner, "partner", HOUSING),
        an_edge("e15", "pete", "joan", partner, "ex_partner", CSC, valid=over),
        an_edge("e16", "daz", "joan", LinkKind.EVENT, "suspect and victim", POLICE),
        an_edge("e17", "daz", "event-1", LinkKind.EVENT, "suspect", POLICE),
        an_edge("e18", "joan", "event-1", LinkKind.EVENT, "victim", POLICE),
        an_edge("e19", "worker-1", "tessa", LinkKind.PROFESSIONAL, "allocated", CSC),
        an_edge("e20", "friend", "joan", LinkKind.OTHER, "friend", SCHOOL, status="disputed"),
        an_edge("e21", "tessa", "otto", family, "half_sibling"),
        an_edge("e22", "nan", "grandad", partner, "spouse", valid=a_period("1975", "2019-11-20")),
    )
    return Network(ASKED, nodes, edges, blanks=BLANKS)


BLANKS = (
    Blank("gp/events", None, BlankKind.NOT_DELIVERED),
    Blank("housing/events", HOUSING, BlankKind.OUT_OF_DATE, date(2023, 12, 31)),
)


def family_adults() -> AdultsAroundChild:
    """One adult in each state."""
    candidate = Candidate(FRIEND, DAZ, 0.8, (Comparison("vehicle", "white van", "white van", "Same vehicle", 3.0),))
    rows = (
        an_adult(DAZ, AdultState.HIDDEN, POLICE, HOUSING),
        an_adult(PETE, AdultState.KNOWN_NOT_ASSESSED, CSC, SCHOOL),
        an_adult(JOAN, AdultState.ASSESSED, CSC, POLICE, SCHOOL),
        replace(an_adult(FRIEND, AdultState.UNIDENTIFIED, POLICE), candidates=(candidate,)),
        an_adult(NAN, AdultState.CANNOT_BE_DETERMINED, HOUSING),
    )
    return AdultsAroundChild(ASKED, TESSA, rows, (JOAN,), BLANKS, CSC)


def an_adult(person: PersonAnswer, state: AdultState, *agencies: Agency) -> AdultAroundChild:
    grounds = tuple(
        Ground(
            "co_resident",
            f"at 14 Ash Road, says {agency.name}",
            agency is SCHOOL,
            "2022-06",
            "2024-03-01",
            (agency,),
            (a_claim("lives at 14 Ash Road", agency),),
        )
        for agency in agencies
    )
    known = tuple(
        AgencyKnowledge(
            agency,
            datetime(2022, 7, 1, 8, tzinfo=UTC),
            "recorded it",
            f"{agency.name} duty desk",
            (a_claim("lives at 14 Ash Road", agency),),
        )
        for agency in agencies
    )
    return AdultAroundChild(
        person, False, state, grounds, "2022-06", known, (), "Who else stays at the house, and since when?"
    )


def a_stay(person: PersonAnswer, household: HouseholdAnswer = ASH) -> ResidenceAnswer:
    """Somebody living somewhere."""
    return ResidenceAnswer(
        person, household, "resident", a_period(), "asserted", (HOUSING,), (a_claim("lives there", HOUSING),)
    )


def an_entry(number: int, headline: str = "Neighbour heard shouting", **changes: object) -> Entry:
    """A line of a chronology."""
    entry = Entry(
        id=f"entry-{number}",
        happened=PeriodAnswer(f"2023-{number:02}-03", f"2023-{number:02}-04", open=False),
        known=datetime(2023, number, 9, 12, tzinfo=UTC),
        agency=POLICE,
        category="police",
        type="domestic_abuse",
        headline=headline,
        people=(JOAN, DAZ),
        no_action_recorded=True,
        claims=(a_claim(headline),),
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def family_chronology() -> Chronology:
    """Four entries and a gap."""
    entries = (
        an_entry(1),
        an_entry(
            2,
            "Seen at school",
            agency=SCHOOL,
            category="child_voice",
            type="seen_alone",
            child_seen=True,
            child_seen_alone=True,
            action_taken="Told the designated lead",
            no_action_recorded=False,
        ),
        an_entry(3, "Child in need", agency=CSC, category="episode", type="cin", also_recorded_by=(SCHOOL,)),
        an_entry(9, "Was not brought", agency=CSC, category="appointment", type="was_not_brought", child_seen=False),
    )
    return Chronology(
        ASKED, entries, (GapAnswer(a_period("2023-03-04", "2023-09-03")),), 4, None, has_next_page=False, blanks=BLANKS
    )


def family_siblings() -> SiblingHistory:
    """Two siblings of two kinds."""
    half = Sibling(
        OTTO,
        SiblingKind.HALF,
        (a_claim("Joan is parent of Otto", CSC),),
        (a_stay(OTTO),),
        (an_entry(3),),
        (an_entry(4),),
        says="Same mother, other father",
    )
    unborn = Sibling(BABY, SiblingKind.SHARES_A_PARENT, (a_claim("expects a baby"),), (), (), (), asserted_only=True)
    return SiblingHistory(ASKED, TESSA, (half, unborn), BLANKS)


def family_contacts() -> ProfessionalContacts:
    """A social worker who took over, and a teacher."""
    first = InvolvementAnswer(
        "Ruth Ball",
        "allocated",
        "assessment team",
        CSC,
        "0100 555 0101",
        a_period("2022-01", "2023-02-01"),
        None,
        None,
        (a_claim("allocated", CSC),),
    )
    second = replace(
        first,
        professional="Imran Dow",
        valid=a_period("2023-02-09"),
        last_seen=date(2023, 3, 1),
        last_seen_alone=date(2023, 2, 20),
    )
    return ProfessionalContacts(
        ASKED,
        (first, second),
        (Handover(first, second, 6),),
        (LastSeen(CSC, date(2023, 3, 1), date(2023, 2, 20), "Imran Dow", (a_claim("visit", CSC),)),),
        (a_period("2023-02-01", "2023-02-09"),),
        (Blank("a GP", None, BlankKind.NOT_DELIVERED),),
        2,
        TESSA,
        (GapAnswer(a_period("2023-02-01", "2023-02-09"), CSC),),
    )


def family_knowledge() -> KnowledgeTable:
    """The same adults: each agency knows, was told, or has one kind of nothing."""
    by_own, told = family_adults().adults[0].known_by
    told = replace(told, how="told by Vale Police (call)", contact_route=None)
    none = AgencyKnowledge(CSC, None, "delivered, nothing here that links them", None, (), BlankKind.DELIVERED_NONE)
    unasked = replace(none, agency=SCHOOL, how="not asked: the list of checks is filled and lacks it")
    rows = (
        KnowledgeRow(DAZ, (none, told, by_own, unasked)),
        KnowledgeRow(PETE, (replace(by_own, agency=CSC), told, by_own, replace(none, agency=SCHOOL))),
    )
    return KnowledgeTable(ASKED, AGENCIES, rows, BLANKS, TESSA)


def family_findings() -> FindingsAnswer:
    """One finding of each state."""
    again = RuleAnswer(
        "re_referral",
        "1",
        "A referral soon after another.",
        "referral months: 12",
        "DfE",
        "Looked at again soon after.",
    )
    found = FindingAnswer(
        rule=again,
        state=FindingState.FOUND,
        since="2023-01-15",
        says="2 referrals, each within 12 months of another.",
        details=(Detail("2023-01-15", "referral from Vale Police: no action, closed 2023-02"),),
        evidence=(a_claim("A referral for Tessa", CSC),),
        would_refute=("Two of the referrals are one, recorded twice.",),
        strengths=(a_claim("Grandmother collects her", SCHOOL),),
        missing_feeds=("gp/events",),
    )
    aside = SetAsideAnswer("mo.hale", "both are one", date(2024, 6, 1))
    quiet = replace(found, details=(), evidence=(), strengths=(), since=None, missing_feeds=())

    def of(name: str, state: FindingState, one: FindingAnswer, **changes: object) -> FindingAnswer:
        return replace(one, rule=replace(again, name=name), state=state, **changes)  # type: ignore[arg-type]

    findings = (
        found,
        of("start_again", FindingState.SET_ASIDE, found, set_aside=aside, strengths=()),
        of(
            "drift",
            FindingState.CANNOT_BE_DETERMINED,
            quiet,
            says="Cannot be determined.",
            missing_feeds=("gp/events",),
        ),
        of("was_not_brought", FindingState.NOT_FOUND_IN_LOADED_DATA, quiet, says="Not found."),
    )
    return FindingsAnswer(ASKED, TESSA, findings, BLANKS)


def family_deliveries() -> DeliveriesFound:
    """One load that worked and one that did not."""
    good = DeliveryAnswer("d1", POLICE, "main", NOW, NOW, "full", 120, 100, 18, 2, published=True)
    bad = DeliveryAnswer(
        "d2",
        HOUSING,
        "main",
        NOW,
        NOW,
        "delta",
        40,
        0,
        0,
        40,
        published=False,
        refused=("more than 1 % of residences can't be read",),
    )
    return DeliveriesFound((good, bad), None, has_next_page=False)


def family_feeds() -> tuple[FeedAnswer, ...]:
    """What the agencies supply."""
    return tuple(
        FeedAnswer(agency, "main", table, 12, date(2015, 1, 1), AS_OF, NOW)
        for agency in AGENCIES
        for table in ("people", "events")
    )
