"""A sign-in under way: what binds the reply of the provider to the browser that asked.

The browser keeps one random token in a cookie. State, nonce and code verifier are keyed hashes of it, made again when the
browser comes back: nothing is kept here for somebody who never does, and whoever reads the cookie learns none of the three.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

LASTS = timedelta(minutes=10)
_PURPOSE = b"kithmap sign-in by a provider\x1f"


@dataclass(frozen=True, slots=True)
class Flow:
    """One sign-in under way. `token` goes into the browser's cookie, `hashed` is what is kept once it is answered."""

    token: str
    state: str
    nonce: str
    verifier: str
    hashed: str


def begin(secret: bytes, now: datetime) -> Flow:
    """A new sign-in."""
    return _flow(secret, f"{int(now.timestamp())}.{secrets.token_urlsafe(32)}")


def resume(secret: bytes, token: str, state: str, now: datetime) -> Flow | None:
    """The sign-in of a cookie and the state that came back with it; None when they do not belong together or it is over."""
    flow = _flow(secret, token)
    if not hmac.compare_digest(flow.state.encode(), state.encode()):
        return None
    # The state is a keyed hash of the whole token: the time in it is ours.
    began = datetime.fromtimestamp(int(token.partition(".")[0]), UTC)
    return flow if timedelta(0) <= now - began + timedelta(seconds=1) and now - began < LASTS else None


def _flow(secret: bytes, token: str) -> Flow:
    return Flow(
        token=token,
        state=_derive(secret, b"state", token),
        nonce=_derive(secret, b"nonce", token),
        verifier=_derive(secret, b"verifier", token),
        hashed=sha256(token.encode()).hexdigest(),
    )


def _derive(secret: bytes, what: bytes, token: str) -> str:
    made = hmac.digest(secret, _PURPOSE + what + b"\x1f" + token.encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()
