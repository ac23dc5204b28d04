"""Who a practitioner or manager has a legitimate relationship with: involvements of their record or team (access.md §1).

The door fetches; this decides. It needs the caller's own professional records, those of their teams, and the
involvements of all of these, as recorded now, which is one walk however large the team:

    claims_around((*professional_records(…), *team_records(…)), _TO_TEAM, now, visible)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.model.claims import Claim, ClaimKind, ClaimStatus, Role
from graph.model.ids import IdKey

PROFESSIONALS_TABLE = "professionals"
Team = tuple[str, str]
"""An agency and the name of a team of its own."""


def team_name(text: str) -> str:
    """A team's name as names are compared: case and spaces say nothing."""
    return " ".join(text.split()).casefold()


def team_record(agency: str, team: str, key: IdKey) -> str:
    """The id that stands for a team in the ends of its professionals' claims: agencies share no teams."""
    return key.detail_id("team", f"{agency}|{team_name(team)}")


def team_records(caller: Caller, key: IdKey) -> tuple[str, ...]:
    """The ids of the teams the account itself names, of the caller's agency."""
    if caller.agency is None:
        return ()
    return tuple(sorted(team_record(caller.agency, team, key) for team in caller.teams))


def professional_records(caller: Caller, systems: Iterable[tuple[str, str]], key: IdKey) -> tuple[str, ...]:
    """Ids of the records the caller may have as a professional, in each (agency, system) pair that is loaded."""
    own = sorted(tuple(text.partition(":")[::2]) for text in caller.professionals)
    return tuple(
        key.record_id(agency, system, PROFESSIONALS_TABLE, reference)
        for agency, system in sorted(set(systems))
        for named, reference in own
        if named == agency
    )


def people_worked_with(claims: Iterable[Claim], caller: Caller, day: date | None, today: date) -> frozenset[str]:
    """Person records with an involvement of the caller or of the caller's team that is open on `day` and not over `today`.

    `day` is that of the newest delivery; without one nothing is open. An involvement counts when it has begun, possibly
    at least, has surely not ended, and the agency's newest delivery still confirms it. An end that lies after the newest
    delivery ends access on its own day all the same, whenever the next delivery comes.
    """
    if day is None:
        return frozenset()
    known = tuple(claims)
    mine = _professionals_of(known, caller)
    return frozenset(
        person
        for claim in known
        if claim.kind is ClaimKind.INVOLVEMENT
        and claim.end(Role.PROFESSIONAL) in mine
        and _is_open(claim, day)
        and today < claim.valid.surely_until
        and (person := claim.end(Role.PERSON)) is not None
    )


def _professionals_of(claims: tuple[Claim, ...], caller: Caller) -> frozenset[str]:
    """The caller's own records and those of their teams: the team of each own record, and the account's."""
    current = [claim for claim in claims if claim.kind is ClaimKind.PROFESSIONAL and claim.superseded_at is None]
    own = {claim.record_id for claim in current if f"{claim.agency}:{claim.source.record_ref}" in caller.professionals}
    teams = {team for claim in current if claim.record_id in own and (team := _team_of(claim))}
    teams |= _own_teams(caller)
    return frozenset(own | {claim.record_id for claim in current if _team_of(claim) in teams})


def accounts_worked_with(claims: Iterable[Claim], caller: Caller, accounts: Iterable[Account]) -> frozenset[str]:
    """The names of the accounts of the caller's team, their own included: a professional record or a team in common.

    `claims` are the professionals of the caller's records and teams, as `people_worked_with` takes them.
    """
    current = [claim for claim in claims if claim.kind is ClaimKind.PROFESSIONAL and claim.superseded_at is None]
    mine = _professionals_of(tuple(current), caller)
    refs = {f"{claim.agency}:{claim.source.record_ref}" for claim in current if claim.record_id in mine}
    teams = {team for claim in current if claim.record_id in mine and (team := _team_of(claim))} | _own_teams(caller)
    return frozenset({caller.name}) | {
        account.name
        for account in accounts
        if not account.professionals.isdisjoint(refs | caller.professionals)
        or not teams.isdisjoint(_own_teams(account.to_caller()))
    }


def accounts_of_no_manager(caller: Caller, accounts: Iterable[Account]) -> frozenset[str]:
    """The names of the accounts of the caller's agency that no manager has in a team: those of no team and no record, as
    a hub's may be, and managers. Whatever they open, somebody else can sign off all the same (access.md §3).
    """
    return frozenset(
        account.name
        for account in accounts
        if caller.agency is not None and account.agency == caller.agency
        if AccessRole.MANAGER in account.roles or not (account.professionals or account.teams)
    )


def _own_teams(caller: Caller) -> set[Team]:
    """The teams the account itself names, of its agency."""
    return set() if caller.agency is None else {(caller.agency, team_name(team)) for team in caller.teams}


def _team_of(claim: Claim) -> Team | None:
    team = team_name(claim.value("team") or "")
    return (claim.agency, team) if team else None


def _is_open(claim: Claim, day: date) -> bool:
    return (
        claim.superseded_at is None
        and claim.confirmed_at is None
        and claim.status is not ClaimStatus.REFUTED
        and claim.valid.maybe_from <= day < claim.valid.surely_until
    )
