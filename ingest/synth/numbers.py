"""Numbers that pass every check and belong to nobody: reserved ranges, unused prefixes, valid check characters."""

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_PLATE_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXY"
_MADE_UP_AUTHORITY = "899"
# Ofcom's numbers for drama. 07700 900xxx and 01632 960xxx are left to the sample family.
_DRAMA_RANGES = (
    *("0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0118 496 0", "0121 496 0"),
    *("0131 496 0", "0141 496 0", "0151 496 0", "0161 496 0", "020 7946 0", "0191 498 0", "029 2018 0"),
)
PHONES = 1000 * len(_DRAMA_RANGES)


def nhs_check_digit(nine: str) -> int | None:
    """The tenth digit of an NHS number (modulus 11), or None where these nine have no valid one."""
    weighed = sum(int(digit) * (10 - place) for place, digit in enumerate(nine))
    check = 11 - weighed % 11
    return None if check == 10 else check % 11  # noqa: PLR2004 - no single digit says ten


def nhs_number(serial: int) -> str:
    """A valid NHS number beginning with 9, which England does not issue; distinct for serials below ten million."""
    for step in range(11):
        nine = f"9{serial % 10_000_000:07d}{step}"
        check = nhs_check_digit(nine)
        if check is not None:
            return f"{nine}{check}"
    raise ValueError("no check digit fits")


def upn_check_letter(twelve: str) -> str:
    """The letter that comes first in a UPN (modulus 23)."""
    return _UPN_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(twelve, 2)) % 23]


def upn(serial: int) -> str:
    """A valid UPN of an authority that does not exist; distinct for serials below a thousand million."""
    twelve = f"{_MADE_UP_AUTHORITY}{serial:09d}"
    return f"{upn_check_letter(twelve)}{twelve}"


def phone(serial: int) -> str:
    """A number of the ranges kept for drama, distinct for `PHONES` serials and "" after them.

    A number that came round again would tie two families together that have nothing to do with each other.
    """
    if serial >= PHONES:
        return ""
    area, last = divmod(serial, 1000)
    return f"{_DRAMA_RANGES[area]}{last:03d}"


def uprn(serial: int) -> str:
    """A twelve-digit property reference from a block no authority uses."""
    return f"999{serial:09d}"


def postcode(serial: int) -> str:
    """A postcode of area ZZ, which is not one: well formed, distinct for 280,000 serials, never a real place."""
    serial, last = divmod(serial, len(_POSTCODE_LETTERS))
    serial, second = divmod(serial, len(_POSTCODE_LETTERS))
    serial, sector = divmod(serial, 9)
    letters = _POSTCODE_LETTERS[second] + _POSTCODE_LETTERS[last]
    return f"ZZ{serial % 79 + 20} {sector + 1}{letters}"


def plate(serial: int) -> str:
    """A number plate with QQ in front, which is never issued."""
    serial, third = divmod(serial, len(_PLATE_LETTERS))
    serial, second = divmod(serial, len(_PLATE_LETTERS))
    serial, first = divmod(serial, len(_PLATE_LETTERS))
    return f"QQ{serial % 100:02d} {_PLATE_LETTERS[first]}{_PLATE_LETTERS[second]}{_PLATE_LETTERS[third]}"
