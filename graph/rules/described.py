"""The rules as a page for people: docs/rules.md is this text, and a test holds the two together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.rules.rule import ASSESSING, Rule

OPENING = """\
# The rules

Made from the rule files in `graph/rules`; the same text, rule by rule, stands under Findings and Help in the pages.

A rule looks for a gap or a pattern in what agencies recorded. It says what to ask, not what is so: no score, no ranking, no
forecast, and nothing that reads sex, ethnicity, religion, disability or where somebody comes from. Each result is one of four:

- **found**, with the claims it stands on, what would refute it, and the strengths on record beside it;
- **not found in the data loaded**: every feed the rule names was there, and it is not in it. That is not reassurance;
- **cannot be determined**: a feed the rule needs was not delivered or is out of date; which one is said;
- **set aside** by a named person, with a reason, until a day at most a year ahead.

"In 12 months" means any stretch of that length, both its days included, inside the rule's window: the longest stretch the rule
names, at least 24 months, up to the day asked about. Partial dates make a finding possible, and it says so. A refuted claim
supports nothing. Thresholds without a published definition are local settings.
"""


def describe(rules: Iterable[Rule]) -> str:
    """The page, as Markdown."""
    return "\n".join((OPENING, *(line for rule in rules for line in _of(rule))))


def _of(rule: Rule) -> Iterator[str]:
    yield f"## {rule.name}\n"
    yield f"{rule.says}\n"
    yield f"**To a family:** {rule.for_family}\n"
    yield f"- Settings: {rule.settings_text}"
    yield f"- Source: {rule.source}"
    yield f"- Feeds it needs: {'; '.join(map(_feed, rule.needs))}"
    yield f"- Would refute it: {' '.join(rule.would_refute)}"
    if rule.roles:
        yield f"- Open to: {', '.join(sorted(rule.roles))}"
    yield f"- Version: {rule.version}\n"


def _feed(need: tuple[str, str]) -> str:
    kind, table = need
    return f"{'the assessing agency' if kind == ASSESSING else kind.replace('_', ' ')}: {table.replace('_', ' ')}"
