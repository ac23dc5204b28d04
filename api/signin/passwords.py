"""Passwords as argon2id hashes, and one-time passwords made for people to type."""

from __future__ import annotations

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 6, 5  # 148 bits
SHORTEST = 12
WORDS = (
    "kithmap", "safeguarding", "partnership", "children", "council", "practitioner", "assessment", "analyst", "manager",
    "steward", "auditor", "admin", "password", "welcome", "letmein", "qwertyuiop", "qwerty", "asdfgh", "zxcvbn",
    "abcdef", "1234567890", "123456", "654321", "spring", "summer", "autumn", "winter", "january", "february", "march",
    "april", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
"""What a guesser tries first here: beside these and the account's own name a password has something of its own."""
_LEAST_OF_ITS_OWN = 6


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return _HASHER.hash(password)


@lru_cache(maxsize=1)
def hash_of_nobody() -> str:
    """A hash nothing fits, so that an unknown account takes as long to refuse as a wrong password."""
    return _HASHER.hash(secrets.token_hex())


def fits(password_hash: str, password: str) -> bool:
    """Whether a password is the one of a hash."""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_guessable(password: str, name: str) -> bool:
    """Whether little is left of a password without the listed words, the account's name, digits and repetition."""
    left = password.casefold()
    for word in sorted({*WORDS, *name.casefold().replace(".", " ").replace("@", " ").split()}, key=len, reverse=True):
        left = left.replace(word, "")
    return len({letter for letter in left if not letter.isdigit()}) < _LEAST_OF_ITS_OWN


def one_time_password() -> str:
    """A random password, easy to read out: six groups of five letters and digits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
