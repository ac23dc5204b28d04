"""Why someone asks: what a purpose may be, and what becomes of its reference (access.md §1)."""

from __future__ import annotations

import pytest

from graph.access.purpose import LONGEST_REFERENCE, PURPOSES, Purpose, PurposeCode, read_purpose
from graph.errors import PurposeRequired


def test_a_purpose_is_read_as_it_is_written() -> None:
    for text in ("assessment", "strategy_discussion; CSC-1042"):
        assert read_purpose(text).text == text
    assert read_purpose(" Assessment ;  CSC-1042 ") == Purpose(PurposeCode.ASSESSMENT, "CSC-1042")


@pytest.mark.parametrize(
    "text", [None, "", " ", "; CSC-1", "curiosity", "assessment; a\nb", f"assessment; {'x' * 500}"]
)
def test_what_is_no_purpose_is_refused(text: str | None) -> None:
    assert LONGEST_REFERENCE < 500
    with pytest.raises(PurposeRequired):
        read_purpose(text)


@pytest.mark.parametrize(("reference", "plain"), [("CSC-1042", True), ("Mia Hobbs of Fern Road", False), (None, False)])
def test_only_a_number_may_be_kept_where_no_names_may_be(reference: str | None, plain: bool) -> None:
    assert Purpose(PurposeCode.ASSESSMENT, reference).has_plain_reference is plain


def test_every_purpose_has_a_lawful_basis() -> None:
    assert all(PURPOSES[code].lawful_basis for code in PurposeCode)
