"""People and homes of a made-up county, each with numbers nobody else holds."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ingest.synth import numbers
from ingest.synth.names import Culture, Pools
from ingest.synth.world import AS_OF, Family, Home, Person

HAS_PHONE = 0.6
HAS_EMAIL = 0.35
SCHOOL_STARTS = 4
_HOMES_TO_A_POSTCODE = 6
_HOSTELS = ("Harbour House", "Lantern House", "Mariner House")
_QUIET = (date(2022, 2, 15), date(2022, 5, 15))
"""No date falls around the day two years before: a fact there is told apart by a day, which is for written cases."""


class Maker:
    """Draws people, homes and dates for one family; `serials` go on from family to family."""

    def __init__(self, rng: Random, pools: Pools, family: Family, serials: Serials) -> None:
        self.rng = rng
        self.pools = pools
        self.family = family
        self.serials = serials
        self.culture = pools.culture(rng)

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, never in the weeks around two years ago."""
        drawn = first + timedelta(days=self.rng.randrange(max((last - first).days, 0) + 1))
        if _QUIET[0] <= drawn <= _QUIET[1]:
            drawn = _QUIET[0] - timedelta(days=1) if first < _QUIET[0] else _QUIET[1] + timedelta(days=1)
        return drawn

    def days_ago(self, longest: int, shortest: int) -> date:
        """A day between so many days before the county's day."""
        return self.day(AS_OF - timedelta(days=longest), AS_OF - timedelta(days=shortest))

    def born_aged(self, youngest: int, oldest: int) -> date:
        """A birth date of someone whose age lies between the two, well away from a birthday now."""
        return AS_OF - timedelta(days=round(self.rng.uniform(youngest + 0.1, oldest + 0.9) * 365.25))

    def surname(self, culture: Culture | None = None) -> str:
        """A family name; now and then two with a hyphen."""
        pool = (culture or self.culture).families
        first = self.rng.choice(pool)
        return f"{first}-{self.rng.choice(pool)}" if self.chance(0.03) else first

    def person(self, sex: str, born: date, family: str, given: str = "") -> Person:
        """Someone new, of this family's culture, added to the family."""
        serial = self.serials.next_person()
        names = self.culture
        given = given or names.given(self.rng, sex)
        adult = not (AS_OF - born).days < 13 * 365
        phone = numbers.phone(self.serials.next_phone()) if adult and self.chance(HAS_PHONE) else ""
        made = Person(
            id=f"F{self.family.serial}-{len(self.family.people)}",
            given=given,
            middle=names.given(self.rng, sex) if self.chance(0.4) else "",
            family=family,
            sex=sex,
            born=born,
            nhs=numbers.nhs_number(serial),
            upn=numbers.upn(serial) if born > date(1996, 9, 1) and (AS_OF - born).days > SCHOOL_STARTS * 365 else "",
            phone=phone,
            email=f"{given}.{family}{serial}@mail.example".lower() if adult and self.chance(HAS_EMAIL) else "",
            birth_family=family,
        )
        self.family.people[made.id] = made
        return made

    def hostel(self) -> Home:
        """One of the county's hostels, which people of many families share."""
        which = self.rng.randrange(len(_HOSTELS))
        name = f"{_HOSTELS[which]}, 2 Harbour Street, Millbeck"
        made = Home(f"HOSTEL{which}", name, f"ZZ19 {which + 1}AA", numbers.uprn(990_000_000 + which), "hostel")
        self.family.homes[made.id] = made
        return made

    def home(self, kind: str = "private", confidential: bool = False) -> Home:
        """A home nobody else has, added to the family."""
        serial = self.serials.next_home()
        street = f"{self.rng.choice(self.pools.streets)} {self.rng.choice(self.pools.ways)}"
        # A postcode and a house number are one place: neighbours share the first, never both.
        number = str(1 + serial % _HOMES_TO_A_POSTCODE * 30 + self.rng.randrange(30))
        line = f"Flat {self.rng.randrange(1, 30)}, {number} {street}" if self.chance(0.2) else f"{number} {street}"
        address = f"{line}, {self.rng.choice(self.pools.towns)}"
        made = Home(
            f"H{serial}",
            address,
            numbers.postcode(serial // _HOMES_TO_A_POSTCODE),
            numbers.uprn(1_000_000 + serial),
            kind,
            confidential,
        )
        self.family.homes[made.id] = made
        return made


class Serials:
    """Running numbers of a county."""

    def __init__(self) -> None:
        self._people = 0
        self._phones = 0
        self._homes = 0

    def next_person(self) -> int:
        """The next person's."""
        self._people += 1
        return self._people

    def next_phone(self) -> int:
        """The next phone's."""
        self._phones += 1
        return self._phones - 1

    def next_home(self) -> int:
        """The next home's."""
        self._homes += 1
        return self._homes
