"""`kithmap audit`: who looked at whom, and whether the log is whole, for the auditor; for managers, of their team."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from api.signin.grants import partnership_of
from graph.access.caller import Caller
from graph.access.purpose import Purpose, read_purpose
from graph.command import FAULT, read_day
from graph.errors import BadInput
from graph.model.looking import LookAnswer, LooksAsked, LooksFound
from graph.questions.log_state import find_log_state
from graph.questions.opening import Partnerships

PAGE = 50
MOST = 1_000
audit = typer.Typer(no_args_is_help=True, help="Who looked at whom, and whether the log of it is whole.")
As = Annotated[str, typer.Option("--as", help="The account that asks.")]
Why = Annotated[str, typer.Option("--purpose", help="Why: audit_review, and a reference after a semicolon.")]
First = Annotated[int, typer.Option("--first", min=1, max=MOST, help="So many entries, the newest first.")]
After = Annotated[str | None, typer.Option("--after", help="What the part before this one ended with.")]


@contextmanager
def _asked_by(context: typer.Context, name: str, purpose: str) -> Iterator[tuple[Partnerships, Caller, Purpose]]:
    with partnership_of(context) as held:
        account = held.ledger.accounts.find(name)
        if account is None or account.is_disabled:
            raise BadInput("--as", "is no account, or a disabled one: see `kithmap users list`")
        yield held, account.to_caller(is_operator=True), read_purpose(purpose)


@audit.command("list")
def audit_list(  # noqa: PLR0913, PLR0917 - one option for each thing an entry is found by
    context: typer.Context,
    caller: As,
    purpose: Why,
    who: Annotated[str, typer.Option("--who", help="Entries of this account.")] = "",
    since: Annotated[str | None, typer.Option("--from", help="The first day.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The last day.")] = None,
    operation: Annotated[
        str, typer.Option("--operation", help="What was done: person, network, export:adults.pdf…")
    ] = "",
    about: Annotated[str, typer.Option("--about", help="Entries that showed this person: any id of theirs.")] = "",
    first: First = PAGE,
    after: After = None,
) -> None:
    """Lists entries, the newest first."""
    asked = LooksAsked(about, who, read_day(since, "--from"), read_day(until, "--to"), operation)
    with _asked_by(context, caller, purpose) as (held, by, why):
        found = held.questions(by, why).looks(asked, first, after)
    _tell(found, as_json=context.obj.as_json)


@audit.command("about")
def audit_about(  # noqa: PLR0913, PLR0917 - who asks, why, of whom, and which part
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="ID", help="Any id of the person, one from before a judgement too.")],
    caller: As,
    purpose: Why,
    first: First = MOST,
    after: After = None,
) -> None:
    """Lists who looked at one person, whichever of their records was shown."""
    with _asked_by(context, caller, purpose) as (held, by, why):
        found = held.questions(by, why).looks(LooksAsked(person), first, after)
    _tell(found, as_json=context.obj.as_json)


@audit.command("verify")
def audit_verify(context: typer.Context, caller: As, purpose: Why) -> None:
    """Reads the whole log and says what is wrong with it."""
    with _asked_by(context, caller, purpose) as (held, by, why):
        state = find_log_state(held, by, why, verified=True)
    for fault in state.faults:
        typer.echo(f"fault: {fault}", err=True)
    if context.obj.as_json:
        _print(asdict(state))
    else:
        typer.echo(f"{state.sequence} entries, {'not whole' if state.faults else 'whole'}")
    if state.faults:
        raise typer.Exit(FAULT)


@audit.command("head")
def audit_head(context: typer.Context, caller: As, purpose: Why) -> None:
    """Prints the last entry's number and hash, to be kept where nobody can change both."""
    with _asked_by(context, caller, purpose) as (held, by, why):
        state = find_log_state(held, by, why, verified=False)
    if context.obj.as_json:
        _print({"sequence": state.sequence, "hash": state.hash})
    else:
        typer.echo(f"{state.sequence} {state.hash}")


def _tell(found: LooksFound, *, as_json: bool) -> None:
    if as_json:
        _print(asdict(found))
        return
    for look in found.nodes:
        typer.echo(_line(look))
    if found.has_next_page:
        typer.echo(f"more: --after {found.end_cursor}", err=True)


def _line(look: LookAnswer) -> str:
    by = f"{look.caller}{' (operator)' if look.is_operator else ''} ({', '.join(look.roles) or '-'})"
    why = f"{look.purpose}{f'; {look.reference}' if look.reference else ''}"
    shown = f"{len(look.shown)} shown" + (", some withheld" if look.withheld else "")
    at = look.at.isoformat(timespec="seconds")
    return f"{look.sequence:>8}  {at}  {by}  {why}  {look.operation}  {look.outcome}  {shown}"


def _print(document: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, default=str))
