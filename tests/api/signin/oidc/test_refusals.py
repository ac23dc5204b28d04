"""What anybody may send as often as they like fills no log: ten refusals of a kind in 15 minutes are written down."""

from __future__ import annotations

from datetime import timedelta

from graph.questions.opening import Partnerships
from tests.api.signin.oidc.browser import Site
from tests.api.signin.oidc.made_up import Clock, access_token

QUARTER = timedelta(minutes=15)


def entries(held: Partnerships) -> int:
    return held.ledger.audit.head()[0]


def test_of_replies_to_nothing_ten_are_written_down(site: Site, held: Partnerships) -> None:
    before = entries(held)
    replies = [site.back({"state": "x", "code": "y"}) for _ in range(15)]
    assert {(reply.status_code, reply.content) for reply in replies} == {(403, replies[0].content)}
    assert entries(held) - before == 10


def test_of_access_tokens_that_do_not_hold_ten_are_written_down(site: Site, held: Partnerships, clock: Clock) -> None:
    before = entries(held)
    for _ in range(15):
        assert site.api(access_token(clock, sub="somebody", aud="another")).status_code == 403
    assert entries(held) - before == 10


def test_a_flood_of_one_kind_hides_no_other(site: Site, held: Partnerships) -> None:
    for _ in range(15):
        site.back({"state": "x", "code": "y"})
    before = entries(held)
    site.client.post("/signin", data={"name": "sam", "password": "x"})
    assert entries(held) - before == 1


def test_a_quarter_of_an_hour_later_they_are_written_down_again(site: Site, held: Partnerships) -> None:
    for _ in range(15):
        site.back({"state": "x", "code": "y"})
    before = entries(held)
    site.clock.forward(QUARTER + timedelta(seconds=1))
    site.back({"state": "x", "code": "y"})
    assert entries(held) - before == 1
