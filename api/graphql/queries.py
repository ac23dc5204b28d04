"""The root fields: each asks one question through the door and gives back its answer as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from api.graphql.inputs import At, ToldHousehold, Window, to_at, to_told, to_window
from api.graphql.paging import check_first
from api.graphql.scalars import PartialDate
from api.graphql.types.adults import AdultsAroundChild, KnowledgeTable, UnknownPartnerAnswer
from api.graphql.types.asked import Feed
from api.graphql.types.changes import Changes
from api.graphql.types.counting import AmongThese, AreaCounts, to_asked
from api.graphql.types.ecomap import Ecomap
from api.graphql.types.findings import Finding, Rule
from api.graphql.types.genogram import Genogram
from api.graphql.types.histories import Chronology, ProfessionalContacts, SiblingHistory
from api.graphql.types.judging import CandidateConnection
from api.graphql.types.loading import DeliveryConnection, Me
from api.graphql.types.network import Network
from api.graphql.types.people import Claim, Household, Person, PersonConnection
from graph.model.counting import CountBy, Counted
from graph.model.network import LinkKind
from graph.questions.asking import Questions, nobody
from graph.questions.chronology import Whose


@dataclass(frozen=True, slots=True)
class Context:
    """What a request's resolvers share: the questions of its caller."""

    questions: Questions


Asks = Info[Context, Any]
Argument = strawberry.argument


