"""What a rule is, and what it finds: claims, what they show, what would refute it. Never a score, never a ranking.

What is *there* a rule reads from the evidence of `known_to` (`case.about`); that something is *not* there, from all
claims (`case.all_about`): what others know can't be made absent by asking as somebody who doesn't know it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.model.period import PartialDate
from graph.rules.subject import Subject

ASSESSING = "assessing_agency"
"""Stands for the assessing agency itself, whatever its kind, among the feeds a rule needs."""
LOCAL = "local setting"
Need = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """A threshold: its name, its value, and in which unit and by whose definition (`local setting` where none exists)."""

    name: str
    value: int
    says: str

    @property
    def text(self) -> str:
        """The setting in words."""
        return f"{self.name.replace('_', ' ')}: {self.value} {self.says}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: since when, in one sentence, shown piece by piece, on which claims.

    `possible`: partial dates leave it open. `would_refute` adds to what the rule always says. `since` is None where no
    date on record begins it.
    """

    since: PartialDate | None
    says: str
    details: tuple[tuple[str, str], ...]
    evidence: tuple[Claim, ...]
    strengths: tuple[Claim, ...] = ()
    would_refute: tuple[str, ...] = ()
    possible: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name and version, what it says to a social worker and to a family, and how it is worked out.

    `needs` are the (agency kind or ASSESSING, table) feeds without which "not found" can't be said. `roles` are the
    roles (access.md §1) whose answers it is among; None: all that may ask. `still_open`: what may yet become a finding,
    in words, empty where nothing may.
    """

    name: str
    version: str
    says: str
    for_family: str
    settings: tuple[Setting, ...]
    source: str
    needs: tuple[Need, ...]
    would_refute: tuple[str, ...]
    find: Callable[[Subject], Found | None]
    roles: frozenset[str] | None = None
    still_open: Callable[[Subject], str] | None = None

    @property
    def settings_text(self) -> str:
        """All settings in one line."""
        return "; ".join(setting.text for setting in self.settings) or "none"
