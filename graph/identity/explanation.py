"""Why a pair of records was decided as it was, in words: the same model and the same conditions that decided it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.identity.comparison import COMPARISONS, level_of
from graph.identity.conflicts import Conflict, find_conflict
from graph.identity.features import read_record, to_frame
from graph.identity.linking import DEFAULT_POLICY
from graph.identity.model import Model
from graph.identity.policy import Decision, Policy, decide, read_levels
from graph.identity.scoring import weigh_pair

_UNKNOWN = "not on both records"


@dataclass(frozen=True, slots=True)
class ComparisonText:
    """One thing compared: both sides as said, what the comparison says, and its weight in bits (above 0 speaks for
    one person).
    """

    field: str
    left: str
    right: str
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A pair's probability, what the policy decides of it seen alone, any conflict, and every comparison."""

    probability: float
    decision: Decision
    conflict: Conflict | None
    comparisons: tuple[ComparisonText, ...]


# The columns of the people frame that each comparison is about.
_SAID: Mapping[str, tuple[str, ...]] = {
    "forename": ("given_names", "other_names"),
    "middle": ("given_names",),
    "surname": ("family_names", "other_names"),
    "born": ("dates_of_birth", "born_about", "expected_birth"),
    "nhs": ("nhs_numbers",),
    "upn": ("upns",),
    "local": ("local_ids",),
    "address": ("addresses",),
    "contact": ("phones", "emails", "vehicles"),
    "sex": ("sex",),
}


def explain(
    left_row: Mapping[str, Any], right_row: Mapping[str, Any], model: Model, policy: Policy = DEFAULT_POLICY
) -> Explanation:
    """What speaks for and against two rows of the people frame being one person; agrees with `link` on the pair
    seen alone.

    Addresses are household ids here; the caller who may see them puts the address in their place.
    """
    rows = {row["record_id"]: row for row in (left_row, right_row)}
    first, second = sorted(rows)
    left, right = read_record(rows[first]), read_record(rows[second])
    weighed = weigh_pair(to_frame([left, right]), model)
    conflict = find_conflict(left, right)
    decision = decide(policy, (left, right), read_levels(weighed["levels"]), weighed["probability"], conflict)
    texts = tuple(
        ComparisonText(
            comparison.title,
            _said(left_row, comparison.field),
            _said(right_row, comparison.field),
            level.says if (level := level_of(comparison.field, weighed["levels"][comparison.field])) else _UNKNOWN,
            round(weighed["weights"][comparison.field], 2),
        )
        for comparison in COMPARISONS
    )
    return Explanation(weighed["probability"], decision, conflict, texts)


def _said(row: Mapping[str, Any], field: str) -> str:
    values = (row[column] for column in _SAID[field])
    return "; ".join(text for value in values for text in ([value] if isinstance(value, str) else value or []))
