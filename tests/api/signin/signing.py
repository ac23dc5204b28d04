"""Signing in by name and password, as the page does."""

from datetime import datetime

from api.signin.sessions import check_password, start_session
from graph.store.ledger import Ledger


def sign_in(books: Ledger, name: str, password: str, now: datetime) -> str | None:
    """The cookie of a new session, or None."""
    account = check_password(books, name, password, now)
    return start_session(books, account, now) if account else None
