"""What each agency gets to know of a family, written as its rows and told as the truth will read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from ingest.synth.agencies import SCHOOLS, Agency
from ingest.synth.books import Book
from ingest.synth.happenings import SCHOOL_AGE, school_of
from ingest.synth.mistaken import MISTAKEN, find_mother, mistake_number
from ingest.synth.spelling import Speller
from ingest.synth.told import Told, ToldContact, ToldEvent, ToldRecord, ToldStay, ToldTie
from ingest.synth.world import AS_OF, CHILDREN_SERVICES, Family, Happening, Stay, Tie

_VISITORS_SEEN_BY = frozenset({"csc", "police", "early_help"})
_NIGHTS_SEEN_BY = frozenset({"csc", "hazel_school", "brook_academy"})
_SEEN_LONG_AGO = frozenset(
    {"probation", "vale_hospital", "adult_social_care", "adult_mental_health", "camhs", "police"}
)
_STALE = 0.15
"""Agencies that may not have seen someone since, and how often they hold only where they lived before."""
_SHARES_HOMES = ("housing", "gp", "police")
_BASIS = {"housing": "tenancy", "gp": "patient_list", "hazel_school": "school_roll", "brook_academy": "school_roll"}
_TELLING = frozenset({"date_of_birth", "nhs_number", "upn", "phones", "emails"})
_INVERSE = {"parent": "child", "step_parent": "step_child"}


class Recorder:
    """Writes one family into the books."""

    def __init__(self, family: Family, books: Mapping[str, Book], rng: Random, speller: Speller) -> None:
        self.family = family
        self.books = books
        self.rng = rng
        self.speller = speller
        self.told = Told()
        self.refs: dict[tuple[str, str], str] = {}
        self._bare: set[tuple[str, str]] = set()
        self._home_refs: dict[tuple[str, str], str] = {}
        self._stay_refs: dict[tuple[str, str], tuple[str, int]] = {}

    def record(self) -> Told:
        """Everything but the case work: people, homes, ties, events, shares."""
        for book in self.books.values():
            known = self._known(book.agency)
            for person in known:
                self._person(book, person)
            for person in known:
                self._stays(book, person)
            self._ties(book, known)
            for happening in self.family.happenings:
                if happening.agency == book.agency.id:
                    self._event(book, happening)
        for person in sorted(self.family.told_by_share):
            self._share_home(person)
        return self.told

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def _known(self, agency: Agency) -> list[str]:
        named = [one for event in self.family.happenings if event.agency == agency.id for one, _ in event.people]
        clients = [person for where, person in self.family.clients if where == agency.id]
        everyone = [*self._register(agency), *clients, *named]
        return list(dict.fromkeys(everyone))

    def _register(self, agency: Agency) -> list[str]:
        """Whom an agency knows without anything having happened."""
        if agency.id in SCHOOLS:
            return self._school(agency.id)
        registers = {
            CHILDREN_SERVICES: self._case_register,
            "gp": self._patients,
            "housing": self._tenants,
            "education": self._pupils,
            "northgate_hospital": self._maternity,
            "early_help": self._helped,
        }
        return registers[agency.id]() if agency.id in registers else []

    def _case_register(self) -> list[str]:
        adopted = [one.id for one in self.family.people.values() if one.is_adopted]
        return [*sorted(self.family.known_to_services), *sorted(self.family.birth_names), *adopted]

    def _patients(self) -> list[str]:
        born = [one for one in self.family.people.values() if not one.is_unborn]
        return [one.id for one in born if one.is_identified and self.chance(0.93)]

    def _tenants(self) -> list[str]:
        homes = [home.id for home in self.family.homes.values() if home.kind == "private" and self.chance(0.5)]
        return [stay.person for stay in self.family.stays if stay.home in homes and stay.role == "resident"]

    def _pupils(self) -> list[str]:
        people = self.family.people.values()
        return [one.id for one in people if one.age(AS_OF) in SCHOOL_AGE and one.upn and self.chance(0.6)]

    def _helped(self) -> list[str]:
        if not self.chance(0.12):
            return []
        return [*self.family.children[:3], *self._parents(self.family.children[:3], 0.8)]

    def _school(self, school: str) -> list[str]:
        pupils = [
            one
            for one in self.family.children
            if self.family.people[one].age(AS_OF) in SCHOOL_AGE and school_of(self.family.serial, one) == school
        ]
        return [*pupils, *self._parents(pupils, 0.75)]

    def _maternity(self) -> list[str]:
        born_here = [one for one in self.family.children if self.chance(0.35)]
        mothers = [one for one in self._parents(born_here, 1.0) if self.family.people[one].sex == "F"]
        return [*born_here, *mothers]

    def _parents(self, children: list[str], share: float) -> list[str]:
        kinds = ("parent", "adoptive_parent")
        return [
            tie.person for tie in self.family.ties if tie.type in kinds and tie.other in children and self.chance(share)
        ]

    def _person(self, book: Book, person: str) -> None:
        who = self.family.people[person]
        sealed = book.agency.id == CHILDREN_SERVICES and (who.is_adopted or person in self.family.birth_names)
        first = max(min(who.born, AS_OF), AS_OF - timedelta(days=self.rng.randrange(40, 2900)))
        copies = 2 if not sealed and who.is_identified and self.chance(0.012) else 1
        for _ in range(copies):
            ref = book.new_ref("P")
            written = mistake_number(self.family, who, self.speller.write(book.agency, who), self.speller.rare)
            row = {**written.cells, "person_ref": ref, "recorded_at": min(first, AS_OF).isoformat()}
            self._bare.discard((book.agency.id, person))
            if not _TELLING & row.keys():
                self._bare.add((book.agency.id, person))
            if not sealed and "phones" in row:
                self.told.contacts.add(ToldContact(person, row["phones"].replace(" ", "")))
            book.add("people", row | ({"sensitivity": "sealed"} if sealed else {}))
            self.refs[book.agency.id, person] = ref
            self._told(ToldRecord(book.agency.id, ref, person, written, sealed))

    def _told(self, record: ToldRecord) -> None:
        self.told.records.append(record)
        if MISTAKEN in record.written.hard and (mother := find_mother(self.family, record.person)):
            self.told.mistaken_numbers.append((record, mother.id))

    def _stays(self, book: Book, person: str) -> None:
        agency = book.agency
        # A name and nothing else tells nobody apart: such a row comes with an address.
        always = agency.id == CHILDREN_SERVICES or (agency.id, person) in self._bare
        if person in self.family.birth_names or not (always or self.chance(agency.gives_address)):
            return
        seen = [stay for stay in self.family.stays if stay.person == person and self._sees(agency, stay)]
        past = [stay for stay in seen if stay.end is not None and self.family.homes[stay.home].kind == "private"]
        if past and agency.id in _SEEN_LONG_AGO and self.speller.rare.random() < _STALE:
            seen = past[-1:]
            always = True
        for stay in seen:
            if always or stay.end is None or self.chance(0.45):
                self._stay(book, stay)

    def _sees(self, agency: Agency, stay: Stay) -> bool:
        if self.family.homes[stay.home].confidential:
            return agency.id == "refuge_service"
        if agency.id == "refuge_service":
            return False
        if stay.role == "frequent_visitor":
            return agency.id in _VISITORS_SEEN_BY
        return stay.role != "overnight" or agency.id in _NIGHTS_SEEN_BY

    def _stay(self, book: Book, stay: Stay) -> None:
        agency = book.agency.id
        adopted = self.family.people[stay.person].is_adopted
        start = None if agency in ("gp", *SCHOOLS) and self.chance(0.2) else stay.start
        ref = book.new_ref("S")
        row = {
            "record_ref": ref,
            "person_ref": self.refs[agency, stay.person],
            "household_ref": self._household(book, stay.home),
            "start": start.isoformat() if start else "",
            "end": stay.end.isoformat() if stay.end else "",
            "role": stay.role,
            "basis": _BASIS.get(agency, "self_report"),
            "recorded_at": book.written(stay.start, 40),
        }
        book.add("residences", row)
        if self.family.homes[stay.home].kind == "private" and not self.family.homes[stay.home].confidential:
            self.told.homes[agency, self.refs[agency, stay.person]].add(stay.home)
        if not self.family.homes[stay.home].confidential and not (adopted and agency == CHILDREN_SERVICES):
            told = ToldStay(stay.person, stay.home, start, stay.end, stay.role, frozenset({agency}))
            self._stay_refs.setdefault((agency, stay.person), (ref, len(self.told.stays)))
            self.told.stays.append(told)

    def _household(self, book: Book, home: str) -> str:
        key = (book.agency.id, home)
        if key not in self._home_refs:
            place = self.family.homes[home]
            self._home_refs[key] = book.new_ref("H")
            address = place.address.upper() if book.agency.shouts else place.address
            row = {
                "household_ref": self._home_refs[key],
                "uprn": place.uprn if self.chance(0.5) else "",
                "address": address if self.chance(0.7) else address.rsplit(",", 1)[0],
                "postcode": place.postcode if self.chance(0.7) else place.postcode.replace(" ", ""),
                "kind": "" if place.kind == "private" else place.kind,
                "confidential": "y" if place.confidential else "",
            }
            book.add("households", row)
        return self._home_refs[key]

    def _ties(self, book: Book, known: list[str]) -> None:
        agency = book.agency
        for tie in self.family.ties:
            told = tie.type in agency.ties or (tie.type == "adoptive_parent" and agency.id in SCHOOLS)
            if told and {tie.person, tie.other} <= set(known):
                self._tie(book, tie)

    def _tie(self, book: Book, tie: Tie) -> None:
        agency = book.agency.id
        turned = tie.type in _INVERSE and self.chance(0.08)
        one, other = (tie.other, tie.person) if turned else (tie.person, tie.other)
        row = {
            "record_ref": book.new_ref("R"),
            "person_ref": self.refs[agency, one],
            "other_ref": self.refs[agency, other],
            "type": _INVERSE[tie.type] if turned else tie.type,
            "start": tie.start.isoformat() if tie.start else "",
            "end": tie.end.isoformat() if tie.end else "",
            "recorded_at": book.written(tie.start or AS_OF - timedelta(days=self.rng.randrange(50, 900))),
        }
        sealed = agency == CHILDREN_SERVICES and bool(self.family.birth_names & {tie.person, tie.other})
        book.add("relationships", row | ({"sensitivity": "sealed"} if sealed else {}))
        if not sealed:
            self.told.ties.append(ToldTie(tie.person, tie.other, tie.type, tie.start, tie.end, frozenset({agency})))

    def _event(self, book: Book, event: Happening) -> None:
        ref = book.new_ref("E")
        row = {
            "record_ref": ref,
            "category": event.category,
            "type": event.type,
            "start": event.on.isoformat(),
            "provider": event.provider,
            "headline": event.headline,
            "explanation": event.explanation,
            "explanation_accepted": event.accepted,
            "child_seen": "y" if event.type == "seen" else "",
            "recorded_at": book.written(event.on, 1),
            "sensitivity": event.sensitivity,
        }
        book.add("events", row)
        for person, role in event.people:
            book.add("event_people", {"record_ref": ref, "person_ref": self.refs[book.agency.id, person], "role": role})
        book.add(
            "event_professionals", {"record_ref": ref, "professional_ref": book.any_professional(), "role": "author"}
        )
        if not event.sensitivity:
            self.told.events.append(ToldEvent(event.on, event.people, frozenset({book.agency.id})))

    def _share_home(self, person: str) -> None:
        """One agency that holds where this person lives tells children's social care of that residence."""
        for agency in _SHARES_HOMES:
            if (agency, person) in self._stay_refs:
                ref, place = self._stay_refs[agency, person]
                stay = self.told.stays[place]
                book = self.books[agency]
                on = max(stay.start or AS_OF, AS_OF - timedelta(days=self.rng.randrange(10, 200)))
                row = {"record_ref": book.new_ref("X"), "to_agency": CHILDREN_SERVICES, "outcome": "shared"}
                row |= {"shared_on": on.isoformat(), "about_record": f"residences:{ref}", "how": "email"}
                book.add("shares", row | {"recorded_at": on.isoformat()})
                self.told.stays[place] = replace(stay, known_by=stay.known_by | {CHILDREN_SERVICES})
                return
