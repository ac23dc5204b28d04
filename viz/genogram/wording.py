"""The words of a genogram: under a symbol, on a line, in the lists beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model.answers import PersonAnswer
from graph.model.genogram import GenogramPerson, Home, Standing, Tie, TieSort
from viz.genogram.geometry import HALF, TEXT
from viz.labels import LETTER, cut, in_lines, letters_of
from viz.naming import NO_NAME, short_day

ACROSS = 17
NAME_LINES = 3
SMALL = 11
STRONG_LETTER = 0.6
_SLASH_AND_STUBS = 60
NOT_RECORDED = ("Other parent", "not recorded")
ROLES: Mapping[TieSort, tuple[str, str]] = {
    TieSort.BIRTH: ("a child", ""),
    TieSort.ADOPTIVE: ("an adopted child", "adopted"),
    TieSort.FOSTER: ("a foster child", "fostered"),
    TieSort.PRIVATE_FOSTER: ("a privately fostered child", "privately fostered"),
    TieSort.STEP: ("a stepchild", "step"),
    TieSort.SPECIAL_GUARDIAN: ("a child under special guardianship", "guardianship"),
    TieSort.KINSHIP: ("a child in kinship care", "kinship care"),
}
"""What a child is to the parent: in a sentence, and at the line."""
_WORDS: Mapping[str, str] = {"aunt uncle": "aunt or uncle"}


def name_of(person: PersonAnswer) -> str:
    """What a person is called."""
    return person.display_name or NO_NAME


def lines_under(entry: GenogramPerson) -> tuple[str, ...]:
    """Name, born or died, and that somebody is not identified, in short lines."""
    person = entry.person
    said = [
        *name_lines(person),
        *(line for text in _life(entry) for line in in_lines(text, ACROSS)),
    ]
    if not person.identified:
        said.append("[Not identified]")
    return tuple(said)


def name_lines(person: PersonAnswer) -> list[str]:
    """The name in short lines."""
    return cut(in_lines(name_of(person), ACROSS) or [NO_NAME], NAME_LINES, ACROSS)


def life_says(entry: GenogramPerson) -> str:
    """How old somebody is on the day, and what else their words in the drawing say, as a phrase."""
    if entry.standing is Standing.LIVING and entry.person.age_in_words:
        return f"aged {entry.person.age_in_words}"
    return ", ".join(_life(entry))


def _life(entry: GenogramPerson) -> tuple[str, ...]:
    person = entry.person
    born = person.date_of_birth
    match entry.standing:
        case Standing.UNBORN:
            due = person.expected_birth or born
            return ("unborn", f"due {short_day(due)}") if due else ("unborn",)
        case Standing.DIED:
            died = (person.date_of_death or "")[:4]
            return (f"{born[:4]}–{died}" if born else f"died {died}",)
    if not born:
        return ("age not recorded",)
    # The symbol holds a number; what a partial date leaves open is said in words below it.
    is_open = person.age is None and person.age_in_words
    return (f"b. {short_day(born)}", *((f"aged {person.age_in_words}",) if is_open else ()))


def width_of(text: str, size: int, *, is_strong: bool = False) -> int:
    """How wide a text in Arial is; a little more than measured. A bold one has room where there is no Arial, too."""
    return round(letters_of(text) * size * (STRONG_LETTER if is_strong else LETTER)) + 4


def half_of(lines: Sequence[str]) -> int:
    """Half the room a symbol and its words take."""
    return max([HALF + 8, *(width_of(line, TEXT) // 2 + 2 for line in lines)])


def word_at(sort: str) -> str:
    """The word where a line comes to a child, as `Descent.sort` names it; nothing for a birth nobody doubts."""
    if sort.startswith("SAID "):
        label = sort.removeprefix("SAID ")
        return _WORDS.get(label, label)
    code, _, against = sort.partition(" ")
    return " ".join(part for part in (ROLES[TieSort(code)][1], against) if part)


def on_union(tie: Tie, style: str) -> str:
    """The dates of a partnership as they stand on its line."""
    since, until = (text[:4] if text else "" for text in (tie.valid.from_, tie.valid.to))
    if style == "mcgoldrick":
        begun = {TieSort.SPOUSE: "m.", TieSort.PARTNER: "c."}[tie.sort]
        over = "d." if tie.sort is TieSort.SPOUSE else "s."
        parts = [f"{begun} {since}" if since else "", f"{over} {until}" if until and tie.ended else ""]
        return " ".join(part for part in parts if part)
    if tie.ended:
        return f"{since}–{until}" if since else f"until {until}" if until else "ended"
    return f"since {since}" if since else ""


def room_for(tie: Tie) -> int:
    """How far apart two people stand for the years on their line, whatever the style."""
    widest = max(width_of(text, SMALL) if (text := on_union(tie, style)) else 0 for style in ("uk", "mcgoldrick"))
    return widest + _SLASH_AND_STUBS if widest else 0


def tie_says(tie: Tie, names: Mapping[str, str]) -> str:
    """A partnership, or kin said outright, as a sentence; each name set apart."""
    one, other = (f"\u2068{names[end]}\u2069" for end in (tie.source, tie.target))
    if tie.sort is TieSort.SAID:
        word = _WORDS.get(tie.label, tie.label)
        beside = tie.label in {"grandparent", "great grandparent", "aunt uncle"}
        says = f"{one} is {word} of {other}" if beside else f"{one} and {other}: {word}s"
        return f"{says}; through whom is not on record{_against(tie)}"
    word = "married or in a civil partnership" if tie.sort is TieSort.SPOUSE else "partners"
    return f"{one} and {other}: {'were ' if tie.ended else ''}{word}{_against(tie)}"


def child_says(ties: Sequence[Tie], names: Mapping[str, str]) -> str:
    """Whose child somebody is, as a sentence."""
    parents = " and ".join(sorted(f"\u2068{names[tie.source]}\u2069" for tie in ties))
    return f"\u2068{names[ties[0].target]}\u2069 is {ROLES[ties[0].sort][0]} of {parents}{_against(ties[0])}"


def _against(tie: Tie) -> str:
    said = []
    if tie.differs:
        said.append("the agencies differ whether it is over")
    if tie.possible:
        said.append("dates not exact")
    if tie.status.lower() == "disputed":
        said.append("disputed")
    return f" ({'; '.join(said)})" if said else ""


def home_says(home: Home, names: Sequence[str]) -> str:
    """Who lives at a household, as a sentence."""
    told = [f"\u2068{name}\u2069" for name in sorted(names)]
    if home.others:
        told.append(f"{home.others} more who {'is' if home.others == 1 else 'are'} not drawn")
    return f"\u2068{home.household.label}\u2069: {', '.join(told)}"
