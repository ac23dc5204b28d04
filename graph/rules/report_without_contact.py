"""A report of concern after which children's services have no contact, and nothing was shared with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from graph.family.households import residents_on
from graph.model.case import begun_by, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, PartialDate, of_day
from graph.rules.delivered import days_delivered
from graph.rules.happenings import ABOUT_ROLES, Happening, events_with, happening, in_order
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.shared import shares_about
from graph.rules.subject import Subject, homes_on
from graph.rules.wording import plain

DAYS = Setting("days", 7, f"days in which a report is answered ({LOCAL})")
WINDOW = Setting("window_months", 24, f"months up to the day asked about ({LOCAL})")
_TURNED_ON = frozenset({"victim", "suspect"})
_SAW_ONLY = frozenset({"reporter"})
_CONTACTS = frozenset({"contact", "referral"})
KIND_OF_SOURCE: Mapping[str, frozenset[str]] = {
    "2A": frozenset({"school"}),
    "2B": frozenset({"education_service", "early_years"}),
    "3A": frozenset({"gp"}),
    "3B": frozenset({"health_visiting"}),
    "3C": frozenset({"school_nursing"}),
    "3E": frozenset({"hospital", "urgent_care"}),
    "4": frozenset({"housing"}),
    "5D": frozenset({"early_help"}),
    "6": frozenset({"police"}),
}
"""The national list of sources where it names one kind of agency (domain.md §3.4)."""


@dataclass(frozen=True, slots=True)
class Report:
    """An event of concern, its date, and the children of the household it is about."""

    event: Happening
    on: PartialDate
    children: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Unanswered:
    """A report, whether it certainly went unanswered, and the contact of its agency nearest to it."""

    report: Report
    certainty: Certainty
    nearest: PartialDate | None


def find(subject: Subject) -> Found | None:
    """The reports; None where each was answered in time, or may yet be."""
    found = [one for report in reports(subject) if (one := _unanswered(subject, report))]
    if not found:
        return None
    count = "One report" if len(found) == 1 else f"{len(found)} reports"
    waiting = still_open(subject)
    return Found(
        since=min(one.report.on for one in found),
        says=f"{count} of concern with no contact, referral or share to children's services in {DAYS.value} days."
        f"{' ' if waiting else ''}{waiting}",
        details=tuple(_detail(subject, one) for one in found),
        evidence=tuple(
            dict.fromkeys(claim for one in found for claim in (one.report.event.claim, *_parts(subject, one.report)))
        ),
        possible=all(one.certainty is Certainty.POSSIBLE for one in found),
    )


def reports(subject: Subject) -> Iterator[Report]:
    """Events of concern in the window by other agencies, about a child of C's household."""
    window = subject.window(WINDOW.value)
    for event in _events_near(subject):
        if event.on is None or window.has(event.on) is Certainty.NO:
            continue
        if (
            subject.agency is None
            or event.agency == subject.agency.id
            or not _is_witnessed(subject, event.on, event.agency)
        ):
            continue
        children = subject.children_of_household(event.on.first) & _children_of(subject, event, event.on)
        if children:
            yield Report(event, event.on, children)


def _is_witnessed(subject: Subject, on: PartialDate, agency: str) -> bool:
    """Whether what was delivered covers the days searched: the agency's shares and the assessing agency's episodes."""
    assessing = subject.agency.id if subject.agency else ""
    spans = (days_delivered(subject, agency, "shares"), days_delivered(subject, assessing, "episodes"))
    last = min(on.last + timedelta(days=DAYS.value), subject.as_of)
    return all(span is not None and span.since <= on.first and last < span.until for span in spans)


def _events_near(subject: Subject) -> tuple[Happening, ...]:
    """Events of the child, of whoever ever lived with it, and at its homes."""
    case, as_of = subject.case, subject.as_of
    people = {subject.child}
    at_homes: list[Happening] = []
    for household in subject.circle.households:
        stays = case.about(household, ClaimKind.RESIDENCE)
        people |= {person for claim in stays if (person := case.entity_at(claim, Role.PERSON))}
        records = (case.entity(claim.record_id) for claim in case.about(household, ClaimKind.EVENT))
        at_homes += [event for record in records if (event := happening(case, record))]
    mine = (event for person in sorted(people) for event in events_with(case, person, as_of))
    held = (event for event in at_homes if supports(event.claim) and begun_by(event.claim.valid, as_of))
    return in_order((*mine, *held))


def _children_of(subject: Subject, event: Happening, on: PartialDate) -> frozenset[str]:
    """Whom a report of concern is about; nobody where it is none."""
    case = subject.case
    about = event.people(case, ABOUT_ROLES)
    if event.claim.says_yes("explanation_accepted") is False or event.category == "concern":
        return about
    if subject.agency_kind(event.agency) != "police":
        return frozenset()
    if event.type == "child_concern_report":
        return about
    return _exposed(subject, event, on.first) if event.type == "domestic_abuse" else frozenset()


def _exposed(subject: Subject, event: Happening, day: date) -> frozenset[str]:
    """Who had a part in domestic abuse, and who lived at its household then; where it names none, with whom it was about."""
    case = subject.case
    parts = (part for part in event.parts if part.value("role") not in _SAW_ONLY)
    found = {person for part in parts if (person := case.entity_at(part, Role.PERSON))}
    household = case.entity_at(event.claim, Role.HOUSEHOLD)
    homes = homes_on(subject, day)
    if household is None:
        turned_on = event.people(case, _TURNED_ON)
        homes = tuple(home for home in homes if turned_on & residents_on(case, home, day).keys())
    for home in homes:
        if household in {None, home}:
            found |= residents_on(case, home, day).keys()
    return frozenset(found)


