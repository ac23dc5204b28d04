"""Which passwords people may choose."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.signin.accounts import add_account
from api.signin.demo import tell_signins
from api.signin.passwords import SHORTEST, WORDS, fits, is_guessable, one_time_password
from api.signin.sessions import check_new_password
from graph.access.caller import AccessRole
from graph.errors import BadInput
from graph.store.ledger import open_ledger
from tests.ingest.site import NOW


@pytest.mark.parametrize(
    "password",
    [
        "Kithmap-Kithmap-1",
        "Password123456!",
        "Safeguarding2024",
        "priya.nair2024!!",
        "aaaaaaaaaaaaaa",
        "Summer2024Winter",
    ],
)
def test_what_a_guesser_tries_first_is_easy_to_guess(password: str) -> None:
    assert is_guessable(password, "priya.nair")


@pytest.mark.parametrize("password", ["words that are long enough", "other words, also long", "tea-lamp-orchid 9"])
def test_three_words_are_not(password: str) -> None:
    assert not is_guessable(password, "priya.nair")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.integers(min_value=0, max_value=99_999))
def test_no_listed_words_and_a_number_make_a_password(words: list[str], number: int) -> None:
    assert is_guessable("".join(words) + str(number), "sam")


def test_a_password_given_out_is_not_easy_to_guess() -> None:
    assert not any(is_guessable(one_time_password(), "steward") for _ in range(50))


def test_one_that_is_easy_to_guess_is_not_taken(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    password = add_account(ledger.accounts, "sam", [AccessRole.STEWARD], NOW)
    account = ledger.accounts.find("sam")
    assert account
    with pytest.raises(BadInput, match="easy to guess"):
        check_new_password(account, password, "kithmap-steward-2024")
    assert fits(check_new_password(account, password, "tea, lamp and orchid"), "tea, lamp and orchid")
    ledger.close()
    assert len("kithmap-steward-2024") >= SHORTEST


def test_with_a_provider_the_demo_prints_no_password() -> None:
    made = {"assessment": "a made-up password"}
    assert "a made-up password" in "\n".join(tell_signins(made, by_provider=False))
    said = "\n".join(tell_signins(made, by_provider=True))
    assert "a made-up password" not in said
    assert "KITHMAP_OIDC_" in said
