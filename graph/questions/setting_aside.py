"""`setAside`: a finding, or one adult's part in it, put aside by a named person, for a reason, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from graph.errors import BadInput
from graph.model.findings import FindingAnswer, FindingState, SetAside
from graph.model.period import london_day, months_before
from graph.questions.asides import Asides, asides_in_force
from graph.questions.findings import (
    WIDE_RULE,
    people_told,
    read_subject,
    tell_findings,
)
from graph.questions.reading import Reading
from graph.rules.hidden_adults import HIDDEN_ADULTS
from graph.rules.registry import rules_to_set_aside
from graph.rules.rule import Rule
from graph.rules.states import Result, result_of, takes_out
from graph.rules.subject import Subject

LONGEST_REASON = 2_000
MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class AsideAsked:
    """What is to be set aside: of which child and rule, one adult's part or all of it, why, until when."""

    child: str
    rule: str
    adult: str | None
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class ProposedAside:
    """What is to be kept, and the finding as it is told once it is."""

    aside: SetAside
    finding: FindingAnswer


def check_aside(reading: Reading, asked: AsideAsked, asides: Asides, now: datetime) -> ProposedAside:
    """What is to be kept. Raises BadInput naming the argument at fault."""
    reason, until = check_aside_reason(asked.reason), check_until(asked.until, now)
    rule = rules_to_set_aside(role.value for role in reading.decision.roles).get(asked.rule)
    if rule is None:
        raise BadInput("rule", "names no rule whose findings you may set aside")
    subject = read_subject(reading, asked.child, wide=rule.name == WIDE_RULE)
    if subject is None:
        raise BadInput("child", "names nobody you may ask about")
    aside = SetAside(subject.child, rule.name, asked.adult, reading.decision.caller.name, reason, now, until)
    _check_found(subject, rule, asked)
    result = result_of(rule, subject, [*asides_in_force(subject.case, subject.child, asides), aside])
    reading.show(subject.child, *people_told(subject.case, [result]))
    return ProposedAside(aside, _tell(reading, subject, result, asides))


def _check_found(subject: Subject, rule: Rule, asked: AsideAsked) -> None:
    result = result_of(rule, subject)
    if result.state is not FindingState.FOUND:
        raise BadInput("rule", "is not found for this child, so there is nothing to set aside")
    if asked.adult is None:
        if rule.name == HIDDEN_ADULTS.name:
            raise BadInput("adult", "says whom: adults around a child are set aside one by one")
        return
    if not takes_out(result, subject, asked.adult):
        raise BadInput("adult", "names nobody with a part in this finding")


def _tell(reading: Reading, subject: Subject, result: Result, asides: Asides) -> FindingAnswer:
    (told,) = tell_findings(reading, reading.telling(subject.case), subject, [result], asides)
    return told


def check_aside_reason(reason: str) -> str:
    """The reason as it is kept. Raises BadInput where there is none, or one too long to read."""
    said = " ".join(reason.split())
    if not any(letter.isalnum() for letter in said):
        raise BadInput("reason", "say why: what is set aside has a reason")
    if len(said) > LONGEST_REASON:
        raise BadInput("reason", f"is longer than {LONGEST_REASON} characters")
    return said


def check_until(until: date, now: datetime) -> date:
    """The day it comes back. Raises BadInput unless it is a later day, at most a year ahead."""
    today = london_day(now)
    if until <= today:
        raise BadInput("until", "must be a day after today: on it the finding is shown again")
    if months_before(until, MOST_MONTHS) > today:
        raise BadInput("until", "is at most a year ahead")
    return until
