"""What changed between two moments, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model.answers import AdultState
from graph.model.changes import ChangeKind
from graph.model.network import LinkKind
from graph.model.period import london_day
from graph.questions.differing import Difference, responsibility_of
from graph.questions.links import Link
from graph.questions.telling import Telling, status_of
from graph.questions.wording import STAYS, words

_STATES = {
    AdultState.ASSESSED: "in an assessment",
    AdultState.KNOWN_NOT_ASSESSED: "known, in no assessment",
    AdultState.HIDDEN: "not known to the assessing agency, in no assessment",
    AdultState.UNIDENTIFIED: "not identified",
    AdultState.CANNOT_BE_DETERMINED: "cannot be determined",
}


def say_change(telling: Telling, alike: Sequence[Difference]) -> str:
    """One difference, or those of an event told together: what is linked, and what became of it."""
    one = alike[0]
    if one.link.kind is LinkKind.EVENT:
        parts = sorted(f"{telling.name_of(part.link.source)} ({words(part.link.label)})" for part in alike)
        became = "" if one.kind is ChangeKind.ADDED else f"; {_became(telling, one)}"
        return f"{telling.name_of(one.link.target)}: {', '.join(parts)}{became}"
    return f"{say_link(telling, one.link)}: {_became(telling, one)}"


def say_link(telling: Telling, link: Link) -> str:
    """A link without its dates."""
    source, target = telling.name_of(link.source), telling.name_of(link.target)
    label = words(link.label)
    match link.kind:
        case LinkKind.LIVES_WITH:
            return f"{source} {STAYS.get(link.label, 'lives at')} {target}"
        case LinkKind.CONTACT_DETAIL:
            return f"{source} has a phone, email or vehicle that somebody else here has"
        case LinkKind.PROFESSIONAL:
            return f"{source} is involved with {target} as {label}"
    return f"{source} is {label} of {target}"


def _became(telling: Telling, difference: Difference) -> str:
    link = difference.link
    match difference.kind:
        case ChangeKind.ADDED:
            return f"began {link.period.start}" if link.period.start else "began, nobody recorded when"
        case ChangeKind.ENDED:
            return f"ended {difference.ended}" if difference.ended else "ended, nobody recorded when"
        case ChangeKind.BECAME_KNOWN:
            so = "" if link.kind is LinkKind.EVENT else f"so already ({link.period.text}); "
            return f"{so}{_first_recorded(telling, link)}"
        case ChangeKind.NO_LONGER_SAID:
            return "no longer on record: taken back, corrected or refuted"
    return "; ".join(_otherwise(telling, difference))


def _first_recorded(telling: Telling, link: Link) -> str:
    first = min(link.claims, key=lambda claim: (claim.recorded_at, claim.id))
    return f"first recorded {london_day(first.recorded_at)} by {telling.agency(first.agency).name}"


def _otherwise(telling: Telling, difference: Difference) -> Sequence[str]:
    before, after = difference.earlier, difference.later
    if before is None or after is None:
        return ()
    was, is_now = ({claim.agency for claim in link.claims} for link in (before, after))
    said = [f"now {words(after.label)}, before {words(before.label)}"] if before.label != after.label else []
    if is_now - was:
        said.append(f"now also said by {_names(telling, is_now - was)}")
    if was - is_now:
        said.append(f"no longer said by {_names(telling, was - is_now)}")
    if before.period != after.period:
        said.append(f"now {after.period.text}, before {before.period.text}")
    if status_of(before.claims) != status_of(after.claims):
        said.append(f"now {words(status_of(after.claims)).lower()}, before {words(status_of(before.claims)).lower()}")
    if (old := responsibility_of(before)) != (new := responsibility_of(after)):
        said.append(f"parental responsibility now {new}, before {old}")
    return said


def _names(telling: Telling, agencies: set[str]) -> str:
    return ", ".join(agency.name for agency in telling.agencies(agencies))


def say_joined(then: Telling, now: Telling, before: Sequence[str], person: str) -> str:
    """Who were told apart, and who they are now known to be."""
    names = " and ".join(then.name_of(one) for one in before)
    return f"{names}, told apart before, are known to be one person: {now.name_of(person)}"


def say_adult(before: AdultState | None, after: AdultState | None) -> str:
    """What became of an adult's state."""
    if before is None and after is not None:
        return f"Around the child now and not before: {_STATES[after]}"
    if after is None and before is not None:
        return f"No longer among the adults around the child; before: {_STATES[before]}"
    return f"Before: {_STATES[before]}; now: {_STATES[after]}" if before and after else ""
