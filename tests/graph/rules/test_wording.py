"""Codes in findings are said as people say them."""

from __future__ import annotations

import pytest

from graph.rules.wording import factor, plain


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("3C", "3C (domestic abuse: another person in the household)"),
        ("4B", "4B (mental health: a parent or carer)"),
        ("1A", "1A (alcohol: the child)"),
        ("18C", "18C (physical abuse by an adult)"),
        ("20", "20 (other)"),
        ("7C", "7C"),
        ("", ""),
    ],
)
def test_a_factor_keeps_its_number_and_says_what_it_means(code: str, words: str) -> None:
    assert factor(code) == words


def test_kinds_of_episodes_are_said_in_words() -> None:
    assert [plain(code) for code in ("cin", "section47", "child_protection")] == [
        "child in need",
        "section 47",
        "child protection",
    ]
