"""Codes in the words of the people who read the pages. What has no entry is shown with its underscores as spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from graph.model.answers import AdultState, BlankKind, PeriodAnswer, PersonAnswer
from graph.model.period import LONDON, parse_partial
from graph.model.vocabulary import SiblingKind
from viz.saying import day as day
from viz.saying import partial as partial

STATES: Mapping[AdultState, str] = {
    AdultState.HIDDEN: "Not known to the assessing agency, not in any assessment",
    AdultState.KNOWN_NOT_ASSESSED: "Known, but not in any assessment",
    AdultState.ASSESSED: "Named in an assessment",
    AdultState.UNIDENTIFIED: "Not identified",
    AdultState.CANNOT_BE_DETERMINED: "Cannot be determined: assessments are not all here",
}
STATE_TAGS: Mapping[AdultState, str] = {
    AdultState.HIDDEN: "kith-tag kith-tag--solid",
    AdultState.KNOWN_NOT_ASSESSED: "kith-tag kith-tag--double",
    AdultState.ASSESSED: "kith-tag",
    AdultState.UNIDENTIFIED: "kith-tag kith-tag--dashed",
    AdultState.CANNOT_BE_DETERMINED: "kith-tag kith-tag--dotted",
}
SIBLING_KINDS: Mapping[SiblingKind, str] = {
    SiblingKind.FULL: "Full sibling",
    SiblingKind.HALF: "Half-sibling",
    SiblingKind.SHARES_A_PARENT: "Shares a parent",
    SiblingKind.STEP: "Step-sibling",
    SiblingKind.ADOPTIVE: "Adoptive sibling",
    SiblingKind.LIVES_WITH: "Lives with, not known to be related",
}
BLANKS: Mapping[BlankKind, str] = {
    BlankKind.NOT_DELIVERED: "not delivered for this day",
    BlankKind.DELIVERED_NONE: "delivered, none in this answer",
    BlankKind.NOT_ASKED: "not asked for",
    BlankKind.NOT_ANSWERED: "asked for, no answer recorded",
    BlankKind.WITHHELD: "restricted: ask that agency",
    BlankKind.OUT_OF_DATE: "delivered, but out of date",
    BlankKind.REFUSED: "asked for, refused",
}
GROUNDS: Mapping[str, str] = {
    "co_resident": "Lives with the child",
    "frequent_visitor": "Often at the child's home",
    "partner_of_carer": "Partner or former partner of a carer",
    "parent": "Parent",
    "carer": "Carer",
    "at_event": "At an event with the child or a carer",
    "sibling_history": "In a sibling's history",
    "shared_contact": "Same phone, email or vehicle as a carer",
}
STATUSES: Mapping[str, str] = {
    "asserted": "said",
    "corroborated": "said, and confirmed",
    "disputed": "disputed",
    "refuted": "shown to be wrong",
}
ARGUMENTS: Mapping[str, str] = {
    "as_of": "The day in \u201cAs it was on\u201d",
    "known_at": "The day in \u201cOnly what had been written down\u201d",
    "known_to": "An agency chosen",
    "from": "The day in \u201cFrom\u201d",
    "to": "The day in \u201cTo\u201d",
    "child": "This person",
    "around": "This person",
    "before": "The day in \u201cCompared with\u201d",
    "after": "The next part",
    "about": "The choice of whom it is about",
    "by": "The choice of order",
    "compare": "The day compared with",
    "hops": "The number of steps out from the person",
    "category": "The choice of kind",
    "seen": "The choice of child seen",
}
_CAPITAL = re.compile(r"(?<!^)[A-Z]")
SEXES: Mapping[str, str] = {"M": "Male", "F": "Female", "U": "Not stated"}


def plain(code: str) -> str:
    """`child_concern_report` → `child concern report`."""
    return code.replace("_", " ").strip()


def capital(text: str) -> str:
    """The same with its first letter large."""
    return text[:1].upper() + text[1:]


def ground(kind: str) -> str:
    """A ground in words."""
    return GROUNDS.get(kind.lower(), capital(plain(kind)))


def status(code: str) -> str:
    """How the source stands by a claim."""
    return STATUSES.get(code.lower(), plain(code))


def sex(code: str | None) -> str:
    """Never a guess: an empty cell is not stated."""
    return SEXES.get((code or "U").upper(), "Not stated")


def sex_alone(code: str | None) -> str:
    """The same where no heading says what it is of: `Sex not stated`."""
    told = sex(code)
    return told if told != SEXES["U"] else f"Sex {told.lower()}"


def thousands(number: int) -> str:
    """`2,645`."""
    return f"{number:,}"


def counted(number: int, one: str, many: str) -> str:
    """`1 pair`, `2,645 pairs`."""
    return f"{thousands(number)} {one if number == 1 else many}"


def moment(value: datetime | None) -> str:
    """`3 May 2019 at 14:05`, London time; midnight, which stands for the end of a day, as that day."""
    if value is None:
        return ""
    local = value.astimezone(LONDON)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"end of {day(date.fromordinal(local.toordinal() - 1))}"
    return f"{day(local.date())} at {local:%H:%M}"


def period(value: PeriodAnswer | None) -> str:
    """When something was so, with what is not known about it."""
    if value is None:
        return ""
    return _stretch(value) + (
        f", not confirmed since {written(value.unconfirmed_since)}" if value.open and value.unconfirmed_since else ""
    )


def written(value: datetime | None) -> str:
    """When something was written down: the day alone where the source gave no more than a day."""
    return moment(value).removeprefix("end of ")


def refusal(text: str) -> str:
    """A fault of an address in words: what it names is called as the page calls it."""
    named, colon, rest = text.partition(": ")
    if colon and (name := _as_in_addresses(named)) in ARGUMENTS:
        return f"{ARGUMENTS[name]} {rest}."
    return capital(text) if text.endswith((".", "?")) else f"{capital(text)}."


def _as_in_addresses(name: str) -> str:
    """`knownTo` → `known_to`."""
    return _CAPITAL.sub(lambda letter: f"_{letter.group().lower()}", name)


def _stretch(value: PeriodAnswer) -> str:
    match (value.from_, value.to):
        case (None, None):
            return "start unknown"
        case (None, to):
            return f"until {partial(to)}, start unknown"
        case (start, None):
            return f"since {partial(start)}" if value.open else partial(start)
        case (start, to):
            return f"{partial(start)} to {partial(to)}"


def happened(value: PeriodAnswer) -> str:
    """When an entry happened: one day is said once."""
    if value.from_ and (not value.to or value.to == value.from_ or _is_next_day(value)):
        return partial(value.from_)
    return period(value)


def _is_next_day(value: PeriodAnswer) -> bool:
    try:
        start, end = parse_partial(value.from_ or ""), parse_partial(value.to or "")
    except ValueError:
        return False
    return start.after == end.first and len(value.from_ or "") == len(value.to or "")


def names_of(agencies: Iterable[object]) -> str:
    """Agencies' names in a sentence: `Police, housing and school` style, names as they are."""
    return listed([str(getattr(agency, "name", agency)) for agency in agencies])


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def born(person: PersonAnswer) -> str:
    """Born, expected or died, with the age on the day asked about."""
    text = birth(person)
    return text if text.startswith(("unborn", "date of birth")) else f"born {text}"


def aged(age: str) -> str:
    """How old somebody was, beside a date: `aged 3 years`, or `before birth` as it is."""
    return age if age.startswith("before") else f"aged {age}"


def birth(person: PersonAnswer) -> str:
    """The same under a heading that says born."""
    if person.date_of_birth:
        age = f" (aged {person.age_in_words})" if person.age_in_words and not person.date_of_death else ""
        died = f", died {partial(person.date_of_death)}" if person.date_of_death else ""
        return f"{partial(person.date_of_birth)}{age}{died}"
    if person.expected_birth:
        return f"unborn, expected {partial(person.expected_birth)}"
    return "date of birth not recorded"


def person_name(person: PersonAnswer) -> str:
    """The name to show; somebody nobody has named is said to be that."""
    return person.display_name or ("Somebody not identified" if not person.identified else "Name not recorded")
