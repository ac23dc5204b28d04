"""Pseudonyms of one session: every id under another name that leads back only there, and joins to no other session's.

A pseudonym is the id itself, encrypted under the session's key so that the same id always gives the same text (a
synthetic nonce: a keyed hash of the id). Nothing is kept: what was made under another key, or by hand, names nobody.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from hmac import compare_digest

from graph.model.ids import IdKey

_NONCE = 15
_BLOCK = 64
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The pseudonyms of one session, under its key."""

    key: bytes = field(repr=False)
    _made: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def of(self, real: str) -> str:
        """The pseudonym of an id: the same each time, and as long as any other of an id as long."""
        found = self._made.get(real)
        if found is None:
            found = self._made[real] = self._make(real)
        return found

    def real(self, pseudonym: str) -> str | None:
        """The id a pseudonym of this session stands for; None for any other text."""
        try:
            raw = base64.b32decode(pseudonym[1:].upper() + "=" * (-len(pseudonym[1:]) % 8))
        except ValueError:
            return None
        nonce, body = raw[:_NONCE], raw[_NONCE:]
        plain = self._turned(nonce, body)
        if not pseudonym.startswith("p") or not compare_digest(nonce, self._nonce(plain)):
            return None
        real = plain.decode()
        return real if compare_digest(self._make(real).encode(), pseudonym.encode()) else None

    def reals(self, pseudonyms: frozenset[str]) -> frozenset[str]:
        """The ids of those that are of this session."""
        found = (self.real(pseudonym) for pseudonym in pseudonyms)
        return frozenset(real for real in found if real is not None)

    def short(self, real: str) -> str:
        """A few letters to tell one from another by eye; no argument takes them."""
        return self.of(real)[1 : _SHOWN + 1]

    def _make(self, real: str) -> str:
        plain = real.encode()
        nonce = self._nonce(plain)
        return "p" + base64.b32encode(nonce + self._turned(nonce, plain)).decode().lower().rstrip("=")

    def _nonce(self, plain: bytes) -> bytes:
        return hashlib.blake2b(plain, key=self.key, digest_size=_NONCE, person=b"nonce").digest()

    def _turned(self, nonce: bytes, text: bytes) -> bytes:
        """The text exclusive-or a stream of the nonce: turned twice it is itself."""
        blocks = -(-len(text) // _BLOCK)
        stream = b"".join(
            hashlib.blake2b(nonce, key=self.key, salt=count.to_bytes(4), person=b"stream").digest()
            for count in range(blocks)
        )
        return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def pseudonyms_of(key: IdKey, session: str) -> Pseudonyms:
    """The pseudonyms of a session, by what the server keeps of it; of a session of their own where it keeps nothing."""
    return Pseudonyms(key.key_of(session or secrets.token_hex(32)))


def fresh_pseudonyms() -> Pseudonyms:
    """Pseudonyms that nobody can lead back once they are forgotten: of one export."""
    return Pseudonyms(secrets.token_bytes(_BLOCK))
