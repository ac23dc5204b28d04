"""The main question as a rule, so that an adult of it can be set aside: adults no assessment names (rules.md §3)."""

from __future__ import annotations

from graph.family.adults import AdultFound
from graph.model.answers import AdultState
from graph.rules.rule import ASSESSING, Found, Rule
from graph.rules.subject import Subject

_NOT_ASSESSED = frozenset({AdultState.HIDDEN, AdultState.KNOWN_NOT_ASSESSED, AdultState.UNIDENTIFIED})


def find(subject: Subject) -> Found | None:
    """The adults around the child that no assessment names, in the order of first evidence."""
    adults = [adult for adult in subject.adults if adult.state in _NOT_ASSESSED]
    if not adults:
        return None
    return Found(
        since=min((adult.since for adult in adults if adult.since), default=None),
        says=f"Around the child and named in no assessment: {', '.join(adult.person.name for adult in adults)}.",
        details=tuple((adult.person.name, _says(adult)) for adult in adults),
        evidence=tuple(dict.fromkeys(claim for one in adults for ground in one.grounds for claim in ground.claims)),
    )


def _says(adult: AdultFound) -> str:
    said = dict.fromkeys(piece.says for ground in adult.grounds for piece in ground.evidence)
    return f"{adult.state.value.lower().replace('_', ' ')}: {'; '.join(said)}"


HIDDEN_ADULTS = Rule(
    name="hidden_adults",
    version="1",
    says="An adult around the child is named in no assessment by the assessing agency since the link began.",
    for_family=(
        "Somebody close to the child was not part of any assessment. It says nothing about whether they are good for the child."
    ),
    settings=(),
    source="The review: significant information about Mother's partner was not shared and evaluated.",
    needs=((ASSESSING, "assessments"), (ASSESSING, "assessment_people")),
    would_refute=("An assessment that names the adult.", "The adult's link to the child is wrong."),
    find=find,
)
