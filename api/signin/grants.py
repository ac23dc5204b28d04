"""`kithmap grants`: who may see what is closed to others, from the command line (access.md §2)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from api.signin.acting import say_done
from graph.access.accounts import GrantRecord
from graph.access.granting import GrantAsked
from graph.command import read_day
from graph.errors import BadInput
from graph.model.claims import Marking
from graph.notices.settings import read_sender
from graph.questions.granting import add_grant, end_grant, is_open
from graph.questions.opening import Partnerships, open_books, open_partnerships
from graph.questions.person_named import HELP, record_named
from graph.settings import Settings

grants = typer.Typer(no_args_is_help=True, help="Who may see what is closed to others.")
By = Annotated[str, typer.Option("--as", help="The account that acts, for the audit log.")]


@contextmanager
def partnership_of(context: typer.Context) -> Iterator[Partnerships]:
    """The partnership of the call, closed afterwards. Raises StoreUnavailable where nothing is loaded."""
    settings: Settings = context.obj.settings
    open_books(settings).close()
    sender = read_sender(settings.data, os.environ)
    held = replace(open_partnerships(settings, lambda: datetime.now(UTC)), notices=sender)
    try:
        yield held
    finally:
        held.graph.close()
        held.ledger.close()


@grants.command("add")
def grants_add(  # noqa: PLR0913, PLR0917 - the options of interfaces.md
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The account the grant is for.")],
    marking: Annotated[Marking, typer.Option("--marking")],
    person: Annotated[str, typer.Option("--person", help=HELP)],
    until: Annotated[str, typer.Option("--until", help="The day it is over: it opens nothing on it.")],
    approved_by: Annotated[
        str, typer.Option("--approved-by", help="A manager; for sealed and confidential also a steward.")
    ],
    by: By = "",
) -> None:
    """Opens what is marked around one person to one account, approved by others."""
    day = read_day(until, "--until")
    if day is None:
        raise BadInput("--until", "is a day: 2024-03-31")
    approvers = tuple(part.strip() for part in approved_by.split(",") if part.strip())
    with partnership_of(context) as held:
        record = record_named(person, held.partnership(), held.key)
        kept = add_grant(held, GrantAsked(name, marking, record, day, approvers), by)
        told = describe(kept, held.moment())
    if context.obj.as_json:
        _print(told)
    else:
        typer.echo(
            f"grant {kept.id}: {marking} around this person is open to {name} until {day}, that day not included"
        )


@grants.command("list")
def grants_list(context: typer.Context) -> None:
    """Lists grants, those that are over too."""
    with partnership_of(context) as held:
        rows = [describe(grant, held.moment()) for grant in held.ledger.grants.every()]
    if context.obj.as_json:
        _print(rows)
    for row in [] if context.obj.as_json else rows:
        over = "" if row["open"] else "  (over)"
        by = ", ".join(row["approved_by"])
        typer.echo(
            f"{row['id']}  {row['account']:<16}{row['marking']:<14}{row['person']}  until {row['until']}, by {by}{over}"
        )


@grants.command("end")
def grants_end(context: typer.Context, grant: Annotated[str, typer.Argument(help="Its id.")], by: By = "") -> None:
    """Ends a grant; it counts on the next question."""
    with partnership_of(context) as held:
        end_grant(held, grant, by)
    say_done(context, f"grant {grant} is over", id=grant, open=False)


def describe(grant: GrantRecord, now: datetime) -> dict[str, Any]:
    """A grant as a list shows it."""
    return {
        "id": grant.id,
        "account": grant.account,
        "marking": grant.marking.value,
        "person": grant.record_id,
        "until": grant.until.isoformat(),
        "approved_by": list(grant.approvers),
        "created_at": grant.created_at.isoformat(),
        "ended_at": grant.ended_at.isoformat() if grant.ended_at else None,
        "open": is_open(grant, now),
    }


def _print(document: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False))
