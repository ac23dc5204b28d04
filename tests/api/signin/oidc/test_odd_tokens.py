"""Tokens that the provider itself signed, and that are none: said twice, said badly, about nobody, with groups left out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.signin.oidc.browser import Site
from tests.api.signin.oidc.forging import is_refused, signed_text


@pytest.mark.parametrize("where", ["header", "claims", "inside a claim"])
def test_a_member_twice(where: str, site: Site, refusal: bytes) -> None:
    def twice(header: dict[str, Any], claims: dict[str, Any]) -> str:
        head, body = json.dumps(header), json.dumps(claims)
        match where:
            case "header":
                head = head[:-1] + ', "kid": "first"}'
            case "claims":
                body = body[:-1] + f', "sub": "{claims["sub"]}"}}'
            case _:
                body = body[:-1] + ', "address": {"a": 1, "a": 2}}'
        return signed_text(head, body)

    site.made_up.signer = twice
    assert is_refused(site, refusal)


@pytest.mark.parametrize(
    "body", ["[]", "7", "", "{", '{"exp": NaN}', "[" * 4000, '"' + "x" * 17_000 + '"', "{}"], ids=range(8)
)
def test_claims_that_are_none(body: str, site: Site, refusal: bytes) -> None:
    site.made_up.signer = lambda header, _claims: signed_text(json.dumps(header), body)
    assert is_refused(site, refusal)


@pytest.mark.parametrize("said", ["", "a" * 256, "\u00e9", "a\nb", 7, None])
def test_nobody_in_particular(said: object, site: Site, refusal: bytes) -> None:
    site.made_up.claims["sub"] = said
    assert is_refused(site, refusal)


@pytest.mark.parametrize(
    "more",
    [
        {"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": "https://graph.example"}}},
        {"hasgroups": True},
        {"_claim_names": {}},
    ],
    ids=["groups elsewhere", "groups left out", "a marker of nothing"],
)
def test_groups_that_did_not_fit(more: dict[str, Any], site: Site, refusal: bytes) -> None:
    site.made_up.claims |= more
    assert is_refused(site, refusal)


def test_no_token_at_all(site: Site, refusal: bytes) -> None:
    for said in ("", "x", "..", "a.b.c", "\u00e9.b.c", 7):
        site.made_up.signer = lambda _header, _claims, text=said: text
        assert is_refused(site, refusal)
