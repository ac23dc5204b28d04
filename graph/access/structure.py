"""What an analyst reads of a claim: its shape. Codes, days and counts; no name, no reference, no text, no number of anybody.

Every cell is named here with what becomes of it; a cell that is not is left out (access.md §1: depth structure).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from graph.access.pseudonyms import Pseudonyms
from graph.model import vocabulary
from graph.model.claims import Claim, ClaimKind

_DISTRICT = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*\d[A-Z]{2}")
_MONTH = len("2019-05")
_CODE = re.compile(r"\d{1,2}[A-Z]?")
RECORDED = "recorded"
"""What stands where something is said that only its author reads."""
OTHER = "other"
_KINDS_OF_WORK_TEXT = """
lead allocated key_worker gp teacher officer social_worker health_visitor school_nurse midwife nurse doctor worker
lead_professional probation_officer police_officer housing_officer care_coordinator support_worker family_worker
practitioner consultant paediatrician team_manager manager chair reviewing_officer safeguarding_lead
"""
_KINDS_OF_WORK = frozenset(_KINDS_OF_WORK_TEXT.split())
_ENDINGS_TEXT = """
no_further_action no_action not_upheld closed open ongoing completed assessment section47 strategy_discussion
conference cin child_protection looked_after early_help referral step_down transfer moved handover left
neglect emotional_abuse physical_abuse sexual_abuse emotional physical sexual multiple
charged cautioned released attended not_attended cancelled health
"""
_ENDINGS = frozenset(_ENDINGS_TEXT.split())
WORDS = frozenset(
    vocabulary.AGENCY_KINDS
    | vocabulary.HOUSEHOLD_KINDS
    | vocabulary.RESIDENCE_ROLES
    | vocabulary.RESIDENCE_BASES
    | vocabulary.STATUSES
    | vocabulary.EPISODE_KINDS
    | vocabulary.ASSESSMENT_KINDS
    | vocabulary.CAPACITIES
    | vocabulary.EVENT_ROLES
    | vocabulary.EVENT_CATEGORIES
    | vocabulary.EVENT_TYPES
    | vocabulary.SHARE_OUTCOMES
    | vocabulary.SHARE_WAYS
    | vocabulary.INVERSES.keys()
    | set(vocabulary.INVERSES.values())
    | vocabulary.SYMMETRIC
    | _KINDS_OF_WORK
    | _ENDINGS
)
"""The words of the field: a cell of an open list is told where it holds one, and as `other` where it does not."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Cuts claims to their shape. `agencies`: those of the partnership, which are told; `pseudonyms`: of everybody else."""

    pseudonyms: Pseudonyms
    agencies: Set[str]

    def cells(self, claim: Claim, described: str) -> Mapping[str, str]:
        """The cells of a claim about, or made by, the entity `described`."""
        told: dict[str, str] = {
            name: kept
            for name, text in claim.values.items()
            if name in KEPT and (kept := KEPT[name](self, text)) is not None
        }
        return {**told, **_named(claim, self.pseudonyms.short(described))}

    def word(self, text: str) -> str:
        """A word of the field, else `other`."""
        return text if vocabulary.read_relationship(text)[0] in WORDS else OTHER

    def words(self, text: str) -> str:
        """The words of a list, and codes as `3B`; whatever else is in it once, as `other`."""
        said = [part.strip() for part in text.split(";") if part.strip()]
        return ";".join(dict.fromkeys(one if _CODE.fullmatch(one) else self.word(one) for one in said))

    def agency(self, text: str) -> str:
        """An agency of the partnership, else `other`."""
        return text if text in self.agencies else OTHER

    def place(self, text: str) -> str:
        """A school or a clinic, as one of this session's: the same for the same name."""
        return text if text in self.agencies else f"place {self.pseudonyms.short(f'place {text.casefold().strip()}')}"


def district_of(postcode: str) -> str | None:
    """The first half of a postcode; None for what is none."""
    found = _DISTRICT.fullmatch(postcode.strip().upper())
    return found.group(1) if found else None


def month_of(day: str) -> str:
    """A date without its day."""
    return day[:_MONTH]


def _named(claim: Claim, short: str) -> Mapping[str, str]:
    """What stands for a name: that there is one is told, and whose it is within the session."""
    match claim.kind:
        case ClaimKind.PERSON if claim.value("given_name") or claim.value("family_name"):
            return {"given_name": f"Person {short}"}
        case ClaimKind.PROFESSIONAL if claim.value("name"):
            return {"name": f"Worker {short}"}
        case ClaimKind.AGENCY if claim.value("name"):
            return {"name": claim.values["name"]}
    return {}


def _as_it_is(_shape: Shape, text: str) -> str | None:
    return text


def _that_it_is(_shape: Shape, _text: str) -> str | None:
    return RECORDED


def _done(shape: Shape, text: str) -> str | None:
    found = shape.word(text)
    return RECORDED if found == OTHER else found


_AS_IT_IS = (
    "start", "end", "started", "completed", "shared_on", "requested_on", "born_about", "sex", "identified",
    "parental_responsibility", "role_assumed", "child_seen", "child_seen_alone", "explanation_accepted", "seen",
    "sessions_possible", "sessions_absent", "sessions_unauthorised", "agency",
)  # fmt: skip
_A_WORD = ("kind", "role", "basis", "status", "type", "category", "capacity", "outcome", "how", "service", "end_reason")
KEPT: Mapping[str, Callable[[Shape, str], str | None]] = {
    **dict.fromkeys(_AS_IT_IS, _as_it_is),
    **dict.fromkeys(_A_WORD, lambda shape, text: shape.word(text)),
    **dict.fromkeys(("factors", "checks", "source_code"), lambda shape, text: shape.words(text)),
    **dict.fromkeys(("date_of_birth", "expected_birth", "date_of_death"), lambda _, text: month_of(text)),
    **dict.fromkeys(("to_agency", "source_agency"), lambda shape, text: shape.agency(text)),
    **dict.fromkeys(("provider", "school"), lambda shape, text: shape.place(text)),
    **dict.fromkeys(("upn", "about_record"), _that_it_is),
    "action_taken": _done,
    "postcode": lambda _, text: district_of(text),
}
"""What becomes of each cell that is told in some way; `given_name` and `name` see `_named`."""
_LEFT_OUT_TEXT = """
person_ref household_ref record_ref other_ref professional_ref episode_ref given_name family_name other_names name
nhs_number local_ids description phones emails vehicles adopted_identity uprn address confidential sensitivity note
team contact_route reason start_time place headline child_view impact explanation recorded_by recorded_at parent
"""
LEFT_OUT = frozenset(_LEFT_OUT_TEXT.split())
"""The cells no analyst reads, named so that a new one has to be put into one of the two."""
