"""An adult around the child whom an adult service or the police work with, and of whom that service told nobody here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.family.adults import AdultFound
from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind
from graph.model.period import EARLIEST, Certainty, PartialDate
from graph.rules.delivered import is_current
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.shared import shares_about
from graph.rules.subject import Span, Subject
from graph.rules.wording import plain

SERVICE_KINDS = frozenset({"police", "probation", "adult_mental_health", "substance_misuse", "adult_social_care"})
EPISODE_KINDS = frozenset({"police_investigation", "probation", "mental_health", "substance_misuse", "adult_care"})
WINDOW = Setting("window_months", 24, f"months up to the day asked about ({LOCAL})")


@dataclass(frozen=True, slots=True)
class _Untold:
    """One adult whom one service works with and about whom it shared nothing since the link began."""

    adult: AdultFound
    agency: str
    claims: tuple[Claim, ...]
    since: PartialDate | None
    certainty: Certainty
    last_share: Claim | None


def find(subject: Subject) -> Found | None:
    """Each adult and service; None where every such service shared something since the link began."""
    if subject.agency is None:
        return None
    untold = [piece for adult in subject.adults for piece in _of_adult(subject, adult, subject.agency.id)]
    if not untold:
        return None
    names = sorted({piece.adult.person.name for piece in untold})
    services = sorted({subject.agency_name(piece.agency) for piece in untold})
    return Found(
        since=min((piece.since for piece in untold if piece.since), default=None),
        says=f"{', '.join(names)}: open to {', '.join(services)}; nothing about them was shared with {subject.agency.name}.",
        details=tuple(_detail(subject, piece) for piece in untold),
        evidence=tuple(
            dict.fromkeys(
                claim
                for piece in untold
                for claim in (*piece.claims, *(held for ground in piece.adult.grounds for held in ground.claims))
            )
        ),
        possible=all(piece.certainty is Certainty.POSSIBLE for piece in untold),
    )


def link_began(adult: AdultFound) -> tuple[date, date]:
    """The first and the last day on which the adult's link to the child may have begun; before all where that is unknown."""
    if adult.since is None or any(ground.began_before_record for ground in adult.grounds):
        return EARLIEST, EARLIEST
    return adult.since.first, adult.since.last


def _of_adult(subject: Subject, adult: AdultFound, told: str) -> Iterator[_Untold]:
    work: dict[str, list[Claim]] = {}
    for claim in subject.case.about(adult.person.id, ClaimKind.INVOLVEMENT, ClaimKind.EPISODE):
        if claim.agency != told and supports(claim) and _is_service(subject, claim):
            work.setdefault(claim.agency, []).append(claim)
    for agency, claims in sorted(work.items()):
        if is_current(subject, agency, "shares") and (found := _untold(subject, adult, (agency, told), claims)):
            yield found


def _is_service(subject: Subject, claim: Claim) -> bool:
    if subject.agency_kind(claim.agency) in SERVICE_KINDS:
        return True
    return claim.kind is ClaimKind.EPISODE and claim.value("kind") in EPISODE_KINDS


def _untold(subject: Subject, adult: AdultFound, agencies: tuple[str, str], claims: list[Claim]) -> _Untold | None:
    agency, told = agencies
    window = subject.window(WINDOW.value)
    maybe_began, surely_began = link_began(adult)
    is_open = {
        claim: max(
            Span(max(window.since, surely_began), window.until).holds(claim.valid),
            min(Span(max(window.since, maybe_began), window.until).holds(claim.valid), Certainty.POSSIBLE),
        )
        for claim in claims
    }
    held = tuple(claim for claim in claims if is_open[claim] is not Certainty.NO)
    if not held:
        return None
    shares = shares_about(subject, {adult.person.id}, agency, {told})
    days = [share.valid.start for share in shares if share.valid.start]
    if any(day.first >= surely_began for day in days):
        return None
    certainty = max(is_open[claim] for claim in held)
    if any(day.last >= maybe_began for day in days):
        certainty = Certainty.POSSIBLE
    starts = [max(day for day in (claim.valid.start, adult.since) if day) for claim in held if claim.valid.start]
    since = min(starts, default=adult.since)
    return _Untold(adult, agency, held, since, certainty, shares[-1] if shares else None)


def _detail(subject: Subject, piece: _Untold) -> tuple[str, str]:
    work = "; ".join(f"{_what(claim)} {claim.valid.text}" for claim in piece.claims)
    linked = "start unknown" if piece.adult.since is None else f"since {piece.adult.since}"
    last = piece.last_share.valid.start if piece.last_share else None
    shared = f"last shared {last}, before the link began" if last else "nothing shared"
    return (
        f"{piece.adult.person.name}: {subject.agency_name(piece.agency)}",
        f"{work}; around the child {linked}; {shared}",
    )


def _what(claim: Claim) -> str:
    cells = ("service", "role") if claim.kind is ClaimKind.INVOLVEMENT else ("kind",)
    said = (claim.value(cell) for cell in cells)
    return next((plain(text) for text in said if text and text != "other"), "involved")


KNOWN_ELSEWHERE_NOT_SHARED = Rule(
    name="known_elsewhere_not_shared",
    version="1",
    says=(
        "An adult around the child is open to the police, probation, adult mental health, substance misuse or adult "
        "social care on some day since the link with the child began, and that service shared nothing about them with "
        "the assessing agency since then."
    ),
    for_family=(
        "Somebody close to the child is working with another service, and that service has not told children's "
        "services anything about it. It says nothing about whether that person is good or bad for the child: only "
        "that two services have not spoken."
    ),
    settings=(WINDOW,),
    source="The review: significant information about Mother's partner was not shared; The Myth of Invisible Men (2021).",
    needs=(
        *((kind, table) for kind in sorted(SERVICE_KINDS) for table in ("episodes", "involvements", "shares")),
        (ASSESSING, "episodes"),
    ),
    would_refute=(
        "A share, call or meeting that is on file with either service and was not recorded as a share.",
        "The service's work ended before the link began, or the two records are not one person.",
    ),
    find=find,
)
