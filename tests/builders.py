"""Small worlds for tests: what agencies say, claim by claim, and the case they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from graph.model.case import Case, build_case
from graph.model.claims import KIND_OF_TABLE, Claim, ClaimStatus, End, Role, Source
from graph.model.dates import Dates
from graph.model.ids import IdKey, join_key
from graph.model.people import Agency, EntityKind, Feed, Member, Partnership
from graph.model.period import Period, at_moment, end_of_day, months_before, parse_partial

KEY = IdKey(b"k" * 32)
LONG_AGO = "2000-01-01"
SYSTEM = "main"
UNDATED = Period()
AGENCIES = {
    "csc": ("Vale Children's Social Care", "children_social_care"),
    "police": ("Vale Police", "police"),
    "housing": ("Vale Housing", "housing"),
    "gp": ("Larch Surgery", "gp"),
    "school": ("Brook Academy", "school"),
    "hospital": ("Northgate Hospital", "hospital"),
    "probation": ("Vale Probation", "probation"),
}


def record_id(agency: str, table: str, key: str) -> str:
    """The id of a record of the test partnership."""
    return KEY.record_id(agency, SYSTEM, table, key)


@dataclass
class World:
    """What a made-up partnership holds. Each method says one thing and returns the record's id."""

    claims: list[Claim] = field(default_factory=list)
    joined: dict[str, tuple[str, datetime | None]] = field(default_factory=dict)
    extracted: datetime = datetime(2024, 3, 31, 22, tzinfo=UTC)
    feeds_of: Mapping[str, tuple[str, ...]] | None = None
    covers: tuple[str | None, str | None] = ("2000-01-01", "2024-03-31")
    _count: int = 0

    def _ref(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def say(
        self,
        agency: str,
        table: str,
        key: str,
        ends: tuple[End, ...],
        period: Period = UNDATED,
        recorded: str = LONG_AGO,
        status: str = "asserted",
        until: str | None = None,
        **values: str,
    ) -> Claim:
        """One claim; `recorded` and `until` (when it was replaced) are days, which mean their end."""
        kind = KIND_OF_TABLE[table]
        record = record_id(agency, table, key)
        claim = Claim(
            id=KEY.claim_id(record, repr(sorted(values.items())) + recorded, 0),
            kind=kind,
            record_id=record,
            source=Source(agency, SYSTEM, table, key, "d1", len(self.claims) + 2),
            ends=ends,
            valid=period,
            recorded_at=end_of_day(date.fromisoformat(recorded)),
            superseded_at=end_of_day(date.fromisoformat(until)) if until else None,
            status=ClaimStatus(status),
            values={name: value for name, value in values.items() if value},
        )
        self.claims.append(claim)
        return claim

    def person(self, agency: str, ref: str, recorded: str = LONG_AGO, until: str | None = None, **values: str) -> str:
        """A person row; phones, emails and vehicles become details."""
        record = record_id(agency, "people", ref)
        details = tuple(
            End(KEY.detail_id(cell, part.strip()), Role.DETAIL)
            for cell in ("phones", "emails", "vehicles")
            for part in values.get(cell, "").split(";")
            if part.strip()
        )
        self.say(
            agency, "people", ref, (End(record, Role.PERSON), *details), Period(), recorded, "asserted", until, **values
        )
        return record

    def household(self, agency: str, ref: str, **values: str) -> str:
        """A household row."""
        record = record_id(agency, "households", ref)
        self.say(
            agency, "households", ref, (End(record, Role.HOUSEHOLD),), UNDATED, LONG_AGO, "asserted", None, **values
        )
        return record

    def lives(
        self, agency: str, person: str, household: str, start: str | None = None, end: str | None = None, **values: str
    ) -> Claim:
        """A residence row."""
        ends = (End(person, Role.PERSON), End(household, Role.HOUSEHOLD))
        values.setdefault("role", "resident")
        recorded = values.pop("recorded", LONG_AGO)
        status = values.pop("status", "asserted")
        return self.say(agency, "residences", self._ref("rs"), ends, period(start, end), recorded, status, **values)

    def relates(
        self,
        agency: str,
        person: str,
        type_: str,
        other: str,
        start: str | None = None,
        end: str | None = None,
        **values: str,
    ) -> Claim:
        """A relationship row: person is type of other."""
        ends = (End(person, Role.PERSON), End(other, Role.OTHER))
        recorded = values.pop("recorded", LONG_AGO)
        status = values.pop("status", "asserted")
        return self.say(
            agency, "relationships", self._ref("rl"), ends, period(start, end), recorded, status, type=type_, **values
        )

    def event(self, agency: str, on: str, parts: Mapping[str, str], category: str = "police", **values: str) -> str:
        """An event with the people who had a part, by role."""
        ref = self._ref("ev")
        record = record_id(agency, "events", ref)
        recorded = values.pop("recorded", LONG_AGO)
        household = values.pop("household", "")
        ends = (End(record, Role.EVENT), *((End(household, Role.HOUSEHOLD),) if household else ()))
        values.setdefault("type", "incident")
        self.say(
            agency,
            "events",
            ref,
            ends,
            at_moment(parse_partial(on)),
            recorded,
            "asserted",
            None,
            category=category,
            start=on,
            **values,
        )
        for person, role in parts.items():
            key = join_key(ref, person, role)
            self.say(
                agency,
                "event_people",
                key,
                (End(record, Role.EVENT), End(person, Role.PERSON)),
                Period(),
                recorded,
                "asserted",
                None,
                role=role,
            )
        return record

    def episode(
        self, agency: str, person: str, kind: str, start: str | None, end: str | None = None, **values: str
    ) -> str:
        """An episode row."""
        ref = self._ref("ep")
        record = record_id(agency, "episodes", ref)
        recorded = values.pop("recorded", LONG_AGO)
        ends = (End(person, Role.PERSON), End(record, Role.EPISODE))
        self.say(agency, "episodes", ref, ends, period(start, end), recorded, "asserted", None, kind=kind, **values)
        return record

    def assessment(
        self, agency: str, people: Mapping[str, str], started: str, completed: str | None = None, **values: str
    ) -> str:
        """An assessment with who is named, by capacity."""
        ref = self._ref("as")
        record = record_id(agency, "assessments", ref)
        recorded = values.pop("recorded", LONG_AGO)
        episode = values.pop("episode", "")
        ends = (End(record, Role.ASSESSMENT), *((End(episode, Role.EPISODE),) if episode else ()))
        cells = {"started": started, "kind": "single", **({"completed": completed} if completed else {}), **values}
        self.say(agency, "assessments", ref, ends, period(started, completed), recorded, "asserted", None, **cells)
        for person, capacity in people.items():
            ends = (End(record, Role.ASSESSMENT), End(person, Role.PERSON))
            self.say(
                agency,
                "assessment_people",
                join_key(ref, person),
                ends,
                Period(),
                recorded,
                "asserted",
                None,
                capacity=capacity,
            )
        return record

    def share(self, agency: str, to: str, on: str, person: str = "", about: str = "", **values: str) -> Claim:
        """A share row with outcome shared."""
        ends = tuple(End(record, role) for record, role in ((person, Role.PERSON), (about, Role.ABOUT)) if record)
        recorded = values.pop("recorded", LONG_AGO)
        cells = {
            "to_agency": to,
            "outcome": "shared",
            "shared_on": on,
            **({"about_record": "t:r"} if about else {}),
            **values,
        }
        return self.say(
            agency, "shares", self._ref("sh"), ends, at_moment(parse_partial(on)), recorded, "asserted", None, **cells
        )

    def join(self, *records: str, since: datetime | None = None) -> str:
        """Makes records one person or household; `since`: when that was judged to hold."""
        target = min(records)
        target = self.joined.get(target, (target, None))[0]
        for record in records:
            self.joined[record] = (target, since)
        return target

    def partnership(self) -> Partnership:
        """What is loaded."""
        agencies = {agency: Agency(agency, *named) for agency, named in AGENCIES.items()}
        tables = sorted(KIND_OF_TABLE)
        feeds = tuple(
            Feed(agency, SYSTEM, table, 1, *self.covers, self.extracted, "d1")
            for agency in agencies
            for table in (tables if self.feeds_of is None else self.feeds_of.get(agency, ()))
        )
        return Partnership(agencies, feeds, self.extracted)

    def case(
        self,
        as_of: str = "2024-03-31",
        known_at: str | None = None,
        known_to: frozenset[str] | None = None,
        months: int = 24,
    ) -> Case:
        """The whole world as one case; `known_at` is the same day unless given."""
        day = date.fromisoformat(as_of)
        moment = end_of_day(date.fromisoformat(known_at or as_of))
        dates = Dates(day, moment, known_to, months_before(day, months), date.fromordinal(day.toordinal() + 1))
        members = [
            Member(record, entity, EntityKind.PERSON, since) for record, (entity, since) in sorted(self.joined.items())
        ]
        return build_case(tuple(self.claims), tuple(members), self.partnership(), dates)


def period(start: str | None, end: str | None) -> Period:
    """A period of partial dates."""
    return Period(parse_partial(start) if start else None, parse_partial(end) if end else None)


def a_child(world: World, agency: str = "csc", ref: str = "C1", born: str = "2012-05-01", **values: str) -> str:
    """A child with a name and a birth date."""
    return world.person(agency, ref, given_name="Mia", family_name="Hobbs", date_of_birth=born, **values)


def an_adult(
    world: World, agency: str, ref: str, name: str = "Daniel Mercer", born: str = "1979-01-15", **values: str
) -> str:
    """An adult with a name and a birth date."""
    given, _, family = name.partition(" ")
    return world.person(agency, ref, given_name=given, family_name=family, date_of_birth=born, **values)
