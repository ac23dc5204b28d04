"""Keys by which people are found by birth date and homes by address, beside the keys of names (`normalise.search_keys`).

`b:` a whole date of birth, `u:` a UPRN, `a:` a dwelling. None of them is a word, so no search for a name meets one.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.identity.addresses import find_dwelling
from graph.identity.dates import read_birth_dates
from graph.identity.normalise import name_tokens, nickname_roots, short_form_stems, sound_codes
from graph.identity.numbers import clean_uprn


def birth_keys(dates: Iterable[str]) -> frozenset[str]:
    """The keys of whole dates of birth; partial dates, and those systems write when nobody knew, have none."""
    return frozenset(f"b:{day}" for day in read_birth_dates(list(dates), None, None).full)


def birth_keys_sought(dates: Iterable[str]) -> frozenset[str]:
    """The keys under which somebody of this date is looked for: also with day and month the other way round."""
    days = read_birth_dates(list(dates), None, None).full
    turned = (f"{year}-{day}-{month}" for year, month, day in (text.split("-") for text in days))
    return birth_keys([*days, *turned])


def home_keys(uprn: str | None, address: str | None, postcode: str | None) -> frozenset[str]:
    """The keys of one home: its UPRN, and its postcode, house and flat (rules.md §2); none where neither can be told."""
    number = clean_uprn(uprn) if uprn else None
    dwelling = find_dwelling(address, postcode) if address else None
    return frozenset(
        key for key in (f"u:{number}" if number else None, f"a:{dwelling.key}" if dwelling else None) if key is not None
    )


def name_keys_sought(name: str) -> frozenset[str]:
    """The keys under which a whole name is looked for: the words themselves, as they sound, and as short forms."""
    return frozenset(
        key
        for word in name_tokens(name)
        for key in (
            f"t:{word}",
            *(f"s:{code}" for code in sound_codes(word)),
            *(f"n:{root}" for root in nickname_roots(word) | short_form_stems(word)),
        )
    )
