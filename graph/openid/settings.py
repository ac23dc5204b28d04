"""How people sign in by an identity provider, from the environment: read once at an entry point."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graph.access.caller import AccessRole
from graph.errors import InputRefused, WrongUse
from graph.notices.settings import BASE, is_this_machine

PREFIX = "KITHMAP_OIDC_"
ALGORITHMS = ("RS256", "PS256", "ES256")
"""What a provider may sign with: never `none`, never a secret that both sides know."""
ACCESS_TYPES = ("at+jwt", "jwt")
_NAMES = frozenset(
    PREFIX + name
    for name in (
        "ISSUER",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "CLIENT_SECRET_FILE",
        "ROLES",
        "ALGORITHM",
        "SCOPE",
        "SUBJECT_CLAIM",
        "NAME_CLAIM",
        "ROLES_CLAIM",
        "AGENCY_CLAIM",
        "PROFESSIONALS_CLAIM",
        "TEAMS_CLAIM",
        "AUDIENCE",
        "ACCESS_TOKENS",
        "API_CLIENTS",
    )
)
_BETWEEN = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """What one app role or group of the provider is here: a role, and the agency whose it is where it says so."""

    role: AccessRole
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Which claims say who somebody is. None: not by a claim, but by `kithmap users link`."""

    subject: str = "sub"
    name: str = "preferred_username"
    roles: str = "roles"
    agency: str | None = None
    professionals: str | None = None
    teams: str | None = None


@dataclass(frozen=True, slots=True)
class AccessTokens:
    """Which access tokens of the provider the API takes: for whom they are, what they call themselves, whose they are."""

    audience: str
    type: str
    clients: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """One provider. `address` is that of our own pages; `api` is None where its access tokens are not taken."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    address: str
    roles: Mapping[str, RoleGiven]
    algorithm: str = "RS256"
    scope: str = "openid profile"
    claims: ClaimNames = field(default_factory=ClaimNames)
    api: AccessTokens | None = None

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends people back to: exactly this, never made of what a request says."""
        return f"{self.address}/signin/back"

    @property
    def signed_out_uri(self) -> str:
        """Where the provider sends people after signing out."""
        return f"{self.address}/signed-out"


def read_openid(environment: Mapping[str, str]) -> OpenIdSettings | None:
    """The provider of the environment, None where nothing names one. Raises WrongUse, InputRefused.

    A setting that is not known, or a provider set by half, is refused: local passwords would stay open unnoticed.
    """
    said = {name: value.strip() for name, value in environment.items() if name.startswith(PREFIX) and value.strip()}
    if not said:
        return None
    unknown = sorted(said.keys() - _NAMES)
    if unknown:
        raise WrongUse(f"{unknown[0]} is no setting: see docs/deploy.md, Sign-in")
    client_id = _need(said, "CLIENT_ID")
    return OpenIdSettings(
        issuer=_safe_address(_need(said, "ISSUER"), PREFIX + "ISSUER"),
        client_id=client_id,
        client_secret=_secret(said),
        address=_own_address(environment),
        roles=_roles(_need(said, "ROLES")),
        algorithm=_one_of(said, "ALGORITHM", ALGORITHMS),
        scope=_scope(said.get(PREFIX + "SCOPE", "openid profile")),
        claims=_claims(said),
        api=_access_tokens(said, client_id),
    )


def _need(said: Mapping[str, str], name: str) -> str:
    found = said.get(PREFIX + name)
    if not found:
        raise WrongUse(f"an identity provider is set: {PREFIX}{name} must be too")
    return found


def _one_of(said: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    found = said.get(PREFIX + name, allowed[0])
    if found not in allowed:
        raise WrongUse(f"{PREFIX}{name} is {' or '.join(allowed)}")
    return found


def _secret(said: Mapping[str, str]) -> str:
    if PREFIX + "CLIENT_SECRET" in said:
        return said[PREFIX + "CLIENT_SECRET"]
    file = _need(said, "CLIENT_SECRET_FILE")
    try:
        found = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise InputRefused("can't be read", PREFIX + "CLIENT_SECRET_FILE") from None
    if not found:
        raise InputRefused("is empty", PREFIX + "CLIENT_SECRET_FILE")
    return found


def is_safe_address(address: str) -> bool:
    """Whether an address is encrypted or this machine's own, and has neither name, password, query nor fragment."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return bool(host) and is_plain and (parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host)))


def _safe_address(address: str, name: str) -> str:
    if not is_safe_address(address):
        raise WrongUse(f"{name} begins with https:// (http:// is for this machine only)")
    return address


def _own_address(environment: Mapping[str, str]) -> str:
    found = environment.get(BASE, "").strip().rstrip("/")
    if not found:
        raise WrongUse(f"an identity provider is set: {BASE} must be too, the address of these pages")
    if urlsplit(_safe_address(found, BASE)).path:
        raise WrongUse(f"{BASE} has no path: the pages stand at the top of their host")
    return found


def _roles(text: str) -> Mapping[str, RoleGiven]:
    found: dict[str, RoleGiven] = {}
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        theirs, equals, ours = part.rpartition("=")
        role, _, agency = ours.strip().partition("@")
        if not equals or not theirs.strip() or role not in set(AccessRole) or theirs.strip() in found:
            raise WrongUse(f"{PREFIX}ROLES is APP-ROLE=ROLE or APP-ROLE=ROLE@AGENCY, each once, with ; between them")
        found[theirs.strip()] = RoleGiven(AccessRole(role), agency or None)
    return found


def _scope(text: str) -> str:
    parts = text.split()
    if "openid" not in parts:
        raise WrongUse(f"{PREFIX}SCOPE has openid in it")
    return " ".join(parts)


def _claims(said: Mapping[str, str]) -> ClaimNames:
    return ClaimNames(
        subject=said.get(PREFIX + "SUBJECT_CLAIM", "sub"),
        name=said.get(PREFIX + "NAME_CLAIM", "preferred_username"),
        roles=said.get(PREFIX + "ROLES_CLAIM", "roles"),
        agency=said.get(PREFIX + "AGENCY_CLAIM"),
        professionals=said.get(PREFIX + "PROFESSIONALS_CLAIM"),
        teams=said.get(PREFIX + "TEAMS_CLAIM"),
    )


def _access_tokens(said: Mapping[str, str], client_id: str) -> AccessTokens | None:
    audience = said.get(PREFIX + "AUDIENCE")
    if audience is None:
        return None
    type_ = _one_of(said, "ACCESS_TOKENS", ACCESS_TYPES)
    if type_ == "jwt" and audience == client_id:
        # Nothing would tell an id token of ours from an access token: both are `JWT` and both are for us.
        raise WrongUse(f"{PREFIX}AUDIENCE differs from {PREFIX}CLIENT_ID where {PREFIX}ACCESS_TOKENS is jwt")
    named = said.get(PREFIX + "API_CLIENTS", client_id)
    return AccessTokens(audience, type_, frozenset(filter(None, map(str.strip, named.split(",")))))
