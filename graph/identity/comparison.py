"""What is compared between two records, level by level: the condition in SQL for Splink, and the words for people.

The conditions read the columns of `features.to_frame`. The weights of the levels are not here but in the trained model.
"""

from dataclasses import dataclass

LEAST_RARITY = 1e-6  # no name counts as rarer than this, however seldom the model saw it


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: its name, its SQL condition ("ELSE" for the last) and what it says."""

    name: str
    condition: str
    says: str
    rarity_column: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing compared; `unknown` is the condition under which it says nothing."""

    field: str
    title: str
    unknown: str
    levels: tuple[Level, ...]


def _shared(column: str) -> str:
    return f"list_has_any({column}_l, {column}_r)"


def _missing(column: str) -> str:
    return f"{column}_l is null or {column}_r is null"


def _looks_alike(left: str, right: str) -> str:
    # A hair below 0.92: names alike by exactly that count, however an engine rounds.
    return f"jaro_winkler_similarity({left}, {right}) >= 0.919999999"


def _either(left: str, right: str) -> str:
    return f"list_has_any({left}_l, {right}_r) or list_has_any({right}_l, {left}_r)"


_NAMES_SWAPPED = (
    f"(list_has_any(sounds_l, surname_sounds_r) or {_looks_alike('first_name_l', 'surname_r')}) "
    f"and (list_has_any(surname_sounds_l, sounds_r) or {_looks_alike('surname_l', 'first_name_r')})"
)

# A stay of which nobody knows when may have been at any time (rules.md §1).
_AT_ONE_TIME = f"{_shared('stays')} or ({_shared('addresses')} and ({_missing('stays')}))"

# A letter wrong, missing, doubled or changed places with the next: Slah for Shah.
_ONE_SLIP = "(least(length(surname_l), length(surname_r)) >= 4 and damerau_levenshtein(surname_l, surname_r) <= 1)"

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "forename",
        "First name",
        _missing("letters"),
        (
            Level("same", "first_name_l = first_name_r", "the same", "first_name"),
            Level("also", _shared("firsts"), "the same as another first name on record"),
            Level(
                "alike",
                f"{_shared('sounds')} or {_looks_alike('first_name_l', 'first_name_r')}",
                "spelled differently, sounds or looks alike",
            ),
            Level(
                "nickname",
                f"{_shared('roots')} or {_either('roots', 'stems')}",
                "one is a short or pet form of the other",
            ),
            Level("swapped", _NAMES_SWAPPED, "first and family name the other way round"),
            Level("other_forename", _shared("given_tokens"), "the same as another forename"),
            Level("initial", _either("initials", "letters"), "the initial fits"),
            Level("different", "ELSE", "different"),
        ),
    ),
    Comparison(
        "middle",
        "Other forenames",
        _missing("middles"),
        (Level("shared", _shared("middles"), "one is the same"), Level("different", "ELSE", "different")),
    ),
    Comparison(
        "surname",
        "Family name",
        _missing("surname"),
        (
            Level("same", "surname_l = surname_r", "the same", "surname"),
            Level("also", _shared("surnames"), "one part, or an earlier name, is the same"),
            Level(
                "alike",
                f"{_shared('surname_sounds')} or {_looks_alike('surname_l', 'surname_r')} or {_ONE_SLIP}",
                "spelled differently, sounds or looks alike",
            ),
            Level("swapped", _NAMES_SWAPPED, "first and family name the other way round"),
            Level("different", "ELSE", "different"),
        ),
    ),
    Comparison(
        "born",
        "Date of birth",
        "(dob_within_l is null) or (dob_within_r is null)",
        (
            Level("same", _shared("dob_full"), "the same"),
            Level("swapped", _shared("dob_swapped"), "day and month the other way round"),
            Level("slip", _shared("dob_slips"), "one digit differs"),
            Level("partial", _either("dob_said", "dob_within"), "what is known of one fits the other"),
            Level("different", "ELSE", "different"),
        ),
    ),
    Comparison(
        "nhs",
        "NHS number",
        _missing("nhs"),
        (Level("same", _shared("nhs"), "the same"), Level("different", "ELSE", "two different valid numbers")),
    ),
    Comparison(
        "upn",
        "Pupil number",
        _missing("upn"),
        (Level("same", _shared("upn"), "the same"), Level("different", "ELSE", "two different valid numbers")),
    ),
    Comparison(
        "local",
        "Other numbers",
        _missing("local_ids"),
        (Level("same", _shared("local_ids"), "one is the same"), Level("different", "ELSE", "none in common")),
    ),
    Comparison(
        "address",
        "Address",
        _missing("addresses"),
        (
            Level("together", _AT_ONE_TIME, "one in common, at one time as far as is known"),
            Level("shared", _shared("addresses"), "one in common, at other times"),
            Level("different", "ELSE", "none in common"),
        ),
    ),
    Comparison(
        "contact",
        "Phone, email or vehicle",
        _missing("contacts"),
        (Level("shared", _shared("contacts"), "one in common"), Level("different", "ELSE", "none in common")),
    ),
    Comparison(
        "sex",
        "Sex",
        _missing("sex"),
        (Level("same", "sex_l = sex_r", "the same"), Level("different", "ELSE", "different")),
    ),
)

RARITY_COLUMNS: tuple[str, ...] = ("first_name", "surname")


def level_of(field: str, value: int) -> Level | None:
    """The level a comparison's number stands for (Splink counts from the last, ELSE = 0), or None for unknown (-1)."""
    levels = next(comparison.levels for comparison in COMPARISONS if comparison.field == field)
    return None if value < 0 else levels[len(levels) - 1 - value]
