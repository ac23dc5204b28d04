"""What may be counted of the area, and by what, in words; and what an export of it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import BadInput
from graph.model.counting import CountBy, Counted, CountsAsked

COUNTED: Mapping[str, str] = {"CHILDREN": "Children", "ADULTS": "Adults", "EVERYONE": "Everyone"}
COUNT_BY: Mapping[str, str] = {
    "DISTRICT": "District",
    "SEX": "Sex",
    "AGE_BAND": "Age",
    "FIRST_KNOWN_BY": "Agency that knew first",
    "PLAN": "Plan",
}
ASKED_OF_AN_EXPORT = (
    "Hidden adults, by the agency that knew first",
    "Chains of re-referrals: how many children have so many, each within a year of the one before",
    "Repeat attendances: three or more for injuries within a year",
    "Professional turnover: how many allocated or lead workers a child had",
    "Time between an agency's first knowing of an adult and the first sharing of it",
)
"""The questions of docs/analysts.md, word for word."""


@dataclass(frozen=True, slots=True)
class CountsForm:
    """What is counted, by what, as chosen: codes of the API; `and_by` may be empty."""

    of: str = "CHILDREN"
    by: str = "DISTRICT"
    and_by: str = ""

    @property
    def asked(self) -> CountsAsked:
        """For a question. Raises BadInput for what is none of the choices, and for one thing twice."""
        if self.of not in COUNTED or self.by not in COUNT_BY or self.and_by not in {"", *COUNT_BY}:
            raise BadInput("by", "is none of the choices")
        return CountsAsked(Counted(self.of), CountBy(self.by), CountBy(self.and_by) if self.and_by else None)
