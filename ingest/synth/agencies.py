"""The sixteen agencies of a made-up partnership, and how much each tends to know and write."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.synth.numbers import nhs_number

SYSTEM = "area-records"
EXTRACTED_AT = "2024-03-31T22:00:00Z"
COVERS = ("2005-01-01", "2024-03-31")


@dataclass(frozen=True)
class Agency:
    """One agency: what it is called, how its references begin, and its habits as shares of cases."""

    id: str
    name: str
    kind: str
    prefix: str
    gives_address: float = 0.6
    gives_nhs: float = 0.0
    gives_upn: float = 0.0
    lacks_birth_date: float = 0.04
    ties: frozenset[str] = frozenset()
    shouts: bool = False


_PARENTS = frozenset({"parent", "step_parent"})
_COUPLES = frozenset({"partner", "spouse", "ex_partner"})

AGENCIES = {
    agency.id: agency
    for agency in (
        Agency(
            "csc", "Vale Children's Social Care", "children_social_care", "W", 1.0, 0.4, 0.5, 0.03, _PARENTS | _COUPLES
        ),
        Agency("police", "Vale Police", "police", "PL", 0.6, 0.0, 0.0, 0.06, frozenset({"partner", "spouse"})),
        Agency("housing", "Vale Homes", "housing", "TN", 1.0, 0.0, 0.0, 0.04, frozenset({"partner", "spouse"})),
        Agency("probation", "Vale Probation", "probation", "PB", 0.9, 0.0, 0.0, 0.01),
        Agency("gp", "Eastvale Surgery", "gp", "GS", 1.0, 0.98, 0.0, 0.0),
        Agency(
            "northgate_hospital", "Northgate Hospital", "hospital", "NH", 0.6, 0.9, 0.0, 0.03, frozenset({"parent"})
        ),
        Agency("vale_hospital", "Vale General Hospital", "hospital", "VH", 0.6, 0.9, 0.0, 0.05),
        Agency("urgent_care", "Eastvale Urgent Care", "urgent_care", "UW", 0.7, 0.5, 0.0, 0.04, frozenset(), True),
        Agency("hazel_school", "Hazel School", "school", "HS", 1.0, 0.0, 0.97, 0.0, _PARENTS),
        Agency("brook_academy", "Brook Academy", "school", "BK", 1.0, 0.0, 0.97, 0.0, _PARENTS),
        Agency("education", "Vale Education Service", "education_service", "ES", 0.8, 0.0, 0.97, 0.0),
        Agency("adult_social_care", "Vale Adult Social Care", "adult_social_care", "AC", 0.7, 0.7, 0.0, 0.02),
        Agency("adult_mental_health", "Vale Adult Mental Health", "adult_mental_health", "AM", 0.6, 0.9, 0.0, 0.01),
        Agency("camhs", "Vale CAMHS", "camhs", "CY", 0.6, 0.9, 0.0, 0.0),
        Agency("early_help", "Vale Early Help", "early_help", "EF", 1.0, 0.1, 0.3, 0.05, _PARENTS),
        Agency("refuge_service", "Haven Refuge Service", "domestic_abuse_service", "HR", 1.0, 0.0, 0.0, 0.05),
    )
}
SHARES_A_NUMBER = "urgent_care"
"""Whose desk types one and the same valid number for people who have none at hand."""
COMMON_NUMBER = nhs_number(9_999_999)
SCHOOLS = frozenset({"hazel_school", "brook_academy"})
