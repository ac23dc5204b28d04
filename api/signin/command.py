"""`kithmap users`: local accounts, from the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.signin.accounts import add_account, describe, new_password
from api.signin.acting import entered, ledger_of, say_done
from api.signin.oidc.command import users_link
from api.signin.sessions import add_token
from graph.access.caller import AccessRole
from graph.errors import BadInput

users = typer.Typer(no_args_is_help=True, help="Accounts: local ones, and those of an identity provider.")
users.command("link")(users_link)


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
    with ledger_of(context) as ledger, entered(context, ledger, "users:add", name):
        if agency is not None and agency not in ledger.deliveries.partnership().agencies:
            raise BadInput("--agency", "is not an agency of this partnership")
        if team and agency is None:
            raise BadInput("--team", "is a team of an agency: name it with --agency")
        refs, teams = professional or (), team or ()
        password = add_account(ledger.accounts, name, role, datetime.now(UTC), agency, refs, teams=teams)
    say_done(context, f"{name}: one-time password {password}", name=name, one_time_password=password)


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
    with ledger_of(context) as ledger, entered(context, ledger, "users:token", name):
        token = add_token(ledger, name, label, datetime.now(UTC))
    say_done(context, token, name=name, token=token)


@users.command("password")
def users_password(context: typer.Context, name: str) -> None:
    """Gives a local account a new one-time password and ends its sessions: for one that was forgotten."""
    with ledger_of(context) as ledger, entered(context, ledger, "users:password", name):
        password = new_password(ledger.accounts, name)
    say_done(context, f"{name}: one-time password {password}", name=name, one_time_password=password)


@users.command("sign-out")
def users_sign_out(context: typer.Context, name: str) -> None:
    """Ends an account's sessions and bearer tokens: for a laptop or a token that was lost. It may sign in again."""
    with ledger_of(context) as ledger, entered(context, ledger, "users:sign-out", name):
        if ledger.accounts.find(name) is None:
            raise BadInput("name", "is no account")
        sessions, tokens = ledger.sessions.end_of(name), ledger.tokens.end_of(name, datetime.now(UTC))
    said = f"{name}: {sessions} sessions and {tokens} bearer tokens ended"
    say_done(context, said, name=name, sessions_ended=sessions, tokens_ended=tokens)


@users.command("disable")
def users_disable(context: typer.Context, name: str) -> None:
    """Closes an account; it counts on its next request."""
    with ledger_of(context) as ledger, entered(context, ledger, "users:disable", name):
        ledger.accounts.disable(name)
    say_done(context, f"{name} is disabled", name=name, disabled=True)
