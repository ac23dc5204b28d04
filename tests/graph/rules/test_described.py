"""docs/rules.md is what the rule files say, and every rule explains itself to a social worker and to a family."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.rules.described import describe
from graph.rules.registry import every_rule

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"
NAMES = [
    "known_elsewhere_not_shared",
    "household_factor_without_a_name",
    "parent_not_engaged",
    "re_referral",
    "start_again",
    "sibling_history_not_joined",
    "report_without_contact",
    "scattered_injuries",
    "substances_found",
    "child_not_heard",
    "missing_education",
    "think_family_gap",
    "same_adult_several_families",
    "households_differ",
    "repeat_domestic_abuse",
    "drift",
    "unresolved_disagreement",
    "was_not_brought",
]
JARGON = re.compile(r"\b(node|edge|score|claim|risk|alert|flag|safe)\b", re.IGNORECASE)


@pytest.mark.drift
def test_the_page_is_what_the_rule_files_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == describe(every_rule().values())


def test_the_eighteen_rules_are_there_in_the_order_of_the_text() -> None:
    assert list(every_rule()) == NAMES


@pytest.mark.parametrize("name", every_rule())
def test_a_rule_says_what_it_is_to_a_social_worker_and_to_a_family(name: str) -> None:
    rule = every_rule()[name]
    assert rule.version
    assert rule.source
    assert rule.needs
    assert rule.would_refute
    assert rule.says.endswith(".")
    assert rule.for_family.endswith(".")
    assert rule.for_family != rule.says
    assert not JARGON.search(rule.says + rule.for_family)
    assert "_" not in rule.says + rule.for_family


@pytest.mark.parametrize("name", every_rule())
def test_each_threshold_is_a_named_setting_with_its_unit(name: str) -> None:
    names = [setting.name for setting in every_rule()[name].settings]
    assert sorted(set(names)) == sorted(names)
    for setting in every_rule()[name].settings:
        assert setting.value > 0
        assert setting.says
        assert setting.text in every_rule()[name].settings_text
