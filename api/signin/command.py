"""`kithmap users`: local accounts, from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.signin.accounts import add_account, describe
from api.signin.oidc.command import users_link
from api.signin.sessions import add_token
from graph.access.caller import AccessRole
from graph.errors import BadInput
from graph.questions.opening import Books, open_books
from graph.settings import Settings

users = typer.Typer(no_args_is_help=True, help="Accounts: local ones, and those of an identity provider.")
users.command("link")(users_link)


@contextmanager
def ledger_of(context: typer.Context) -> Iterator[Books]:
    """The ledger of the call, closed afterwards. Raises StoreUnavailable where nothing is loaded."""
    settings: Settings = context.obj.settings
    ledger = open_books(settings)
    try:
        yield ledger
    finally:
        ledger.close()


@users.command("add")
def users_add(  # noqa: PLR0913, PLR0917 - the options of interfaces.md
    context: typer.Context,
    name: str,
    role: Annotated[list[AccessRole], typer.Option("--role")],
    agency: Annotated[str | None, typer.Option("--agency")] = None,
    professional: Annotated[list[str] | None, typer.Option("--professional", help="AGENCY:REF")] = None,
    team: Annotated[
        list[str] | None, typer.Option("--team", help="A team of --agency, as its records name it.")
    ] = None,
) -> None:
    """Adds a local account and prints its one-time password."""
    with ledger_of(context) as ledger:
        if agency is not None and agency not in ledger.deliveries.partnership().agencies:
            raise BadInput("--agency", "is not an agency of this partnership")
        if team and agency is None:
            raise BadInput("--team", "is a team of an agency: name it with --agency")
        refs, teams = professional or (), team or ()
        password = add_account(ledger.accounts, name, role, datetime.now(UTC), agency, refs, teams=teams)
    typer.echo(f"{name}: one-time password {password}")


@users.command("list")
def users_list(context: typer.Context) -> None:
    """Lists local accounts."""
    with ledger_of(context) as ledger:
        rows = [describe(account) for account in ledger.accounts.every()]
    if context.obj.as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, default=str))
    for row in [] if context.obj.as_json else rows:
        typer.echo(f"{row['name']:<20}{', '.join(row['roles'])}{'  (disabled)' if row['disabled'] else ''}")


@users.command("token")
def users_token(context: typer.Context, name: str, label: Annotated[str, typer.Option("--label")] = "api") -> None:
    """Prints a bearer token for an account's API client, once; it works for 90 days."""
    with ledger_of(context) as ledger:
        typer.echo(add_token(ledger, name, label, datetime.now(UTC)))


@users.command("disable")
def users_disable(context: typer.Context, name: str) -> None:
    """Closes an account; it counts on its next request."""
    with ledger_of(context) as ledger:
        ledger.accounts.disable(name)
    typer.echo(f"{name} is disabled")
