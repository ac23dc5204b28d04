"""Opaque ids: the same record has the same id in one partnership, and the id tells nothing.

Ids are keyed hashes. The key lives in the data folder, so an id in an address or a log can't be turned back into an
agency's reference by trying references one after another.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

KEY_BYTES = 32
SEPARATOR = "\x1f"
KEY_PART_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class IdKey:
    """The partnership's secret for making ids: 32 random bytes, made once per data folder."""

    secret: bytes

    def record_id(self, agency: str, system: str, table: str, record_key: str) -> str:
        """The id of a record over all its versions."""
        return "r" + self._digest(agency, system, table, record_key)

    def claim_id(self, record_id: str, content: str, occurrence: int) -> str:
        """The id of one version of a record: `content` is the hash of its cells, `occurrence` how often it came before."""
        return "c" + self._digest(record_id, content, str(occurrence))

    def detail_id(self, scheme: str, value: str) -> str:
        """The id of a contact detail (scheme: phone, email, vehicle; value normalised)."""
        return "d" + self._digest(scheme, value)

    def pseudonym(self, export: str, value: str) -> str:
        """A name for `value` that is stable inside one export or session and joins to no other."""
        return "p" + self._digest(export, value)

    def key_of(self, session: str) -> bytes:
        """A key for the pseudonyms of one session, that tells nothing of the secret or of another session's."""
        return hashlib.blake2b(session.encode(), key=self.secret, person=b"session").digest()

    def _digest(self, *parts: str) -> str:
        raw = hashlib.blake2b(SEPARATOR.join(parts).encode(), key=self.secret, digest_size=15).digest()
        return base64.b32encode(raw).decode().lower()


def join_key(*parts: str) -> str:
    """The record key of a table keyed by several columns (deliveries.md §2)."""
    return KEY_PART_SEPARATOR.join(parts)
