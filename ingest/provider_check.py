"""Whether the identity provider answers, speaks for the issuer that is set, has keys to check with, and tells our time."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx

from graph.errors import ProviderUnavailable
from graph.openid.metadata import Metadata, fetch, fetch_metadata
from graph.openid.settings import OpenIdSettings

MOST_SKEW = timedelta(seconds=30)
"""Half of what a token's times may be off: said before anybody is refused for it."""


def provider_faults(
    settings: OpenIdSettings, now: datetime, transport: httpx.BaseTransport | None = None
) -> tuple[str, str]:
    """What is found and what to do about it; nothing to do where all is well."""
    try:
        metadata, at = fetch_metadata(settings, transport)
        keys = fetch(httpx.Request("GET", metadata.keys), transport).body.get("keys")
    except ProviderUnavailable as fault:
        do = "check KITHMAP_OIDC_ISSUER, and that this machine may reach it; sessions live on meanwhile"
        return str(fault), do
    skew = abs(now - at) if at else timedelta(0)
    if skew > MOST_SKEW:
        return f"answers; its clock and this one differ by {skew.seconds} s", "set this machine's clock by NTP"
    if not keys:
        return "answers and has no keys", "ask whoever runs it"
    return _signs(metadata, settings)


def _signs(metadata: Metadata, settings: OpenIdSettings) -> tuple[str, str]:
    if metadata.algorithms and settings.algorithm not in metadata.algorithms:
        return (
            f"answers and does not sign with {settings.algorithm}",
            "set KITHMAP_OIDC_ALGORITHM to what it signs with",
        )
    return f"answers, signs with {settings.algorithm}; register {settings.redirect_uri} there", ""
