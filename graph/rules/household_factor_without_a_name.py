"""An assessment that speaks of another person in the household and names no such adult."""

from __future__ import annotations

from datetime import timedelta

from graph.family.households import MOST_RESIDENTS, place, residents_on, stays_of, together
from graph.family.kinship import parents_of
from graph.model.claims import Role
from graph.model.period import Certainty
from graph.rules.casework import Assessed, assessments_of
from graph.rules.delivered import is_current
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.subject import Subject
from graph.rules.wording import factor, plain

FACTORS = frozenset({"1C", "2C", "3C", "4C", "5C", "6C"})
WINDOW = Setting("window_months", 24, f"months up to the day asked about ({LOCAL})")


def find(subject: Subject) -> Found | None:
    """The assessments; None where each such factor has an adult of the household beside it who is not a parent."""
    if subject.agency is None or not is_current(subject, subject.agency.id, "assessment_people"):
        return None
    window = subject.window(WINDOW.value)
    found = [
        (one, window.holds(one.claim.valid))
        for one in assessments_of(subject, everyone=False)
        if one.factors & FACTORS and window.holds(one.claim.valid) is not Certainty.NO
    ]
    unnamed = [(one, certainty) for one, certainty in found if not _names_another_adult(subject, one)]
    if not unnamed:
        return None
    return Found(
        since=min((one.started for one, _ in unnamed if one.started), default=None),
        says=f"{_times(len(unnamed))} with a factor about another person in the household; no such adult is named in it.",
        details=tuple(_detail(subject, one) for one, _ in unnamed),
        evidence=tuple(dict.fromkeys(claim for one, _ in unnamed for claim in (one.claim, *one.parts))),
        possible=all(certainty is Certainty.POSSIBLE for _, certainty in unnamed),
    )


def _names_another_adult(subject: Subject, one: Assessed) -> bool:
    """Whether it names an adult who is no parent of the child and lived with it while it was assessed."""
    case, child = subject.case, subject.child
    parents = {relation.who for relation in parents_of(case, child, everyone=True)}
    day = one.started.first if one.started else subject.as_of
    others = one.named(case) - parents - {child}
    return any(
        subject.individual(person).may_be_adult_on(day) and _lived_with(subject, person, one)
        for person in sorted(others)
    )


def _lived_with(subject: Subject, person: str, one: Assessed) -> bool:
    """Whether they lived together, in a household that joins its people, on some day of the assessment."""
    case = subject.case
    since = one.claim.valid.maybe_from
    last = one.completed.last if one.completed else subject.as_of
    for mine in stays_of(case, subject.child, everyone=True):
        for theirs in stays_of(case, person, everyone=True):
            shared = together(mine, theirs)
            if shared is None or shared.period.overlaps(since, last + timedelta(days=1)) is Certainty.NO:
                continue
            day = max(since, shared.period.maybe_from)
            crowd = residents_on(case, mine.household, day, everyone=True)
            if place(case, mine.household).may_join and len(crowd) <= MOST_RESIDENTS:
                return True
    return False


def _times(count: int) -> str:
    return "One assessment" if count == 1 else f"{count} assessments"


def _detail(subject: Subject, one: Assessed) -> tuple[str, str]:
    said = (
        f"{subject.name(person)} ({plain(part.value('capacity') or 'named')})"
        for part in one.parts
        if (person := subject.case.entity_at(part, Role.PERSON)) and person != subject.child
    )
    named = ", ".join(sorted(said)) or "nobody but the child"
    factors = [factor(code) for code in sorted(one.factors & FACTORS)]
    told = f"{'factors' if len(factors) > 1 else 'factor'} {', '.join(factors)}; names {named}"
    return f"Assessment started {one.started or 'on an unknown day'}", told


HOUSEHOLD_FACTOR_WITHOUT_A_NAME = Rule(
    name="household_factor_without_a_name",
    version="1",
    says=(
        "An assessment has a factor about another person in the household (1C to 6C: alcohol, drugs, domestic abuse, "
        "mental health, learning disability, illness) and names no adult who lives with the child and is not a parent."
    ),
    for_family=(
        "An assessment says that somebody else in the home matters, without saying who. The question is only who was "
        "meant, and whether anybody has spoken with them."
    ),
    settings=(WINDOW,),
    source="DfE children in need census, factors identified at assessment; The Myth of Invisible Men (2021).",
    needs=((ASSESSING, "assessments"), (ASSESSING, "assessment_people")),
    would_refute=(
        "The factor was about a person who is named in the assessment and whose address is recorded elsewhere.",
        "The factor was chosen in error.",
    ),
    find=find,
)
