"""Tokens as no library would sign them, and whether the way back ends as every refusal does."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import RSAKey

from tests.api.signin.oidc.browser import Site
from tests.api.signin.oidc.made_up import KEY


def part(said: object) -> str:
    """One part of a token."""
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def signed_text(head: str, body: str, key: RSAKey = KEY) -> str:
    """A token of these very texts, with a signature that holds."""
    parts = [base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode() for text in (head, body)]
    signature = key.private_key.sign(".".join(parts).encode(), PKCS1v15(), SHA256())
    return ".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=").decode()])


def signed_by_hand(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """As a library would not sign it."""
    return signed_text(json.dumps(header), json.dumps(claims))


def is_refused(site: Site, refusal: bytes) -> bool:
    """Whether the whole way ends as every refusal does: the page, the entry, no session, the cookie gone."""
    browser = site.another()
    brought = browser.made_up.agree(browser.go())
    return comes_back_refused(browser, brought, refusal)


def comes_back_refused(browser: Site, brought: dict[str, Any], refusal: bytes) -> bool:
    """Whether coming back so ends as every refusal does."""
    reply = browser.back(brought)
    entry = json.loads(browser.newest_entry())
    assert reply.status_code == 403
    assert bytes(reply.content) == refusal
    assert (entry["operation"], entry["outcome"], entry["caller"]) == ("signin", "refused", "")
    assert "kithmap-session" not in browser.client.cookies
    assert f"kithmap-signin-{brought.get('state', '')[:16]}" not in browser.client.cookies
    assert browser.client.get("/purpose").headers["location"] == "/signin"
    return True
