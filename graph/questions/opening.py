"""The door of a partnership, with its stores behind it: assembled once by an entry point."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from graph.access.as_sent import cells_to_show
from graph.access.caller import Caller
from graph.access.noticing import Sender, send_waiting
from graph.access.opened import AccessOpened
from graph.access.policy import POLICY_VERSION, Decision, Standing
from graph.access.pseudonyms import pseudonyms_of
from graph.access.purpose import Purpose
from graph.access.relationship import (
    accounts_of_no_manager,
    accounts_worked_with,
    people_worked_with,
    professional_records,
    team_records,
)
from graph.access.visible import Visible
from graph.audit.log import AuditEvent, AuditLog
from graph.errors import StoreUnavailable
from graph.identity.model import kept_model, load_model
from graph.model.claims import Claim, ClaimKind
from graph.model.ids import IdKey
from graph.model.people import EntityKind, Partnership
from graph.model.period import london_day
from graph.notices.files import NOTICES_FILE, FileSender
from graph.questions.analysts.book import AreaBook
from graph.questions.analysts.tables import Area
from graph.questions.asides import Asides
from graph.questions.asking import Questions, Relink
from graph.questions.delivery_book import Correct, DeliveryBook, never_corrected
from graph.questions.door import Asking, Door, Outcome
from graph.questions.identity_book import IdentityBook
from graph.questions.kept import KeptPartnership
from graph.questions.review_book import ReviewBook
from graph.questions.sample_book import SampleBook
from graph.settings import COUNTS_A_DAY, Settings, read_or_make_key
from graph.steady import SteadyClock
from graph.store.claim_files import ClaimFiles
from graph.store.landing import Landing
from graph.store.ledger import Ledger, open_ledger, require_ledger
from graph.store.opening import open_graph
from graph.store.pair_files import PairFiles
from graph.store.port import GraphStore, Step

Books = Ledger
HEAD_FILE = "audit-head.log"
LANDING_FOLDER = "landing"
_PROFESSIONALS = frozenset({ClaimKind.PROFESSIONAL})
# From one's own record to its team, from the team to its professionals; their involvements are about them.
_TO_TEAM = (
    Step(_PROFESSIONALS, frozenset({EntityKind.PROFESSIONAL, EntityKind.TEAM})),
    Step(_PROFESSIONALS, frozenset({EntityKind.PROFESSIONAL})),
)


def never_relinked() -> bool:
    """Where nobody brings the graph to the judgements of now: the next load or linking does."""
    return False


@dataclass(frozen=True, slots=True)
class Partnerships:
    """One partnership's stores, and the door made of them. `relink` brings the graph to the judgements of now."""

    data: Path
    graph: GraphStore
    ledger: Ledger
    key: IdKey
    now: Callable[[], datetime]
    relink: Relink = never_relinked
    notices: Sender | None = None
    correct: Correct = never_corrected
    samples: SampleBook = field(default_factory=SampleBook)
    counts_a_day: int = COUNTS_A_DAY
    steady: SteadyClock = field(default_factory=SteadyClock, compare=False, repr=False)
    kept: KeptPartnership = field(default_factory=KeptPartnership, compare=False, repr=False)

    def moment(self) -> datetime:
        """The moment rights are counted by: now, and never earlier than any before it, whatever becomes of the clock."""
        return self.steady.read(self.now(), self.ledger.moments.reach)

    @property
    def audit(self) -> AuditLog:
        """The audit log."""
        return AuditLog(self.ledger.audit, self.data / HEAD_FILE)

    @property
    def sender(self) -> Sender:
        """What sends notices: to a file in the data folder unless told otherwise."""
        return self.notices or FileSender(self.data / NOTICES_FILE)

    @property
    def landing(self) -> Landing:
        """What agencies sent."""
        return Landing(self.data / LANDING_FOLDER)

    def questions(self, caller: Caller, purpose: Purpose, *, rows: bool = False, session: str = "") -> Questions:
        """The questions of one caller for one purpose. `session`: what the server keeps of it; pseudonyms are its own."""
        return Questions(
            replace(self.door(), pseudonyms=pseudonyms_of(self.key, session)),
            self.key,
            DeliveryBook(self.ledger, self.landing, self.now, self.correct, self.samples),
            ReviewBook(self.ledger.audit.newest, self.ledger.openings, self._team_of, self._of_no_manager),
            self.identity,
            self.asides,
            self.relink,
            AreaBook(self.area, self.ledger.counts.take, self.counts_a_day, self.moment),
            caller,
            purpose,
            rows,
        )

    def area(self, known_at: datetime) -> Area:
        """The area as columns."""
        shown = self.graph.health().publication
        files = ClaimFiles(self.data / LANDING_FOLDER / "claims")
        return Area(files.folder(shown) if shown else None, known_at)

    @property
    def asides(self) -> Asides:
        """What is kept of findings set aside."""
        asides, deliveries = self.ledger.set_asides, self.ledger.deliveries
        return Asides(asides.of, asides.add, self._agency_of, deliveries.loaded_after)

    def _agency_of(self, account: str) -> str | None:
        found = self.ledger.accounts.find(account)
        return found.agency if found else None

    @property
    def identity(self) -> IdentityBook:
        """What is kept of who may be who."""
        return IdentityBook(self._pair_files, self.ledger.judgements, partial(load_model, kept_model(self.data)))

    def _pair_files(self) -> PairFiles:
        return PairFiles(ClaimFiles(self.data / LANDING_FOLDER / "claims").folder(self.graph.health().publication))

    def door(self) -> Door:
        """The only way in."""
        return Door(
            graph=self.graph,
            partnership=self.partnership,
            standing=self._standing,
            children_of_caller=self._children,
            rows_as_sent=self._rows_as_sent,
            record=self._record,
            now=self.now,
            moment=self.moment,
            judged_apart=self.identity.judged_apart,
            objections=self.ledger.objections.every,
        )

    def partnership(self) -> Partnership:
        """Agencies and feeds of the publication that the graph shows, also where the load that made it was killed."""
        self.ledger.publications.finish_shown(lambda: self.graph.health().publication)
        return self.kept.of(self.ledger)

    def _standing(self, caller: Caller, partnership: Partnership) -> Standing:
        found = self.ledger.standings.standing(caller.name, self.moment())
        return replace(found, newest=london_day(partnership.newest) if partnership.newest else None)

    def _children(self, caller: Caller, decision: Decision, partnership: Partnership) -> frozenset[str]:
        """The people a caller works with by the newest delivery: what a legitimate relationship is made of."""
        claims = self._of_team(caller, decision.visible, partnership)
        return people_worked_with(claims, caller, decision.newest, london_day(self.moment()))

    def _team_of(self, caller: Caller, visible: Visible, partnership: Partnership) -> frozenset[str]:
        """The accounts of a caller's team, the own included."""
        return accounts_worked_with(self._of_team(caller, visible, partnership), caller, self.ledger.accounts.every())

    def _of_no_manager(self, caller: Caller) -> frozenset[str]:
        """The accounts of a caller's agency that are in no manager's team."""
        return accounts_of_no_manager(caller, self.ledger.accounts.every())

    def _of_team(self, caller: Caller, visible: Visible, partnership: Partnership) -> tuple[Claim, ...]:
        """The professionals of a caller's records and teams with their involvements, in one walk."""
        systems = [(feed.agency, feed.system) for feed in partnership.feeds]
        records = (*professional_records(caller, systems, self.key), *team_records(caller, self.key))
        return self.graph.claims_around(records, _TO_TEAM, self.now(), visible).claims if records else ()

    def _rows_as_sent(self, claims: Sequence[Claim]) -> Mapping[str, str]:
        keys = {claim.id: (claim.source.delivery, claim.source.table, claim.source.row) for claim in claims}
        rows = self.landing.rows(keys.values())
        return {
            claim.id: json.dumps(cells_to_show(claim, *rows[key]), ensure_ascii=False)
            for claim in claims
            if (key := keys[claim.id]) in rows
        }

    def _record(self, decision: Decision | None, caller: Caller, asking: Asking, result: Outcome) -> None:
        roles = decision.roles if decision else caller.roles
        event = AuditEvent(
            caller=caller.name,
            roles=tuple(sorted(role.value for role in roles)),
            purpose=asking.purpose.code.value,
            reference=(asking.purpose.reference or "") if asking.purpose.has_plain_reference else "",
            operation=asking.recorded_as,
            shown=tuple(sorted(result.shown)),
            withheld=result.withheld,
            policy=decision.version if decision else POLICY_VERSION,
            outcome=result.ended,
            is_operator=caller.is_operator,
            holds=asking.holds,
            records=tuple(sorted(result.records - result.shown)),
        )
        self.audit.append(event, self.now(), result.beside)
        if isinstance(result.beside, AccessOpened):
            # The opening is kept and its notice too: where it can't go out now, it goes with the next.
            with suppress(StoreUnavailable):
                send_waiting(self.ledger.notices, self.sender, self.now())


def open_books(settings: Settings) -> Ledger:
    """The ledger of these settings. Raises StoreUnavailable where nothing is loaded yet, WrongUse."""
    require_ledger(settings.data, settings.ledger_url)
    return open_ledger(settings.data, settings.ledger_url)


def open_partnerships(settings: Settings, now: Callable[[], datetime]) -> Partnerships:
    """The partnership of these settings, behind its door. Raises StoreUnavailable, WrongUse, InputRefused."""
    return Partnerships(
        settings.data,
        open_graph(settings.data, settings.neo4j),
        open_ledger(settings.data, settings.ledger_url),
        read_or_make_key(settings.data),
        now,
        counts_a_day=settings.counts_a_day,
    )
