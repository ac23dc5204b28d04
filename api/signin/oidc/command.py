"""`kithmap users link`: who somebody at the identity provider is here, from the command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.signin.acting import entered, ledger_of, say_done
from api.signin.oidc.tokens import subject_of
from graph.access.accounts import Account, ProvidedAs
from graph.errors import BadInput, SignInRefused, WrongUse
from graph.settings import Settings


def users_link(  # noqa: PLR0913, PLR0917 - what a link may say
    context: typer.Context,
    name: str,
    subject: Annotated[
        str | None, typer.Option("--subject", help="Who it is at the provider, where nobody signed in as it yet.")
    ] = None,
    agency: Annotated[str | None, typer.Option("--agency")] = None,
    professional: Annotated[
        list[str] | None, typer.Option("--professional", help="AGENCY:REF, in place of all.")
    ] = None,
    team: Annotated[list[str] | None, typer.Option("--team", help="A team of the agency, in place of all.")] = None,
) -> None:
    """Says which agency, professional records and teams an account has, and which subject of the provider it is."""
    settings: Settings = context.obj.settings
    with ledger_of(context) as ledger, entered(context, ledger, "users:link", name):
        who = _who(settings, subject)
        account = ledger.accounts.find(name)
        if account is None:
            raise BadInput("name", "is no account: whoever signs in once has one, or `kithmap users add` makes it")
        linked = _linked(account, agency, professional, team)
        if agency is not None and agency not in ledger.deliveries.partnership().agencies:
            raise BadInput("--agency", "is not an agency of this partnership")
        if who is not None:
            ledger.provided.link(who, name, datetime.now(UTC))
            # Who signs in by the provider has no password here, and no one-time password to change first.
            ledger.accounts.set_password(name, "", is_one_time=False)
        ledger.accounts.keep_standing(linked)
    say_done(context, f"{name} is linked; it counts on the next request", name=name, linked=True)


def _who(settings: Settings, subject: str | None) -> ProvidedAs | None:
    if subject is None:
        return None
    if settings.openid is None:
        raise WrongUse("--subject is a subject of the identity provider, and none is set: see docs/deploy.md, Sign-in")
    try:
        return ProvidedAs(settings.openid.issuer, subject_of({"sub": subject}, "sub"))
    except SignInRefused:
        raise BadInput("--subject", "is what the provider calls somebody: short, plain letters and signs") from None


def _linked(account: Account, agency: str | None, professional: list[str] | None, team: list[str] | None) -> Account:
    if any(":" not in one for one in professional or ()):
        raise BadInput("--professional", "is AGENCY:REF")
    linked = replace(
        account,
        agency=agency or account.agency,
        professionals=frozenset(professional) if professional else account.professionals,
        teams=frozenset(team) if team else account.teams,
    )
    if linked.teams and linked.agency is None:
        raise BadInput("--team", "is a team of an agency: name it with --agency")
    return linked
