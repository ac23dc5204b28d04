"""The keys of the provider: kept, and fetched again where a token names one that is not among them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

from graph.errors import ProviderUnavailable

FETCH_AT_MOST_EVERY = timedelta(minutes=1)
FRESH_FOR = timedelta(hours=1)
KEPT_FOR = timedelta(hours=24)
"""While the provider does not answer: longer, and a key it took back would go on opening the door."""
_MOST_KEYS = 50
_LEAST_RSA_LETTERS = 342  # of six bits each: 2,048
_SECRET = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


class KeyCache:
    """The keys of one provider by their name. `fetch` gives the key set as the provider sends it."""

    def __init__(self, fetch: Callable[[datetime], Mapping[str, Any]]) -> None:
        self._fetch = fetch
        self._turn = threading.Lock()
        self._keys: Mapping[str, Key] = {}
        self._fetched: datetime | None = None
        self._tried: datetime | None = None

    def find(self, kid: str, now: datetime) -> Key | None:
        """A key by its name; None when the provider has none of it. Raises ProviderUnavailable where nobody can say."""
        # Whose key is known waits for nobody who asks the provider for another one.
        if (known := self._keys.get(kid)) is not None and is_within(self._fetched, FRESH_FOR, now):
            return known
        with self._turn:
            if self._is_due(kid, now):
                self._renew(now)
            if not is_within(self._fetched, KEPT_FOR, now):
                raise ProviderUnavailable("the keys of the identity provider can't be fetched")
            return self._keys.get(kid)

    def _is_due(self, kid: str, now: datetime) -> bool:
        is_good = kid in self._keys and is_within(self._fetched, FRESH_FOR, now)
        return not is_good and not is_within(self._tried, FETCH_AT_MOST_EVERY, now)

    def _renew(self, now: datetime) -> None:
        self._tried = now
        try:
            self._keys = _by_name(self._fetch(now))
            self._fetched = now
        except ProviderUnavailable:
            pass  # what is kept counts until it is too old


def is_within(at: datetime | None, long: timedelta, now: datetime) -> bool:
    """Whether something was less than so long ago; a clock that was set back since does not count."""
    return at is not None and timedelta(0) <= now - at < long


def _by_name(found: Mapping[str, Any]) -> Mapping[str, Key]:
    said = found.get("keys")
    if not isinstance(said, list) or len(said) > _MOST_KEYS:
        raise ProviderUnavailable("the identity provider sends no key set")
    keys: dict[str, Key] = {}
    for one in said:
        # A key of a kind we do not know, a short or a secret one is none of ours; the others still count.
        if isinstance(one, dict) and isinstance(one.get("kid"), str) and _is_sound(one):
            try:
                keys.setdefault(one["kid"], JWKRegistry.import_key(one))
            except (JoseError, ValueError, TypeError):
                continue
    return keys


def _is_sound(key: Mapping[str, Any]) -> bool:
    """Whether a key is public, and as long as it should be where its length is its strength."""
    is_long = key.get("kty") != "RSA" or len(str(key.get("n"))) >= _LEAST_RSA_LETTERS
    return is_long and not key.keys() & _SECRET
