"""Findings in the words of the people who read the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from api.pages.words import capital, day, partial, plain
from graph.model.answers import SetAsideAnswer
from graph.model.findings import FindingAnswer, FindingState

FINDING_STATES: Mapping[FindingState, str] = {
    FindingState.FOUND: "Found",
    FindingState.CANNOT_BE_DETERMINED: "Cannot be determined",
    FindingState.SET_ASIDE: "Set aside",
    FindingState.NOT_FOUND_IN_LOADED_DATA: "Not found in the data loaded",
}
"""In the order in which the page tells them."""
EARLIEST = "Earliest evidence"
_DATE = re.compile(r"(?<![\w-])\d{4}-\d{2}(?:-\d{2})?(?![\w-])")
_TITLES: Mapping[str, str] = {"re_referral": "Re-referral", "substances_found": "Substances found in the child"}


def rule_title(name: str) -> str:
    """`start_again` → `Start again`."""
    return _TITLES.get(name) or capital(plain(name))


def rules_counted(findings: Iterable[FindingAnswer]) -> str:
    """`17 rules looked at the records: 16 found; 1 not found in the data loaded.`"""
    held = list(findings)
    counts = "; ".join(f"{len(ones)} {FINDING_STATES[state].lower()}" for state, ones in by_state(held))
    return f"{len(held)} rules looked at the records{f': {counts}' if counts else ''}."


def aside_in_words(aside: SetAsideAnswer) -> str:
    """By whom it was set aside, until when, why, and how much evidence has come since."""
    since = f" ({aside.says})" if aside.says else ""
    return f"Set aside by {aside.by} until {day(aside.until)}{since}: {aside.reason}"


def dates_in_words(text: str) -> str:
    """The text with each date in it as people write it."""
    return _DATE.sub(lambda match: partial(match.group()), text)


def by_state(findings: Iterable[FindingAnswer]) -> list[tuple[FindingState, list[FindingAnswer]]]:
    """The findings by what is said of them, each state's in the order of the rules; states without any left out."""
    held = list(findings)
    groups = [(state, [one for one in held if one.state is state]) for state in FINDING_STATES]
    return [(state, ones) for state, ones in groups if ones]
