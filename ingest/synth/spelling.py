"""How one agency writes a person down: nicknames, swaps, slips, half dates, a wrong digit, a number given up long ago."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ingest.synth.agencies import COMMON_NUMBER, SCHOOLS, SHARES_A_NUMBER, Agency
from ingest.synth.names import Pools
from ingest.synth.numbers import nhs_number
from ingest.synth.world import AS_OF, Person

_LETTERS = "abcdefghijklmnoprstuvwy"
_MONTHS_IN_A_YEAR = 12
_NUMBERS_GIVEN_UP = 5_000_000
_INITIAL_ONLY = 0.01
_OLD_NUMBER = 0.003
_NUMBER_OF_MANY = 0.02


@dataclass(frozen=True)
class Written:
    """One person as one agency wrote them: the identity cells, and what makes them hard to know again, by kind."""

    cells: Mapping[str, str]
    hard: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Speller:
    """Writes people down as an agency's clerks do; `rare` draws what seldom happens, apart from all else."""

    rng: Random
    pools: Pools
    rare: Random

    def write(self, agency: Agency, person: Person) -> Written:
        """The identity cells of one `people` row."""
        if not person.is_identified:
            return Written(self._unnamed(person))
        if person.is_unborn:
            unborn = {"expected_birth": person.born.isoformat(), "description": "unborn"}
            return Written({"family_name": person.family} | unborn)
        hard: set[str] = set()
        given, family, other = self._names(person, hard)
        if agency.shouts:
            given, family = given.upper(), family.upper()
        row = {"given_name": given, "family_name": family, "other_names": other, "sex": self._sex(person)}
        row |= self._birth(agency, person, hard)
        row["nhs_number"] = self._number(person.nhs, hard) if self._chance(agency.gives_nhs) else ""
        row["upn"] = self._number(person.upn, hard) if self._chance(agency.gives_upn) else ""
        row["phones"] = self._phone(person.phone) if self._chance(0.75) else ""
        row["emails"] = person.email if self._chance(0.4) else ""
        row["date_of_death"] = person.died.isoformat() if person.died else ""
        row["adopted_identity"] = "y" if person.is_adopted else ""
        if not person.is_adopted:
            self._seldom(agency, row, hard)
        return Written({name: cell for name, cell in row.items() if cell}, frozenset(hard))

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _seldom(self, agency: Agency, row: dict[str, str], hard: set[str]) -> None:
        """An initial in place of a name; a number given up since; the number a desk gives whoever has none at hand."""
        if self.rare.random() < _INITIAL_ONLY and "swapped_order" not in hard:
            row["given_name"] = row["given_name"][:1]
            hard.add("initial_only")
        if not row["nhs_number"] or "wrong_number" in hard:
            return
        if self.rare.random() < _OLD_NUMBER:
            row["nhs_number"] = nhs_number(_NUMBERS_GIVEN_UP + int(row["nhs_number"][1:8]))
            hard.add("superseded_number")
        elif agency.id == SHARES_A_NUMBER and self.rare.random() < _NUMBER_OF_MANY:
            row["nhs_number"] = COMMON_NUMBER
            hard.add("number_of_many")

    def _unnamed(self, person: Person) -> dict[str, str]:
        row = {"identified": "n", "sex": person.sex, "description": "a friend of the mother's; gave no full name"}
        return row | ({"given_name": person.given} if person.given else {})

    def _sex(self, person: Person) -> str:
        return person.sex if self._chance(0.97) else ""

    def _names(self, person: Person, hard: set[str]) -> tuple[str, str, str]:
        given = self._given(person, hard)
        if person.middle and self._chance(0.2):
            given = f"{given} {person.middle}"
        family, other = self._family(person, hard), ""
        if person.birth_family != person.family and self._chance(0.15):
            other = f"{person.given} {person.birth_family}"
        if self._chance(0.012) and not person.is_adopted:
            given, family = family, given
            hard.add("swapped_order")
        return given, family, other

    def _given(self, person: Person, hard: set[str]) -> str:
        given = person.given
        if given in self.pools.known_as and self._chance(0.09):
            hard.add("nickname")
            return self.rng.choice(self.pools.known_as[given])
        if given in self.pools.spelled and self._chance(0.2):
            hard.add(f"spelling_{self.pools.language[given]}")
            return self.rng.choice(self.pools.spelled[given])
        if self._chance(0.02):
            hard.add("typing_slip")
            return self._slip(given)
        return given

    def _family(self, person: Person, hard: set[str]) -> str:
        # After adoption the name is the name: a slip here would make a test of the seal say nothing.
        if person.is_adopted:
            return person.family
        family = person.family
        if person.birth_family != family and self._chance(0.12):
            hard.add("maiden_or_married")
            family = person.birth_family
        if family in self.pools.spelled and self._chance(0.15):
            hard.add(f"spelling_{self.pools.language[family]}")
            family = self.rng.choice(self.pools.spelled[family])
        if "-" in family and self._chance(0.2):
            hard.add("double_barrelled")
            family = self.rng.choice((family.split("-")[-1], family.replace("-", " ")))
        if not self._chance(0.02):
            return family
        hard.add("typing_slip")
        return self._slip(family)

    def _slip(self, name: str) -> str:
        at = self.rng.randrange(1, max(len(name) - 1, 2))
        how = self.rng.randrange(3)
        if how == 0:
            return name[:at] + name[at + 1 :]
        if how == 1:
            return name[:at] + self.rng.choice(_LETTERS) + name[at + 1 :]
        return name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :]

    def _birth(self, agency: Agency, person: Person, hard: set[str]) -> dict[str, str]:
        contact = agency.id in SCHOOLS and not person.is_child(AS_OF)
        if self._chance(0.93 if contact else agency.lacks_birth_date):
            hard.add("no_date")
            return {}
        return {"date_of_birth": self._date(person.born, hard)}

    def _date(self, born: date, hard: set[str]) -> str:
        how = self.rng.choices(("right", "swapped", "slip", "year", "month", "default"), (965, 10, 10, 5, 5, 5))[0]
        if how == "swapped" and born.day <= _MONTHS_IN_A_YEAR:
            hard.add("day_month_swapped")
            return date(born.year, born.day, born.month).isoformat()
        written = {
            "slip": ("date_slip", (born + timedelta(days=self.rng.choice((-10, -1, 1, 10)))).isoformat()),
            "year": ("partial_date", str(born.year)),
            "month": ("partial_date", f"{born.year}-{born.month:02d}"),
            "default": ("january_default", f"{born.year}-01-01"),
        }
        if how not in written:
            return born.isoformat()
        kind, text = written[how]
        hard.add(kind)
        return text

    def _number(self, number: str, hard: set[str]) -> str:
        if not number or not self._chance(0.005):
            return number
        at = self.rng.randrange(4, len(number) - 1)
        hard.add("wrong_number")
        return f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}"

    def _phone(self, phone: str) -> str:
        return phone.replace(" ", "") if self._chance(0.5) else phone
