"""Forgeries of an id token, each refused: in one way, on one page, with one entry and no session (access.md §5)."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import Key, OctKey, RSAKey

from graph.questions.opening import Partnerships
from tests.api.signin.oidc.browser import Site, make_site
from tests.api.signin.oidc.forging import comes_back_refused, is_refused, part, signed_by_hand, signed_text
from tests.api.signin.oidc.made_up import CLIENT, EC_KEY, ISSUER, KEY, NEXT_KEY, Clock, settings, sign

STRANGER = RSAKey.generate_key(2048, {"kid": "first"})


def test_what_is_not_forged_is_let_in(site: Site) -> None:
    assert site.sign_in().status_code == 303


def test_algorithm_none(site: Site, refusal: bytes) -> None:
    for named in ("none", "None", "NONE"):
        site.made_up.signer = lambda header, claims, said=named: f"{part(header | {'alg': said})}.{part(claims)}."
        assert is_refused(site, refusal)


def test_a_secret_algorithm_with_the_public_key_as_its_secret(site: Site, refusal: bytes) -> None:
    site.made_up.header["alg"] = "HS256"
    for secret in (
        KEY.as_pem(private=False),
        KEY.as_der(private=False),
        part(KEY.as_dict(private=False)).encode(),
        b"",
    ):
        site.made_up.signer = lambda header, claims, known=secret: _signed_with_secret(header, claims, known)
        assert is_refused(site, refusal)


def _signed_with_secret(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    signed = f"{part(header)}.{part(claims)}"
    signature = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def test_another_algorithm_of_the_same_key(site: Site, refusal: bytes) -> None:
    same = {name: said for name, said in KEY.as_dict(private=True).items() if name != "alg"}
    site.made_up.signer = lambda header, claims: sign(header, claims, RSAKey.import_key(same))
    for named in ("PS256", "RS512"):
        site.made_up.header["alg"] = named
        assert is_refused(site, refusal)


def test_another_issuer(site: Site, refusal: bytes) -> None:
    for said in ("https://login.other.example", ISSUER + "/", [ISSUER], None):
        site.made_up.claims["iss"] = said
        assert is_refused(site, refusal)


def test_no_issuer(site: Site, refusal: bytes) -> None:
    site.made_up.without = {"iss"}
    assert is_refused(site, refusal)


def test_another_audience(site: Site, refusal: bytes) -> None:
    for said in ("another client", [], [CLIENT, "another client"], CLIENT + " ", None, [[CLIENT]], {CLIENT: 1}):
        site.made_up.claims["aud"] = said
        assert is_refused(site, refusal)


def test_another_authorised_party(site: Site, refusal: bytes) -> None:
    for said in ("another client", None, ""):
        site.made_up.claims["azp"] = said
        assert is_refused(site, refusal)


def test_expired(site: Site, refusal: bytes) -> None:
    at = int(site.clock.at.timestamp())
    for said in (at - 61, at - 60, 0, -1, str(at + 300), None, True, 1e400):
        site.made_up.claims["exp"] = said
        assert is_refused(site, refusal)


def test_no_end(site: Site, refusal: bytes) -> None:
    site.made_up.without = {"exp"}
    assert is_refused(site, refusal)


def test_not_yet_valid(site: Site, refusal: bytes) -> None:
    site.made_up.claims["nbf"] = int(site.clock.at.timestamp()) + 61
    assert is_refused(site, refusal)


def test_issued_in_the_future(site: Site, refusal: bytes) -> None:
    site.made_up.claims["iat"] = int(site.clock.at.timestamp()) + 61
    assert is_refused(site, refusal)


def test_issued_at_no_time(site: Site, refusal: bytes) -> None:
    site.made_up.without = {"iat"}
    assert is_refused(site, refusal)


def test_clocks_that_differ_by_less_than_a_minute_are_let_be(site: Site) -> None:
    at = int(site.clock.at.timestamp())
    site.made_up.claims |= {"iat": at + 59, "nbf": at + 59}
    assert site.another().sign_in().status_code == 303
    site.made_up.claims |= {"iat": at - 300, "nbf": at - 300, "exp": at - 59}
    assert site.another().sign_in().status_code == 303


def test_another_nonce(site: Site, refusal: bytes) -> None:
    for said in ("another", "", None, 7, ["x"], "\u00e9"):
        site.made_up.claims["nonce"] = said
        assert is_refused(site, refusal)


def test_no_nonce(site: Site, refusal: bytes) -> None:
    site.made_up.without = {"nonce"}
    assert is_refused(site, refusal)


def test_the_token_of_another_sign_in(site: Site, refusal: bytes) -> None:
    site.sign_in()
    earlier = site.made_up.issued[-1]
    site.made_up.signer = lambda _header, _claims: earlier
    assert is_refused(site, refusal)


def test_a_reply_that_was_used(site: Site, refusal: bytes) -> None:
    brought = site.made_up.agree(site.go())
    name, cookie = site.flow_cookie()
    assert site.back(brought).status_code == 303
    again = site.another()
    again.client.cookies[name] = cookie
    asked = len(site.made_up.fetched)
    assert _is_refused_with_its_cookie(again, brought, refusal)
    assert len(site.made_up.fetched) == asked  # nobody at the provider was asked


def _is_refused_with_its_cookie(browser: Site, brought: dict[str, Any], refusal: bytes) -> bool:
    reply = browser.back(brought)
    return reply.status_code == 403 and bytes(reply.content) == refusal


def test_a_code_that_was_used(site: Site, refusal: bytes) -> None:
    brought = site.made_up.agree(site.go())
    site.back(brought)
    other = site.another()
    mine = other.made_up.agree(other.go())
    assert comes_back_refused(other, mine | {"code": brought["code"]}, refusal)


def test_the_reply_to_another_browser(site: Site, refusal: bytes) -> None:
    brought = site.made_up.agree(site.go())
    other = site.another()
    other.go()
    assert comes_back_refused(other, brought, refusal)
    assert comes_back_refused(site.another(), brought, refusal)


def test_the_code_of_another_browser_with_ones_own_state(site: Site, refusal: bytes) -> None:
    theirs = site.made_up.agree(site.go())
    other = site.another()
    mine = other.made_up.agree(other.go())
    assert comes_back_refused(other, mine | {"code": theirs["code"]}, refusal)


def test_a_reply_after_ten_minutes(site: Site, refusal: bytes) -> None:
    brought = site.made_up.agree(site.go())
    site.clock.forward(timedelta(minutes=10))
    assert comes_back_refused(site, brought, refusal)


def test_a_cookie_that_was_changed(site: Site, refusal: bytes) -> None:
    for said in ("x", "9999999999.x", ".", "\u00e9"):
        browser = site.another()
        brought = browser.made_up.agree(browser.go())
        sent = {"Cookie": f"{browser.flow_cookie()[0]}={said}".encode()}
        browser.client.cookies.clear()
        reply = browser.client.get("/signin/back", params=brought, headers=sent)
        assert (reply.status_code, bytes(reply.content)) == (403, refusal)


def test_a_reply_that_says_no_or_says_things_twice(site: Site, refusal: bytes) -> None:
    for change in (
        {"error": "access_denied"},
        {"code": ""},
        {"code": "x" * 5000},
        {"code": ["a", "b"]},
        {"state": ["a", "b"]},
        {"state": "\u00e9"},
        {"code": "never given"},
    ):
        browser = site.another()
        assert comes_back_refused(browser, browser.made_up.agree(browser.go()) | change, refusal)


def test_a_reply_of_another_provider(site: Site, refusal: bytes) -> None:
    for said in ("https://login.other.example", ISSUER + "/", "", [ISSUER, ISSUER]):
        browser = site.another()
        assert comes_back_refused(browser, browser.made_up.agree(browser.go()) | {"iss": said}, refusal)
    browser = site.another()
    brought = browser.made_up.agree(browser.go())
    del brought["iss"]
    assert comes_back_refused(browser, brought, refusal)


def test_a_provider_that_never_names_itself_need_not(site: Site) -> None:
    site.made_up.says["authorization_response_iss_parameter_supported"] = False
    brought = site.made_up.agree(site.go())
    del brought["iss"]
    assert site.back(brought).status_code == 303


def test_an_unknown_key(site: Site, refusal: bytes) -> None:
    site.made_up.header["kid"] = "second"
    site.made_up.signer = lambda header, claims: sign(header, claims, NEXT_KEY)
    assert is_refused(site, refusal)


def test_no_key_named(site: Site, refusal: bytes) -> None:
    for said in (None, "", 7, ["first"]):
        site.made_up.header["kid"] = said
        site.made_up.signer = signed_by_hand
        assert is_refused(site, refusal)
    del site.made_up.header["kid"]
    assert is_refused(site, refusal)


def test_signing_by_hand_is_right(site: Site) -> None:
    site.made_up.signer = signed_by_hand
    assert site.sign_in().status_code == 303


@pytest.mark.parametrize(
    "more",
    [
        {"jwk": STRANGER.as_dict(private=False)},
        {"jku": "https://attacker.example/keys"},
        {"x5u": "https://attacker.example/certificate"},
        {"x5c": ["MIIB"]},
        {"crit": ["exp"]},
        {"b64": False},
        {"zip": "DEF"},
        {"cty": "JWT"},
    ],
    ids=lambda more: next(iter(more)),
)
def test_a_header_that_brings_its_own_key(more: dict[str, Any], site: Site, refusal: bytes) -> None:
    site.made_up.header |= more
    site.made_up.signer = signed_by_hand
    assert is_refused(site, refusal)
    site.made_up.signer = lambda header, claims: signed_text(json.dumps(header), json.dumps(claims), STRANGER)
    assert is_refused(site, refusal)


def test_a_signature_stripped_or_altered(site: Site, refusal: bytes) -> None:
    def stripped(header: dict[str, Any], claims: dict[str, Any]) -> str:
        return sign(header, claims).rpartition(".")[0] + "."

    def altered(header: dict[str, Any], claims: dict[str, Any]) -> str:
        token = sign(header, claims)
        return token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]

    def other_claims(header: dict[str, Any], claims: dict[str, Any]) -> str:
        head, _, signature = sign(header, claims).split(".")
        return f"{head}.{part(claims | {'roles': ['Kithmap.Auditor']})}.{signature}"

    def no_signature(header: dict[str, Any], claims: dict[str, Any]) -> str:
        return sign(header, claims).rpartition(".")[0]

    for signer in (stripped, altered, other_claims, no_signature):
        site.made_up.signer = signer
        assert is_refused(site, refusal)


def test_signed_by_a_stranger_under_a_known_name(site: Site, refusal: bytes) -> None:
    site.made_up.signer = lambda header, claims: sign(header, claims, STRANGER)
    assert is_refused(site, refusal)


@pytest.mark.parametrize(
    "key",
    [
        EC_KEY,
        RSAKey.import_key(NEXT_KEY.as_dict(private=True) | {"kid": "curve", "use": "enc"}),
        RSAKey.import_key(NEXT_KEY.as_dict(private=True) | {"kid": "curve", "alg": "RS512"}),
    ],
    ids=["a curve", "for encryption", "of another algorithm"],
)
def test_a_key_of_the_wrong_kind(key: Key, site: Site, refusal: bytes) -> None:
    site.made_up.keys.append(key)
    site.made_up.header |= {"kid": "curve"}
    assert is_refused(site, refusal)


def test_a_curve_where_curves_are_pinned(held: Partnerships, clock: Clock) -> None:
    site = make_site(held, clock, settings(algorithm="ES256"))
    site.made_up.keys.append(EC_KEY)
    site.made_up.header |= {"alg": "ES256", "kid": "curve"}
    site.made_up.signer = lambda header, claims: sign(header, claims, EC_KEY)
    assert site.sign_in().status_code == 303
    site.made_up.header |= {"alg": "RS256", "kid": "first"}
    site.made_up.signer = sign
    assert site.another().sign_in().status_code == 403


def test_a_secret_among_the_keys_is_no_key(site: Site, refusal: bytes) -> None:
    shared = OctKey.import_key("a secret that got among the public keys", {"kid": "shared"})
    site.made_up.keys.append(shared)
    site.made_up.header |= {"alg": "HS256", "kid": "shared"}
    site.made_up.signer = lambda header, claims: sign(header, claims, shared)
    assert is_refused(site, refusal)


def test_an_access_token_in_place_of_an_id_token(site: Site, refusal: bytes) -> None:
    for said in ("at+jwt", "application/at+jwt", "logout+jwt", 7):
        site.made_up.header["typ"] = said
        site.made_up.signer = signed_by_hand
        assert is_refused(site, refusal)
