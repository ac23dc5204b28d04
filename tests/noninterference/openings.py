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
EVERYBODYS = ("/signin", "/signed-out", "/purpose", "/password", "/sessions", "/healthz", "/readyz", "/nothing")
"""Pages beside those about people, and one there is none of."""
PREVIEW = "/deliveries/preview"
PAGES = ("/access", "/audit", "/audit/review", "/help/tour", "/accessibility", "/counts", "/children", PREVIEW)
"""The pages of this file, and those that say the same to everybody."""
REASON = "A neighbour called, the child is at risk"
FORM = "application/x-www-form-urlencoded"


RESTRICTED = ("restricted_event", "restricted_person")
"""What whoever broke the glass of the child is shown."""


def glasses_never_broken(family: Family) -> list[Mapping[str, object]]:
    """Glasses nobody may break: of nobody, of somebody grown up, without a reason."""
    whom = (("r-none", REASON), (family.mother, REASON), (family.child, "too short"))
    return [{"child": child, "category": "immediate_risk", "reason": reason} for child, reason in whom]


def claims_never_made(family: Family) -> list[Mapping[str, object]]:
    """The same of relationships, which need a reason of any length."""
    return [{"child": child, "reason": reason} for child, reason in (("r-none", REASON), (family.child, " "))]


def of_hidden(family: Family) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Ways in to those whom one of the worlds may hide: refused alike where it does, opened alike where both know them."""
    for child in sorted(family.hidden_people()):
        yield "breakGlass", {"child": child, "category": "immediate_risk", "reason": REASON}
        yield "claimRelationship", {"child": child, "reason": REASON}


def posted(family: Family) -> Iterator[tuple[str, str]]:
    """Forms of the pages, as address and body: openings of nobody, sign-offs of none, the log of somebody hidden."""
    given = {"category": "out_of_hours", "reason": REASON, "csrf": "form token"}
    for kind in ("break_glass", "claimed_relationship"):
        for named in ({"reference": "none"}, {"child": "r-none"}, {"child": family.mother}):
            yield "/access", urlencode({"kind": kind, **named, **given})
    for by, and_by in (("DISTRICT", "SEX"), ("PLAN", ""), ("none", "")):
        yield "/counts", urlencode({"of": "EVERYONE", "by": by, "and_by": and_by, "csrf": "form token"})
    yield PREVIEW, urlencode({"mapping": "none", "csrf": "form token"})
    yield "/audit/review", urlencode({"reference": "b0", "note": "Right to look", "csrf": "form token"})
    yield "/audit", urlencode({"person": sorted(family.hidden_people())[0], "csrf": "form token"})
    yield "/audit", urlencode({"person": family.child, "csrf": "form token"})
