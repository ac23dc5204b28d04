"""Signing in and staying signed in: tries counted, sessions kept on the server, tokens as hashes (access.md §5)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from api.signin.passwords import SHORTEST, fits, hash_of_nobody, hash_password, is_guessable
from graph.access.accounts import Account, ApiToken, Session, SignInBooks
from graph.breached import BreachedPasswords
from graph.errors import BadInput, WrongUse

IDLE = timedelta(minutes=15)
LONGEST_SESSION = timedelta(hours=12)
TOKEN_LASTS = timedelta(days=90)
REFUSED = "The name or password is not right, or there were too many tries: wait 15 minutes"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, by which session; None for a bearer token."""

    account: Account
    session: Session | None


def hash_token(token: str) -> str:
    """What is kept of a random token."""
    return sha256(token.encode()).hexdigest()


def check_password(books: SignInBooks, name: str, password: str, now: datetime) -> Account | None:
    """Whose name and password these are, or None: one answer and one time for wrong, unknown, disabled and too many tries."""
    nobody = hash_of_nobody()  # made before anything is known of the account, so that it tells nothing
    number = books.attempts.take(hash_token(name.strip().lower()), now)
    account = books.accounts.find(name.strip())
    # An account of a provider has no password, which must not show in the time taken either.
    right = fits((account.password_hash if account else "") or nobody, password)
    if number is None or account is None or not right or account.is_disabled:
        return None
    books.attempts.forgive(number)
    return account


def take_refusal(books: SignInBooks, kind: str, now: datetime) -> bool:
    """Whether one more refusal of a kind is written down: ten in 15 minutes, as many as a name has tries.

    Anybody may send what is refused, as often as they like; of the kinds there are as many as our own words for them.
    """
    return books.attempts.take(hash_token(f"\n{kind}"), now) is not None


def start_session(books: SignInBooks, account: Account, now: datetime) -> str:
    """The cookie of a new session of somebody who proved who they are."""
    token = secrets.token_urlsafe(32)
    books.sessions.add(Session(hash_token(token), account.name, secrets.token_urlsafe(24), now, now))
    return token


def find_session(books: SignInBooks, token: str, now: datetime) -> SignedIn | None:
    """Who a cookie belongs to; None when idle too long, too old, or the account is closed. Notes that it was used."""
    session = books.sessions.find(hash_token(token))
    if session is None:
        return None
    account = books.accounts.find(session.account)
    if is_over(session, now) or account is None or account.is_disabled:
        books.sessions.end(session.token_hash)
        return None
    books.sessions.touch(session.token_hash, now)
    return SignedIn(account, session)


def is_over(session: Session, now: datetime) -> bool:
    """Whether a session was idle for too long, or is too old."""
    return now - session.seen_at > IDLE or now - session.created_at > LONGEST_SESSION


def find_bearer(books: SignInBooks, token: str, now: datetime) -> SignedIn | None:
    """Who a bearer token belongs to; None when ended, expired or the account is closed."""
    found = books.tokens.find(hash_token(token))
    if found is None or found.ended_at is not None or found.expires_at <= now:
        return None
    account = books.accounts.find(found.account)
    return None if account is None or account.is_disabled or account.is_one_time else SignedIn(account, None)


def find_ended(books: SignInBooks, token: str) -> str | None:
    """The account a bearer token was made for, whatever became of either; None for one that was never made here."""
    found = books.tokens.find(hash_token(token))
    return found.account if found else None


def add_token(books: SignInBooks, account: str, label: str, now: datetime) -> str:
    """A bearer token of an account, shown once. Raises BadInput for an unknown account, WrongUse for one whose one-time
    password stands: it may ask nothing, and neither may its token.
    """
    found = books.accounts.find(account)
    if found is None:
        raise BadInput("name", "is no account")
    if found.is_one_time:
        raise WrongUse("the account still has its one-time password: sign in once and change it, then make the token")
    token = secrets.token_urlsafe(32)
    books.tokens.add(ApiToken(hash_token(token), account, label, now, now + TOKEN_LASTS))
    return token


def check_new_password(account: Account, current: str, new: str, breached: BreachedPasswords | None = None) -> str:
    """The hash of a password that may replace the one of now. Raises BadInput with what to do, StoreUnavailable where a list
    of breached passwords is named and can't be read.
    """
    if not fits(account.password_hash, current):
        raise BadInput("current", "is not the password you have now")
    if len(new) < SHORTEST or new == current:
        raise BadInput("new", f"needs {SHORTEST} characters or more, and to differ from the one before")
    if is_guessable(new, account.name):
        raise BadInput("new", "is easy to guess: take three words that have nothing to do with your work or your name")
    if breached is not None and breached.holds(new):
        raise BadInput("new", "is known from a breach somewhere, so others try it: take another")
    return hash_password(new)
