"""The shape of a mark by what kind of thing happened, with its word for the key. Shape says it; colour only helps."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from viz.style import INK, OUTLINE, PAPER, QUIET

HALF = 7
RING = 11
_GREEN, _VIOLET, _BROWN, _TEAL = "#0f7a52", "#54319f", "#7a4b12", "#0b7a75"


class Form(StrEnum):
    """Shapes, by what they stand for; the value is what an address carries of it."""

    POLICE = "police"
    CONCERN = "concern"
    HEALTH = "health"
    MISSED = "missed"
    CHILD = "child"
    PLAN = "plan"
    HOME = "home"
    EDUCATION = "education"
    INFORMATION = "information"
    STRENGTH = "strength"
    OTHER = "other"
    SEEN = "last-seen"
    SEEN_ALONE = "last-seen-alone"
    HANDOVER = "hand-over"


FORM_WORDS: Mapping[Form, str] = {
    Form.POLICE: "Police, or missing",
    Form.CONCERN: "Concern, contact, referral or disagreement",
    Form.HEALTH: "Health, or an appointment kept",
    Form.MISSED: "Appointment not kept",
    Form.CHILD: "Child seen or heard",
    Form.PLAN: "Plan, assessment, meeting or worker",
    Form.HOME: "Home or family",
    Form.EDUCATION: "Education",
    Form.INFORMATION: "Information asked for or shared",
    Form.STRENGTH: "Strength",
    Form.OTHER: "Something else",
    Form.SEEN: "Last seen",
    Form.SEEN_ALONE: "Last seen alone",
    Form.HANDOVER: "One worker handed over to the next",
}
"""What each stands for, in the order of a key."""
OF_ENTRIES = tuple(form for form in Form if form not in {Form.SEEN, Form.SEEN_ALONE, Form.HANDOVER})
_OF_CATEGORY: Mapping[str, Form] = {
    "police": Form.POLICE,
    "missing": Form.POLICE,
    "concern": Form.CONCERN,
    "challenge": Form.CONCERN,
    "child_health": Form.HEALTH,
    "adult_health": Form.HEALTH,
    "child_voice": Form.CHILD,
    "process": Form.PLAN,
    "plan": Form.PLAN,
    "worker": Form.PLAN,
    "home": Form.HOME,
    "family": Form.HOME,
    "education": Form.EDUCATION,
    "information": Form.INFORMATION,
    "strength": Form.STRENGTH,
}
_KEPT = "kept"


def form_of(category: str, type_: str) -> Form:
    """The shape of an entry of a history; a category that is none of ours is something else."""
    if category == "appointment":
        return Form.HEALTH if type_ == _KEPT else Form.MISSED
    return _OF_CATEGORY.get(category, Form.OTHER)


def drawn_form(form: Form, x: int, y: int) -> str:
    """The shape around a point."""
    return _DRAWN[form].format(**_places(x, y))


def ring(x: int, y: int) -> str:
    """The ring around a mark that mentions an adult nobody has identified."""
    return (
        f'<circle cx="{x}" cy="{y}" r="{RING}" fill="none" stroke="{INK}" stroke-width="1.6" stroke-dasharray="3 2"/>'
    )


def _places(x: int, y: int) -> dict[str, int]:
    """A point and those around it: `l` left, `r` right, `t` top, `b` bottom, with a number of pixels."""
    found = {"x": x, "y": y}
    for reach in range(1, HALF + 1):
        found |= {f"l{reach}": x - reach, f"r{reach}": x + reach, f"t{reach}": y - reach, f"b{reach}": y + reach}
    return found


def _path(points: str, fill: str, stroke: str, width: float = 1.5) -> str:
    return f'<path d="{points}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round"/>'


_DRAWN: Mapping[Form, str] = {
    Form.POLICE: _path("M{x} {t6}L{r7} {b6}L{l7} {b6}Z", INK, INK, 1),
    Form.CONCERN: _path("M{l5} {t5}L{r5} {t5}L{r5} {b5}L{l5} {b5}Z", OUTLINE, OUTLINE),
    Form.HEALTH: _path(
        "M{l2} {t6}L{r2} {t6}L{r2} {t2}L{r6} {t2}L{r6} {b2}L{r2} {b2}L{r2} {b6}L{l2} {b6}L{l2} {b2}L{l6} {b2}L{l6} {t2}L{l2} {t2}Z",
        PAPER,
        _TEAL,
    ),
    Form.MISSED: _path("M{l5} {t5}L{r5} {b5}M{r5} {t5}L{l5} {b5}", "none", INK, 2.5),
    Form.CHILD: f'<circle cx="{{x}}" cy="{{y}}" r="6" fill="{_GREEN}"/>',
    Form.PLAN: _path("M{x} {t7}L{r7} {y}L{x} {b7}L{l7} {y}Z", PAPER, _VIOLET, 2),
    Form.HOME: _path("M{l5} {b6}L{l5} {t1}L{x} {t6}L{r5} {t1}L{r5} {b6}Z", PAPER, _BROWN, 2),
    Form.EDUCATION: _path("M{l6} {t5}L{r6} {t5}L{x} {b6}Z", PAPER, OUTLINE, 2),
    Form.INFORMATION: _path("M{l7} {t5}L{r7} {t5}L{r7} {b5}L{l7} {b5}ZM{l7} {t5}L{x} {b1}L{r7} {t5}", PAPER, QUIET),
    Form.STRENGTH: _path(
        "M{x} {t7}L{r2} {t2}L{r7} {t2}L{r3} {b1}L{r5} {b6}L{x} {b3}L{l5} {b6}L{l3} {b1}L{l7} {t2}L{l2} {t2}Z",
        _GREEN,
        _GREEN,
        0.5,
    ),
    Form.OTHER: f'<circle cx="{{x}}" cy="{{y}}" r="3" fill="{INK}"/>',
    Form.SEEN: f'<circle cx="{{x}}" cy="{{y}}" r="6" fill="{PAPER}" stroke="{_GREEN}" stroke-width="2.5"/>',
    Form.SEEN_ALONE: f'<circle cx="{{x}}" cy="{{y}}" r="6" fill="{PAPER}" stroke="{_GREEN}" stroke-width="2"/>'
    f'<circle cx="{{x}}" cy="{{y}}" r="3" fill="{_GREEN}"/>',
    Form.HANDOVER: _path("M{l6} {y}L{r2} {y}M{l1} {t5}L{r6} {y}L{l1} {b5}", "none", INK, 2),
}
