"""`findings` and `rules`: what each rule says of a child's case, with evidence, strengths beside it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.errors import BadInput
from graph.family.circle import circle_of, circle_seeds
from graph.family.feeds import missing_names
from graph.model.answers import Blank, SetAsideAnswer
from graph.model.case import Case
from graph.model.claims import Claim, ClaimKind
from graph.model.findings import Detail, FindingAnswer, FindingsAnswer, FindingState, RuleAnswer
from graph.model.people import EntityKind
from graph.questions.adults import AROUND_STEPS, CIRCLE_STEPS
from graph.questions.asides import Asides, TellingAsides, asides_in_force
from graph.questions.reading import LINKS, Reading, need_child
from graph.questions.telling import Telling
from graph.questions.wording import words
from graph.rules.registry import every_rule, rules_for
from graph.rules.rule import ASSESSING, Rule
from graph.rules.states import Result, result_of, strengths_beside
from graph.rules.subject import Subject
from graph.store.port import Step

WIDE_RULE = "same_adult_several_families"
_P, _H, _E = EntityKind.PERSON, EntityKind.HOUSEHOLD, EntityKind.EVENT
WIDE_STEPS = (
    *AROUND_STEPS[:2],
    Step(LINKS | {ClaimKind.PERSON}, frozenset({_P, _H, _E, EntityKind.DETAIL})),
    Step(LINKS, frozenset({_P, _H, _E})),
    Step(LINKS, frozenset({_P})),
)
"""As around a child, and on from its adults to their other homes and events, and to the children there."""
_TOLD_WITH_WHAT_IS_FOUND = frozenset({FindingState.FOUND, FindingState.SET_ASIDE})


def find_findings(
    reading: Reading, child_id: str, names: Sequence[str] | None, asides: Asides
) -> FindingsAnswer | None:
    """What the rules named (all, when none is) say; None when there is no such child or none the caller may know of."""
    rules = rules_asked(reading, names)
    subject = read_subject(reading, child_id, wide=WIDE_RULE in rules)
    if subject is None:
        return None
    telling = reading.telling(subject.case)
    held = asides_in_force(subject.case, subject.child, asides)
    results = [result_of(rule, subject, held) for rule in rules.values()]
    findings = tell_findings(reading, telling, subject, results, asides)
    blanks = (*_each_once(blank for result in results for blank in result.blanks), *telling.withheld())
    reading.show(subject.child, *people_told(subject.case, results))
    return FindingsAnswer(telling.asked(blanks), telling.person(subject.child), findings, blanks)


def rules_asked(reading: Reading, names: Sequence[str] | None) -> Mapping[str, Rule]:
    """The rules asked for that the caller's roles may have. Raises BadInput for any other name."""
    open_to = rules_for(role.value for role in reading.decision.roles)
    if names is None:
        return open_to
    if not names or set(names) - open_to.keys():
        raise BadInput("rules", "names no rule whose findings you may ask for")
    return {name: rule for name, rule in open_to.items() if name in names}


def read_subject(reading: Reading, child_id: str, *, wide: bool) -> Subject | None:
    """The child's case as rules read it, in two round trips; None for nobody. Raises BadInput for who is no child."""
    first = reading.fetch((child_id,), CIRCLE_STEPS)
    case = reading.case(first)
    child = case.entity(child_id)
    if not case.descriptions(child, ClaimKind.PERSON) or not reading.may_ask_about_child(case, child):
        return None
    need_child(case, child)
    seeds = circle_seeds(circle_of(case, child, everyone=True), case)
    return Subject(reading.case(first, reading.fetch(seeds, WIDE_STEPS if wide else AROUND_STEPS)), child)


def tell_findings(
    reading: Reading, telling: Telling, subject: Subject, results: Iterable[Result], asides: Asides
) -> tuple[FindingAnswer, ...]:
    """Results in words; strengths are worked out once, and told beside what is found; evidence since it was set aside first."""
    strengths = telling.claims(strengths_beside(subject))
    held_results = tuple(results)
    aside = TellingAsides(reading, telling, asides, [one.set_aside for one in held_results if one.set_aside])
    found = []
    for result in held_results:
        is_found = result.state in _TOLD_WITH_WHAT_IS_FOUND and result.found is not None
        held = result.found if is_found else None
        set_aside = aside.tell(result.set_aside, result.aside_covers)
        since = aside.since(result.set_aside, held.evidence) if held else ()
        found.append(
            FindingAnswer(
                rule=tell_rule(result.rule),
                state=result.state,
                since=held.since.text if held and held.since else None,
                says=_says(result, set_aside),
                details=tuple(Detail(name, value) for name, value in held.details) if held else (),
                evidence=tuple(dict.fromkeys((*telling.claims(since), *telling.claims(held.evidence)))) if held else (),
                would_refute=(*result.rule.would_refute, *(held.would_refute if held else ())),
                strengths=strengths if held else (),
                missing_feeds=missing_names(result.blanks),
                set_aside=set_aside,
                blanks=result.blanks,
                possible=bool(held and held.possible),
                failed=result.failed,
                is_still_open=bool(result.still_open),
            )
        )
    return tuple(found)


def _says(result: Result, set_aside: SetAsideAnswer | None) -> str:
    if result.found is not None and result.state in _TOLD_WITH_WHAT_IS_FOUND:
        said = f"Possibly: {result.found.says}" if result.found.possible else result.found.says
        is_new = result.state is FindingState.SET_ASIDE and set_aside is not None and set_aside.says
        return f"{set_aside.says}. {said}" if is_new and set_aside else said
    if result.failed:
        return "This rule could not be worked out for this case; the others were. Nothing follows from it."
    if result.state is FindingState.CANNOT_BE_DETERMINED:
        return f"Cannot be determined: what would show it is not delivered, or out of date. {result.still_open}".strip()
    if result.still_open:
        return f"{result.still_open} Nothing is found yet."
    return "Not found in the data loaded. What is not recorded, or not delivered, is not in it."


def tell_rule(rule: Rule) -> RuleAnswer:
    """A rule in words."""
    return RuleAnswer(
        name=rule.name,
        version=rule.version,
        says=rule.says,
        settings=rule.settings_text,
        source=rule.source,
        for_family=rule.for_family,
        would_refute=rule.would_refute,
        needs=tuple(
            f"{words(kind) if kind != ASSESSING else 'the assessing agency'}: {words(table)}"
            for kind, table in rule.needs
        ),
    )


def find_rules() -> tuple[RuleAnswer, ...]:
    """Every rule, whoever may have its findings."""
    return tuple(tell_rule(rule) for rule in every_rule().values())


def people_told(case: Case, results: Iterable[Result]) -> frozenset[str]:
    """Whom the evidence of what is found is about."""
    claims: list[Claim] = [claim for result in results if result.found for claim in result.found.evidence]
    entities = {case.entity(end.record_id) for claim in claims for end in claim.ends}
    return frozenset(entity for entity in entities if case.descriptions(entity, ClaimKind.PERSON))


def _each_once(blanks: Iterable[Blank]) -> tuple[Blank, ...]:
    return tuple(dict.fromkeys(blanks))
