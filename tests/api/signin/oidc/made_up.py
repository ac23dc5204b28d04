"""A made-up provider on a made-up wire: it signs real tokens with real keys, and can be told to sign what it should not."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

from graph.access.caller import AccessRole
from graph.openid.settings import AccessTokens, ClaimNames, OpenIdSettings, RoleGiven

ISSUER = "https://login.council.example/tenant/v2.0"
CLIENT, SECRET = "kithmap", "a secret: with + and % in it"
AUDIENCE = "api://kithmap"
ADDRESS = "http://127.0.0.1"
PRIYA = "subject-of-priya"
ROLES: Mapping[str, RoleGiven] = {
    "Kithmap.Assessment": RoleGiven(AccessRole.ASSESSMENT, "csc"),
    "Kithmap.Auditor": RoleGiven(AccessRole.AUDITOR),
}
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
NEXT_KEY = RSAKey.generate_key(2048, {"kid": "second", "use": "sig", "alg": "RS256"})
EC_KEY = ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})
Signer = Callable[[dict[str, Any], dict[str, Any]], str]


def settings(**changed: Any) -> OpenIdSettings:  # noqa: ANN401 - claims and settings of any kind
    """Settings of this provider."""
    said: dict[str, Any] = {
        "issuer": ISSUER,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "address": ADDRESS,
        "roles": ROLES,
        "claims": ClaimNames(),
        "api": AccessTokens(AUDIENCE, "at+jwt", frozenset({CLIENT})),
    }
    return OpenIdSettings(**said | changed)


@dataclass
class Clock:
    """A clock that is put forward by hand."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        """Later."""
        self.at += by


def sign(header: dict[str, Any], claims: dict[str, Any], key: Key = KEY) -> str:
    """A token signed as it should be."""
    return jwt.encode(header, claims, key, algorithms=[header["alg"]], default_type=None)


@dataclass
class MadeUp:
    """The provider. `signer` makes the token of header and claims; `says` and `keys` are what it tells of itself."""

    clock: Clock
    keys: list[Key] = field(default_factory=lambda: [KEY])
    signer: Signer = sign
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "first", "typ": "JWT"})
    claims: dict[str, Any] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)
    says: dict[str, Any] = field(default_factory=dict)
    fault: int | None = None
    is_down: bool = False
    fetched: list[str] = field(default_factory=list)
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    issued: list[str] = field(default_factory=list)

    @property
    def transport(self) -> httpx.MockTransport:
        """The wire."""
        return httpx.MockTransport(self.answer)

    def metadata(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "end_session_endpoint": f"{ISSUER}/logout",
            "authorization_response_iss_parameter_supported": True,
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.says,
        }

    def answer(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        name = request.url.path.rpartition("/")[2]
        self.fetched.append(name)
        if self.is_down:
            raise httpx.ConnectError("nothing there", request=request)
        if self.fault:
            return httpx.Response(self.fault, json={})
        match name:
            case "openid-configuration":
                return httpx.Response(200, json=self.metadata())
            case "keys":
                return httpx.Response(200, json={"keys": [key.as_dict(private=False) for key in self.keys]})
            case "token":
                return self._redeem(request)
        return httpx.Response(404, json={})

    def agree(self, address: str) -> dict[str, str]:
        """What the browser brings back, once somebody signed in at an address."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ISSUER}/authorize"
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert (asked["code_challenge_method"], asked["redirect_uri"]) == ("S256", f"{ADDRESS}/signin/back")
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    def _redeem(self, request: httpx.Request) -> httpx.Response:
        sent = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        asked = self.codes.pop(sent["code"], None)
        hashed = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        is_right = asked is not None and (asked["code_challenge"], asked["redirect_uri"]) == (
            hashed,
            sent["redirect_uri"],
        )
        if asked is None or not is_right or not self._knows(request, sent):
            return httpx.Response(400, json={"error": "invalid_grant"})
        self.issued.append(self.token(nonce=asked["nonce"]))
        return httpx.Response(200, json={"id_token": self.issued[-1], "access_token": "x", "token_type": "Bearer"})

    def _knows(self, request: httpx.Request, sent: Mapping[str, str]) -> bool:
        basic = "kithmap:a%20secret%3A%20with%20%2B%20and%20%25%20in%20it"
        is_basic = request.headers.get("Authorization") == f"Basic {base64.b64encode(basic.encode()).decode()}"
        return is_basic or sent.get("client_secret") == SECRET

    def token(self, **more: Any) -> str:  # noqa: ANN401 - claims and settings of any kind
        """An id token as it should be, changed by what the test said."""
        at = int(self.clock.at.timestamp())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": PRIYA,
            "iat": at,
            "exp": at + 300,
            "preferred_username": "Priya@council.example",
            "roles": ["Kithmap.Assessment", "Somebody.Else"],
            **more,
            **self.claims,
        }
        return self.signer(dict(self.header), {name: said for name, said in claims.items() if name not in self.without})


def access_token(clock: Clock, key: Key = KEY, header: Mapping[str, Any] | None = None, **claims: Any) -> str:  # noqa: ANN401 - claims and settings of any kind
    """An access token for the API (RFC 9068)."""
    at = int(clock.at.timestamp())
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": PRIYA,
        "client_id": CLIENT,
        "iat": at,
        "exp": at + 300,
        "jti": secrets.token_hex(4),
        "roles": ["Kithmap.Assessment"],
    }
    return sign({"alg": "RS256", "kid": "first", "typ": "at+jwt", **(header or {})}, said | claims, key)
