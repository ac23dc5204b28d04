"""Why someone asks: the purposes of access.md §1, who may have them, on what basis, and how deep they look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.access.caller import AccessRole, Caller
from graph.errors import PurposeRequired

LONGEST_REFERENCE = 200
_PLAIN_REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_.:-]{0,63}")


class PurposeCode(StrEnum):
    """The closed list of reasons."""

    ASSESSMENT = "assessment"
    EARLY_HELP = "early_help"
    STRATEGY_DISCUSSION = "strategy_discussion"
    CASE_SUPERVISION = "case_supervision"
    COURT = "court"
    AUDIT_REVIEW = "audit_review"
    LEARNING_REVIEW = "learning_review"
    DATA_QUALITY = "data_quality"
    SERVICE_ANALYSIS = "service_analysis"
    ADMINISTRATION = "administration"


class Depth(StrEnum):
    """The most a purpose shows, whatever the roles."""

    PEOPLE = "people"
    STRUCTURE = "structure"
    IDENTITY_FIELDS = "identity_fields"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Terms:
    """What comes with a purpose: the roles it is open to, its depth, the lawful basis printed on exports."""

    open_to: frozenset[AccessRole]
    depth: Depth
    lawful_basis: str


_SAFEGUARDING = (
    "UK GDPR Art 6(1)(e) and 9(2)(g); DPA 2018 Sch 1 para 18 (safeguarding of children); Children Act 1989 s. 17 "
    "and 47, Children Act 2004 s. 10 and 11"
)
_LEGAL_CLAIMS = "UK GDPR Art 6(1)(e) and 9(2)(f) (legal claims and courts); DPA 2018 Sch 1 para 18"
_LEARNING = "UK GDPR Art 6(1)(e) and 9(2)(g); DPA 2018 Sch 1 para 18; Children Act 2004 s. 16C to 16F; pseudonymised"
_ACCURACY = "UK GDPR Art 5(1)(d) (accuracy) and 6(1)(e); DPA 2018 Sch 1 para 18"
_ACCOUNTABILITY = "UK GDPR Art 5(2) and 32 (accountability and security)"

_CARE_AND_ASSESSMENT = frozenset({AccessRole.PRACTITIONER, AccessRole.ASSESSMENT, AccessRole.MANAGER})
_CARE = frozenset({AccessRole.PRACTITIONER, AccessRole.MANAGER})
_ANALYSIS = frozenset({AccessRole.ANALYST})

PURPOSES: Mapping[PurposeCode, Terms] = {
    PurposeCode.ASSESSMENT: Terms(_CARE_AND_ASSESSMENT, Depth.PEOPLE, _SAFEGUARDING),
    PurposeCode.STRATEGY_DISCUSSION: Terms(_CARE_AND_ASSESSMENT, Depth.PEOPLE, _SAFEGUARDING),
    PurposeCode.EARLY_HELP: Terms(_CARE, Depth.PEOPLE, _SAFEGUARDING),
    PurposeCode.CASE_SUPERVISION: Terms(_CARE, Depth.PEOPLE, _SAFEGUARDING),
    PurposeCode.COURT: Terms(_CARE, Depth.PEOPLE, _LEGAL_CLAIMS),
    PurposeCode.LEARNING_REVIEW: Terms(_ANALYSIS, Depth.STRUCTURE, _LEARNING),
    PurposeCode.SERVICE_ANALYSIS: Terms(_ANALYSIS, Depth.STRUCTURE, _LEARNING),
    PurposeCode.DATA_QUALITY: Terms(frozenset({AccessRole.STEWARD}), Depth.IDENTITY_FIELDS, _ACCURACY),
    PurposeCode.AUDIT_REVIEW: Terms(frozenset({AccessRole.AUDITOR, AccessRole.MANAGER}), Depth.NONE, _ACCOUNTABILITY),
    PurposeCode.ADMINISTRATION: Terms(frozenset({AccessRole.ADMIN}), Depth.NONE, _ACCOUNTABILITY),
}


@dataclass(frozen=True, slots=True)
class Purpose:
    """A reason, and the caller's own reference for it (a case or meeting number)."""

    code: PurposeCode
    reference: str | None = None

    @property
    def has_plain_reference(self) -> bool:
        """Whether the reference is a number such as `CSC-1042`, so that it may be kept where no names may be."""
        return self.reference is not None and _PLAIN_REFERENCE.fullmatch(self.reference) is not None

    @property
    def text(self) -> str:
        """The purpose as it is sent: `code` or `code; reference`."""
        return f"{self.code}; {self.reference}" if self.reference else self.code.value


def read_purpose(text: str | None) -> Purpose:
    """The purpose a header `code[; reference]` names. Raises PurposeRequired when it names none of the list."""
    code, _, reference = (text or "").partition(";")
    reference = reference.strip()
    if not code.strip():
        raise PurposeRequired("say why you ask: a purpose is required")
    try:
        known = PurposeCode(code.strip().lower())
    except ValueError:
        raise PurposeRequired("that is not one of the purposes: " + ", ".join(sorted(PurposeCode))) from None
    if len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        raise PurposeRequired(f"the reference of a purpose is printable text of at most {LONGEST_REFERENCE} characters")
    return Purpose(known, reference or None)


def purposes_open_to(caller: Caller) -> tuple[PurposeCode, ...]:
    """The purposes the caller may give, in the order of the list."""
    return tuple(code for code in PurposeCode if caller.roles & PURPOSES[code].open_to)


def roles_for(caller: Caller, purpose: Purpose) -> frozenset[AccessRole]:
    """The caller's roles that count under this purpose. Raises PurposeRequired when none does."""
    roles = caller.roles & PURPOSES[purpose.code].open_to
    if not roles:
        raise PurposeRequired("this purpose is not open to your roles")
    return roles
