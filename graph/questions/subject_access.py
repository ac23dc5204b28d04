"""Everything held about one person, for the person themselves: with sources, others withheld, and who looked.

The operator's question: it is put together for somebody who reads it before it is given away. What is closed and what is
free text is listed for that reader, never told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from graph.access.as_sent import cells_to_show
from graph.access.visible import EVERYTHING, Visible
from graph.audit.log import AuditEntry, LooksWanted
from graph.errors import BadInput
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.people import EntityKind
from graph.model.rights import Decision, LookedAt, Place, Statement, SubjectAccess, ToDecide, ToRedact
from graph.questions.opening import Partnerships
from graph.questions.operator import OPERATOR, operator_event
from graph.questions.wording import say
from graph.store.landing import line_of
from graph.store.port import Fetched, Step

EVER = datetime(1, 1, 1, tzinfo=UTC)
OTHER_PERSON, OTHER_PROFESSIONAL, OTHER_RECORD = "another person", "a professional", "another record"
_MOST_LOOKS = 1_000_000
_PARTS = (
    Step(
        frozenset({ClaimKind.EVENT_PERSON, ClaimKind.ASSESSMENT_PERSON}),
        frozenset({EntityKind.EVENT, EntityKind.ASSESSMENT}),
    ),
)
_FREE_TEXT_OF_A_PERSON = frozenset({"note", "description"})
_NAME_NOBODY = frozenset((
    "record_ref", "household_ref", "start", "end", "role", "basis", "status", "type", "parental_responsibility", "service",
    "kind", "category", "factors", "provider", "source_agency", "source_code", "start_time", "child_seen",
    "child_seen_alone", "explanation_accepted", "started", "completed", "capacity", "seen", "checks", "to_agency",
    "shared_on", "requested_on", "how", "school", "sessions_possible", "sessions_absent", "sessions_unauthorised",
    "recorded_at", "sensitivity", "confidential", "uprn", "address", "postcode",
))  # fmt: skip
_OUTCOME_IS_A_CODE = frozenset({ClaimKind.EPISODE, ClaimKind.SHARE})
_PEOPLE_CELLS = frozenset({"person_ref", "other_ref"})
_RECORD_CELLS = frozenset({"episode_ref", "about_record"})


def subject_access(held: Partnerships, person: str) -> SubjectAccess:
    """All that is held of a person; the audit entry is written first. Raises BadInput where the id is nobody's."""
    now = held.now()
    whole = held.graph.claims_around((person,), _PARTS, now, EVERYTHING, since=EVER)
    entity = next((one.entity_id for one in whole.members if one.record_id == person), person)
    ids = frozenset(one.record_id for one in whole.members if one.entity_id == entity and one.kind is EntityKind.PERSON)
    if not ids:
        raise BadInput("--person", "is nobody who is held here")
    looks = tuple(map(_look, held.ledger.audit.newest(LooksWanted(_MOST_LOOKS, records=ids))))
    held.audit.append(operator_event("subject_access", shown=(entity,), records=ids - {entity}), now)
    detail = Visible(detail_of=frozenset(held.partnership().agencies))
    opened = held.graph.claims_around((person,), _PARTS, now, detail, since=EVER)
    restricted = held.graph.claims_around((person,), _PARTS, now, replace(detail, restricted_too=True), since=EVER)
    about = _About(ids, whole, opened, frozenset(one.id for one in restricted.claims))
    sent = held.landing.rows((one.source.delivery, one.source.table, one.source.row) for one in about.open)
    told = [
        about.tell(one, *sent.get((one.source.delivery, one.source.table, one.source.row), ({}, {})))
        for one in about.open
    ]
    return SubjectAccess(
        name=about.name,
        at=now,
        records=tuple(sorted(ids)),
        statements=tuple(statement for statement, _ in told),
        to_redact=tuple(cell for _, cells in told for cell in cells),
        to_decide=tuple(about.to_decide()),
        decisions=tuple(_decisions(held, ids)),
        looks=looks,
        agencies={one.id: one.name for one in held.partnership().agencies.values()},
    )  # fmt: skip


