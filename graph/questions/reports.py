"""The whole-area tables of interfaces.md §2: who may have which, with which columns, refs or pseudonyms."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.access.caller import AccessRole, Caller
from graph.access.policy import Decision
from graph.access.pseudonyms import fresh_pseudonyms
from graph.access.purpose import Purpose
from graph.access.structure import Shape, month_of
from graph.errors import WrongUse
from graph.model.answers import NO_DATES, At
from graph.model.claims import ClaimKind
from graph.model.dates import resolve_dates
from graph.model.ids import IdKey
from graph.questions.door import NO_WINDOW, Asking
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading
from graph.questions.sweeps import Row, Sweep, adults_rows, failing_rules, findings_rows, siblings_rows
from graph.rules.registry import every_rule, rules_for
from graph.store.claim_files import ClaimFiles

COLUMNS: dict[str, tuple[str, ...]] = {
    "identities": ("agency", "person_ref", "person_id", "system"),
    "adults": (
        "child_agency", "child_ref", "adult_agency", "adult_ref", "state", "grounds", "first_date", "last_date",
        "agencies", "known_by", "claims", "child_system", "adult_system",
    ),
    "siblings": (
        "child_agency", "child_ref", "sibling_agency", "sibling_ref", "kind", "through", "child_system", "sibling_system",
    ),
    "findings": (
        "child_agency", "child_ref", "rule", "state", "first_date", "claims", "missing_feeds", "child_system", "evidence_since",
    ),
    "feeds": ("agency", "system", "table", "rows", "covers_from", "covers_to", "extracted_at", "delivery"),
    "quarantine": ("delivery", "table", "file", "line", "column", "rule", "value_withheld", "message"),
}  # fmt: skip
_REFERENCES = {"child_ref": "child_agency", "adult_ref": "adult_agency", "sibling_ref": "sibling_agency"}
_DATES = ("first_date", "last_date")
_LISTS_OF_IDS = ("claims", "through", "evidence_since")


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """A report as asked for."""

    name: str
    at: At
    all_children: bool = False


def make_report(
    partnerships: Partnerships, caller: Caller, purpose: Purpose, asked: ReportAsked
) -> tuple[Sequence[str], list[Row]]:
    """Columns and rows of a report, once its audit entry is written. Rows are in order of their references."""
    if asked.name not in COLUMNS:
        raise WrongUse(f"there is no report of that name; there are {', '.join(sorted(COLUMNS))}")
    makers: dict[str, Callable[[Partnerships, Reading, ReportAsked], Iterator[Row]]] = {
        "identities": _identities,
        "adults": lambda held, reading, wanted: adults_rows(_sweep(held, reading, wanted)),
        "siblings": lambda held, reading, wanted: siblings_rows(_sweep(held, reading, wanted)),
        "findings": _findings,
        "feeds": _feeds,
        "quarantine": _quarantine,
    }

    def question(reading: Reading) -> list[Row]:
        rows = list(makers[asked.name](partnerships, reading, asked))
        if _is_pseudonymised(reading.decision):
            shape = Shape(fresh_pseudonyms(), frozenset(reading.partnership.agencies))
            rows = list(_pseudonymise(rows, partnerships.key, shape))
        return sorted(rows, key=lambda row: tuple(row.values()))

    asking = Asking(f"report:{asked.name}", purpose, asked.at)
    return COLUMNS[asked.name], partnerships.door().ask(caller, asking, question)


def _is_pseudonymised(decision: Decision) -> bool:
    """References go out only to a steward; an analyst gets pseudonyms of this export."""
    return AccessRole.STEWARD not in decision.roles


def _pseudonymise(rows: Iterable[Row], key: IdKey, shape: Shape) -> Iterator[Row]:
    """The rows with references and claim ids as pseudonyms that join to no other export.

    Dates by month: what holds since a life began would tell the day of birth. Who was told of something and is no
    agency of the partnership is `other`: it may be anybody's name.
    """
    export = secrets.token_hex(16)
    for row in rows:
        told = dict(row)
        for column, agency in _REFERENCES.items():
            if column in told:
                told[column] = key.pseudonym(export, f"{told[agency]}|{told[column]}")
        for column in _LISTS_OF_IDS:
            if told.get(column):
                told[column] = ";".join(sorted(key.pseudonym(export, part) for part in told[column].split(";")))
        told |= {column: month_of(told[column]) for column in _DATES if column in told}
        if told.get("known_by"):
            told["known_by"] = ";".join(sorted(set(map(shape.agency, told["known_by"].split(";")))))
        yield told


def _sweep(partnerships: Partnerships, reading: Reading, asked: ReportAsked) -> Sweep:
    # What the graph shows is told; where it can't be reached there is no report, though the files could be read.
    shown = partnerships.graph.health().publication
    folder = ClaimFiles(partnerships.data / "landing" / "claims").folder(shown)
    return Sweep(folder, reading.partnership, reading.dates, asked.all_children, denied=reading.decision.visible.denied)


def rule_faults(partnerships: Partnerships) -> tuple[str, ...]:
    """For `kithmap verify`: each rule that fails on somebody's case, asked of every child as of now."""
    partnership = partnerships.partnership()
    shown = partnerships.graph.health().publication
    if not shown:
        return ()
    folder = ClaimFiles(partnerships.data / "landing" / "claims").folder(shown)
    dates = resolve_dates(NO_DATES, NO_WINDOW, partnership, partnerships.now())
    sweep = Sweep(folder, partnership, dates, all_children=True, rules=tuple(every_rule().values()))
    return tuple(
        f"the rule {name} fails on the cases of {count} children"
        for name, count in sorted(failing_rules(sweep).items())
    )


