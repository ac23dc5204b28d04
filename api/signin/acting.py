"""What an operator does to accounts: on the ledger of the call, and an entry of the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import typer

from graph.audit.log import AuditLog
from graph.errors import BadInput, WrongUse
from graph.questions.opening import HEAD_FILE, Books, open_books
from graph.questions.operator import operator_event
from graph.settings import Settings


@contextmanager
def ledger_of(context: typer.Context) -> Iterator[Books]:
    """The ledger of the call, closed afterwards. Raises StoreUnavailable where nothing is loaded."""
    settings: Settings = context.obj.settings
    ledger = open_books(settings)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def entered(context: typer.Context, ledger: Books, operation: str, name: str) -> Iterator[None]:
    """What is done inside is kept with an entry that names the account, or neither is; a refusal is an entry without what was
    typed.
    """
    log = AuditLog(ledger.audit, context.obj.settings.data / HEAD_FILE)
    event = operator_event(operation, name)
    try:
        with log.entered(event, datetime.now(UTC)):
            yield
    except (BadInput, WrongUse):
        log.append(replace(event, reference="", outcome="refused"), datetime.now(UTC))
        raise


def say_done(context: typer.Context, words: str, **document: object) -> None:
    """What was done: in words, or as one JSON document where that is asked for."""
    typer.echo(json.dumps(document, ensure_ascii=False) if context.obj.as_json else words)
