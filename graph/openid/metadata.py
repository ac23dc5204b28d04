"""What a provider says of itself, fetched and checked: where people sign in, where codes are redeemed, where its keys are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from graph.errors import ProviderUnavailable
from graph.openid.settings import OpenIdSettings, is_safe_address

SECONDS = 5.0
MOST_BYTES = 512 * 1024
WELL_KNOWN = "/.well-known/openid-configuration"
_POST, _BASIC = "client_secret_post", "client_secret_basic"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A reply of the provider: its JSON, its status, and its clock where it says so."""

    body: Mapping[str, Any]
    status: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """The addresses of a provider, and which of the ways to do things it takes."""

    sign_in: str
    redeem: str
    keys: str
    sign_out: str | None
    takes_basic: bool
    names_itself: bool
    algorithms: tuple[str, ...]


def fetch(request: httpx.Request, transport: httpx.BaseTransport | None = None) -> Fetched:
    """One JSON object from the provider: no redirect followed, bounded in time and size. Raises ProviderUnavailable.

    A reply of the 4xx kind is a reply. The client lives for one request: there are few, and none is left open.
    """
    try:
        with httpx.Client(timeout=SECONDS, transport=transport) as client:
            reply = client.send(request, stream=True)
            body = b""
            for piece in reply.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise ProviderUnavailable("the identity provider sent more than it may")
    except (httpx.HTTPError, httpx.InvalidURL):
        raise ProviderUnavailable("the identity provider does not answer") from None
    if reply.is_server_error or reply.is_redirect:
        raise ProviderUnavailable("the identity provider does not answer as a provider does")
    return Fetched(_object(body), reply.status_code, _clock(reply))


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProviderUnavailable("the identity provider does not answer as a provider does")
    return found


def _clock(reply: httpx.Response) -> datetime | None:
    try:
        found = parsedate_to_datetime(reply.headers.get("Date", ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def fetch_metadata(
    settings: OpenIdSettings, transport: httpx.BaseTransport | None = None
) -> tuple[Metadata, datetime | None]:
    """What the provider says of itself, and its clock. Raises ProviderUnavailable where it speaks for another issuer."""
    address = settings.issuer.rstrip("/") + WELL_KNOWN
    fetched = fetch(httpx.Request("GET", address, headers={"Accept": "application/json"}), transport)
    if fetched.status != httpx.codes.OK or fetched.body.get("issuer") != settings.issuer:
        raise ProviderUnavailable("the address of the identity provider is not that of the issuer set")
    return _read(fetched.body), fetched.at


def _read(body: Mapping[str, Any]) -> Metadata:
    methods = body.get("token_endpoint_auth_methods_supported")
    algorithms = body.get("id_token_signing_alg_values_supported")
    return Metadata(
        sign_in=_address(body, "authorization_endpoint"),
        redeem=_address(body, "token_endpoint"),
        keys=_address(body, "jwks_uri"),
        sign_out=_address(body, "end_session_endpoint") if body.get("end_session_endpoint") else None,
        takes_basic=not isinstance(methods, list) or _BASIC in methods or _POST not in methods,
        names_itself=body.get("authorization_response_iss_parameter_supported") is True,
        algorithms=tuple(map(str, algorithms)) if isinstance(algorithms, list) else (),
    )


def _address(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    # A query may belong to it (some providers name a policy there); nothing else may.
    if not isinstance(found, str) or "#" in found or not is_safe_address(found.partition("?")[0]):
        raise ProviderUnavailable("the identity provider names an address that is not encrypted, or none")
    return found