def _unanswered(subject: Subject, report: Report) -> _Unanswered | None:
    """The report, where certainly or possibly nothing came of it in time and that time is over."""
    on, days = report.on, timedelta(days=DAYS.value)
    if subject.as_of <= on.first + days:
        return None
    contacts = _contacts(subject, report)
    answers = [*contacts, *_shares(subject, report)]
    if any(day.first >= on.last and day.last <= on.first + days for day in answers):
        return None
    maybe = any(day.last >= on.first and day.first <= on.last + days for day in answers)
    over = subject.as_of > on.last + days
    certainty = Certainty.CERTAIN if over and not maybe else Certainty.POSSIBLE
    nearest = min(contacts, key=lambda day: (abs((day.first - on.first).days), day), default=None)
    return _Unanswered(report, min(certainty, subject.window(WINDOW.value).has(on)), nearest)


def still_open(subject: Subject) -> str:
    """The reports whose days are not over and which nothing answered so far, with until when; empty without one."""
    days = timedelta(days=DAYS.value)
    waiting = [
        report
        for report in reports(subject)
        if subject.as_of <= report.on.first + days and not (_contacts(subject, report) or _shares(subject, report))
    ]
    said = (
        f"{plain(one.event.type) or 'event'} of {one.on} ({subject.agency_name(one.event.agency)}), until {one.on.last + days}"
        for one in waiting
    )
    return f"Still open: {'; '.join(said)}." if waiting else ""


def _contacts(subject: Subject, report: Report) -> list[PartialDate]:
    """Contacts and referrals for the child, a household sibling or a child it is about, with the event's agency as source."""
    case = subject.case
    found = []
    for person in sorted({subject.child, *report.children, *subject.household_siblings(report.on.first)}):
        rows = [row for row in case.all_about(person, ClaimKind.EPISODE) if row.value("kind") in _CONTACTS]
        rows += [
            one.claim
            for one in events_with(case, person, subject.as_of, ABOUT_ROLES, everyone=True)
            if one.category == "concern" and one.type in _CONTACTS
        ]
        found += [row.valid.start for row in rows if row.valid.start and _is_answer(subject, row, report.event.agency)]
    return found


def _is_answer(subject: Subject, row: Claim, source: str) -> bool:
    """Whether children's services wrote it down, as coming from that agency (by id, else by the national list)."""
    if row.agency not in _services(subject) or not supports(row) or not begun_by(row.valid, subject.as_of):
        return False
    if row.value("source_agency"):
        return row.value("source_agency") == source
    return subject.agency_kind(source) in KIND_OF_SOURCE.get(row.value("source_code") or "", frozenset())


def _services(subject: Subject) -> frozenset[str]:
    of_kind = {one.id for one in subject.case.partnership.agencies.values() if one.kind == "children_social_care"}
    return frozenset(of_kind | ({subject.agency.id} if subject.agency else set()))


def _shares(subject: Subject, report: Report) -> list[PartialDate]:
    """What the event's agency shared with children's services of it, or about one of its children."""
    event, services = report.event, _services(subject)
    found = list(shares_about(subject, report.children, event.agency, services))
    found += [
        share
        for share in shares_about(subject, event.people(subject.case), event.agency, services)
        if share.end(Role.ABOUT) == event.claim.record_id
    ]
    return [share.valid.start for share in found if share.valid.start]


def _parts(subject: Subject, report: Report) -> tuple[Claim, ...]:
    return tuple(part for part in report.event.parts if subject.case.entity_at(part, Role.PERSON) in report.children)


def _detail(subject: Subject, one: _Unanswered) -> tuple[str, str]:
    event, on = one.report.event, one.report.on
    until = of_day(on.last + timedelta(days=DAYS.value))
    whom = ", ".join(subject.name(child) for child in sorted(one.report.children))
    nearest = (
        f"nearest contact from that agency {one.nearest}" if one.nearest else "no contact from that agency on record"
    )
    name = f"{on} {plain(event.type) or 'event'}, {subject.agency_name(event.agency)}"
    return name, f"about {whom}; searched {on} to {until}; {nearest}"


REPORT_WITHOUT_CONTACT = Rule(
    name="report_without_contact",
    version="1",
    says=(
        "A report of concern about the child or a child of its household (a police concern report; domestic abuse with "
        "such a child in it or in the home; a concern of another agency; an injury whose explanation was not found "
        "suitable), and within 7 days no contact or referral from that agency for the child or a household sibling, and "
        "nothing shared with children's services of it or about that child."
    ),
    for_family=(
        "Somebody wrote down a worry about a child and there is no sign that children's services were told within a "
        "week. They may have been told in a way that was not recorded."
    ),
    settings=(DAYS, WINDOW),
    source="The review: reports to police were not referred on to children's social care.",
    needs=(
        (ASSESSING, "episodes"),
        *((kind, table) for kind in ("hospital", "police") for table in ("event_people", "events", "shares")),
    ),
    would_refute=(
        "A contact, call or meeting about it that was not recorded as coming from that agency.",
        "The report was about another child.",
    ),
    find=find,
    still_open=still_open,
)
