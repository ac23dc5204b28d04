"""The vocabularies of a delivery's coded columns: each accepted spelling → the code it means.

Spellings are compared as `fold_code` writes them, so "Looked After" is looked_after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from graph.model import vocabulary


def _closed(codes: Iterable[str], **variants: str) -> Mapping[str, str]:
    return MappingProxyType({**{code: code for code in sorted(codes)}, **variants})


SEXES: Mapping[str, str] = MappingProxyType({"m": "M", "f": "F", "u": "U", "male": "M", "female": "F", "unknown": "U"})
SENSITIVITIES = _closed(vocabulary.SENSITIVITIES)
STATUSES = _closed(vocabulary.STATUSES)
HOUSEHOLD_KINDS = _closed(vocabulary.HOUSEHOLD_KINDS)
RESIDENCE_ROLES = _closed(vocabulary.RESIDENCE_ROLES)
RESIDENCE_BASES = _closed(vocabulary.RESIDENCE_BASES)
EPISODE_KINDS = _closed(vocabulary.EPISODE_KINDS, section_47="section47", s47="section47")
EVENT_CATEGORIES = _closed(vocabulary.EVENT_CATEGORIES)
EVENT_ROLES = _closed(vocabulary.EVENT_ROLES)
ASSESSMENT_KINDS = _closed(vocabulary.ASSESSMENT_KINDS, section_47="section47", s47="section47")
CAPACITIES = _closed(vocabulary.CAPACITIES)
SHARE_OUTCOMES = _closed(vocabulary.SHARE_OUTCOMES)
SHARE_WAYS = _closed(vocabulary.SHARE_WAYS)
AGENCY_KINDS = _closed(vocabulary.AGENCY_KINDS)

EVENT_TYPES = _closed(vocabulary.EVENT_TYPES)
