"""Phones, emails, vehicles and local numbers in one spelling each, so that equal things are equal texts."""

import re
from functools import lru_cache

import phonenumbers

_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CURRENT_PLATE = re.compile(r"[A-Z0]{2}[0-9OI]{2}[A-Z0]{3}")
_LETTERS_READ_AS_DIGITS = str.maketrans("OI", "01")
_DIGITS_READ_AS_LETTERS = str.maketrans("0", "O")
_SHORTEST_PLATE, _LONGEST_PLATE = 3, 8


@lru_cache(maxsize=65_536)
def clean_phone(text: str) -> str | None:
    """A phone number as E.164 (read as British where no country is given), or None."""
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def clean_email(text: str) -> str | None:
    """An email address in lower case, or None where it is none."""
    email = text.strip().strip("<>").lower().removeprefix("mailto:")
    return email if _EMAIL.fullmatch(email) else None


def clean_vehicle(text: str) -> str | None:
    """A registration mark without spaces, O and 0 put right where the current format decides, or None."""
    plate = _NOT_ALPHANUMERIC.sub("", text.upper())
    if not _SHORTEST_PLATE <= len(plate) <= _LONGEST_PLATE or not any(sign.isdigit() for sign in plate):
        return None
    if _CURRENT_PLATE.fullmatch(plate):
        area, age, end = plate[:2], plate[2:4], plate[4:]
        return (
            area.translate(_DIGITS_READ_AS_LETTERS)
            + age.translate(_LETTERS_READ_AS_DIGITS)
            + end.translate(_DIGITS_READ_AS_LETTERS)
        )
    return plate


def clean_local_id(text: str) -> str | None:
    """`scheme:value` with a lower-case scheme and a compact value, or None where no scheme is named."""
    scheme, colon, value = text.partition(":")
    compact = _NOT_ALPHANUMERIC.sub("", value.upper())
    return f"{scheme.strip().lower()}:{compact}" if colon and scheme.strip() and compact else None
