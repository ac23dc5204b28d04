"""What a rule found in words: one sentence, and codes as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def sentence(parts: Iterable[str]) -> str:
    """The parts joined by semicolons, with a capital and a full stop."""
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


_SAID: Mapping[str, str] = {"section47": "section 47", "cin": "child in need"}
_ABOUT: Mapping[str, str] = {"A": "the child", "B": "a parent or carer", "C": "another person in the household"}
_OF_SOMEBODY: Mapping[str, str] = {
    "1": "alcohol",
    "2": "drugs",
    "3": "domestic abuse",
    "4": "mental health",
    "5": "learning disability",
    "6": "physical disability or illness",
}
_FACTORS: Mapping[str, str] = {
    **_OF_SOMEBODY,
    "7A": "young carer",
    "9A": "unaccompanied asylum-seeking child",
    "10A": "going missing",
    "11A": "child sexual exploitation",
    "12A": "trafficking",
    "13A": "gangs",
    "14A": "socially unacceptable behaviour",
    "15A": "self-harm",
    "16A": "neglect",
    "17A": "emotional abuse",
    "18B": "physical abuse by a child",
    "18C": "physical abuse by an adult",
    "19B": "sexual abuse by a child",
    "19C": "sexual abuse by an adult",
    "20": "other",
    "22A": "female genital mutilation",
    "23A": "abuse linked to faith or belief",
    "24A": "child criminal exploitation",
}
"""DfE children in need census, factors identified at the end of assessment (domain.md §3.4)."""


def factor(code: str) -> str:
    """`3C` → `3C (domestic abuse: another person in the household)`; one the census does not know stays as it came."""
    if code in _FACTORS:
        return f"{code} ({_FACTORS[code]})"
    number, about = code[:-1], _ABOUT.get(code[-1:])
    return f"{code} ({_FACTORS[number]}: {about})" if about and number in _OF_SOMEBODY else code


def plain(code: str) -> str:
    """`child_concern_report` → `child concern report`."""
    return _SAID.get(code) or code.replace("_", " ")
