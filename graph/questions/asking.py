"""Every question by its name in the API, asked through the door: the one place where names and questions meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from graph.access.caller import Caller
from graph.access.opened import OpenedKind
from graph.access.operations import BREAK_GLASS, CLAIM_RELATIONSHIP, QUARANTINE_FILE
from graph.access.purpose import PURPOSES, Depth, Purpose
from graph.deadline import not_counted
from graph.errors import BadInput
from graph.identity.judgements import Judgement
from graph.model.answers import (
    NO_DATES,
    AdultsAroundChild,
    At,
    ClaimAnswer,
    HouseholdAnswer,
    PeopleFound,
    PersonAnswer,
    Window,
)
from graph.model.changes import Changes
from graph.model.counting import CountsAnswer, CountsAsked
from graph.model.ecomap import Ecomap
from graph.model.findings import FindingAnswer, FindingsAnswer, RuleAnswer
from graph.model.genogram import Genogram
from graph.model.histories import Chronology, ProfessionalContacts, SiblingHistory
from graph.model.ids import IdKey
from graph.model.judging import ConflictAnswer, JudgedAnswer, QueueFound
from graph.model.knowing import KnowledgeTable, ToldHousehold, UnknownPartnerAnswer
from graph.model.loading import DeliveriesFound, FeedAnswer, MeAnswer
from graph.model.looking import CaseFound, LooksAsked, LooksFound
from graph.model.network import LinkKind, Network
from graph.model.opening import GrantedAnswer, OpeningsFound, RefusedAnswer
from graph.model.period import parse_partial
from graph.model.reviewing import IdentityQuality, JudgedPair, WaitingPair
from graph.model.sampling import MappingsOffered, SampleChecked
from graph.model.watching import CorrectionTaken, DeliveryOpened, FeedsWatched, SetApartFile
from graph.questions.access_opened import AccessAsked, open_access
from graph.questions.adults import find_hidden_adults
from graph.questions.analysts.book import AreaBook
from graph.questions.analysts.children import find_children
from graph.questions.analysts.counting import count_area
from graph.questions.asides import Asides
from graph.questions.cases import find_cases
from graph.questions.changes import dates_between, find_changes
from graph.questions.chronology import Whose, find_chronology
from graph.questions.claims import find_claim
from graph.questions.contacts import find_professional_contacts
from graph.questions.delivery_book import DeliveryBook, Sent, sees_rows
from graph.questions.door import NO_WINDOW, Asking, Door
from graph.questions.ecomap import find_ecomap
from graph.questions.findings import find_findings, find_rules
from graph.questions.gathering import Gathered
from graph.questions.genogram import find_genogram
from graph.questions.identity_book import IdentityBook
from graph.questions.judging import JudgeAsked, Proposed, check_judgement, check_reason, check_undoing, tell_kept
from graph.questions.knowledge import find_who_knew_what
from graph.questions.looks import find_looks
from graph.questions.network import find_network, find_path
from graph.questions.pairs import find_judged, find_pair
from graph.questions.partnership import tell_feeds, tell_me
from graph.questions.people import find_household, find_people, find_person, find_person_by_ref
from graph.questions.quality import find_quality
from graph.questions.queue import find_identity_queue
from graph.questions.reading import Reading
from graph.questions.review_book import ReviewBook
from graph.questions.reviewing_access import check_sign_off, find_openings
from graph.questions.setting_aside import AsideAsked, check_aside
from graph.questions.siblings import find_sibling_history
from graph.questions.unknown_partner import Books, find_unknown_partners

T = TypeVar("T")
_BESIDE = frozenset({"feeds", "person"})
"""What every page asks beside its question."""
Relink = Callable[[], bool]
"""Brings the graph to the judgements of now; whether that has ended."""


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one caller for one purpose. `rows`: with rows as sent, where the caller may read them.

    `export`: the operation these are asked for, where a file is made of the answer (`export:adults.pdf`).

    Each answers None where there is no such person, or none the caller may know of.
    """

    door: Door
    key: IdKey
    loads: DeliveryBook
    review: ReviewBook
    identity: IdentityBook
    asides: Asides
    relink: Relink
    area: AreaBook
    caller: Caller
    purpose: Purpose
    rows: bool = False
    export: str = ""

    def _ask(
        self, operation: str, question: Callable[[Reading], T], at: At = NO_DATES, window: Window = NO_WINDOW
    ) -> T:
        asking = Asking(operation, self.purpose, at, window, wants_rows=self.rows, export=self.export)
        return self.door.ask(self.caller, asking, question)

    def me(self) -> MeAnswer:
        """Who asks."""
        return self._ask("me", lambda _: tell_me(self.caller, self.purpose))

    def feeds(self) -> tuple[FeedAnswer, ...]:
        """What is loaded."""
        return self._ask("feeds", lambda reading: tell_feeds(reading.partnership))

    def person(self, person: str, at: At = NO_DATES) -> PersonAnswer | None:
        """One person, whole."""
        # Who else an analyst's pseudonym may be is not worked out: it would take names.
        may_suggest = at.known_at is None and PURPOSES[self.purpose.code].depth is Depth.PEOPLE
        book = self.identity if may_suggest else None
        return self._ask("person", lambda reading: find_person(reading, person, book), at)

    def person_by_ref(
        self, agency: str, person_ref: str, system: str | None = None, at: At = NO_DATES
    ) -> PersonAnswer | None:
        """The person of an agency's reference."""
        return self._ask(
            "personByRef", lambda reading: find_person_by_ref(reading, self.key, agency, person_ref, system), at
        )

    def find_people(
        self, text: str, born: str | None = None, at: At = NO_DATES, page: tuple[int, str | None] = (20, None)
    ) -> PeopleFound:
        """People by name."""
        date_of_birth = parse_partial(born) if born else None
        return self._ask("findPeople", lambda reading: find_people(reading, text, date_of_birth, *page), at)

    def children(self, at: At = NO_DATES, page: tuple[int, str | None] = (20, None)) -> PeopleFound:
        """The children of the area, by pseudonym."""

        def question(reading: Reading) -> PeopleFound:
            area = replace(self.area.at(reading.dates.known_at), denied=reading.decision.visible.denied)
            return find_children(reading, area, self.door.pseudonyms, *page)

        return self._ask("children", question, at)

    def area_counts(self, asked: CountsAsked) -> CountsAnswer:
        """How many people of the area there are of what, as of now; small counts are not told."""

        def question(reading: Reading) -> CountsAnswer:
            before = partial(self.area.before, self.caller.name)
            return count_area(self.area.at(reading.dates.known_at), asked, before)

        return self._ask("areaCounts", question)

    def household(self, household: str, at: At = NO_DATES) -> HouseholdAnswer | None:
        """One household and who lives there."""
        return self._ask("household", lambda reading: find_household(reading, household), at)

    def network(
        self,
        around: str,
        hops: int = 1,
        kinds: Sequence[LinkKind] | None = None,
        at: At = NO_DATES,
        opened: Sequence[str] | None = None,
    ) -> Network:
        """The network around a person, and around those opened; empty where there is nobody to know of."""
        return self._ask(
            "network", lambda reading: find_network(reading, around, hops, kinds, opened) or empty_network(reading), at
        )

    def genogram(self, around: str, opened: Sequence[str] = (), at: At = NO_DATES) -> Genogram | None:
        """The family of a person over up to four generations."""
        return self._ask("genogram", lambda reading: find_genogram(reading, around, opened), at)

    def ecomap(self, child: str, window: Window = NO_WINDOW, at: At = NO_DATES) -> Ecomap | None:
        """The household of a child, services and people outside it."""
        return self._ask("ecomap", lambda reading: find_ecomap(reading, child), at, window)

    def behind(self, gathered: Gathered) -> Questions:
        """The same questions for a file made of several: what each shows is gathered for the one entry of the file."""
        return replace(self, door=replace(self.door, record=gathered.before(self.door.record)))

    def case_pack(self, export: str, gathered: Gathered) -> None:
        """Writes the entry of a file made of what was gathered: its name, what it holds, everybody it shows."""

        def question(reading: Reading) -> None:
            reading.show(*gathered.shown)
            reading.made_of.update(dict.fromkeys(gathered.shown, gathered.records))
            reading.withheld = gathered.withheld

        asking = Asking("casePack", self.purpose, export=export, holds=tuple(sorted({*gathered.asked} - _BESIDE)))
        self.door.ask(self.caller, asking, question)

    def path(self, start: str, end: str, longest: int = 6, at: At = NO_DATES) -> Network:
        """One shortest path between two people; empty where there is nobody to know of."""
        return self._ask("path", lambda reading: find_path(reading, start, end, longest) or empty_network(reading), at)

    def hidden_adults(
        self, child: str, window: Window = NO_WINDOW, agency: str | None = None, at: At = NO_DATES
    ) -> AdultsAroundChild | None:
        """The adults around a child."""
        return self._ask(
            "hiddenAdults", lambda reading: find_hidden_adults(reading, child, agency, self.asides), at, window
        )

    def sibling_history(self, child: str, at: At = NO_DATES) -> SiblingHistory | None:
        """The siblings of a child."""
        return self._ask("siblingHistory", lambda reading: find_sibling_history(reading, child), at)

    def professional_contacts(
        self, person: str, window: Window = NO_WINDOW, at: At = NO_DATES
    ) -> ProfessionalContacts | None:
        """Who was involved with a person."""
        return self._ask(
            "professionalContacts", lambda reading: find_professional_contacts(reading, person), at, window
        )

    def chronology(
        self,
        child: str,
        about: Sequence[Whose] = (Whose.CHILD,),
        window: Window = NO_WINDOW,
        at: At = NO_DATES,
        page: tuple[int, str | None] = (100, None),
    ) -> Chronology | None:
        """What happened to a child."""
        return self._ask("chronology", lambda reading: find_chronology(reading, child, about, *page), at, window)

    def who_knew_what(self, child: str, about: str | None = None, at: At = NO_DATES) -> KnowledgeTable | None:
        """Since when each agency knows of the adults around a child, or of one entry or claim."""
        return self._ask("whoKnewWhat", lambda reading: find_who_knew_what(reading, child, about), at)

    def changes(self, around: str, moments: tuple[At, At], hops: int = 1, agency: str | None = None) -> Changes | None:
        """What changed around a person between two moments, the earlier first."""
        earlier, later = moments

        def question(reading: Reading) -> Changes | None:
            between = dates_between(earlier, reading.dates, reading.partnership, reading.now)
            return find_changes(reading, around, between, hops, agency)

        return self._ask("changes", question, later)

    def unknown_partner_check(self, told: ToldHousehold, at: At = NO_DATES) -> UnknownPartnerAnswer:
        """Who of those told is on record, and who is on record around them and was not told."""
        books = Books(self.key, self.identity.model)
        return self._ask("unknownPartnerCheck", lambda reading: find_unknown_partners(reading, told, books), at)

    def findings(self, child: str, rules: Sequence[str] | None = None, at: At = NO_DATES) -> FindingsAnswer | None:
        """What the rules say of a child."""
        return self._ask("findings", lambda reading: find_findings(reading, child, rules, self.asides), at)

    def rules(self) -> tuple[RuleAnswer, ...]:
        """Every rule."""
        return self._ask("rules", lambda _: find_rules())

    def set_aside(self, asked: AsideAsked) -> FindingAnswer:
        """The finding, set aside. The audit entry is written before anything is kept."""
        proposed = self._ask("setAside", lambda reading: check_aside(reading, asked, self.asides, reading.now))
        self.asides.keep(proposed.aside)
        return proposed.finding

    def break_glass(self, asked: AccessAsked) -> GrantedAnswer | RefusedAnswer:
        """Until when `restricted`, and the child, are open to the caller; kept and told in one step with its entry."""
        return self._open(BREAK_GLASS, OpenedKind.BREAK_GLASS, asked)

    def claim_relationship(self, asked: AccessAsked) -> GrantedAnswer | RefusedAnswer:
        """Until when the caller works with the child by their own word."""
        return self._open(CLAIM_RELATIONSHIP, OpenedKind.CLAIMED_RELATIONSHIP, asked)

    def _open(self, operation: str, kind: OpenedKind, asked: AccessAsked) -> GrantedAnswer | RefusedAnswer:
        return self._ask(operation, lambda reading: open_access(reading, self.key, kind, asked, self.door.moment()))

    def claim(self, claim: str) -> ClaimAnswer | None:
        """One claim."""
        return self._ask("claim", lambda reading: find_claim(reading, claim))

    def cases(self) -> tuple[CaseFound, ...]:
        """The children the caller works with, and whom they looked at lately: one entry of the log, like any other."""
        return self._ask("person", lambda reading: find_cases(reading, self.review.looks))

    def identity_queue(self, first: int = 20, after: str | None = None) -> QueueFound:
        """Pairs of records before a person."""
        return self._ask("identityQueue", lambda reading: find_identity_queue(reading, self.identity, first, after))

    def identity_waiting(self) -> int:
        """How many pairs wait, without a word of any."""
        return self._ask("identityQueue", lambda reading: len(self.identity.waiting(reading.decision.denied)))

    def identity_pair(self, left: str, right: str) -> WaitingPair | None:
        """One pair before a person."""
        return self._ask("identityQueue", lambda reading: find_pair(reading, self.identity, left, right))

    def identity_judged(self, judgement: str) -> JudgedPair | None:
        """What was judged of a pair."""
        return self._ask("identityQueue", lambda reading: find_judged(reading, self.identity, judgement))

    def identity_quality(self) -> IdentityQuality:
        """How linking stands."""
        return self._ask("identityQuality", lambda reading: find_quality(reading, self.identity))

    def judge(self, asked: JudgeAsked) -> JudgedAnswer | ConflictAnswer:
        """What became of a judgement: kept, applied as far as time allows, or in conflict with an earlier one.

        The audit entry is written before anything is kept.
        """
        checked = self._ask(
            "judge", lambda reading: check_judgement(reading, self.identity, asked, self.caller.name, self.door.now())
        )
        if isinstance(checked, ConflictAnswer):
            return checked
        return self._tell(self.identity.keep(checked.judgement), checked)

    def undo_judgement(self, judgement: str, reason: str) -> JudgedAnswer | ConflictAnswer:
        """What became of an undoing. Raises BadInput where there is no such judgement, or no reason."""
        said = check_reason(reason)
        found = self._ask("undoJudgement", lambda reading: check_undoing(reading, self.identity, judgement))
        return self._tell(self.identity.undo(found.judgement, self.caller.name, said, self.door.now()), found)

    def _tell(self, kept: Judgement | ConflictAnswer, proposed: Proposed) -> JudgedAnswer | ConflictAnswer:
        if isinstance(kept, ConflictAnswer):
            return kept
        with not_counted():
            applied = self.relink()
        return tell_kept(self.identity, kept, proposed.person, applied=applied)

    def looks(self, asked: LooksAsked, first: int, after: str | None = None) -> LooksFound:
        """Who looked, newest first; asking is itself an entry."""
        return self._ask("audit", lambda reading: find_looks(reading, self.review, asked, first, after))

    def openings(self) -> OpeningsFound:
        """What callers opened for themselves: what waits for a sign-off, and what has one."""
        return self._ask("accessReview", lambda reading: find_openings(reading, self.review))

    def sign_off(self, reference: str, note: str) -> None:
        """Signs an opening off, in one step with its entry. Raises BadInput where none waits for the caller's word."""
        now = self.door.now()
        self._ask("signOffAccess", lambda reading: check_sign_off(reading, self.review, reference, note, now))

    def deliveries(self, first: int = 20, after: str | None = None) -> DeliveriesFound:
        """What was loaded, newest first."""
        return self._ask("deliveries", lambda _: self.loads.page(first, after))

    def delivery(self, delivery: str) -> DeliveryOpened | None:
        """One load; its rows set apart for those who may read them."""
        return self._ask(
            "delivery",
            lambda reading: self.loads.open(delivery, self.caller, sees_rows=sees_rows(reading.decision.roles)),
        )

    def feeds_watched(self) -> FeedsWatched:
        """What came on which day, and which feeds are late, missing or shrunken."""
        return self._ask("feedsWatched", lambda _: self.loads.watched())

    def set_apart_file(self, delivery: str, table: str) -> SetApartFile | None:
        """The rows of a load that were set apart, as a file that can be corrected."""
        return self._ask(QUARANTINE_FILE, lambda _: self.loads.set_apart(delivery, table, self.caller))

    def correct(self, delivery: str, sent: Sent) -> CorrectionTaken | None:
        """Takes rows of a load that were put right, once the entry is written that it was asked for.

        Raises Forbidden for those of another agency.
        """
        known = self._ask("correct", lambda _: self.loads.check_correcting(delivery, self.caller))
        return self.loads.correct(delivery, sent, self.caller.name) if known else None

    def mappings(self) -> MappingsOffered:
        """The mappings a sample can be tried with."""
        return self._ask("mappings", lambda _: self.loads.samples.offered())

    def preview_mapping(self, mapping: str, sent: Sent) -> SampleChecked:
        """What a mapping makes of a sample, once the entry is written that it was asked for; nothing held is read."""
        self._ask("previewMapping", lambda _: None)
        return self.loads.samples.check(mapping, sent)


def empty_network(reading: Reading) -> Network:
    """A network of nobody: the same whether there is no such person or none the caller may know of."""
    telling = reading.telling(reading.case())
    return Network(telling.asked(), (), ())


def nobody(argument: str) -> BadInput:
    """What an answer that needs a person says where there is none: the same for both kinds of nobody."""
    return BadInput(argument, "names nobody you may ask about")
