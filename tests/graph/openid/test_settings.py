"""Settings of the identity provider: all of them or none, and nothing that would leave a door open unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.access.caller import AccessRole
from graph.errors import InputRefused, WrongUse
from graph.openid.settings import AccessTokens, ClaimNames, RoleGiven, is_safe_address, read_openid
from graph.settings import read_settings

WHOLE = {
    "KITHMAP_ADDRESS": "https://kithmap.council.example/",
    "KITHMAP_OIDC_ISSUER": "https://login.council.example/tenant/v2.0",
    "KITHMAP_OIDC_CLIENT_ID": "kithmap",
    "KITHMAP_OIDC_CLIENT_SECRET": "a secret",
    "KITHMAP_OIDC_ROLES": "Kithmap.Assessment=assessment@csc; CN=Audit,OU=Groups=auditor\n",
}


def test_without_a_provider_there_is_none() -> None:
    assert read_openid({"KITHMAP_ADDRESS": "https://kithmap.council.example"}) is None
    assert read_openid({"KITHMAP_OIDC_ISSUER": " ", "KITHMAP_OIDC_ROLES": ""}) is None


def test_a_provider_is_part_of_the_settings(tmp_path: Path) -> None:
    found = read_settings(tmp_path, WHOLE).openid
    assert found is not None
    assert found.redirect_uri == "https://kithmap.council.example/signin/back"
    assert found.signed_out_uri == "https://kithmap.council.example/signed-out"
    assert found.roles == {
        "Kithmap.Assessment": RoleGiven(AccessRole.ASSESSMENT, "csc"),
        "CN=Audit,OU=Groups": RoleGiven(AccessRole.AUDITOR),
    }
    assert (found.algorithm, found.scope, found.claims, found.api) == ("RS256", "openid profile", ClaimNames(), None)
    assert "a secret" not in repr(found)


def test_everything_can_be_said() -> None:
    found = read_openid(
        WHOLE
        | {
            "KITHMAP_OIDC_ALGORITHM": "ES256",
            "KITHMAP_OIDC_SCOPE": "profile  openid email",
            "KITHMAP_OIDC_SUBJECT_CLAIM": "oid",
            "KITHMAP_OIDC_NAME_CLAIM": "email",
            "KITHMAP_OIDC_ROLES_CLAIM": "groups",
            "KITHMAP_OIDC_AGENCY_CLAIM": "agency",
            "KITHMAP_OIDC_PROFESSIONALS_CLAIM": "records",
            "KITHMAP_OIDC_TEAMS_CLAIM": "teams",
            "KITHMAP_OIDC_AUDIENCE": "api://kithmap",
            "KITHMAP_OIDC_ACCESS_TOKENS": "jwt",
            "KITHMAP_OIDC_API_CLIENTS": "one, two,",
        }
    )
    assert found is not None
    assert (found.algorithm, found.scope) == ("ES256", "profile openid email")
    assert found.claims == ClaimNames("oid", "email", "groups", "agency", "records", "teams")
    assert found.api == AccessTokens("api://kithmap", "jwt", frozenset({"one", "two"}))


def test_only_our_own_client_where_no_other_is_named() -> None:
    found = read_openid(WHOLE | {"KITHMAP_OIDC_AUDIENCE": "api://kithmap"})
    assert found and found.api == AccessTokens("api://kithmap", "at+jwt", frozenset({"kithmap"}))


def test_the_secret_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("of the file\n", encoding="utf-8")
    said = {name: value for name, value in WHOLE.items() if not name.endswith("SECRET")}
    found = read_openid(said | {"KITHMAP_OIDC_CLIENT_SECRET_FILE": str(file)})
    assert found and found.client_secret == "of the file"
    file.write_text("\n", encoding="utf-8")
    for path in (file, tmp_path / "nowhere", tmp_path):
        with pytest.raises(InputRefused, match="KITHMAP_OIDC_CLIENT_SECRET_FILE"):
            read_openid(said | {"KITHMAP_OIDC_CLIENT_SECRET_FILE": str(path)})


@pytest.mark.parametrize("missing", [name for name in WHOLE if name != "KITHMAP_OIDC_CLIENT_SECRET"])
def test_a_provider_set_by_half_is_refused_by_the_name_of_what_is_missing(missing: str) -> None:
    with pytest.raises(WrongUse, match=missing):
        read_openid({name: value for name, value in WHOLE.items() if name != missing})


def test_no_secret_at_all_is_refused() -> None:
    with pytest.raises(WrongUse, match="KITHMAP_OIDC_CLIENT_SECRET_FILE"):
        read_openid({name: value for name, value in WHOLE.items() if not name.endswith("SECRET")})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KITHMAP_OIDC_ISUER", "https://login.council.example"),
        ("KITHMAP_OIDC_ALGORITHM", "none"),
        ("KITHMAP_OIDC_ALGORITHM", "HS256"),
        ("KITHMAP_OIDC_ALGORITHM", "rs256"),
        ("KITHMAP_OIDC_ISSUER", "http://login.council.example"),
        ("KITHMAP_OIDC_ISSUER", "https://login.council.example?tenant=1"),
        ("KITHMAP_OIDC_ISSUER", "login.council.example"),
        ("KITHMAP_ADDRESS", "http://kithmap.council.example"),
        ("KITHMAP_ADDRESS", "https://council.example/kithmap"),
        ("KITHMAP_OIDC_SCOPE", "profile"),
        ("KITHMAP_OIDC_ROLES", "Kithmap.Assessment"),
        ("KITHMAP_OIDC_ROLES", "Kithmap.Assessment=director"),
        ("KITHMAP_OIDC_ROLES", "=assessment"),
        ("KITHMAP_OIDC_ROLES", "one=assessment;one=auditor"),
        ("KITHMAP_OIDC_ACCESS_TOKENS", "opaque"),
    ],
)
def test_what_is_wrong_is_named_and_its_value_is_not(name: str, value: str) -> None:
    with pytest.raises(WrongUse, match=name) as refused:
        read_openid(WHOLE | {"KITHMAP_OIDC_AUDIENCE": "api://kithmap", name: value})
    assert value not in str(refused.value).replace("https://", "")


def test_plain_tokens_for_our_own_client_can_not_be_told_from_id_tokens() -> None:
    with pytest.raises(WrongUse, match="differs"):
        read_openid(WHOLE | {"KITHMAP_OIDC_AUDIENCE": "kithmap", "KITHMAP_OIDC_ACCESS_TOKENS": "jwt"})


@pytest.mark.parametrize(
    "address",
    ["https://a.example", "https://a.example:8443/x", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:1/x"],
)
def test_an_address_that_is_encrypted_or_this_machines(address: str) -> None:
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "ftp://a.example",
        "http://10.0.0.1",
        "https://a:b@c.example",
        "https://a.example/#x",
        "https://[x",
    ],
)
def test_an_address_that_is_neither(address: str) -> None:
    assert not is_safe_address(address)
