"""The tables of the ledger. What was decided, who may do what, and who looked: it must outlive any graph.

Judgements, their undoing and audit entries are only ever added to. Lists that are always read whole (roles, the feeds
of a delivery) are JSON. Nothing here holds a name, reference or text of a person in a case.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text

from graph.store.ledger.columns import Day, FromContent, Instant, Words

SCHEMA_VERSION = 2

metadata = MetaData()

SCHEMA = Table(
    "ledger_schema",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

PUBLICATIONS = Table(
    "publications",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("started_at", Instant, nullable=False),
    Column("published_at", Instant),
    Column("digest", Words),
    Column("open_rows", JSON),
)

# What a publication will be once the graph shows it: where a load is killed in between, whoever comes next finishes it.
PREPARED = Table(
    "prepared_publications",
    metadata,
    Column("number", ForeignKey("publications.number"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("digest", Words, nullable=False),
    Column("deliveries", JSON, nullable=False),
    Column("open_rows", JSON),
)

DELIVERIES = Table(
    "deliveries",
    metadata,
    Column("id", Words, primary_key=True),
    Column("agency", Words, nullable=False),
    Column("agency_name", Words, nullable=False),
    Column("agency_kind", Words, nullable=False),
    Column("system", Words, nullable=False),
    Column("extracted_at", Instant, nullable=False),
    Column("mode", Words, nullable=False),
    Column("covers_from", Day),
    Column("covers_to", Day),
    Column("lawful_basis", Words, nullable=False),
    Column("loaded_at", Instant, nullable=False),
    Column("feeds", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("names_agencies", JSON, nullable=False),
    Column("refused", JSON, nullable=False),
    Column("publication", ForeignKey("publications.number")),
    Index("deliveries_by_load", "loaded_at", "id"),
)

QUARANTINE = Table(
    "quarantine",
    metadata,
    Column("delivery", ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("table", Words, nullable=False),
    Column("file", Words, nullable=False),
    Column("line", Integer),
    Column("column", Words),
    Column("rule", Words, nullable=False),
    Column("value_withheld", Boolean, nullable=False),
    Column("message", Words, nullable=False),
)

# What an agency sent to put rows of a delivery right: its rows count as if they had come in that delivery.
CORRECTIONS = Table(
    "corrections",
    metadata,
    Column("id", Words, primary_key=True),
    Column("delivery", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("rows_in", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Index("corrections_by_delivery", "delivery"),
)

# What was taken back, for good or until it is loaded again on purpose.
WITHDRAWALS = Table(
    "withdrawals",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("delivery", Words, nullable=False),
    Column("agency", Words, nullable=False),
    Column("system", Words, nullable=False),
    Column("extracted_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("ended_at", Instant),
    Index("withdrawals_by_delivery", "delivery"),
)

JUDGEMENTS = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("left_record", Words, nullable=False),
    Column("right_record", Words, nullable=False),
    Column("judgement", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("evidence_since", Instant),
)

UNDOINGS = Table(
    "judgement_undoings",
    metadata,
    Column("judgement", ForeignKey("judgements.id"), primary_key=True),
    Column("author", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Instant, nullable=False),
)

POLICIES = Table(
    "policies_used",
    metadata,
    Column("name", Words, primary_key=True),
    Column("version", Words, primary_key=True),
    Column("settings", JSON, nullable=False),
    Column("first_used", Instant, nullable=False),
)

ACCOUNTS = Table(
    "accounts",
    metadata,
    Column("name", Words, primary_key=True),
    Column("password_hash", Words, nullable=False),
    Column("is_one_time", Boolean, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("agency", Words),
    Column("professionals", JSON, nullable=False),
    Column("teams", JSON, nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)

SESSIONS = Table(
    "sessions",
    metadata,
    Column("token_hash", Words, primary_key=True),
    Column("account", ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("csrf", Words, nullable=False),
    Column("purpose", Words),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index("sessions_by_account", "account"),
)

TOKENS = Table(
    "api_tokens",
    metadata,
    Column("token_hash", Words, primary_key=True),
    Column("account", ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("label", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("api_tokens_by_account", "account"),
)

ATTEMPTS = Table(
    "sign_in_attempts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name_hash", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Index("attempts_by_name", "name_hash", "at"),
)

PROVIDED = Table(
    "provided_accounts",
    metadata,
    Column("issuer", Words, primary_key=True),
    Column("subject", Words, primary_key=True),
    Column("account", ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
)

SPENT = Table(
    "spent_sign_ins",
    metadata,
    Column("hash", Words, primary_key=True),
    Column("at", Instant, nullable=False),
)

GRANTS = Table(
    "grants",
    metadata,
    Column("id", Words, primary_key=True),
    Column("account", ForeignKey("accounts.name"), nullable=False),
    Column("marking", Words, nullable=False),
    Column("record_id", Words, nullable=False),
    Column("until", Day, nullable=False),
    Column("approvers", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("grants_by_account", "account"),
)

CONFLICTS = Table(
    "conflicts",
    metadata,
    Column("account", ForeignKey("accounts.name"), primary_key=True),
    Column("record_id", Words, primary_key=True),
    Column("created_at", Instant, nullable=False),
)

# Glasses broken and relationships claimed: kept when over, so that it can be said who opened what, and who looked at it.
OPENED_ACCESS = Table(
    "opened_access",
    metadata,
    Column("reference", Words, primary_key=True),
    Column("kind", Words, nullable=False),
    # No account has to be here: with an identity provider it is the provider's.
    Column("account", Words, nullable=False),
    Column("agency", Words),
    Column("child", Words, nullable=False),
    Column("category", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("opens", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("sequence", ForeignKey("audit.sequence"), nullable=False),
    Index("opened_access_by_account", "account", "until"),
    Index("opened_access_by_sequence", "sequence"),
)

SIGN_OFFS = Table(
    "access_sign_offs",
    metadata,
    Column("reference", ForeignKey("opened_access.reference"), primary_key=True),
    Column("by", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("at", Instant, nullable=False),
)

# What somebody has to be told of, written with the entry it is about; it holds nothing but a reference.
NOTICES = Table(
    "notices",
    metadata,
    Column("reference", Words, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("sent_at", Instant),
    Index("notices_by_sent_at", "sent_at"),
)

SET_ASIDES = Table(
    "set_asides",
    metadata,
    Column("id", Words, primary_key=True),
    Column("child", Words, nullable=False),
    Column("rule", Words, nullable=False),
    Column("adult", Words),
    Column("by", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Day, nullable=False),
    Index("set_asides_by_child", "child"),
)

COUNTS_ASKED = Table(
    "counts_asked",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("account", Words, nullable=False),
    Column("day", Day, nullable=False),
    Column("asked", JSON, nullable=False),
    Index("counts_asked_by_account", "account", "day"),
)

AUDIT = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("content", Text, nullable=False),
    Column("previous", Words, nullable=False),
    Column("hash", Words, nullable=False),
    # Made of the content by the database itself: what an entry is found by can't be changed apart from what it says.
    Column("caller", Words, FromContent("caller")),
    Column("operation", Words, FromContent("operation")),
    Index("audit_by_at", "at"),
    Index("audit_by_caller", "caller", "sequence", "operation"),
    Index("audit_by_operation", "operation", "sequence"),
)

# The latest moment of any entry so far, and how far behind it an entry ever was: so many microseconds a clock went back.
# With that, days are found in the order of the log, whatever clocks did.
AUDIT_CLOCK = Table(
    "audit_clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("latest", BigInteger, nullable=False),
    Column("back_by", BigInteger, nullable=False),
)

# The latest moment that rights were counted by: no row before the first.
RIGHTS_CLOCK = Table(
    "rights_clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("latest", BigInteger, nullable=False),
)

AUDIT_SHOWN = Table(
    "audit_shown",
    metadata,
    Column("record_id", Words, primary_key=True),
    Column("sequence", ForeignKey("audit.sequence"), primary_key=True),
    Index("audit_shown_by_sequence", "sequence"),
)

AUDIT_HEAD = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", Words, nullable=False),
)
