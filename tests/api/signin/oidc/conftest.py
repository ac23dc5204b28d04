"""One partnership for all tests of signing in by a provider; each has its own provider, clock and browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from graph.questions.opening import Partnerships
from graph.store.ledger.tables import ACCOUNTS, ATTEMPTS, PROVIDED, SPENT
from tests.api.signin.oidc.browser import Site, make_site
from tests.api.signin.oidc.made_up import Clock
from tests.noninterference.families import a_family
from tests.noninterference.worlds import open_world


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("oidc"))
    yield opened
    opened.graph.close()
    opened.ledger.close()


@pytest.fixture
def held(loaded: Partnerships) -> Iterator[Partnerships]:
    """The partnership; accounts a provider vouches for are gone after each test."""
    yield loaded
    with loaded.ledger.database.writing() as connection:
        theirs = [row.account for row in connection.execute(PROVIDED.select())]
        connection.execute(delete(PROVIDED))
        connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.name.in_(theirs), ACCOUNTS.c.password_hash == ""))
        connection.execute(delete(SPENT))
        connection.execute(delete(ATTEMPTS))


@pytest.fixture
def clock(held: Partnerships) -> Clock:
    """A clock that goes on from the test before: rights are never counted by an earlier moment."""
    return Clock(held.moment())


@pytest.fixture
def site(held: Partnerships, clock: Clock) -> Site:
    return make_site(held, clock)


@pytest.fixture
def refusal(site: Site) -> bytes:
    """The page of every refusal, as somebody sees it who comes back to nothing."""
    return bytes(site.another().back({}).content)
