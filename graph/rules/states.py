"""What is said of a rule in a case: found, not found in what is loaded, can't be determined, set aside (rules.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.family.feeds import blanks_of, feed_blank
from graph.model.answers import Blank, BlankKind
from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.findings import FindingState, SetAside
from graph.model.vocabulary import EVENT_ROLES
from graph.rules.happenings import events_with, happening, in_order
from graph.rules.hidden_adults import HIDDEN_ADULTS
from graph.rules.rule import ASSESSING, Found, Rule
from graph.rules.subject import Subject, homes_on

FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a rule that is wrong about one case raises: it says so there, and takes no other rule down."""


@dataclass(frozen=True, slots=True)
class Result:
    """A rule's result in a case. `blanks` are the feeds it lacks; `failed` where the rule itself was wrong about the case.

    `aside_covers`: the evidence of what was set aside. `still_open`: what is not found and may yet be, in words.
    """

    rule: Rule
    state: FindingState
    found: Found | None = None
    blanks: tuple[Blank, ...] = ()
    set_aside: SetAside | None = None
    failed: bool = False
    aside_covers: tuple[Claim, ...] = ()
    still_open: str = ""


def result_of(rule: Rule, subject: Subject, asides: Iterable[SetAside] = ()) -> Result:
    """What is said of the rule. What is found is found even when a feed is missing; not found needs every feed.

    `asides` are those in force; one that names an adult takes that adult's part out of what is found.
    """
    blanks = missing_feeds(rule, subject)
    try:
        found = rule.find(subject)
        if found is None:
            missing = any(_blocks(rule, blank) for blank in blanks)
            state = FindingState.CANNOT_BE_DETERMINED if missing else FindingState.NOT_FOUND_IN_LOADED_DATA
            return Result(rule, state, None, blanks, still_open=rule.still_open(subject) if rule.still_open else "")
        return _with_asides(Result(rule, FindingState.FOUND, found, blanks), subject, list(asides))
    except FAULTS:
        return Result(rule, FindingState.CANNOT_BE_DETERMINED, None, blanks, failed=True)


def _with_asides(result: Result, subject: Subject, asides: list[SetAside]) -> Result:
    evidence = result.found.evidence if result.found else ()
    mine = [aside for aside in asides if aside.rule == result.rule.name]
    whole = [aside for aside in mine if aside.adult is None]
    if whole:
        last = max(whole, key=lambda aside: (aside.until, aside.at, aside.by))
        return replace(result, state=FindingState.SET_ASIDE, set_aside=last, aside_covers=evidence)
    # Of somebody without a part in what this reader is told, nothing is said of having been set aside.
    mine = [aside for aside in mine if aside.adult and takes_out(result, subject, aside.adult)]
    adults = frozenset(subject.case.entity(aside.adult) for aside in mine if aside.adult)
    if not adults:
        return result
    rest = result.rule.find(replace(subject, disregarding=adults))
    first = min(mine, key=lambda aside: (aside.until, aside.by))
    if rest == result.found:
        own = tuple(claim for claim in evidence if _is_about(subject, claim, adults))
        return replace(result, set_aside=first, aside_covers=own)
    if rest is not None:
        covers = tuple(claim for claim in evidence if claim not in set(rest.evidence))
        return replace(result, found=rest, set_aside=first, aside_covers=covers)
    return replace(result, state=FindingState.SET_ASIDE, set_aside=first, aside_covers=evidence)


def takes_out(result: Result, subject: Subject, adult: str) -> bool:
    """Whether setting this adult aside changes anything of what is found: it goes by them, or says something of them."""
    adults = frozenset({subject.case.entity(adult)})
    return result.rule.find(replace(subject, disregarding=adults)) != result.found or _has_part(result, subject, adults)


def _has_part(result: Result, subject: Subject, adults: frozenset[str]) -> bool:
    """Whether these adults' own claims are evidence of what is found; of who is around a child, only who is told there."""
    if result.found is None or adults & {subject.child} or result.rule.name == HIDDEN_ADULTS.name:
        return False
    return any(_is_about(subject, claim, adults) for claim in result.found.evidence)


def _is_about(subject: Subject, claim: Claim, people: frozenset[str]) -> bool:
    ends = (end for end in claim.ends if end.role in {Role.PERSON, Role.OTHER})
    return any(subject.case.entity(end.record_id) in people for end in ends)


def missing_feeds(rule: Rule, subject: Subject) -> tuple[Blank, ...]:
    """The feeds the rule needs that are not current on `as_of`; a kind with no agency here is said and does not block."""
    partnership, as_of = subject.case.partnership, subject.as_of
    by_kind = blanks_of(partnership, [need for need in rule.needs if need[0] != ASSESSING], as_of)
    own = [table for kind, table in rule.needs if kind == ASSESSING]
    agency = subject.agency
    if agency is None:
        found = tuple(Blank(f"{ASSESSING}/{table}", None, BlankKind.NOT_DELIVERED) for table in own)
    else:
        found = tuple(blank for table in own if (blank := feed_blank(partnership, agency, table, as_of)))
    return (*found, *by_kind)


def _blocks(rule: Rule, blank: Blank) -> bool:
    """A feed that an agency here lacks blocks; so does there being no assessing agency at all."""
    return blank.agency is not None or blank.what.startswith(f"{ASSESSING}/")


def strengths_beside(subject: Subject) -> tuple[Claim, ...]:
    """Strengths on record about the child or its household within 24 months up to `as_of`: events of category strength."""
    case, as_of = subject.case, subject.as_of
    at_home = subject.residents_with_child(as_of)
    found = [event for person in sorted({subject.child, *at_home}) for event in events_with(case, person, as_of, _PART)]
    for household in homes_on(subject, as_of):
        records = (case.entity(claim.record_id) for claim in case.about(household, ClaimKind.EVENT))
        found += [event for record in records if (event := happening(case, record)) and supports(event.claim)]
    window = subject.window()
    held = (event for event in in_order(found) if event.category == "strength" and window.holds(event.claim.valid))
    return tuple(event.claim for event in held)


_PART = EVENT_ROLES - {"witness", "reporter", "mentioned"}
