"""Whether a token of the provider holds: its signature, and every claim that says for whom, by whom and until when.

Pure: keys, clock and what is expected come in as arguments. Whatever does not hold is one refusal; its reason is one of
our own words, for the log.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.jws import JWSRegistry, deserialize_compact
from joserfc.util import urlsafe_b64decode

from graph.errors import SignInRefused
from graph.openid.settings import AccessTokens, OpenIdSettings

LEEWAY = timedelta(seconds=60)
LONGEST = 16 * 1024
_HEADER_MEMBERS = frozenset({"alg", "kid", "typ", "x5t", "x5t#S256"})
"""Any other (`jwk`, `jku`, `x5u`, `x5c`, `crit`) would say which key to trust, or that something else counts."""
_KEY_KINDS: Mapping[str, type] = {"RS256": RSAKey, "PS256": RSAKey, "ES256": ECKey}
_LEAST_RSA_BITS = 2048
_SUBJECT_MOST = 255
_LAST_MOMENT = 1e11  # far beyond any token, and within what a clock can say
_OVERAGE = ("_claim_names", "_claim_sources", "hasgroups")
"""What Entra ID sends in place of groups that do not fit: who holds which role is then not known."""

FindKey = Callable[[str], Key | None]


@dataclass(frozen=True, slots=True)
class Signed:
    """A token whose signature holds."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]


def check_id_token(token: str, settings: OpenIdSettings, find_key: FindKey, nonce: str, now: datetime) -> Signed:
    """The id token of a sign-in that began with this nonce. Raises SignInRefused."""
    signed = _check_signature(token, settings.algorithm, find_key)
    claims = signed.claims
    _require(_type_of(signed) in {None, "jwt"}, "not an id token")
    _check_common(claims, settings, now)
    _require(_audiences(claims) == {settings.client_id}, "another audience")
    _require(claims.get("azp", settings.client_id) == settings.client_id, "another authorised party")
    said = claims.get("nonce")
    _require(isinstance(said, str) and hmac.compare_digest(said.encode(), nonce.encode()), "another nonce")
    return signed


def check_access_token(
    token: str, settings: OpenIdSettings, api: AccessTokens, find_key: FindKey, now: datetime
) -> Signed:
    """An access token of an API client (RFC 9068). Raises SignInRefused."""
    signed = _check_signature(token, settings.algorithm, find_key)
    claims = signed.claims
    if api.type == "at+jwt":
        _require(_type_of(signed) == "at+jwt", "not an access token")
    else:
        _require(_type_of(signed) in {None, "jwt", "at+jwt"}, "not an access token")
    _require(not claims.keys() & {"nonce", "at_hash", "c_hash"}, "an id token")
    _check_common(claims, settings, now)
    _require(_audiences(claims) == {api.audience}, "another audience")
    named = [claims[name] for name in ("client_id", "azp", "appid") if name in claims]
    _require(bool(named) and all(isinstance(one, str) and one in api.clients for one in named), "another client")
    return signed


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise SignInRefused(reason)


def _type_of(signed: Signed) -> str | None:
    said = signed.header.get("typ")
    _require(said is None or isinstance(said, str), "not a type")
    return said.lower().removeprefix("application/") if isinstance(said, str) else None


def _check_signature(token: str, algorithm: str, find_key: FindKey) -> Signed:
    _require(len(token) <= LONGEST and token.isascii() and token.count(".") == 2, "not a token")  # noqa: PLR2004 - header, claims, signature
    header = _strict_json(token.partition(".")[0])
    _require(not header.keys() - _HEADER_MEMBERS, "a header that names keys or extensions")
    _require(header.get("alg") == algorithm, "another algorithm")
    kid = header.get("kid")
    _require(isinstance(kid, str) and bool(kid), "no key named")
    key = find_key(str(kid))
    _require(key is not None and _fits(key, algorithm), "an unknown key")
    try:
        checked = deserialize_compact(token, key, algorithms=[algorithm], registry=JWSRegistry(algorithms=[algorithm]))
    except (JoseError, ValueError):
        raise SignInRefused("a signature that does not hold") from None
    _require(checked.payload is not None, "no claims")
    return Signed(header, _strict_json(token.split(".")[1]))


def _fits(key: Key, algorithm: str) -> bool:
    """Whether a key is of the algorithm's kind, for signatures, and long enough."""
    if not isinstance(key, _KEY_KINDS[algorithm]) or key.get("use", "sig") != "sig":
        return False
    if key.get("alg", algorithm) != algorithm:
        return False
    if isinstance(key, RSAKey):
        return bool(key.public_key.key_size >= _LEAST_RSA_BITS)
    return key.get("crv") == "P-256"


def _strict_json(segment: str) -> Mapping[str, Any]:
    """The object of a segment. One member twice is refused: two readers could each see another one."""
    try:
        found = json.loads(urlsafe_b64decode(segment.encode()), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise SignInRefused("not a token") from None
    _require(isinstance(found, dict), "not a token")
    return dict(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member twice")
    return found


def _no_number(_text: str) -> None:
    raise ValueError("no number")


def _check_common(claims: Mapping[str, Any], settings: OpenIdSettings, now: datetime) -> None:
    _require(claims.get("iss") == settings.issuer, "another issuer")
    _require(not any(name in claims for name in _OVERAGE), "groups left out: use app roles")
    expires, issued = _moment(claims, "exp"), _moment(claims, "iat")
    at, leeway = now.timestamp(), LEEWAY.total_seconds()
    _require(at < expires + leeway, "expired")
    _require(issued <= at + leeway, "issued in the future")
    _require("nbf" not in claims or _moment(claims, "nbf") <= at + leeway, "not valid before a later time")
    subject_of(claims, "sub")


def _moment(claims: Mapping[str, Any], name: str) -> float:
    said = claims.get(name)
    is_time = isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said < _LAST_MOMENT
    _require(is_time, "no time")
    return float(said)  # type: ignore[arg-type]


def _audiences(claims: Mapping[str, Any]) -> set[str]:
    said = claims.get("aud")
    found = said if isinstance(said, list) else [said]
    _require(all(isinstance(one, str) for one in found), "no audience")
    return set(found)


def subject_of(claims: Mapping[str, Any], name: str) -> str:
    """Who it is about: short printable ASCII, as the standard has it. Raises SignInRefused."""
    said = claims.get(name)
    is_one = isinstance(said, str) and 0 < len(said) <= _SUBJECT_MOST and said.isascii() and said.isprintable()
    _require(is_one, "nobody named")
    return str(said)
