"""All the rules by name (rules.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.rules.drift import DRIFT
from graph.rules.rule import Rule
from graph.rules.was_not_brought import WAS_NOT_BROUGHT


def every_rule() -> Mapping[str, Rule]:
    """The rules by name, in the order in which they are told."""
    return {rule.name: rule for rule in _RULES}


def rules_for(roles: Iterable[str]) -> Mapping[str, Rule]:
    """Those whose answers callers of these roles may have."""
    held = frozenset(roles)
    return {name: rule for name, rule in every_rule().items() if rule.roles is None or rule.roles & held}


_RULES: tuple[Rule, ...] = (
    WAS_NOT_BROUGHT,
    DRIFT,
)
