"""The form that sets a finding aside: what was typed, what is amiss in it, in words beside the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.pages.asking import answering
from api.pages.responding import SEE_OTHER, show_nobody
from graph.errors import BadInput
from graph.questions.setting_aside import LONGEST_REASON, AsideAsked

REASON, UNTIL = "reason", "until"
LONGEST_PART, LONGEST_NAME = 10, 100
_YEAR_DIGITS = 4
NO_REASON = "Enter why it is set aside"
TOO_LONG = f"Your reason must be {LONGEST_REASON:,} characters or fewer"
NOT_A_DATE = "The day must be a real date with a day, month and year, like 27 3 2027"
NOT_AHEAD = "The day must be after today, and at most a year ahead"


@dataclass(frozen=True, slots=True)
class AsideForm:
    """What was typed, as it was typed."""

    rule: str = ""
    adult: str = ""
    reason: str = ""
    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def until(self) -> date | None:
        """The day given, or None where it is no day."""
        parts = self.year, self.month, self.day
        if not all(part.isascii() and part.isdigit() for part in parts) or len(self.year) != _YEAR_DIGITS:
            return None
        year, month, day = map(int, parts)
        try:
            return date(year, month, day)
        except ValueError:
            return None

    @property
    def faults(self) -> dict[str, str]:
        """What is amiss, by field."""
        found: dict[str, str] = {}
        if not any(letter.isalnum() for letter in self.reason):
            found[REASON] = NO_REASON
        elif len(" ".join(self.reason.split())) > LONGEST_REASON:
            found[REASON] = TOO_LONG
        if self.until is None:
            found[UNTIL] = NOT_A_DATE
        return found


def read_aside(  # noqa: PLR0913, PLR0917 - the fields of the form
    rule: Annotated[str, Form()] = "",
    adult: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    day: Annotated[str, Form(alias="until-day")] = "",
    month: Annotated[str, Form(alias="until-month")] = "",
    year: Annotated[str, Form(alias="until-year")] = "",
) -> AsideForm:
    """What was typed, trimmed."""
    days = (part.strip()[:LONGEST_PART] for part in (day, month, year))
    return AsideForm(rule.strip()[:LONGEST_NAME], adult.strip()[:LONGEST_NAME], reason.strip(), *days)


Again = Callable[[AsideForm, dict[str, str]], Response]
"""Shows the page again with what was typed and what is amiss in it."""


def answer_aside(request: Request, page: str, form: AsideForm, again: Again) -> Response:
    """Sets aside and goes to `page`; the page again where something is amiss, the page for nobody where there is no child."""
    child = request.path_params["person_id"]
    try:
        faults = keep_aside(request, child, form)
    except BadInput as fault:
        if fault.argument == "child":
            return show_nobody(request)
        raise
    return again(form, faults) if faults else RedirectResponse(f"/people/{quote(child, safe='')}/{page}", SEE_OTHER)


def keep_aside(request: Request, child: str, form: AsideForm) -> dict[str, str]:
    """Sets it aside; what is amiss, by field, where it can't be. Raises BadInput for what no field can mend."""
    if form.faults or form.until is None:
        return form.faults
    asked = AsideAsked(child, form.rule, form.adult or None, form.reason, form.until)
    try:
        answering(request).ask(request, "setAside", asked=asked)
    except BadInput as fault:
        if fault.argument == UNTIL:
            return {UNTIL: NOT_AHEAD}
        raise
    return {}
