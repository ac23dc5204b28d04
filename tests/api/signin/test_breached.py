"""Passwords known from breaches are refused where the partnership names a list of them."""

from __future__ import annotations

from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.signin.passwords import hash_password
from api.signin.sessions import check_new_password
from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.breached import BreachedPasswords
from graph.errors import BadInput, StoreUnavailable
from graph.settings import Settings, read_settings
from ingest.doctor import examine
from tests.ingest.site import NOW

KNOWN = "tea, lamp and orchid"


def hashed(password: str) -> str:
    return sha1(password.encode()).hexdigest().upper()  # noqa: S324 - as the lists have it


def listed(folder: Path, passwords: list[str], *, count: str = ":3", ends: str = "\r\n") -> BreachedPasswords:
    file = folder / "breached.txt"
    file.write_text("".join(f"{one}{count}{ends}" for one in sorted(map(hashed, passwords))), newline="")
    return BreachedPasswords(file)


@given(st.lists(st.text(max_size=5), max_size=30), st.text(max_size=5), st.sampled_from(["", ":1", ":48320114"]))
def test_it_holds_what_is_on_it_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, on_it: list[str], other: str, count: str
) -> None:
    breached = listed(tmp_path_factory.mktemp("list"), on_it, count=count, ends="\n")
    assert all(map(breached.holds, on_it))
    assert breached.holds(other) == (other in on_it)


def test_a_password_on_the_list_is_not_taken(tmp_path: Path) -> None:
    account = Account("sam", hash_password("the one of now"), frozenset({AccessRole.STEWARD}), NOW)
    breached = listed(tmp_path, [KNOWN, *map(str, range(200))])
    with pytest.raises(BadInput, match="known from a breach") as refused:
        check_new_password(account, "the one of now", KNOWN, breached)
    assert KNOWN not in str(refused.value)
    assert check_new_password(account, "the one of now", "tea, lamp and iris", breached)


def test_where_a_list_is_named_and_can_not_be_read_no_password_is_taken(tmp_path: Path) -> None:
    account = Account("sam", hash_password("the one of now"), frozenset({AccessRole.STEWARD}), NOW)
    with pytest.raises(StoreUnavailable):
        check_new_password(account, "the one of now", KNOWN, BreachedPasswords(tmp_path / "gone"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{'0' * 40}:1\n{'F' * 40}:2\n", ""),
        (f"{'F' * 40}:1\n{'0' * 40}:2\n", "not sorted"),
        ("password\nletmein\n", "no list"),
        ("", "no list"),
    ],
)
def test_the_doctor_tells_whether_the_list_is_one(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "list").write_text(text)
    (check,) = [one for one in examine(Settings(tmp_path, breached=tmp_path / "list")) if one.name == "passwords"]
    assert check.ok == (not says)
    assert says in check.says


def test_the_doctor_tells_of_a_list_that_is_gone_and_of_none(tmp_path: Path) -> None:
    for breached, ok in ((tmp_path / "gone", False), (None, True)):
        (check,) = [one for one in examine(Settings(tmp_path, breached=breached)) if one.name == "passwords"]
        assert check.ok == ok
        assert "KITHMAP_BREACHED_PASSWORDS" in check.do


def test_the_list_is_named_by_a_setting(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}).breached is None
    named = read_settings(tmp_path, {"KITHMAP_BREACHED_PASSWORDS": "/srv/pwned.txt"})
    assert named.breached == Path("/srv/pwned.txt")
