"""Openings in words: what was opened, why a glass may be broken, until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from api.pages.words import capital, moment, plain
from graph.access.opened import Category, OpenedKind
from graph.model.period import LONDON

CATEGORIES: Mapping[str, str] = {
    Category.IMMEDIATE_RISK: "A child is at immediate risk of harm",
    Category.MISSING_CHILD: "A child is missing",
    Category.MEDICAL_EMERGENCY: "A medical emergency",
    Category.SECTION47: "A section 47 enquiry or strategy discussion today",
    Category.OUT_OF_HOURS: "Out of hours, and nobody who may look can be reached",
    Category.COURT_TODAY: "A court hearing today",
    Category.OTHER: "Something else that can’t wait: say what it is above",
}
_KINDS: Mapping[str, str] = {
    OpenedKind.BREAK_GLASS: "Broke the glass",
    OpenedKind.CLAIMED_RELATIONSHIP: "Claimed a relationship",
}


def category(code: str) -> str:
    """Why a glass was broken."""
    return CATEGORIES.get(code, capital(plain(code)))


def opening_kind(code: str) -> str:
    """What was done."""
    return _KINDS.get(code, capital(plain(code)))


def until_time(until: datetime, now: datetime) -> str:
    """`14:32` on the same day, else with its day."""
    local = until.astimezone(LONDON)
    return f"{local:%H:%M}" if local.date() == now.astimezone(LONDON).date() else moment(until)
