"""Whatever is changed in a token that holds, it holds no longer."""

from __future__ import annotations

import base64
import json
import string
from functools import partial
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from joserfc.jwk import Key

from api.signin.oidc.flow import begin, resume
from api.signin.oidc.tokens import check_access_token, check_id_token
from graph.errors import SignInRefused
from graph.openid.settings import AccessTokens
from tests.api.signin.oidc.made_up import AUDIENCE, CLIENT, EC_KEY, KEY, Clock, MadeUp, access_token, settings, sign
from tests.noninterference.worlds import NOW

CLOCK = Clock(NOW)
API = AccessTokens(AUDIENCE, "at+jwt", frozenset({CLIENT}))
ID_TOKEN = MadeUp(CLOCK).token(nonce="the nonce")
CURVED = sign(
    {"alg": "ES256", "kid": "curve"}, json.loads(base64.urlsafe_b64decode(ID_TOKEN.split(".")[1] + "==")), EC_KEY
)
ACCESS_TOKEN = access_token(CLOCK)
WIRE = string.ascii_letters + string.digits + "-_.=+/ \u00e9"
SECRET = b"k" * 32


def find(kid: str) -> Key | None:
    return {"first": KEY, "curve": EC_KEY}.get(kid)


def accept(token: str, algorithm: str = "RS256") -> None:
    check_id_token(token, settings(algorithm=algorithm), find, "the nonce", NOW)


def accept_access(token: str) -> None:
    check_access_token(token, settings(), API, find, NOW)


CASES = [
    pytest.param(ID_TOKEN, accept, id="id token"),
    pytest.param(CURVED, partial(accept, algorithm="ES256"), id="on a curve"),
    pytest.param(ACCESS_TOKEN, accept_access, id="access token"),
]


@pytest.mark.parametrize(("token", "check"), CASES)
def test_what_is_not_changed_holds(token: str, check: Any) -> None:  # noqa: ANN401 - either check
    check(token)


@pytest.mark.parametrize(("token", "check"), CASES)
@given(data=st.data())
def test_a_character_replaced_put_in_or_taken_out(data: st.DataObject, token: str, check: Any) -> None:  # noqa: ANN401 - either check
    place = data.draw(st.integers(0, len(token) - 1))
    put, taken = data.draw(st.text(WIRE, max_size=3)), data.draw(st.integers(0, 3))
    changed = token[:place] + put + token[place + taken :]
    assume(changed != token)
    with pytest.raises(SignInRefused):
        check(changed)


@pytest.mark.parametrize(("token", "check"), CASES)
@given(data=st.data())
def test_a_bit_of_what_is_behind_the_letters(data: st.DataObject, token: str, check: Any) -> None:  # noqa: ANN401 - either check
    parts = token.split(".")
    which = data.draw(st.integers(0, 2))
    raw = bytearray(base64.urlsafe_b64decode(parts[which] + "=="))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    parts[which] = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    with pytest.raises(SignInRefused):
        check(".".join(parts))


@given(st.permutations(range(3)), st.integers(0, 4))
def test_parts_of_other_tokens_in_another_order(order: list[int], many: int) -> None:
    pieces = [*ID_TOKEN.split("."), *ACCESS_TOKEN.split(".")]
    changed = ".".join([pieces[place] for place in order] + pieces[3 : 3 + many])
    assume(changed != ID_TOKEN)
    for check in (accept, accept_access):
        with pytest.raises(SignInRefused):
            check(changed)


@given(
    st.dictionaries(
        st.sampled_from(["iss", "aud", "azp", "nonce", "exp", "iat", "nbf", "sub"]),
        st.none()
        | st.booleans()
        | st.text(max_size=5)
        | st.lists(st.text(max_size=5), max_size=2)
        | st.binary().map(repr),
        min_size=1,
    )
)
def test_claims_of_another_kind_signed_by_the_provider_itself(changed: dict[str, Any]) -> None:
    made_up = MadeUp(CLOCK, claims={"nonce": "the nonce"} | changed)
    # The one that may be any text is the subject.
    assume(changed.keys() != {"sub"} or not isinstance(changed["sub"], str) or not changed["sub"].isprintable())
    with pytest.raises(SignInRefused):
        accept(made_up.token())


@given(st.text(max_size=80), st.text(max_size=50))
def test_no_cookie_and_state_that_were_not_given_together_belong_together(cookie: str, state: str) -> None:
    flow = begin(SECRET, NOW)
    assert resume(SECRET, flow.token, flow.state, NOW) == flow
    assert resume(SECRET, cookie, state, NOW) is None
    assert resume(SECRET, cookie, flow.state, NOW) is None
    assert resume(SECRET, flow.token, state, NOW) is None
    assert resume(b"another key" * 3, flow.token, flow.state, NOW) is None
