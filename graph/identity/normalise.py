"""Names in comparable form: folded tokens, nickname roots, keys for names that sound or transliterate alike, keys
to search by.

Nicknames come from the `nicknames` package and English sound codes from `jellyfish`; the rules here only say how
spellings of one
name from Arabic, South Asian, Slavic or Welsh languages fall together in Latin letters.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import jellyfish
from nicknames import NickNamer
from unidecode import unidecode

_JOINING = re.compile(r"['’`\u00b4.]")
_TOKEN = re.compile(r"[a-z0-9]+")
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "sir", "prof", "rev", "master", "snr", "sr", "jr", "jnr"})
_PARTICLES = frozenset(
    {
        "de",
        "la",
        "le",
        "da",
        "di",
        "do",
        "dos",
        "del",
        "van",
        "von",
        "der",
        "den",
        "el",
        "al",
        "bin",
        "bint",
        "ibn",
        "ap",
    }
)
# Longest first: a spelling is replaced before a part of it is.
_SPELLED_ALIKE = (
    ("tsch", "c"), ("eigh", "i"), ("sch", "s"), ("szcz", "s"), ("ck", "k"), ("cz", "c"), ("sz", "s"), ("ph", "f"),
    ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("ce", "se"),
    ("ci", "si"), ("cy", "sy"), ("stef", "stev"), ("ou", "u"), ("oo", "u"), ("ow", "u"), ("ee", "i"), ("ie", "i"),
    ("ei", "i"), ("ai", "e"), ("ay", "e"), ("ey", "i"), ("dd", "d"), ("ff", "f"), ("ll", "l"), ("q", "k"),
    ("x", "ks"), ("w", "v"), ("j", "y"), ("c", "k"),
)  # fmt: skip
_VOWEL_CLASS = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u"}
_SHORTEST_SOUNDED = 4
_SHORTEST_PREFIX = 2
_ZED_SHORT_FORM = re.compile(r"([a-z]{1,2}[aeiou])z(z?[aeiouy])?")
_ZED_STEM = 3


@dataclass(frozen=True, slots=True)
class Forenames:
    """The forenames one text gives: the first, the others, in folded form."""

    first: str
    others: tuple[str, ...]


def fold(text: str) -> str:
    """Lower-case ASCII with apostrophes and dots closed up: O'Brien, O’BRIEN and OBrien are one text."""
    return _JOINING.sub("", unidecode(text)).lower()


def name_tokens(text: str) -> tuple[str, ...]:
    """The parts of a name in order, hyphens opened, titles left out."""
    return tuple(token for token in _TOKEN.findall(fold(text)) if token not in _TITLES)


def split_forenames(text: str) -> Forenames | None:
    """First and other forenames of one text, or None where it holds none."""
    tokens = name_tokens(text)
    return Forenames(tokens[0], tokens[1:]) if tokens else None


def surname_forms(text: str) -> tuple[str, ...]:
    """A family name closed up, then each part of a double-barrelled one, particles left out."""
    tokens = name_tokens(text)
    parts = tuple(token for token in tokens if token not in _PARTICLES) or tokens
    whole = "".join(parts)
    if not whole:
        return ()
    return (whole, *parts) if len(parts) > 1 else (whole,)


def split_alias(text: str) -> tuple[str, str]:
    """Forenames and family name of an alias written as one text; a single word is a forename."""
    family, comma, given = text.partition(",")
    if comma and name_tokens(given):
        return given, family
    tokens = name_tokens(text)
    return (" ".join(tokens[:-1]), tokens[-1]) if len(tokens) > 1 else (" ".join(tokens), "")


@lru_cache(maxsize=65_536)
def nickname_roots(forename: str) -> frozenset[str]:
    """Texts that two forenames share when one is used for the other (Danny and Daniel)."""
    roots = {forename, *_nicknamer().canonicals_of(forename)}
    short = _ZED_SHORT_FORM.fullmatch(forename)
    if short:
        # English makes short forms from the first syllable and -z: Daz Darren, Gaz Gary, Shaz Sharon, Jez Jeremy.
        roots.add(f"{short.group(1)}r~")
    return frozenset(roots)


@lru_cache(maxsize=65_536)
def short_form_stems(forename: str) -> frozenset[str]:
    """The nickname roots a full forename answers to without being one itself (Darren to Daz, so not Darren to
    Darius).
    """
    return frozenset(
        f"{forename[:size]}~"
        for size in (_ZED_STEM, _ZED_STEM + 1)
        if len(forename) > size and forename[size - 1] == "r"
    )


@lru_cache(maxsize=65_536)
def sound_key(token: str) -> str:
    """One key for spellings of one name: Mohammed and Muhammad, Hussain and Hussein; Hassan is another."""
    if len(token) < _SHORTEST_SOUNDED:
        return token
    text = token
    for spelled, plain in _SPELLED_ALIKE:
        text = text.replace(spelled, plain)
    text = text[:1] + text[1:].replace("h", "")
    text = "".join(sign for sign, _ in groupby(text))
    vowels = [index for index, sign in enumerate(text) if sign in _VOWEL_CLASS]
    return "".join(
        _VOWEL_CLASS.get(sign, sign)
        for index, sign in enumerate(text)
        if sign not in _VOWEL_CLASS or index == vowels[0]
    )


@lru_cache(maxsize=65_536)
def sound_codes(token: str) -> frozenset[str]:
    """The keys under which a name is looked for by sound: ours, and the English metaphone of longer names."""
    if len(token) < _SHORTEST_SOUNDED:
        return frozenset({token})
    english = jellyfish.metaphone(token).lower()
    return (
        frozenset({f"x{sound_key(token)}", f"m{english}"}) if len(english) > 1 else frozenset({f"x{sound_key(token)}"})
    )


def search_keys(*names: str) -> frozenset[str]:
    """Everything a person's names can be found by: `t:` tokens, `p:` prefixes, `s:` sound codes, `n:` nickname
    roots.
    """
    keys: set[str] = set()
    for name in names:
        tokens = name_tokens(name)
        closed = {"".join(tokens)} if len(tokens) > 1 else set()
        for token in {*tokens, *closed}:
            keys.add(f"t:{token}")
            keys.update(f"p:{token[:size]}" for size in range(_SHORTEST_PREFIX, len(token) + 1))
            keys.update(f"s:{code}" for code in sound_codes(token))
            keys.update(f"n:{root}" for root in nickname_roots(token) | short_form_stems(token))
    return frozenset(keys)


def query_keys(text: str) -> tuple[frozenset[str], ...]:
    """One set of keys a word of the search text; a person is found when they hold at least one key of every set.

    A word of one letter finds nothing by itself and is left out where another word is given.
    """
    words = name_tokens(text)
    longer = [word for word in words if len(word) >= _SHORTEST_PREFIX] or list(words)
    return tuple(
        frozenset(
            {
                f"t:{word}",
                f"p:{word}",
                *(f"s:{code}" for code in sound_codes(word)),
                *(f"n:{root}" for root in nickname_roots(word)),
            }
        )
        for word in longer
    )


@lru_cache(maxsize=1)
def _nicknamer() -> NickNamer:
    return NickNamer()
