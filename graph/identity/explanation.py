"""Why a pair of records was decided as it was, in words: the same model and the same conditions that decided it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.identity.comparison import COMPARISONS, level_of
from graph.identity.conflicts import Conflict, find_conflict
from graph.identity.features import Record, read_record, to_frame
from graph.identity.judgements import Pair, in_order
from graph.identity.linking import DEFAULT_POLICY
from graph.identity.model import Model
from graph.identity.policy import Decision, Policy, decide, read_levels
from graph.identity.weighing import weigh_pairs

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
    """What speaks for and against two rows of the people frame being one person."""
    rows = {row["record_id"]: row for row in (left_row, right_row)}
    return explain_pairs(rows, [(left_row["record_id"], right_row["record_id"])], model, policy)[0]


def explain_pairs(
    rows: Mapping[str, Mapping[str, Any]], pairs: Sequence[Pair], model: Model, policy: Policy = DEFAULT_POLICY
) -> list[Explanation]:
    """What speaks for and against each pair of rows of the people frame; agrees with `link` on each pair seen alone.

    Addresses are household ids here; the caller who may see them puts the address in their place.
    """
    records = {record_id: read_record(rows[record_id]) for record_id in {side for pair in pairs for side in pair}}
    features = to_frame([records[record_id] for record_id in sorted(records)])
    weighed = weigh_pairs(features, [in_order(*pair) for pair in pairs], model)
    return [
        _explanation((rows[left], rows[right]), (records[left], records[right]), found, policy)
        for (left, right), found in zip(pairs, weighed, strict=True)
    ]


def _explanation(
    rows: tuple[Mapping[str, Any], Mapping[str, Any]],
    records: tuple[Record, Record],
    weighed: Mapping[str, Any],
    policy: Policy,
) -> Explanation:
    conflict = find_conflict(*records)
    decision = decide(policy, records, read_levels(weighed["levels"]), weighed["probability"], conflict)
    texts = tuple(
        ComparisonText(
            comparison.title,
            _said(rows[0], comparison.field),
            _said(rows[1], comparison.field),
            level.says if (level := level_of(comparison.field, weighed["levels"][comparison.field])) else _UNKNOWN,
            round(weighed["weights"][comparison.field], 2),
        )
        for comparison in COMPARISONS
    )
    return Explanation(weighed["probability"], decision, conflict, texts)


def _said(row: Mapping[str, Any], field: str) -> str:
    values = (row[column] for column in _SAID[field])
    return "; ".join(text for value in values for text in ([value] if isinstance(value, str) else value or []))
