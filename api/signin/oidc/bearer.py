"""API clients with an access token of the provider."""

from __future__ import annotations

import logging
from functools import partial

from api.signin.entries import sign_in_event
from api.signin.oidc.accounts import find_client, read_said
from api.signin.oidc.provider import Provider
from api.signin.oidc.tokens import check_access_token
from api.signin.sessions import SignedIn, take_refusal
from graph.access.accounts import Account
from graph.errors import SignInRefused
from graph.questions.opening import Partnerships

log = logging.getLogger("kithmap")
_DOTS = 2


def is_access_token(token: str) -> bool:
    """Whether a bearer token is signed by somebody; ours are random and have no dots."""
    return token.count(".") == _DOTS


def find_access(held: Partnerships, provider: Provider, token: str) -> SignedIn | None:
    """Who an access token belongs to; None, an entry of the log (ten of a kind in 15 minutes) and a reason without
    values where it does not hold.

    Raises ProviderUnavailable where the keys it was signed with can't be had.
    """
    try:
        return SignedIn(_account(held, provider, token), None)
    except SignInRefused as refused:
        log.warning("an access token was refused: %s", refused.reason)
        if take_refusal(held.ledger, refused.reason, held.moment()):
            held.audit.append(sign_in_event("", "refused"), held.now())
        return None


def _account(held: Partnerships, provider: Provider, token: str) -> Account:
    settings, moment = provider.settings, held.moment()
    if settings.api is None:
        raise SignInRefused("no access tokens are taken")
    signed = check_access_token(token, settings, settings.api, partial(provider.find_key, now=moment), moment)
    account = find_client(held.ledger, read_said(signed.claims, settings, held.partnership().agencies))
    if account is None or not account.roles:
        raise SignInRefused("an account that is unknown, disabled or without a role")
    return account
