"""A drawing with its key drawn below it, for files: what a sign means stands beside the sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap
from xml.sax.saxutils import escape

from viz.exports.picture import size_of
from viz.style import INK, PAPER

COLUMN, ROW, SIGN_WIDTH, SIGN_HEIGHT = 300, 40, 56, 30
TEXT, ACROSS, LEADING = 13, 36, 15
_SIZES = re.compile(r'\s(?:width|height|class|aria-hidden|focusable)="[^"]*"')


def with_legend(svg: str, signs: Sequence[tuple[str, str]], font: str) -> str:
    """The drawing, and below it each sign (a small SVG, its words) in columns as wide as the drawing has room for."""
    if not signs:
        return svg
    width, height = size_of(svg)
    columns = max(int(width // COLUMN), 1)
    rows = -(-len(signs) // columns)
    across, down = round(max(width, COLUMN)), round(height + rows * ROW + 10)
    drawn = [
        _sign(picture, words, 10 + number // rows * COLUMN, height + 10 + number % rows * ROW)
        for number, (picture, words) in enumerate(signs)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" viewBox="0 0 {across} {down}" '
        f'font-family="{font}"><rect width="{across}" height="{down}" fill="{PAPER}"/>{svg}{"".join(drawn)}</svg>'
    )


def _sign(picture: str, words: str, x: float, y: float) -> str:
    opening, inside = picture[: picture.index(">") + 1], picture[picture.index(">") + 1 :]
    at = f'<svg x="{x:g}" y="{y:g}" width="{SIGN_WIDTH}" height="{SIGN_HEIGHT}"'
    lines = wrap(words, ACROSS)
    top = y + SIGN_HEIGHT / 2 + TEXT * 0.35 - (len(lines) - 1) * LEADING / 2
    said = "".join(
        f'<text x="{x + SIGN_WIDTH + 8:g}" y="{top + number * LEADING:g}" font-size="{TEXT}" fill="{INK}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return _SIZES.sub("", opening).replace("<svg", at, 1) + inside + said
