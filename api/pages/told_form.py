"""The form of the unknown partner check: what a team was told, and what is amiss in it, in words beside the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Annotated

from fastapi import Form

from api.pages.dates import as_sorted
from graph.errors import BadInput
from graph.model.knowing import ToldHousehold, ToldPerson
from graph.questions.told import LONGEST, MOST_TOLD, read_date

FEWEST_ROWS = 3
NAMES, PEOPLE, ADDRESS = "name-1", "told.people", "told.address"
_TOO_LONG = f"must be {LONGEST} characters or fewer"
_AMISS: Mapping[str, tuple[str, str]] = {
    PEOPLE: (NAMES, "Enter a name, date of birth, phone, email or vehicle for each person, or where they live"),
    f"{PEOPLE}.name": (NAMES, f"A name must hold a letter, and {_TOO_LONG}"),
    f"{PEOPLE}.dateOfBirth": ("born-1", "A date of birth must be a day, a month or a year, like 3/5/1990, 5/1990 or 1990"),
    f"{PEOPLE}.phone": ("phone-1", f"A phone {_TOO_LONG}"),
    f"{PEOPLE}.email": ("email-1", f"An email {_TOO_LONG}"),
    f"{PEOPLE}.vehicle": ("vehicle-1", f"A vehicle {_TOO_LONG}"),
    f"{PEOPLE}.relationship": ("relationship-1", f"Who they are to the child {_TOO_LONG}"),
    ADDRESS: ("address", "The address needs a house number or name, and a postcode"),
    "told.postcode": ("postcode", f"The postcode {_TOO_LONG}"),
    "told.uprn": ("uprn", "A property number (UPRN) has 1 to 12 digits"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldForm:
    """What was typed, as it was typed: a row a person, and the home."""

    people: tuple[ToldPerson, ...] = ()
    address: str = ""
    postcode: str = ""
    uprn: str = ""
    wants_another: bool = False

    @property
    def told(self) -> ToldHousehold:
        """What was told: rows left empty are nobody; dates as sorted."""
        people = tuple(
            replace(one, date_of_birth=as_sorted(one.date_of_birth or "") or None)
            for one in self.people
            if one != _NOBODY
        )
        return ToldHousehold(people, self.address or None, self.postcode or None, self.uprn or None)

    @property
    def rows(self) -> tuple[ToldPerson, ...]:
        """The rows to type in: those typed, and empty ones beside them."""
        typed = [one for one in self.people if one != _NOBODY]
        count = max(len(typed) + (1 if self.wants_another else 0), FEWEST_ROWS)
        return tuple([*typed, *[_NOBODY] * count][: min(count, MOST_TOLD)])


_NOBODY = ToldPerson()
Texts = Annotated[list[str] | None, Form()]


def read_form(  # noqa: PLR0913, PLR0917 - the fields of the form
    name: Texts = None,
    born: Texts = None,
    phone: Texts = None,
    email: Texts = None,
    vehicle: Texts = None,
    relationship: Texts = None,
    address: Annotated[str, Form()] = "",
    postcode: Annotated[str, Form()] = "",
    uprn: Annotated[str, Form()] = "",
    another: Annotated[str, Form()] = "",
) -> ToldForm:
    """What was typed, trimmed and not endless."""
    columns = [(column or [])[: MOST_TOLD + 1] for column in (name, born, phone, email, vehicle, relationship)]
    rows = zip_longest(*columns, fillvalue="")
    people = tuple(ToldPerson(*((text.strip()[: LONGEST + 1] or None) for text in row)) for row in rows)
    home, code, number = (text.strip()[: LONGEST + 1] for text in (address, postcode, uprn))
    return ToldForm(people, home, code, number, bool(another))


def fault_of(form: ToldForm, fault: BadInput) -> tuple[str, str]:
    """The field a fault is about and what to do, in words. Raises the fault where no field can mend it."""
    if fault.argument not in _AMISS:
        raise fault
    field, says = _AMISS[fault.argument]
    if fault.argument == f"{PEOPLE}.dateOfBirth":
        field = f"born-{_first_odd_date(form)}"
    return field, says


def _first_odd_date(form: ToldForm) -> int:
    """The row whose date of birth can't be read, counted from 1."""
    for number, one in enumerate(form.told.people, 1):
        try:
            read_date(one.date_of_birth or "")
        except BadInput:
            return number
    return 1
