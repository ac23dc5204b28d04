"""The words of an ecomap: in the cards of the drawing, and in the lists beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model.answers import Blank, BlankKind, PeriodAnswer, PersonAnswer
from graph.model.ecomap import Bond, Contacts, EcomapPerson, EcomapService, Lives
from viz.genogram.wording import name_of
from viz.naming import listed, said_by, short_day

TIES: Mapping[str, str] = {
    "full_sibling": "full sibling",
    "half_sibling": "half-sibling",
    "shares_a_parent": "sibling (one parent)",
    "step_sibling": "step-sibling",
    "ex_partner": "ex-partner",
    "ex_spouse": "former spouse",
    "aunt_uncle": "aunt or uncle",
    "niece_nephew": "niece or nephew",
    "co_resident": "lived with the child",
    "frequent_visitor": "often at the home",
    "partner_of_carer": "partner or former partner of a carer",
    "at_event": "at an event with the child or a carer",
    "sibling_history": "in a sibling's history",
    "shared_contact": "same phone, email or vehicle as a carer",
}
"""What somebody is to the child; other codes are read as words."""
LIVES: Mapping[Lives, str] = {
    Lives.ELSEWHERE: "lives elsewhere",
    Lives.SAME_PLACE: "at the same address",
    Lives.NOT_RECORDED: "home not on record",
}
SILENCES: Mapping[BlankKind, str] = {
    BlankKind.DELIVERED_NONE: "nothing recorded",
    BlankKind.OUT_OF_DATE: "nothing recorded; feed out of date",
    BlankKind.NOT_DELIVERED: "delivers nothing, so not known",
    BlankKind.NOT_ASKED: "not asked",
}
_LIMITS: Mapping[BlankKind, str] = {
    BlankKind.NOT_DELIVERED: "its events are not delivered",
    BlankKind.OUT_OF_DATE: "its events are out of date",
    BlankKind.NOT_ASKED: "its own records not asked",
}
_KINDS: Mapping[str, str] = {"gp": "GP", "camhs": "CAMHS"}
NO_QUALITY = (
    "Strong and stressful lines are not drawn: only a practitioner's own words can say so, and no feed carries them."
)
NO_HOME = "No home on record on this day"
NOT_JOINED = "Others at this place are not drawn"


def kind_says(code: str) -> str:
    """A kind of agency in words."""
    return _KINDS.get(code, code.replace("_", " "))


def tie_says(ties: Sequence[str]) -> str:
    """What somebody is to the child: `parent; carer`."""
    return "; ".join(TIES.get(tie, tie.replace("_", " ")) for tie in ties)


def told_by_says(person: PersonAnswer) -> str:
    """Who says that there is somebody nobody has identified: two of them may have one name."""
    return f"said by {listed(tellers)}" if (tellers := said_by(person)) else ""


def contacts_says(contacts: Contacts) -> str:
    """`14 contacts`; where they can't all be counted, at least so many, or why there are none."""
    count, limits = contacts.count, contacts.limits
    number = f"{count} contact{'' if count == 1 else 's'}"
    if limits is None:
        return number if count else "no contact on record"
    return f"at least {number}" if count else "contacts not known"


def limits_says(contacts: Contacts) -> str:
    """Why there may be more contacts than are counted; nothing where the feed is current."""
    return _LIMITS[contacts.limits.kind] if contacts.limits else ""


def missed_says(contacts: Contacts) -> str:
    """`3 appointments not kept`."""
    if not contacts.missed:
        return ""
    return f"{contacts.missed} appointment{'' if contacts.missed == 1 else 's'} not kept"


def events_says(contacts: Contacts) -> str:
    """Of a person: `2 events with the child`."""
    if not contacts.count:
        return "no event with the child"
    return f"{contacts.count} event{'' if contacts.count == 1 else 's'} with the child"


def bond_says(service: EcomapService) -> str:
    """Whether a service is open, since or until when; that there are events alone."""
    match service.bond:
        case Bond.OPEN:
            return _since(service.valid)
        case Bond.CLOSED:
            until = short_day(service.valid.to) if service.valid and service.valid.to else ""
            return f"closed {until}" if until else "closed"
    return "events only"


def _since(valid: PeriodAnswer | None) -> str:
    return f"since {short_day(valid.from_)}" if valid and valid.from_ else "open, start unknown"


def over_says(person: EcomapPerson) -> str:
    """That a tie is over, and when; nothing while it is open."""
    match person.bond:
        case Bond.OPEN:
            return ""
        case Bond.CLOSED:
            return f"until {short_day(person.last)}" if person.last else "over"
    return f"last {short_day(person.last)}" if person.last else ""


def whom_says(people: Sequence[PersonAnswer], child: PersonAnswer) -> str:
    """Whom of the household a service is about: `with the child and 2 more`."""
    others = [one for one in people if one.id != child.id]
    if len(others) == len(people):
        return f"with {name_of(others[0])}" + (f" and {len(others) - 1} more" if others[1:] else "")
    if not others:
        return "with the child"
    return f"with the child and {name_of(others[0]) if len(others) == 1 else f'{len(others)} more'}"


def silent_name(blank: Blank) -> str:
    """Who is expected and silent: the agency, or its kind where none is here."""
    return blank.agency.name if blank.agency else kind_says(blank.what).capitalize() if blank.what != "gp" else "GP"


def silent_says(blank: Blank) -> str:
    """Which kind of nothing stands there."""
    if blank.agency is None:
        return "no such agency delivers"
    return SILENCES.get(blank.kind, "nothing recorded")
