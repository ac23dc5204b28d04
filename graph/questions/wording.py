"""A claim in one sentence a social worker would write; never more than the claim's visible cells say."""

from __future__ import annotations

from collections.abc import Callable

from graph.model.claims import Claim, ClaimKind, ClaimStatus, Role

Name = Callable[[str], str]
Sayer = Callable[[Claim, Name], str]
STAYS = {
    "resident": "lives at",
    "part_time": "lives part of the time at",
    "overnight": "stays overnight at",
    "frequent_visitor": "often visits",
    "contact_only": "has contact at",
}
"""How a stay is said, by role."""


def words(code: str | None, otherwise: str = "") -> str:
    """A code as words."""
    return (code or otherwise).replace("_", " ")


def episode_words(kind: str | None) -> str:
    """What an episode is; one of no kind of ours is another service."""
    return "Another service" if kind in {None, "", "other"} else words(kind).capitalize()


def say(claim: Claim, name: Name) -> str:
    """The sentence; `name` turns a record id into the name of what it stands for."""
    sentence = _SAYERS[claim.kind](claim, name)
    if claim.status is ClaimStatus.DISPUTED:
        return f"{sentence} (disputed)"
    return f"{sentence} (refuted)" if claim.status is ClaimStatus.REFUTED else sentence


def _named(claim: Claim, role: Role, name: Name, otherwise: str = "someone") -> str:
    record = claim.end(role)
    return name(record) if record else otherwise


def _person(claim: Claim, name: Name) -> str:
    given = " ".join(part for part in (claim.value("given_name"), claim.value("family_name")) if part)
    parts = [given or claim.value("other_names") or claim.value("description") or "a person whose name is not recorded"]
    if claim.value("date_of_birth"):
        parts.append(f"born {claim.value('date_of_birth')}")
    elif claim.value("born_about"):
        parts.append(f"born about {claim.value('born_about')}")
    elif claim.value("expected_birth"):
        parts.append(f"expected {claim.value('expected_birth')}")
    if claim.value("date_of_death"):
        parts.append(f"died {claim.value('date_of_death')}")
    if claim.value("identified") == "n":
        parts.append("not identified")
    return ", ".join(parts)


def _household(claim: Claim, name: Name) -> str:
    where = ", ".join(part for part in (claim.value("address"), claim.value("postcode")) if part)
    kind = claim.value("kind")
    return (
        f"{words(kind).capitalize()}: {where}" if kind and kind != "private" else f"Address: {where or 'not recorded'}"
    )


def _residence(claim: Claim, name: Name) -> str:
    role = claim.value("role") or "resident"
    verb = STAYS.get(role, "lives at")
    basis = f", from {words(claim.value('basis'))}" if claim.value("basis") else ""
    assumed = " (role assumed)" if claim.value("role_assumed") == "y" else ""
    where = _named(claim, Role.HOUSEHOLD, name, "an address")
    return f"{_named(claim, Role.PERSON, name)} {verb} {where}, {claim.valid.text}{basis}{assumed}"


def _relationship(claim: Claim, name: Name) -> str:
    dates = f", {claim.valid.text}" if claim.valid.start or claim.valid.end else ""
    kind = words(claim.value("type"), "other")
    return f"{_named(claim, Role.PERSON, name)} is {kind} of {_named(claim, Role.OTHER, name)}{dates}"


def _professional(claim: Claim, name: Name) -> str:
    parts = [claim.value("name") or "A professional", words(claim.value("role")), claim.value("team") or ""]
    return ", ".join(part for part in parts if part)


def _involvement(claim: Claim, name: Name) -> str:
    who = _named(claim, Role.PROFESSIONAL, name, claim.value("service") or "A service")
    whom, role = _named(claim, Role.PERSON, name), words(claim.value("role"), "worker")
    return f"{who} is involved with {whom} as {role}, {claim.valid.text}"


def _episode(claim: Claim, name: Name) -> str:
    outcome = f", outcome: {words(claim.value('outcome'))}" if claim.value("outcome") else ""
    return f"{episode_words(claim.value('kind'))} for {_named(claim, Role.PERSON, name)}, {claim.valid.text}{outcome}"


def _event(claim: Claim, name: Name) -> str:
    headline = claim.value("headline")
    kind = words(claim.value("type"), "event").capitalize()
    return f"{kind} on {claim.valid.start or 'a day not recorded'}" + (f": {headline}" if headline else "")


def _event_person(claim: Claim, name: Name) -> str:
    role = words(claim.value("role"), "present")
    return f"{_named(claim, Role.PERSON, name)} had a part as {role} in: {_named(claim, Role.EVENT, name, 'an event')}"


def _event_professional(claim: Claim, name: Name) -> str:
    return f"{_named(claim, Role.PROFESSIONAL, name, 'A professional')} took part in: {_named(claim, Role.EVENT, name, 'an event')}"


def _assessment(claim: Claim, name: Name) -> str:
    ended = f", completed {claim.value('completed')}" if claim.value("completed") else ", not completed"
    kind, started = words(claim.value("kind"), "an").capitalize(), claim.value("started") or "on a day not recorded"
    return f"{kind} assessment started {started}{ended}"


def _assessment_person(claim: Claim, name: Name) -> str:
    seen = {True: ", seen", False: ", not seen", None: ""}[claim.says_yes("seen")]
    checks = ", checks: " + ", ".join(claim.list_of("checks")) if claim.value("checks") else ""
    capacity = words(claim.value("capacity"), "named")
    who, what = _named(claim, Role.PERSON, name), _named(claim, Role.ASSESSMENT, name, "an assessment")
    return f"{who} named as {capacity}{seen}{checks} in: {what}"


def _share(claim: Claim, name: Name) -> str:
    about = claim.end(Role.PERSON)
    whom = f" about {name(about)}" if about else ""
    outcome = {"shared": "Told", "refused": "Refused to tell", "not_answered": "Did not answer"}.get(
        claim.value("outcome") or "", "Told"
    )
    how = f" by {words(claim.value('how'))}" if claim.value("how") else ""
    return f"{outcome} {claim.value('to_agency') or 'another agency'}{whom}{how}, {claim.valid.start or 'day not recorded'}"


def _attendance(claim: Claim, name: Name) -> str:
    possible, absent = claim.value("sessions_possible"), claim.value("sessions_absent")
    who = f"{_named(claim, Role.PERSON, name)} at {claim.value('school')}"
    return f"{who}: absent {absent} of {possible} sessions, {claim.valid.text}"


def _agency(claim: Claim, name: Name) -> str:
    return f"{claim.value('name') or claim.value('agency')} is an agency of the partnership"


_SAYERS: dict[ClaimKind, Sayer] = {
    ClaimKind.PERSON: _person,
    ClaimKind.HOUSEHOLD: _household,
    ClaimKind.RESIDENCE: _residence,
    ClaimKind.RELATIONSHIP: _relationship,
    ClaimKind.PROFESSIONAL: _professional,
    ClaimKind.INVOLVEMENT: _involvement,
    ClaimKind.EPISODE: _episode,
    ClaimKind.EVENT: _event,
    ClaimKind.EVENT_PERSON: _event_person,
    ClaimKind.EVENT_PROFESSIONAL: _event_professional,
    ClaimKind.ASSESSMENT: _assessment,
    ClaimKind.ASSESSMENT_PERSON: _assessment_person,
    ClaimKind.SHARE: _share,
    ClaimKind.ATTENDANCE: _attendance,
    ClaimKind.AGENCY: _agency,
}
