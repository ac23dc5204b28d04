"""What people decided and the ledger of a world keeps: judgements, findings set aside, objections, grants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from graph.access.accounts import GrantRecord
from graph.identity.judgements import Judgement, Verdict
from graph.model.claims import Marking
from graph.model.findings import SetAside
from graph.model.objections import Objection
from graph.store.ledger import Ledger
from graph.store.ledger.standing import keep_grant
from graph.store.stored_form import to_ms

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
UNTIL = NOW.date() + timedelta(days=90)
JUDGE = "steward"


@dataclass
class Kept:
    """Entries of the ledger beside what agencies sent."""

    judgements: list[Judgement] = field(default_factory=list)
    asides: list[SetAside] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    grants: list[GrantRecord] = field(default_factory=list)

    def take(self, more: Kept) -> None:
        """The entries of another too."""
        self.judgements += more.judgements
        self.asides += more.asides
        self.objections += more.objections
        self.grants += more.grants

    def judge(self, left: str, right: str, verdict: Verdict) -> None:
        """A steward's word on two records, while both were open."""
        at = to_ms(NOW - timedelta(days=40))
        self.judgements.append(Judgement(left, right, verdict, JUDGE, "as both say", at, evidence_since=at))

    def set_aside(self, child: str, rule: str, adult: str | None) -> None:
        """A finding, or one adult's part in it, put aside by the police."""
        at = NOW - timedelta(days=30)
        self.asides.append(SetAside(child, rule, adult, "police", "known to us", at, UNTIL))

    def grant(self, account: str, people: Iterable[str], until: date = UNTIL, ended_at: datetime | None = None) -> None:
        """Every marking of these people opened to an account."""
        for person in people:
            for marking in Marking:
                name = f"{account}-{marking}-{person}"
                self.grants.append(
                    GrantRecord(name, account, marking, person, until, ("A", "B"), NOW - timedelta(days=20), ended_at)
                )

    def keep_before_loading(self, ledger: Ledger) -> None:
        """What loading goes by."""
        for judgement in self.judgements:
            ledger.judgements.add(judgement)

    def keep(self, ledger: Ledger) -> None:
        """The rest."""
        for aside in self.asides:
            ledger.set_asides.add(aside)
        for said in self.objections:
            ledger.objections.add(said)
        with ledger.database.writing() as connection:
            for grant in self.grants:
                keep_grant(connection, grant)
