"""The words of a drawing: under a symbol and on a line, in short lines, and how much room they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from textwrap import wrap

from graph.model.network import Edge, LinkKind
from graph.model.people import Agency
from viz.marking import Change
from viz.standing import doubts
from viz.style import code_of, word_of

ACROSS = 19
NAME_LINES = 2
ADDRESS_LINES = 4
PLAIN_STAYS = frozenset({"", "resident", "lives_with"})
MARK_TEXT = 15
LINE_TEXT = 13
# How wide an average letter of Arial is, and how high its line, as parts of its size; a little more than measured.
LETTER = 0.53
LEADING = 1.2
_FULL_WIDTH = "\u2e80"
"""From here on letters are as wide as they are high."""


def initials_of(agencies: Iterable[Agency]) -> dict[str, str]:
    """agency name → letters that are nobody else's: initials, with more of the last word where two would be alike."""
    names = sorted({agency.name for agency in agencies})
    letters = {name: _letters(name, 1) for name in names}
    longest = max((len(name) for name in names), default=0)
    for more in range(2, longest + 1):
        counted = Counter(letters.values())
        alike = [name for name in names if counted[letters[name]] > 1]
        for name in alike:
            letters[name] = _letters(name, more)
    counted = Counter(letters.values())
    return {name: short if counted[short] == 1 else name for name, short in letters.items()}


def _letters(name: str, of_the_last: int) -> str:
    words = [word for word in ("".join(filter(str.isalnum, part)) for part in name.split()) if word]
    if not words:
        return name
    return "".join(word[0].upper() for word in words[:-1]) + words[-1][0].upper() + words[-1][1:of_the_last]


def letters_of(text: str) -> float:
    """How many letters of usual width a text is as wide as: a word in capitals is wider than it is long."""
    before = (" ", *text)
    return sum(_wide(letter, is_first=not last.isalnum()) for last, letter in zip(before, text, strict=False))


def _wide(letter: str, *, is_first: bool) -> float:
    if letter >= _FULL_WIDTH:
        return 1.9
    if is_first or not letter.isupper():
        return 1
    return 1.8 if letter in "WM" else 1.4


def in_lines(text: str, across: int) -> list[str]:
    """A text in lines no wider than so many letters of usual width."""
    for letters in range(across, 1, -1):
        lines = wrap(text, letters)
        if all(letters_of(line) <= across for line in lines):
            return lines
    return wrap(text, 1)


def cut(lines: Sequence[str], most: int, across: int) -> list[str]:
    """At most so many lines; where there are more, the last of them ends in an ellipsis and is no wider than the others."""
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1]
    while letters_of(last) > across - 1:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def name_lines(name: str, most: int = NAME_LINES) -> tuple[str, ...]:
    """A name in a few short lines; the whole name is in the list."""
    return tuple(cut(in_lines(name, ACROSS) or [name], most, ACROSS))


def badge_lines(badges: Iterable[str]) -> tuple[str, ...]:
    """Badges in brackets, so that they are no part of a name."""
    return tuple(line for badge in badges for line in short_lines(f"[{badge}]"))


def short_lines(text: str) -> tuple[str, ...]:
    """A text in lines as short as a column is wide."""
    return tuple(in_lines(text, ACROSS))


def line_words(edge: Edge, letters: Mapping[str, str], day: date, change: Change | None = None) -> tuple[str, ...]:
    """What stands on a line: the kind of link in a word or two, whose word it is where one agency says so alone."""
    word = word_of(edge)
    if edge.kind == LinkKind.LIVES_WITH:
        word = "lives here" if code_of(edge) in PLAIN_STAYS else f"{word} here"
    if edge.kind == LinkKind.CONTACT_DETAIL:
        word = "shares it"
    against = doubts(edge, day) if change is not Change.GONE else ()
    said = [f"{word or 'linked'}{alone(edge.agencies, letters)}", *against, *((str(change),) if change else ())]
    return tuple(line for text in said for line in short_lines(text))


def alone(agencies: Sequence[Agency], letters: Mapping[str, str]) -> str:
    """The letters of an agency that says something alone."""
    return f" ({letters[agencies[0].name]})" if len(agencies) == 1 else ""


def counted(number: int, word: str) -> str:
    """`1 event`, `2 events`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def room(lines: Sequence[str], size: int) -> tuple[int, int]:
    """How wide and how high some lines of text are."""
    widest = max(map(letters_of, lines), default=0)
    return round(widest * size * LETTER) + 6, round(len(lines) * size * LEADING) + 4
