"""Breaking a glass and claiming a relationship, asked of those whom a world may hide: refused alike in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from tests.noninterference.families import Family

_OUTCOME = "{ __typename ... on Granted { until alerted } ... on Refused { says } }"
QUERIES: Mapping[str, str] = {
    "breakGlass": "mutation($child: ID!, $category: String!, $reason: String!) "
    f"{{ breakGlass(child: $child, category: $category, reason: $reason) {_OUTCOME} }}",
    "claimRelationship": "mutation($child: ID!, $reason: String!) "
    f"{{ claimRelationship(child: $child, reason: $reason) {_OUTCOME} }}",
}
PAGES = ("/access", "/audit", "/audit/review", "/help/tour", "/accessibility")
"""The pages of this file, and those that say the same to everybody."""
REASON = "A neighbour called, the child is at risk"
FORM = "application/x-www-form-urlencoded"


def glasses_of_hidden(family: Family) -> list[Mapping[str, object]]:
    """Glasses nobody may break: of people hidden in one world, of nobody, without a reason."""
    hidden = sorted(family.hidden_people())
    whom = [*((person, REASON) for person in (*hidden, "r-none", family.mother)), (family.child, "too short")]
    return [{"child": child, "category": "immediate_risk", "reason": reason} for child, reason in whom]


def claims_of_hidden(family: Family) -> list[Mapping[str, object]]:
    """The same of relationships."""
    return [{"child": one["child"], "reason": one["reason"]} for one in glasses_of_hidden(family)]


def posted(family: Family) -> Iterator[tuple[str, str]]:
    """Forms of the pages, as address and body: openings of a reference a world may hide, sign-offs of none."""
    given = {"category": "out_of_hours", "reason": REASON, "csrf": "form token"}
    for kind in ("break_glass", "claimed_relationship"):
        for named in (
            {"reference": family.ref("X1")},
            {"child": sorted(family.hidden_people())[0]},
            {"reference": "none"},
        ):
            yield "/access", urlencode({"kind": kind, **named, **given})
    yield "/audit/review", urlencode({"reference": "b0", "note": "Right to look", "csrf": "form token"})
    yield "/audit", urlencode({"person": sorted(family.hidden_people())[0], "csrf": "form token"})
    yield "/audit", urlencode({"person": family.child, "csrf": "form token"})
