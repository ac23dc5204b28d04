"""Which cells of a row as sent go with a claim: those the claim itself shows this reader, and what is no part of it.

A row holds more than its claim may say: the address of a refuge, an adopted child's birth name, an end not known yet.
Without them it reads as if they had not been sent (access.md §2, §4).
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.model.claims import Claim

_ITS_OWN_PLACE = frozenset({"recorded_at"})
"""Said in a place of the claim's own, never among its values."""

Cells = Mapping[str, str]


def cells_to_show(claim: Claim, sent: Cells, read: Cells) -> dict[str, str]:
    """The non-empty cells as sent, in their order. `read` are those the checks could read, as a claim holds them.

    A cell the claim does not hold for this reader is left out, under whatever heading it was sent; of one it holds in
    part, that part is told. What could not be read, or is under no heading of ours, stays as it was sent.
    """
    withheld = {name: text for name, text in read.items() if text and _is_withheld(claim, name, read)}
    shown = {}
    for name, text in sent.items():
        if not text or _is_never_shown(name) or (name not in read and text.strip() in withheld.values()):
            continue
        if name not in withheld:
            shown[name] = text
        elif claim.value(name):
            shown[name] = claim.values[name]
    return shown


def _is_never_shown(heading: str) -> bool:
    """Whether a cell is the mark of an identity after adoption, however its heading is written: that is all it would tell."""
    return "".join(filter(str.isalnum, heading.casefold())) == "adoptedidentity"


def _is_withheld(claim: Claim, name: str, read: Cells) -> bool:
    if name in _ITS_OWN_PLACE or name.startswith("_"):
        return False
    if name == "end" and read.get("start") and read["end"] < (read["start"] or ""):
        return False  # an end before its start is in no claim, and is told as it was sent
    return claim.values.get(name) != read[name]
