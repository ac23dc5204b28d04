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
SHARE_WAYS = _closed(["referral", "notification", "strategy_meeting", "conference", "email", "call", "system"])
AGENCY_KINDS = _closed(vocabulary.AGENCY_KINDS)

# deliveries.md §6: the types some rule reads. Others load as sent.
_TYPES_READ = """
injury_attendance ingestion illness_attendance admission toxicology self_harm kept was_not_brought cancelled
mental_health_crisis mental_health_contact overdose substance_misuse_contact prescription
birth death new_partner separation pregnancy significant_adult move eviction_notice homelessness home_conditions
leaving exclusion absence_concern elective_home_education missing_episode exploitation_concern
incident domestic_abuse child_concern_report arrest bail_condition call_out contact referral no_further_action
assessment strategy_discussion section47 conference legal_meeting court_hearing order
plan_start plan_review plan_end case_opened case_closed placement_change allocated unallocated handover supervision
seen seen_alone spoken_to views_recorded direct_work protective_action engagement improvement
professional_disagreement escalation escalation_outcome request share refusal
"""
EVENT_TYPES = _closed(_TYPES_READ.split())
