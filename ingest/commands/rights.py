"""`kithmap erase`, `kithmap hold`, `kithmap retention`: what a person may ask for, and what forbids it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Annotated

import typer

from graph.audit.log import AuditLog
from graph.errors import BadInput
from graph.model.period import london_day
from graph.questions.opening import HEAD_FILE
from graph.questions.operator import operator_event
from graph.questions.person_named import HELP, record_named
from ingest.commands.putting_right import Clock, Opened
from ingest.erasing import Erased, ToErase, erase, find_to_erase, hold
from ingest.retaining import RULES_FILE, past_their_time, read_rules
from ingest.stores import Stores

Person = Annotated[str, typer.Option("--person", help=HELP)]


def add_rights(app: typer.Typer, opened: Opened, now: Clock) -> None:
    """Adds the commands. `opened` opens the stores of a call, `now` is the clock."""

    @app.command("erase")
    def erase_person(
        context: typer.Context,
        person: Person,
        reason: Annotated[str, typer.Option("--reason", help="Why. Only a keyed hash of it is kept.")],
        is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask, on a terminal.")] = False,
    ) -> None:
        """Removes one person's data, all their records, so that loading again does not bring it back."""
        if not reason.strip():
            raise BadInput("--reason", "is empty: say why")
        with opened(context) as stores:
            found = find_to_erase(stores, _record(person, stores))
            _list(found)
            if not is_sure and sys.stdin.isatty():
                typer.confirm("Erase all of it? It cannot be undone.", abort=True, err=True)
            done = erase(stores, _audit(stores), found, reason.strip(), now())
        _tell(found, done, as_json=context.obj.as_json)

    @app.command("hold")
    def hold_person(
        context: typer.Context,
        person: Person,
        is_released: Annotated[bool, typer.Option("--release", help="End the hold.")] = False,
    ) -> None:
        """Puts a person under a legal hold, so that nobody erases them, or ends it."""
        with opened(context) as stores:
            count = hold(stores, _audit(stores), _record(person, stores), now(), is_released=is_released)
        typer.echo(f"{count} records {'released' if is_released else 'held'}", err=True)

    @app.command("retention")
    def list_past_their_time(context: typer.Context) -> None:
        """Lists who is past their time by the data folder's retention.yaml. Erases nobody."""
        with opened(context) as stores:
            rules = read_rules(stores.data)
            found = past_their_time(stores, rules, london_day(now()))
            _audit(stores).append(operator_event("retention", shown=(one.person for one in found)), now())
        if not rules:
            typer.echo(f"no rules: {RULES_FILE} in the data folder says how long each table is kept", err=True)
        if context.obj.as_json:
            typer.echo(json.dumps([asdict(one) for one in found], default=str))
        for one in [] if context.obj.as_json else found:
            typer.echo(f"{one.person}  past their time since {one.since}{'  (legal hold)' if one.is_held else ''}")


def _audit(stores: Stores) -> AuditLog:
    return AuditLog(stores.ledger.audit, stores.data / HEAD_FILE)


def _record(person: str, stores: Stores) -> str:
    return record_named(person, stores.ledger.deliveries.partnership(), stores.key)


def _list(found: ToErase) -> None:
    """Says what is going to be erased: whose records, and how many of others that only they keep closed."""
    for (agency, system), count in sorted(Counter((one.agency, one.system) for one in found.people).items()):
        typer.echo(f"{count} record{'s' if count > 1 else ''} of this person by {agency} ({system})", err=True)
    if found.records:
        typer.echo(f"{len(found.records)} records closed for their sake alone", err=True)


def _tell(found: ToErase, done: Erased, *, as_json: bool) -> None:
    if as_json:
        told = {
            "erased": sorted(found.ids),
            "claims": done.claims,
            "digest": done.digest,
            "look_through": [asdict(one) for one in done.mentions],
        }
        typer.echo(json.dumps(told))
    for one in done.mentions:
        typer.echo(f"look through: {one.delivery[:12]} {one.table} line {one.line}, {one.column}", err=True)
    typer.echo(f"{done.claims} claims are gone; digest {done.digest}", err=as_json)
    typer.echo("backups and files made before hold what they held: delete or renew them", err=True)
