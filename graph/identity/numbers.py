"""NHS numbers, UPNs and UPRNs as plain text, or nothing where the number cannot identify anyone.

A number with a wrong check digit is kept with the claim but never used to tell who is who
(NHS Data Dictionary: modulus 11; DfE UPN guide: modulus 23 over the letters without I, O and S).
"""

import re

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_NHS_LENGTH = 10
_NO_CHECK_DIGIT = 10
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]")
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_UPRN = re.compile(r"[0-9]{1,12}")


def valid_nhs_number(text: str) -> str | None:
    """Ten digits of a valid NHS number, or None."""
    digits = _compact(text)
    if len(digits) != _NHS_LENGTH or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return None
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - total % 11) % 11
    return digits if check != _NO_CHECK_DIGIT and check == int(digits[-1]) else None


def valid_upn(text: str) -> str | None:
    """Thirteen characters of a valid unique pupil number, or None."""
    upn = _compact(text)
    if not _UPN.fullmatch(upn):
        return None
    values = [int(sign) if sign.isdigit() else _UPN_LETTERS.find(sign) for sign in upn[1:]]
    if min(values) < 0:
        return None
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return upn if _UPN_LETTERS[total % 23] == upn[0] else None


def clean_uprn(text: str) -> str | None:
    """A unique property reference number without leading zeros, or None."""
    digits = text.strip()
    if not _UPRN.fullmatch(digits):
        return None
    return digits.lstrip("0") or None


def _compact(text: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", text.upper())
