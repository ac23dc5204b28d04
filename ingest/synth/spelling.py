"""How one agency writes a person down: nicknames, swaps, slips, half dates, a wrong digit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ingest.synth.agencies import SCHOOLS, Agency
from ingest.synth.names import Pools
from ingest.synth.world import AS_OF, Person

_LETTERS = "abcdefghijklmnoprstuvwy"
_MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True)
class Speller:
    """Writes people down as an agency's clerks do."""

    rng: Random
    pools: Pools

    def row(self, agency: Agency, person: Person) -> dict[str, str]:
        """The identity cells of one `people` row."""
        if not person.is_identified:
            return self._unnamed(person)
        if person.is_unborn:
            return {"family_name": person.family, "expected_birth": person.born.isoformat(), "description": "unborn"}
        given, family, other = self._names(person)
        if agency.shouts:
            given, family = given.upper(), family.upper()
        row = {"given_name": given, "family_name": family, "other_names": other, "sex": self._sex(person)}
        row |= self._birth(agency, person)
        row["nhs_number"] = self._number(person.nhs) if self._chance(agency.gives_nhs) else ""
        row["upn"] = self._number(person.upn) if self._chance(agency.gives_upn) else ""
        row["phones"] = self._phone(person.phone) if self._chance(0.75) else ""
        row["emails"] = person.email if self._chance(0.4) else ""
        row["date_of_death"] = person.died.isoformat() if person.died else ""
        row["adopted_identity"] = "y" if person.is_adopted else ""
        return {name: cell for name, cell in row.items() if cell}

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _unnamed(self, person: Person) -> dict[str, str]:
        row = {"identified": "n", "sex": person.sex, "description": "a friend of the mother's; gave no full name"}
        return row | ({"given_name": person.given} if person.given else {})

    def _sex(self, person: Person) -> str:
        return person.sex if self._chance(0.97) else ""

    def _names(self, person: Person) -> tuple[str, str, str]:
        given, family, other = person.given, person.family, ""
        if given in self.pools.known_as and self._chance(0.09):
            given = self.rng.choice(self.pools.known_as[given])
        elif given in self.pools.spelled and self._chance(0.2):
            given = self.rng.choice(self.pools.spelled[given])
        elif self._chance(0.02):
            given = self._slip(given)
        if person.middle and self._chance(0.2):
            given = f"{given} {person.middle}"
        family = self._family(person)
        if person.birth_family != person.family and self._chance(0.15):
            other = f"{person.given} {person.birth_family}"
        if self._chance(0.012) and not person.is_adopted:
            given, family = family, given
        return given, family, other

    def _family(self, person: Person) -> str:
        # After adoption the name is the name: a slip here would make a test of the seal say nothing.
        if person.is_adopted:
            return person.family
        family = person.family
        if person.birth_family != family and self._chance(0.12):
            family = person.birth_family
        if family in self.pools.spelled and self._chance(0.15):
            family = self.rng.choice(self.pools.spelled[family])
        if "-" in family and self._chance(0.2):
            family = self.rng.choice((family.split("-")[-1], family.replace("-", " ")))
        return self._slip(family) if self._chance(0.02) else family

    def _slip(self, name: str) -> str:
        at = self.rng.randrange(1, max(len(name) - 1, 2))
        how = self.rng.randrange(3)
        if how == 0:
            return name[:at] + name[at + 1 :]
        if how == 1:
            return name[:at] + self.rng.choice(_LETTERS) + name[at + 1 :]
        return name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :]

    def _birth(self, agency: Agency, person: Person) -> dict[str, str]:
        contact = agency.id in SCHOOLS and not person.is_child(AS_OF)
        if self._chance(0.93 if contact else agency.lacks_birth_date):
            return {}
        return {"date_of_birth": self._date(person.born)}

    def _date(self, born: date) -> str:
        how = self.rng.choices(("right", "swapped", "slip", "year", "month", "default"), (965, 10, 10, 5, 5, 5))[0]
        if how == "swapped" and born.day <= _MONTHS_IN_A_YEAR:
            return date(born.year, born.day, born.month).isoformat()
        written = {
            "slip": (born + timedelta(days=self.rng.choice((-10, -1, 1, 10)))).isoformat(),
            "year": str(born.year),
            "month": f"{born.year}-{born.month:02d}",
            "default": f"{born.year}-01-01",
        }
        return written.get(how, born.isoformat())

    def _number(self, number: str) -> str:
        if not number or not self._chance(0.005):
            return number
        at = self.rng.randrange(4, len(number) - 1)
        return f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}"

    def _phone(self, phone: str) -> str:
        return phone.replace(" ", "") if self._chance(0.5) else phone
