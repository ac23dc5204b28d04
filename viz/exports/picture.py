"""A document as a picture: its drawing with heading and stamp as SVG, or its tables on one page; and either as PNG."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from viz.document import Document, Picture
from viz.exports.letters import FONT, with_font_letters
from viz.exports.typeset import shortened, to_one_page, to_pixels
from viz.style import INK, PAPER, QUIET

NARROWEST = 760
MARGIN = 24
PIXELS_AT_MOST = 20_000_000
SHARP = 2.0
_SIZE = re.compile(r'<svg\b[^>]*?\bviewBox="\s*(\S+)\s+(\S+)\s+([\d.]+)\s+([\d.]+)\s*"', re.DOTALL)
_OPENING = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_LETTER = 0.52
_LEADING = 1.35


def to_svg(document: Document) -> bytes:
    """The drawing with heading, key and stamp; of a page without one its tables. What it says is in its description too."""
    if document.pictures:
        return _framed(with_font_letters(document)).encode()
    told = with_font_letters(shortened(document))
    said = f"<title>{escape(told.heading)}</title><desc>{escape(_described(told))}</desc>"
    return _OPENING.sub(lambda opening: opening.group() + said, to_one_page(told), count=1).encode()


def to_png(document: Document) -> bytes:
    """The same as pixels, in the font that ships with us."""
    return paint(to_svg(document).decode())


def paint(svg: str) -> bytes:
    """A drawing as PNG, sharp enough for print and no larger than a browser will show."""
    width, height = size_of(svg)
    zoom = min(SHARP, sqrt(PIXELS_AT_MOST / (width * height)))
    return to_pixels(svg, zoom)


def size_of(svg: str) -> tuple[float, float]:
    """How wide and high a drawing is. Raises ValueError for one that does not say."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("a drawing says its size by its viewBox")
    return float(found.group(3)), float(found.group(4))


def _described(document: Document) -> str:
    return "\n".join(text for text in document.texts() if text)


@dataclass(frozen=True, slots=True)
class _Words:
    """A line of text at a height."""

    text: str
    y: float
    size: int
    colour: str
    weight: str = "normal"

    def draw(self) -> str:
        """As an element."""
        return (
            f'<text x="{MARGIN}" y="{self.y:.0f}" font-family="{FONT}, Arial, sans-serif" font-size="{self.size}" '
            f'font-weight="{self.weight}" fill="{self.colour}">{escape(self.text)}</text>'
        )


def _framed(document: Document) -> str:
    """Marking, heading, the drawings one below the other, key and stamp."""
    across = max(NARROWEST, *(size_of(picture.svg)[0] for picture in document.pictures))
    drawn: list[str] = []
    y = float(MARGIN)

    def say(lines: Iterable[tuple[str, int, str, str]]) -> None:
        nonlocal y
        for text, size, colour, weight in lines:
            most = int(across / (size * _LETTER))
            for part in [part for line in text.split("\n") for part in wrap(line, most) or [""]]:
                y += size * _LEADING
                drawn.append(_Words(part, y, size, colour, weight).draw())

    say([(document.marking, 12, INK, "600"), (document.heading, 22, INK, "600")])
    say((sentence, 14, INK, "normal") for sentence in document.lead)
    for picture in document.pictures:
        y += MARGIN
        drawn.append(_placed(picture, y))
        y += size_of(picture.svg)[1]
        say((sentence, 13, QUIET, "normal") for sentence in picture.key)
    y += MARGIN / 2
    say(_ending(document))
    width, height = round(across + 2 * MARGIN), round(y + MARGIN)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label={quoteattr(document.pictures[0].alt)}><title>{escape(document.heading)}</title>'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>{"".join(drawn)}</svg>'
    )


def _ending(document: Document) -> Iterator[tuple[str, int, str, str]]:
    if document.blanks:
        yield ("What is not here", 14, INK, "600")
    yield from ((line, 12, INK, "normal") for line in document.blanks)
    yield ("What this picture stands on", 14, INK, "600")
    # What each agency supplies, line by line, is for paper: a picture names the agencies.
    yield from ((f"{name}: {text.partition(chr(10))[0]}", 12, INK, "normal") for name, text in document.stamp)


def _placed(picture: Picture, y: float) -> str:
    """The drawing as a part of another: its own coordinates kept, its size said once."""
    width, height = size_of(picture.svg)
    whole = picture.svg[picture.svg.index("<svg") :]
    opening, inside = whole[: whole.index(">") + 1], whole[whole.index(">") + 1 :]
    opening = re.sub(r'\s(?:x|y|width|height)="[^"]*"', "", opening)
    at = f'<svg x="{MARGIN}" y="{y:.0f}" width="{width:g}" height="{height:g}"'
    return opening.replace("<svg", at, 1) + inside