@dataclass(frozen=True)
class _About:
    """The claims about one person, those anybody may be told of apart from those that are closed."""

    ids: frozenset[str]
    whole: Fetched
    opened: Fetched
    restricted: frozenset[str]

    @cached_property
    def open(self) -> tuple[Claim, ...]:
        """The open claims about the person, by agency, table and when they were recorded."""
        return tuple(sorted(self._theirs(self.opened.claims), key=_order))

    @cached_property
    def name(self) -> str:
        """What the person is called by the newest open row; else nothing of their name."""
        own = [one for one in self.open if one.kind is ClaimKind.PERSON]
        newest = max(own, key=lambda one: (one.recorded_at, one.id), default=None)
        words = (newest.value("given_name"), newest.value("family_name")) if newest else ()
        return " ".join(word for word in words if word) or "a person whose name is not recorded"

    def _theirs(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """Claims about the person, the events and assessments they had a part in, and the homes they stayed at."""
        every = list(claims)
        own = [one for one in every if any(end.record_id in self.ids for end in one.ends)]
        named = {
            end.record_id for one in own for end in one.ends if end.role in {Role.EVENT, Role.ASSESSMENT, Role.HOUSEHOLD}
        } | {one.record_id for one in own}  # fmt: skip
        taken = {one.id for one in own}
        yield from own
        for one in every:
            is_named = one.record_id in named and one.kind in _DESCRIBED
            if one.id not in taken and (is_named or (one.kind is ClaimKind.SHARE and one.end(Role.ABOUT) in named)):
                yield one

    @cached_property
    def _kinds(self) -> Mapping[str, EntityKind]:
        return {one.record_id: one.kind for one in self.whole.members}

    @cached_property
    def _professionals(self) -> frozenset[str]:
        """Whoever stands in a professional's place of a claim, whether or not their own record is here."""
        ends = (end for one in self.whole.claims for end in one.ends)
        return frozenset(end.record_id for end in ends if end.role is Role.PROFESSIONAL)

    @cached_property
    def _descriptions(self) -> Mapping[str, Claim]:
        return {one.record_id: one for one in self.open if one.kind in _DESCRIBED}

    @cached_property
    def _references(self) -> frozenset[tuple[str, str, str]]:
        """The person's own references, and those of their own records, by agency and system."""
        return frozenset(
            (one.source.agency, one.source.system, one.source.record_ref)
            for one in self._theirs(self.whole.claims)
            if one.kind in {ClaimKind.PERSON, ClaimKind.EPISODE}
        )

    def named(self, record: str) -> str:
        """What a record is called: the person by name, everybody else by nothing that tells who they are."""
        if record in self.ids:
            return self.name
        found = self._descriptions.get(record)
        if found is not None:
            return say(self._without_text(found), lambda _: OTHER_PERSON)
        kind = EntityKind.PROFESSIONAL if record in self._professionals else self._kinds.get(record)
        match kind:
            case EntityKind.PROFESSIONAL | EntityKind.TEAM:
                return OTHER_PROFESSIONAL
            case EntityKind.HOUSEHOLD:
                return "an address"
            case EntityKind.EVENT | EntityKind.ASSESSMENT | EntityKind.EPISODE:
                return OTHER_RECORD
        return OTHER_PERSON

    def _without_text(self, claim: Claim) -> Claim:
        return replace(claim, values={name: text for name, text in claim.values.items() if self._is_told(claim, name)})

    def _is_told(self, claim: Claim, name: str) -> bool:
        """Whether a cell names nobody else: of the person's own row all but free text, of others codes and dates."""
        if claim.kind is ClaimKind.PERSON:
            return name not in _FREE_TEXT_OF_A_PERSON and not name.startswith("_")
        return name in _NAME_NOBODY or (name == "outcome" and claim.kind in _OUTCOME_IS_A_CODE)

    def tell(self, claim: Claim, sent: Mapping[str, str], read: Mapping[str, str]) -> tuple[Statement, list[ToRedact]]:
        """A claim in words with the cells of its row, and the cells somebody has to read first."""
        place = _place(claim)
        cells, unread = {}, []
        for name, text in cells_to_show(claim, sent, read).items():
            if name in _PEOPLE_CELLS:
                cells[name] = self._own(claim, text, OTHER_PERSON)
            elif name == "professional_ref":
                cells[name] = OTHER_PROFESSIONAL
            elif name in _RECORD_CELLS:
                cells[name] = self._own(claim, text, OTHER_RECORD)
            elif self._is_told(claim, name) and (claim.kind is not ClaimKind.PERSON or name in read):
                cells[name] = text
            else:
                unread.append(ToRedact(place, name))
        statement = Statement(
            says=say(self._without_text(claim), self.named),
            place=place,
            reference=claim.source.record_ref if self._is_own_reference(claim) else "",
            valid=claim.valid.text,
            recorded_at=claim.recorded_at,
            superseded_at=claim.superseded_at,
            status=claim.status.value,
            cells=cells,
            claim=claim.id,
        )
        return statement, unread

    def _own(self, claim: Claim, text: str, otherwise: str) -> str:
        where = claim.source.agency, claim.source.system
        is_own = (*where, text.strip().rpartition(":")[2]) in self._references
        return text if is_own else otherwise

    def _is_own_reference(self, claim: Claim) -> bool:
        """Whether the row's reference names nobody else: that of a part is made of the references of people."""
        return claim.kind not in {ClaimKind.EVENT_PERSON, ClaimKind.ASSESSMENT_PERSON, ClaimKind.EVENT_PROFESSIONAL}

    def to_decide(self) -> Iterator[ToDecide]:
        """The rows about the person that are closed, and the cells of open rows that give a confidential address away."""
        told = {one.id: one for one in self.open}
        for one in sorted(self._theirs(self.whole.claims), key=_order):
            shown = told.get(one.id)
            if shown is None:
                why = "restricted" if one.id in self.restricted else "sealed or confidential"
                yield ToDecide(_place(one), why)
                continue
            for name in sorted(one.values.keys() - shown.values.keys()):
                yield ToDecide(_place(one), "sealed or confidential", name)


_DESCRIBED = frozenset({ClaimKind.EVENT, ClaimKind.ASSESSMENT, ClaimKind.HOUSEHOLD})


def _order(claim: Claim) -> tuple[object, ...]:
    return claim.agency, claim.source.table, claim.recorded_at, claim.id


def _place(claim: Claim) -> Place:
    source = claim.source
    return Place(source.agency, source.system, source.delivery, source.table, line_of(source.row))


def _decisions(held: Partnerships, ids: frozenset[str]) -> Iterator[Decision]:
    for past in held.ledger.judgements.history():
        if ids & set(past.judgement.pair):
            at = datetime.fromtimestamp(past.judgement.at / 1000, UTC)
            undone = ", undone since" if past.undone_at else ""
            yield Decision(f"two records judged: {past.judgement.verdict.value}{undone}", at)
    for aside in held.ledger.set_asides.of(ids):
        yield Decision(f"finding set aside until {aside.until:%Y-%m-%d}: {aside.rule}", aside.at)
    for one in held.ledger.objections.every():
        if one.person in ids:
            yield Decision(f"{one.kind.value} said of claim {one.claim}: {one.says}", one.at)
            if one.reply:
                found = "upheld" if one.reply.is_upheld else "not upheld"
                yield Decision(f"answer to it, {found}: {one.reply.says}", one.reply.at)


def _look(entry: AuditEntry) -> LookedAt:
    said = json.loads(entry.content)
    roles = (OPERATOR,) if said["is_operator"] else tuple(said["roles"])
    return LookedAt(entry.at, roles, said["purpose"], said["operation"])
