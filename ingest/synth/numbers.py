"""Numbers that pass every check and belong to nobody: reserved ranges, unused prefixes, valid check characters."""

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_PLATE_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXY"
_MADE_UP_AUTHORITY = "899"


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


def mobile(serial: int) -> str:
    """A mobile number of the thousand kept for drama (07700 900000-900999): a county has to repeat them."""
    return f"07700 900{serial % 1000:03d}"


def landline(serial: int) -> str:
    """A landline of the thousand kept for drama (01632 960000-960999)."""
    return f"01632 960{serial % 1000:03d}"


def uprn(serial: int) -> str:
    """A twelve-digit property reference from a block no authority uses."""
    return f"999{serial:09d}"


def postcode(serial: int) -> str:
    """A postcode of area ZZ, which is not one: well formed, distinct for 356,400 serials, never a real place."""
    serial, last = divmod(serial, len(_POSTCODE_LETTERS))
    serial, second = divmod(serial, len(_POSTCODE_LETTERS))
    serial, sector = divmod(serial, 9)
    letters = _POSTCODE_LETTERS[second] + _POSTCODE_LETTERS[last]
    return f"ZZ{serial % 99 + 1} {sector + 1}{letters}"


def plate(serial: int) -> str:
    """A number plate with QQ in front, which is never issued."""
    serial, third = divmod(serial, len(_PLATE_LETTERS))
    serial, second = divmod(serial, len(_PLATE_LETTERS))
    serial, first = divmod(serial, len(_PLATE_LETTERS))
    return f"QQ{serial % 100:02d} {_PLATE_LETTERS[first]}{_PLATE_LETTERS[second]}{_PLATE_LETTERS[third]}"
