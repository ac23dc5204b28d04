"""Sign-ins of the sample partnership: made once, kept beside the made-up data so that every run can print them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from api.signin.accounts import add_account, add_first_accounts
from graph.access.accounts import AccountBook
from graph.access.caller import AccessRole
from graph.model.people import Partnership

KEPT = "demo-signins.json"
SOCIAL_WORKER, TEAM_MANAGER = "priya", "graham"
TO_TRY = (
    "three things to try (the tour under Help has six steps):",
    "  1. as assessment, purpose assessment: search Mia Hobbs, open Adults around the child",
    "  2. her household network as of 2023-06-01, then 2024-03-31: who came, who knew",
    "  3. any line or badge: the evidence, down to the row an agency sent",
)
WHY = {
    "assessment": "the hub: any child of the area",
    SOCIAL_WORKER: "Mia's social worker: her own children",
    TEAM_MANAGER: "Priya's manager: her team's children; under audit review, what the team opened",
    "steward": "loads, quarantine, identities",
    "auditor": "who looked at whom, and why",
}


def demo_signins(book: AccountBook, partnership: Partnership, data: Path, now: datetime) -> Mapping[str, str]:
    """Passwords by account name; empty where the folder's accounts were made by a load of its own."""
    kept = data / KEPT
    if not kept.exists():
        made = dict(add_first_accounts(book, partnership, now, one_time=False))
        if not made:
            return {}
        for name, role, reference in (
            (SOCIAL_WORKER, AccessRole.PRACTITIONER, "csc:CSC-SW-014"),
            (TEAM_MANAGER, AccessRole.MANAGER, "csc:CSC-TM-003"),
        ):
            made[name] = add_account(book, name, [role], now, "csc", [reference], one_time=False)
        _keep(kept, made)
    found: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def tell_signins(passwords: Mapping[str, str], *, by_provider: bool) -> Iterator[str]:
    """Lines on how to sign in. With an identity provider no password is taken, so none is printed."""
    if by_provider:
        yield "sign in as somebody your identity provider gives a role: KITHMAP_OIDC_ISSUER is set, so no password is taken."
        yield "to try it with passwords, take every KITHMAP_OIDC_... out of the environment and start again"
        return
    yield "sign in as (passwords made for this data folder):"
    for name in [name for name in WHY if name in passwords]:
        yield f"  {name:<14}{passwords[name]}   {WHY[name]}"


def _keep(path: Path, made: Mapping[str, str]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(made, file)