@strawberry.type
class Query:
    """Everything that can be asked."""

    @strawberry.field
    def me(self, info: Asks) -> Me:
        """Who asks."""
        return info.context.questions.me()  # type: ignore[return-value]

    @strawberry.field
    def feeds(self, info: Asks) -> list[Feed]:
        """What is loaded."""
        return info.context.questions.feeds()  # type: ignore[return-value]

    @strawberry.field
    def person(self, info: Asks, id: strawberry.ID, at: At | None = None) -> Person | None:
        """Null when there is no such person, or none that you may know of: the two answer alike."""
        return info.context.questions.person(id, to_at(at))  # type: ignore[return-value]

    @strawberry.field
    def person_by_ref(
        self, info: Asks, agency: strawberry.ID, person_ref: str, system: str | None = None, at: At | None = None
    ) -> Person | None:
        """The person of an agency's reference; system only where the agency has several."""
        return info.context.questions.person_by_ref(agency, person_ref, system, to_at(at))  # type: ignore[return-value]

    @strawberry.field
    def find_people(
        self,
        info: Asks,
        text: str,
        date_of_birth: PartialDate | None = None,
        at: At | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> PersonConnection:
        """People by name, parts of it, spellings and nicknames."""
        page = (check_first(first, 20), after)
        return info.context.questions.find_people(text, date_of_birth, to_at(at), page)  # type: ignore[return-value]

    @strawberry.field
    def children(
        self, info: Asks, first: int | None = 20, after: str | None = None, at: At | None = None
    ) -> PersonConnection:
        """The children of the area, by pseudonym: where an analyst begins."""
        return info.context.questions.children(to_at(at), (check_first(first, 20), after))  # type: ignore[return-value]

    @strawberry.field
    def area_counts(
        self,
        info: Asks,
        by: list[CountBy],
        of: Counted | None = Counted.CHILDREN,
        among: list[AmongThese] | None = None,
    ) -> AreaCounts:
        """How many people of the area there are, by one thing or two; counts under 5 and what would give them away are null."""
        return info.context.questions.area_counts(to_asked(by, of, among))  # type: ignore[return-value]

    @strawberry.field
    def household(self, info: Asks, id: strawberry.ID, at: At | None = None) -> Household | None:
        """A household and who lives there on the day."""
        return info.context.questions.household(id, to_at(at))  # type: ignore[return-value]

    @strawberry.field
    def network(
        self,
        info: Asks,
        around: strawberry.ID,
        hops: int | None = 1,
        kinds: list[LinkKind] | None = None,
        at: At | None = None,
    ) -> Network:
        """Who lives with, is related to, cares for or met a person."""
        return info.context.questions.network(around, 1 if hops is None else hops, kinds, to_at(at))  # type: ignore[return-value]

    @strawberry.field
    def genogram(
        self, info: Asks, around: strawberry.ID, open: list[strawberry.ID] | None = None, at: At | None = None
    ) -> Genogram:
        """A family over up to four generations, and who lives together; open: people whose relatives are told too."""
        found = info.context.questions.genogram(around, tuple(open or ()), to_at(at))
        if found is None:
            raise nobody("around")
        return found  # type: ignore[return-value]

    @strawberry.field
    def ecomap(self, info: Asks, child: strawberry.ID, window: Window | None = None, at: At | None = None) -> Ecomap:
        """A child's household, with services and people outside it."""
        found = info.context.questions.ecomap(child, to_window(window), to_at(at))
        if found is None:
            raise nobody("child")
        return found  # type: ignore[return-value]

    @strawberry.field
    def path(
        self,
        info: Asks,
        from_: Annotated[strawberry.ID, Argument(name="from")],
        to: strawberry.ID,
        max_length: int | None = 6,
        at: At | None = None,
    ) -> Network:
        """One shortest path between two people."""
        return info.context.questions.path(from_, to, 6 if max_length is None else max_length, to_at(at))  # type: ignore[return-value]

    @strawberry.field
    def hidden_adults(
        self,
        info: Asks,
        child: strawberry.ID,
        window: Window | None = None,
        assessing_agency: strawberry.ID | None = None,
        at: At | None = None,
    ) -> AdultsAroundChild:
        """The adults around a child, and what the assessing agency's records say of each."""
        found = info.context.questions.hidden_adults(child, to_window(window), assessing_agency, to_at(at))
        if found is None:
            raise nobody("child")
        return found  # type: ignore[return-value]

    @strawberry.field
    def unknown_partner_check(self, info: Asks, told: ToldHousehold, at: At | None = None) -> UnknownPartnerAnswer:
        """Who of those told is on record, who is on record around them and was not told. Nothing told is kept."""
        return info.context.questions.unknown_partner_check(to_told(told), to_at(at))  # type: ignore[return-value]

    @strawberry.field
    def sibling_history(self, info: Asks, child: strawberry.ID, at: At | None = None) -> SiblingHistory:
        """The siblings of a child across households."""
        found = info.context.questions.sibling_history(child, to_at(at))
        if found is None:
            raise nobody("child")
        return found  # type: ignore[return-value]

    @strawberry.field
    def professional_contacts(
        self, info: Asks, person: strawberry.ID, window: Window | None = None, at: At | None = None
    ) -> ProfessionalContacts:
        """Who was involved with a person."""
        found = info.context.questions.professional_contacts(person, to_window(window), to_at(at))
        if found is None:
            raise nobody("person")
        return found  # type: ignore[return-value]

    @strawberry.field
    def chronology(
        self,
        info: Asks,
        child: strawberry.ID,
        about: list[Whose] | None = [Whose.CHILD],  # noqa: B006 - the schema's default, never changed
        window: Window | None = None,
        at: At | None = None,
        first: int | None = 100,
        after: str | None = None,
    ) -> Chronology:
        """What happened to a child, all agencies merged."""
        page = (check_first(first, 100), after)
        found = info.context.questions.chronology(child, about or [Whose.CHILD], to_window(window), to_at(at), page)
        if found is None:
            raise nobody("child")
        return found  # type: ignore[return-value]

    @strawberry.field
    def who_knew_what(
        self, info: Asks, child: strawberry.ID, about: strawberry.ID | None = None, at: At | None = None
    ) -> KnowledgeTable:
        """Since when each agency knows, and how: of one entry or claim, or of every adult around the child."""
        found = info.context.questions.who_knew_what(child, about, to_at(at))
        if found is None:
            raise nobody("child")
        return found  # type: ignore[return-value]

    @strawberry.field
    def changes(
        self,
        info: Asks,
        around: strawberry.ID,
        from_: Annotated[At, Argument(name="from")],
        to: At | None = None,
        hops: int | None = 1,
        assessing_agency: strawberry.ID | None = None,
    ) -> Changes:
        """What was added, ended or became known around a person between two moments."""
        moments = (to_at(from_), to_at(to))
        found = info.context.questions.changes(around, moments, 1 if hops is None else hops, assessing_agency)
        if found is None:
            raise nobody("around")
        return found  # type: ignore[return-value]

    @strawberry.field
    def findings(
        self, info: Asks, child: strawberry.ID, rules: list[str] | None = None, at: At | None = None
    ) -> list[Finding]:
        """What each rule says of a child: in the order of the rules, never of likelihood."""
        found = info.context.questions.findings(child, rules, to_at(at))
        if found is None:
            raise nobody("child")
        return found.findings  # type: ignore[return-value]

    @strawberry.field
    def rules(self, info: Asks) -> list[Rule]:
        """Every rule, with its settings and source."""
        return info.context.questions.rules()  # type: ignore[return-value]

    @strawberry.field
    def claim(self, info: Asks, id: strawberry.ID) -> Claim | None:
        """One claim with its source."""
        return info.context.questions.claim(id)  # type: ignore[return-value]

    @strawberry.field
    def identity_queue(self, info: Asks, first: int | None = 20, after: str | None = None) -> CandidateConnection:
        """Pairs of records before a person, in no order of likelihood."""
        return info.context.questions.identity_queue(check_first(first, 20), after)  # type: ignore[return-value]

    @strawberry.field
    def deliveries(self, info: Asks, first: int | None = 20, after: str | None = None) -> DeliveryConnection:
        """What was loaded, newest first."""
        return info.context.questions.deliveries(check_first(first, 20), after)  # type: ignore[return-value]
