"""Somebody who asks one question over and over, as the application is asked: its status, its body, how long it took."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

from api.errors import tell
from api.graphql.execution import Executor, Operation
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.errors import KithmapError
from graph.model.claims import ClaimKind
from graph.questions.opening import open_partnerships
from graph.settings import Settings

_OK = 200
# One that is planned quickly: a server that just started, on a busy machine, plans a longer one beyond its time.
_ASKED = "query Person($id: ID!) { person(id: $id) { id displayName records { recordRef } } }"


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP status and body, and the seconds they took."""

    status: int
    body: str
    seconds: float
    is_refused: bool = False


class Reader:
    """Asks who one person is; the first person held is found when it is opened."""

    def __init__(self, settings: Settings) -> None:
        # That connections break is what is tried here.
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)
        self._held = open_partnerships(settings, lambda: datetime.now(UTC))
        self._executor = Executor()
        person = min(
            (one.claim.agency != "csc", one.claim.record_id, one.claim.agency)
            for one in self._held.graph.stored_claims()
            if one.claim.kind is ClaimKind.PERSON
        )
        self._caller = Caller("assessment", frozenset({AccessRole.ASSESSMENT}), person[2])
        self._operation = Operation(_ASKED, {"id": person[1]})

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.graph.close()
        self._held.ledger.close()

    def answered(self, tries: int = 20) -> Answer:
        """The first answer that is none of a store that is away or late, as a server that just started may be."""
        for _ in range(tries):
            if (answer := self.ask()).status == _OK and not answer.is_refused:
                return answer
        raise RuntimeError(f"a question was not answered {tries} times")

    def ask(self) -> Answer:
        """The answer, or how it was refused."""
        started = time.monotonic()
        try:
            questions = self._held.questions(self._caller, read_purpose("assessment"))
            reply = self._executor.run(self._operation, questions)
        except KithmapError as error:
            told = tell(error)
            return Answer(told.status, told.code, time.monotonic() - started, is_refused=True)
        return Answer(reply.status, str(reply.body), time.monotonic() - started, is_refused="errors" in reply.body)
