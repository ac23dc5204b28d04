"""The form of a judgement: what was typed, what is amiss in it, in words beside the field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Form

from graph.identity.judgements import Verdict
from graph.questions.judging import LONGEST_REASON

VERDICT, REASON, EVIDENCE = "verdict", "reason", "evidenceSince"
LONGEST_PART = 10
_YEAR_DIGITS = 4
NOT_CHOSEN = "Choose whether the two records are one person"
NO_REASON = "Enter what shows it"
NO_REASON_TO_UNDO = "Enter why it is undone"
TOO_LONG = f"Your reason must be {LONGEST_REASON:,} characters or fewer"
NOT_A_DATE = "The day must be a real date with a day, month and year, like 27 3 2024"
AHEAD = "The day must be today or in the past"


@dataclass(frozen=True, slots=True)
class JudgingForm:
    """What was typed, as it was typed."""

    verdict: str = ""
    reason: str = ""
    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def judged(self) -> Verdict | None:
        """What was chosen, or None."""
        return next((verdict for verdict in Verdict if verdict.value == self.verdict), None)

    @property
    def evidence_since(self) -> date | None:
        """The day given, or None where none was. Raises ValueError where it is no day."""
        parts = self.year, self.month, self.day
        if not any(parts):
            return None
        if not all(part.isascii() and part.isdigit() for part in parts) or len(self.year) != _YEAR_DIGITS:
            raise ValueError(NOT_A_DATE)
        year, month, day = map(int, parts)
        return date(year, month, day)

    @property
    def faults(self) -> dict[str, str]:
        """What is amiss, by field."""
        found: dict[str, str] = {}
        if self.judged is None:
            found[VERDICT] = NOT_CHOSEN
        if amiss := reason_fault(self.reason):
            found[REASON] = amiss
        try:
            _ = self.evidence_since
        except ValueError:
            found[EVIDENCE] = NOT_A_DATE
        return found


def read_judging(
    verdict: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    day: Annotated[str, Form(alias="since-day")] = "",
    month: Annotated[str, Form(alias="since-month")] = "",
    year: Annotated[str, Form(alias="since-year")] = "",
) -> JudgingForm:
    """What was typed, trimmed."""
    days = (part.strip()[:LONGEST_PART] for part in (day, month, year))
    return JudgingForm(verdict, reason.strip(), *days)


def reason_fault(reason: str, missing: str = NO_REASON) -> str:
    """What is amiss with a reason, or nothing; `missing` says that there is none."""
    said = " ".join(reason.split())
    if not said:
        return missing
    return TOO_LONG if len(said) > LONGEST_REASON else ""
