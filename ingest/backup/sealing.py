"""Encryption of a backup with age: to a public key, opened with its identity. Only this module knows pyrage."""

from __future__ import annotations

from pathlib import Path

import pyrage

from graph.errors import InputRefused

_MAGIC = b"age-encryption.org/"


def recipient_of(text: str) -> pyrage.x25519.Recipient:
    """The public key a backup is encrypted to. Raises InputRefused for anything else."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except (pyrage.RecipientError, ValueError):
        raise InputRefused("is no age public key: it begins with age1", "--to") from None


def seal(plain: Path, sealed: Path, recipient: pyrage.x25519.Recipient) -> None:
    """Writes a file encrypted."""
    with plain.open("rb") as reader, sealed.open("wb") as writer:
        pyrage.encrypt_io(reader, writer, [recipient])


def is_sealed(path: Path) -> bool:
    """Whether a file is encrypted."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def unseal(sealed: Path, plain: Path, identity_file: Path) -> None:
    """Writes the file decrypted. Raises InputRefused for the wrong identity and for a file that was changed."""
    with sealed.open("rb") as reader, plain.open("wb") as writer:
        try:
            pyrage.decrypt_io(reader, writer, [_identity(identity_file)])
        except (pyrage.DecryptError, OSError):
            raise InputRefused("can't be opened with this identity, or was changed", sealed.name) from None


def _identity(path: Path) -> pyrage.x25519.Identity:
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
    except (OSError, ValueError, StopIteration, pyrage.IdentityError):
        raise InputRefused("is no age identity: it begins with AGE-SECRET-KEY-", path.name) from None
