"""All the rules by name (rules.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.rules.child_not_heard import CHILD_NOT_HEARD
from graph.rules.drift import DRIFT
from graph.rules.hidden_adults import HIDDEN_ADULTS
from graph.rules.household_factor_without_a_name import HOUSEHOLD_FACTOR_WITHOUT_A_NAME
from graph.rules.households_differ import HOUSEHOLDS_DIFFER
from graph.rules.known_elsewhere_not_shared import KNOWN_ELSEWHERE_NOT_SHARED
from graph.rules.missing_education import MISSING_EDUCATION
from graph.rules.parent_not_engaged import PARENT_NOT_ENGAGED
from graph.rules.re_referral import RE_REFERRAL
from graph.rules.repeat_domestic_abuse import REPEAT_DOMESTIC_ABUSE
from graph.rules.report_without_contact import REPORT_WITHOUT_CONTACT
from graph.rules.rule import Rule
from graph.rules.same_adult_several_families import SAME_ADULT_SEVERAL_FAMILIES
from graph.rules.scattered_injuries import SCATTERED_INJURIES
from graph.rules.sibling_history_not_joined import SIBLING_HISTORY_NOT_JOINED
from graph.rules.start_again import START_AGAIN
from graph.rules.substances_found import SUBSTANCES_FOUND
from graph.rules.think_family_gap import THINK_FAMILY_GAP
from graph.rules.unresolved_disagreement import UNRESOLVED_DISAGREEMENT
from graph.rules.was_not_brought import WAS_NOT_BROUGHT


def every_rule() -> Mapping[str, Rule]:
    """The rules by name, in the order in which they are told."""
    return {rule.name: rule for rule in _RULES}


def rules_for(roles: Iterable[str]) -> Mapping[str, Rule]:
    """Those whose answers callers of these roles may have."""
    held = frozenset(roles)
    return {name: rule for name, rule in every_rule().items() if rule.roles is None or rule.roles & held}


def rules_to_set_aside(roles: Iterable[str]) -> Mapping[str, Rule]:
    """Those whose findings callers of these roles may set aside: of adults around a child, one by one, too."""
    return {**rules_for(roles), HIDDEN_ADULTS.name: HIDDEN_ADULTS}


_RULES: tuple[Rule, ...] = (
    KNOWN_ELSEWHERE_NOT_SHARED,
    HOUSEHOLD_FACTOR_WITHOUT_A_NAME,
    PARENT_NOT_ENGAGED,
    RE_REFERRAL,
    START_AGAIN,
    SIBLING_HISTORY_NOT_JOINED,
    REPORT_WITHOUT_CONTACT,
    SCATTERED_INJURIES,
    SUBSTANCES_FOUND,
    CHILD_NOT_HEARD,
    MISSING_EDUCATION,
    THINK_FAMILY_GAP,
    SAME_ADULT_SEVERAL_FAMILIES,
    HOUSEHOLDS_DIFFER,
    REPEAT_DOMESTIC_ABUSE,
    DRIFT,
    UNRESOLVED_DISAGREEMENT,
    WAS_NOT_BROUGHT,
)
