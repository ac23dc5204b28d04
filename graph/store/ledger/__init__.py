"""The ledger: what was decided, who may do what, and who looked, in one SQL database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.store.ledger.accounts import Accounts, Attempts, Sessions, Tokens
from graph.store.ledger.audit import AuditChain
from graph.store.ledger.counted import CountsKept
from graph.store.ledger.database import Database, open_database
from graph.store.ledger.deliveries import Deliveries, Publications
from graph.store.ledger.erasures import Erasures
from graph.store.ledger.judgements import Judgements
from graph.store.ledger.moments import Moments
from graph.store.ledger.objections import Objections
from graph.store.ledger.opened import Notices, Openings
from graph.store.ledger.provided import Provided, Spent
from graph.store.ledger.putting_right import Corrections, Withdrawals
from graph.store.ledger.set_asides import SetAsides
from graph.store.ledger.standing import Conflicts, Grants, Standings

LEDGER_FILE = "ledger.sqlite"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The books of the ledger, over one database."""

    database: Database

    @property
    def deliveries(self) -> Deliveries:
        """What was loaded."""
        return Deliveries(self.database)

    @property
    def corrections(self) -> Corrections:
        """What was sent to put rows of a load right."""
        return Corrections(self.database)

    @property
    def withdrawals(self) -> Withdrawals:
        """What was taken back."""
        return Withdrawals(self.database)

    @property
    def erasures(self) -> Erasures:
        """Who was erased, and who may not be."""
        return Erasures(self.database)

    @property
    def publications(self) -> Publications:
        """The numbered states of the graph."""
        return Publications(self.database)

    @property
    def judgements(self) -> Judgements:
        """Who said which records are one person."""
        return Judgements(self.database)

    @property
    def accounts(self) -> Accounts:
        """Local accounts."""
        return Accounts(self.database)

    @property
    def attempts(self) -> Attempts:
        """Tries to sign in."""
        return Attempts(self.database)

    @property
    def sessions(self) -> Sessions:
        """Signed-in browsers."""
        return Sessions(self.database)

    @property
    def tokens(self) -> Tokens:
        """Bearer tokens."""
        return Tokens(self.database)

    @property
    def provided(self) -> Provided:
        """Accounts by who the identity provider says they are."""
        return Provided(self.database)

    @property
    def spent(self) -> Spent:
        """Sign-ins by the provider that are used up."""
        return Spent(self.database)

    @property
    def grants(self) -> Grants:
        """Who may see what is closed to others."""
        return Grants(self.database)

    @property
    def conflicts(self) -> Conflicts:
        """Whom an account may never be shown."""
        return Conflicts(self.database)

    @property
    def standings(self) -> Standings:
        """What stands about a caller."""
        return Standings(self.database)

    @property
    def openings(self) -> Openings:
        """Glasses broken and relationships claimed."""
        return Openings(self.database)

    @property
    def notices(self) -> Notices:
        """What somebody has to be told of."""
        return Notices(self.database)

    @property
    def set_asides(self) -> SetAsides:
        """Findings set aside."""
        return SetAsides(self.database)

    @property
    def objections(self) -> Objections:
        """What people say against what is recorded about them."""
        return Objections(self.database)

    @property
    def moments(self) -> Moments:
        """How far time went."""
        return Moments(self.database)

    @property
    def counts(self) -> CountsKept:
        """Which tables of counts were asked for."""
        return CountsKept(self.database)

    @property
    def audit(self) -> AuditChain:
        """Who looked."""
        return AuditChain(self.database)

    def require_current(self) -> None:
        """Raises StoreUnavailable where its tables are another version's by now."""
        self.database.require_current()

    def close(self) -> None:
        """Ends the connections."""
        self.database.close()


def require_ledger(data: Path, url: str | None) -> None:
    """Raises StoreUnavailable where a data folder has no ledger yet: nothing was loaded there."""
    if url is None and not (data / LEDGER_FILE).exists():
        raise StoreUnavailable(f"nothing is loaded in {data}: run `kithmap ingest PATH` or `kithmap demo` first")


def open_ledger(data: Path, url: str | None = None, *, upgraded: bool = False) -> Ledger:
    """The ledger of a data folder, or the database at `url`, `upgraded` where an older version made it.

    Raises WrongUse, StoreUnavailable.
    """
    if url is None:
        data.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{data / LEDGER_FILE}"
    return Ledger(open_database(url, upgraded=upgraded))
