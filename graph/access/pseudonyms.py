"""Pseudonyms of one session: every id under another name that leads back only there, and joins to no other session's.

A pseudonym is the id itself, encrypted under the session's key by AES-SIV (RFC 5297), which gives the same text for the
same id. Nothing is kept: what was made under another key, or by hand, names nobody.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from hmac import compare_digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from graph.model.ids import IdKey

_KEY_BYTES = 64
_SHOWN = 8


@dataclass(frozen=True)
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
            real = self._cipher.decrypt(raw, None).decode()
        except (ValueError, InvalidTag):
            return None
        # Base 32 has several texts of the same bytes, in both cases: one of them is the pseudonym.
        return real if compare_digest(self._make(real).encode(), pseudonym.encode()) else None

    def reals(self, pseudonyms: frozenset[str]) -> frozenset[str]:
        """The ids of those that are of this session."""
        found = (self.real(pseudonym) for pseudonym in pseudonyms)
        return frozenset(real for real in found if real is not None)

    def short(self, real: str) -> str:
        """A few letters to tell one from another by eye; no argument takes them."""
        return self.of(real)[1 : _SHOWN + 1]

    def _make(self, real: str) -> str:
        return "p" + base64.b32encode(self._cipher.encrypt(real.encode(), None)).decode().lower().rstrip("=")

    @cached_property
    def _cipher(self) -> AESSIV:
        return AESSIV(self.key)


def pseudonyms_of(key: IdKey, session: str) -> Pseudonyms:
    """The pseudonyms of a session, by what the server keeps of it; of a session of their own where it keeps nothing."""
    return Pseudonyms(key.key_of(session or secrets.token_hex(32)))


def fresh_pseudonyms() -> Pseudonyms:
    """Pseudonyms that nobody can lead back once they are forgotten: of one export."""
    return Pseudonyms(secrets.token_bytes(_KEY_BYTES))
