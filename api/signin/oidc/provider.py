"""The provider as sign-in asks it: where to send people, what a code is worth, and whose key that is."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import Key

from api.signin.oidc.flow import Flow
from api.signin.oidc.keys import KeyCache, is_within
from graph.errors import ProviderUnavailable, SignInRefused
from graph.openid.metadata import Metadata, fetch, fetch_metadata
from graph.openid.settings import OpenIdSettings

FRESH_FOR = timedelta(minutes=1)
"""So short, that people are told here that the provider is down instead of being sent to where nothing answers."""
NOT_AGAIN_FOR = timedelta(seconds=10)
"""After it did not answer: those who come meanwhile are told at once, and no thread waits for the same silence."""


class Provider:
    """One provider, shared by every request of a process. `transport` stands in for the wire."""

    def __init__(self, settings: OpenIdSettings, transport: httpx.BaseTransport | None = None) -> None:
        self.settings = settings
        self._transport = transport
        self._turn = threading.Lock()
        self._metadata: Metadata | None = None
        self._read_at: datetime | None = None
        self._failed_at: datetime | None = None
        self._keys = KeyCache(self._fetch_keys)

    def metadata(self, now: datetime) -> Metadata:
        """What the provider says of itself, as of the last minute. Raises ProviderUnavailable."""
        with self._turn:
            if self._metadata is not None and is_within(self._read_at, FRESH_FOR, now):
                return self._metadata
            if is_within(self._failed_at, NOT_AGAIN_FOR, now):
                raise ProviderUnavailable("the identity provider did not answer a moment ago")
            self._failed_at = now
            self._metadata, _ = fetch_metadata(self.settings, self._transport)
            self._read_at, self._failed_at = now, None
            return self._metadata

    def sign_in_address(self, flow: Flow, now: datetime, *, again: bool = False) -> str:
        """Where the browser goes to sign in, `again` where it is already. Raises ProviderUnavailable."""
        made: str = prepare_grant_uri(
            self.metadata(now).sign_in,
            client_id=self.settings.client_id,
            response_type="code",
            redirect_uri=self.settings.redirect_uri,
            scope=self.settings.scope,
            state=flow.state,
            nonce=flow.nonce,
            code_challenge=create_s256_code_challenge(flow.verifier),
            code_challenge_method="S256",
            **({"prompt": "login"} if again else {}),
        )
        return made

    def sign_out_address(self, now: datetime) -> str | None:
        """Where the browser goes to sign out there too; None where the provider has no such page or does not answer."""
        try:
            address = self.metadata(now).sign_out
        except ProviderUnavailable:
            return None
        if address is None:
            return None
        client, back = quote(self.settings.client_id, safe=""), quote(self.settings.signed_out_uri, safe="")
        joined = "&" if "?" in address else "?"
        return f"{address}{joined}client_id={client}&post_logout_redirect_uri={back}"

    def check_issuer(self, said: str | None, now: datetime) -> None:
        """Refuses a reply that another provider sent (RFC 9207). Raises SignInRefused, ProviderUnavailable."""
        if said is None and not self.metadata(now).names_itself:
            return
        if said != self.settings.issuer:
            raise SignInRefused("a reply of another provider")

    def redeem(self, code: str, flow: Flow, now: datetime) -> str:
        """The id token that a code is worth. Raises SignInRefused for a code that is worth none, ProviderUnavailable."""
        metadata = self.metadata(now)
        asked: str = prepare_token_request(
            "authorization_code", code=code, redirect_uri=self.settings.redirect_uri, code_verifier=flow.verifier
        )
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        # RFC 6749 §2.3.1: both parts are form-encoded before they are put together.
        client, secret = quote(self.settings.client_id, safe=""), quote(self.settings.client_secret, safe="")
        if not metadata.takes_basic:
            asked += f"&client_id={client}&client_secret={secret}"
        request = httpx.Request("POST", metadata.redeem, content=asked, headers=headers)
        if metadata.takes_basic:
            request = next(httpx.BasicAuth(client, secret).auth_flow(request))
        fetched = fetch(request, self._transport)
        token = fetched.body.get("id_token")
        if fetched.status != httpx.codes.OK or not isinstance(token, str):
            raise SignInRefused("a code that is worth nothing")
        return token

    def find_key(self, kid: str, now: datetime) -> Key | None:
        """A key of the provider by its name. Raises ProviderUnavailable."""
        return self._keys.find(kid, now)

    def _fetch_keys(self, now: datetime) -> Mapping[str, Any]:
        request = httpx.Request("GET", self.metadata(now).keys, headers={"Accept": "application/json"})
        fetched = fetch(request, self._transport)
        if fetched.status != httpx.codes.OK:
            raise ProviderUnavailable("the identity provider sends no key set")
        return fetched.body