def _findings(partnerships: Partnerships, reading: Reading, asked: ReportAsked) -> Iterator[Row]:
    """The rules' results, of the rules that the caller's roles may have."""
    rules = tuple(rules_for(role.value for role in reading.decision.roles).values())
    asides = tuple(partnerships.ledger.set_asides.every())
    loaded = partnerships.ledger.deliveries.loaded_after(min(aside.at for aside in asides)) if asides else {}
    return findings_rows(replace(_sweep(partnerships, reading, asked), rules=rules, asides=asides, loaded=loaded))


def _identities(partnerships: Partnerships, reading: Reading, asked: ReportAsked) -> Iterator[Row]:
    """Each person record an ungranted caller may know of, and its person; nobody of the caller's conflict list."""
    entity_of = {one.member.record_id: one.member.entity_id for one in partnerships.graph.stored_members()}
    denied, seen = reading.decision.visible.denied, set[str]()
    gone = denied | {entity_of[record] for record in denied & entity_of.keys()}
    for stored in partnerships.graph.stored_claims():
        claim = stored.claim
        if claim.kind is not ClaimKind.PERSON or stored.closings or claim.record_id in seen:
            continue
        seen.add(claim.record_id)
        person = entity_of.get(claim.record_id, claim.record_id)
        if not gone.isdisjoint((claim.record_id, person)):
            continue
        yield {
            "agency": claim.agency,
            "person_ref": claim.source.record_ref,
            "person_id": person,
            "system": claim.source.system,
        }


def _feeds(partnerships: Partnerships, reading: Reading, asked: ReportAsked) -> Iterator[Row]:
    for feed in reading.partnership.feeds:
        yield {
            "agency": feed.agency,
            "system": feed.system,
            "table": feed.table,
            "rows": str(feed.rows),
            "covers_from": feed.covers_from or "",
            "covers_to": feed.covers_to or "",
            "extracted_at": feed.extracted_at.isoformat().replace("+00:00", "Z"),
            "delivery": feed.delivery,
        }


def _quarantine(partnerships: Partnerships, reading: Reading, asked: ReportAsked) -> Iterator[Row]:
    for delivery, note in partnerships.ledger.deliveries.quarantine():
        yield {
            "delivery": delivery,
            "table": note.table,
            "file": note.file,
            "line": str(note.line or ""),
            "column": note.column or "",
            "rule": note.rule,
            "value_withheld": "y" if note.value_withheld else "n",
            "message": note.message,
        }
