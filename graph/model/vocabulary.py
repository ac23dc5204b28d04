"""The closed lists of deliveries.md: what tables may say in their coded columns, and how variants are read.

Types of relationships and events are open: unknown ones load and show, and no rule reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

AGENCY_KINDS = frozenset(
    [
        "children_social_care",
        "early_help",
        "adult_social_care",
        "police",
        "gp",
        "hospital",
        "ambulance",
        "health_visiting",
        "school_nursing",
        "midwifery",
        "camhs",
        "adult_mental_health",
        "substance_misuse",
        "school",
        "education_service",
        "early_years",
        "urgent_care",
        "housing",
        "probation",
        "youth_justice",
        "court",
        "domestic_abuse_service",
        "voluntary",
        "registry",
        "other",
    ]
)
HOUSEHOLD_KINDS = frozenset(
    ["private", "communal", "refuge", "hostel", "childrens_home", "residential_school", "prison", "hospital"]
)
RESIDENCE_ROLES = frozenset(["resident", "part_time", "overnight", "frequent_visitor", "contact_only"])
LIVING_ROLES = frozenset({"resident", "part_time", "overnight"})
RESIDENCE_BASES = frozenset(
    [
        "tenancy",
        "council_tax",
        "patient_list",
        "school_roll",
        "visit",
        "police_attendance",
        "self_report",
        "placement",
        "other",
    ]
)
STATUSES = frozenset(["asserted", "corroborated", "disputed", "refuted"])
SENSITIVITIES = ("open", "restricted", "sealed")
EPISODE_KINDS = frozenset(
    [
        "contact",
        "referral",
        "early_help",
        "cin",
        "section47",
        "child_protection",
        "pre_proceedings",
        "looked_after",
        "school_roll",
        "mental_health",
        "substance_misuse",
        "adult_care",
        "probation",
        "police_investigation",
        "tenancy",
        "marac",
        "other",
    ]
)
PLAN_KINDS = frozenset({"child_protection", "looked_after", "cin"})
ASSESSMENT_KINDS = frozenset(
    ["early_help", "single", "section47", "risk", "parenting", "adult", "health", "education", "pre_birth", "other"]
)
CAPACITIES = frozenset(["child", "parent", "partner", "carer", "sibling", "other_adult"])
EVENT_ROLES = frozenset(
    [
        "subject",
        "child",
        "parent",
        "carer",
        "partner",
        "other_adult",
        "suspect",
        "victim",
        "witness",
        "present",
        "accompanying",
        "reporter",
        "mentioned",
    ]
)
EVENT_CATEGORIES = frozenset(
    [
        "child_health",
        "appointment",
        "adult_health",
        "family",
        "home",
        "education",
        "missing",
        "police",
        "concern",
        "process",
        "plan",
        "worker",
        "child_voice",
        "strength",
        "challenge",
        "information",
    ]
)
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
EVENT_TYPES = frozenset(_TYPES_READ.split())
"""The types of events some rule reads (deliveries.md §6). Others load as sent."""
SHARE_OUTCOMES = frozenset(["shared", "refused", "not_answered"])
SHARE_WAYS = frozenset(["referral", "notification", "strategy_meeting", "conference", "email", "call", "system"])

INVERSES: Mapping[str, str] = {
    "parent": "child",
    "step_parent": "step_child",
    "adoptive_parent": "adopted_child",
    "special_guardian": "special_guardian_child",
    "foster_carer": "fostered_child",
    "kinship_carer": "kinship_child",
    "private_foster_carer": "privately_fostered_child",
    "grandparent": "grandchild",
    "great_grandparent": "great_grandchild",
    "aunt_uncle": "niece_nephew",
    "carer": "cared_for",
    "lodger": "landlord",
}
SYMMETRIC = frozenset(
    [
        "cousin",
        "sibling",
        "half_sibling",
        "step_sibling",
        "spouse",
        "partner",
        "ex_spouse",
        "ex_partner",
        "friend",
        "neighbour",
        "associate",
        "in_contact_with",
        "other",
    ]
)
_FORWARD = {inverse: forward for forward, inverse in INVERSES.items()}
_VARIANTS: Mapping[str, str] = {
    "mother": "parent",
    "father": "parent",
    "mum": "parent",
    "dad": "parent",
    "son": "child",
    "daughter": "child",
    "birth_parent": "parent",
    "birth_mother": "parent",
    "birth_father": "parent",
    "stepparent": "step_parent",
    "stepmother": "step_parent",
    "stepfather": "step_parent",
    "step_mother": "step_parent",
    "step_father": "step_parent",
    "stepchild": "step_child",
    "stepson": "step_child",
    "stepdaughter": "step_child",
    "adopter": "adoptive_parent",
    "foster_parent": "foster_carer",
    "foster_child": "fostered_child",
    "kinship_foster_carer": "kinship_carer",
    "grandmother": "grandparent",
    "grandfather": "grandparent",
    "granddaughter": "grandchild",
    "grandson": "grandchild",
    "great_grandmother": "great_grandparent",
    "great_grandfather": "great_grandparent",
    "aunt": "aunt_uncle",
    "uncle": "aunt_uncle",
    "aunt_or_uncle": "aunt_uncle",
    "niece": "niece_nephew",
    "nephew": "niece_nephew",
    "niece_or_nephew": "niece_nephew",
    "brother": "sibling",
    "sister": "sibling",
    "full_sibling": "sibling",
    "half_brother": "half_sibling",
    "half_sister": "half_sibling",
    "stepbrother": "step_sibling",
    "stepsister": "step_sibling",
    "step_brother": "step_sibling",
    "step_sister": "step_sibling",
    "stepsibling": "step_sibling",
    "husband": "spouse",
    "wife": "spouse",
    "married": "spouse",
    "civil_partner": "spouse",
    "boyfriend": "partner",
    "girlfriend": "partner",
    "cohabitee": "partner",
    "cohabiting": "partner",
    "ex_husband": "ex_spouse",
    "ex_wife": "ex_spouse",
    "former_spouse": "ex_spouse",
    "former_partner": "ex_partner",
    "ex_boyfriend": "ex_partner",
    "ex_girlfriend": "ex_partner",
    "neighbor": "neighbour",
    "in_contact": "in_contact_with",
}
PARENT_TYPES = frozenset({"parent", "step_parent", "adoptive_parent"})
CARER_TYPES = frozenset(
    PARENT_TYPES | {"special_guardian", "foster_carer", "kinship_carer", "private_foster_carer", "carer"}
)
PARTNER_TYPES = frozenset({"spouse", "partner"})
EX_TYPES = frozenset({"ex_spouse", "ex_partner"})
FAMILY_TYPES = frozenset(
    PARENT_TYPES
    | {"grandparent", "great_grandparent", "aunt_uncle", "cousin", "sibling", "half_sibling", "step_sibling"}
)


class SiblingKind(StrEnum):
    """How two people are siblings (rules.md §2)."""

    FULL = "full"
    HALF = "half"
    SHARES_A_PARENT = "shares_a_parent"
    STEP = "step"
    ADOPTIVE = "adoptive"
    LIVES_WITH = "lives_with"


def fold_code(text: str) -> str:
    """A code as written by people, in our spelling: lower case, words joined with one underscore."""
    return "_".join(text.replace("-", " ").replace("_", " ").replace("/", " ").lower().split())


def read_relationship(type_as_sent: str) -> tuple[str, bool]:
    """(type, turned): the known type in its forward form, and whether person and other change places.

    `child` reads as (`parent`, True): the other is the parent of the person. Unknown types are kept, not turned.
    """
    code = fold_code(type_as_sent)
    code = _VARIANTS.get(code, code)
    if code in _FORWARD:
        return _FORWARD[code], True
    return code, False
