"""One operation, from the text of a request to the reply: limited, parsed and validated once, answered, masked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from graphql import DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema, execute_sync, parse, validate

from api.errors import Told, tell
from api.graphql.limiter import check_limits
from api.graphql.queries import Context
from api.graphql.schema import build_schema
from graph.errors import BadInput, KithmapError
from graph.questions.asking import Questions

MOST_KEPT = 256
MOST_TOKENS = 1_000


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as sent."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The JSON body of an answer and its HTTP status."""

    body: Mapping[str, Any]
    status: int


class Executor:
    """Runs operations against the schema; a text seen before is neither parsed nor validated again."""

    def __init__(self) -> None:
        self._schema: GraphQLSchema = build_schema()._schema
        self._kept: OrderedDict[str, DocumentNode] = OrderedDict()
        self._lock = Lock()

    def run(self, operation: Operation, questions: Questions) -> Reply:
        """The reply; one error at most, with its code and no value."""
        try:
            document = self._document(operation)
        except (KithmapError, GraphQLError) as error:
            return _refuse(_told(error))
        result = execute_sync(
            self._schema,
            document,
            context_value=Context(questions),
            variable_values=dict(operation.variables),
            operation_name=operation.name,
        )
        return _reply(result)

    def _document(self, operation: Operation) -> DocumentNode:
        kept = self._find(operation.query)
        document = kept or parse(operation.query, max_tokens=MOST_TOKENS)
        check_limits(document, operation.variables, self._schema)
        if kept is None:
            faults = validate(self._schema, document, max_errors=1)
            if faults:
                raise faults[0]
            self._keep(operation.query, document)
        return document

    def _find(self, query: str) -> DocumentNode | None:
        with self._lock:
            kept = self._kept.get(query)
            if kept is not None:
                self._kept.move_to_end(query)
            return kept

    def _keep(self, query: str, document: DocumentNode) -> None:
        with self._lock:
            self._kept[query] = document
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def _told(error: BaseException) -> Told:
    """A fault of the operation's own text is bad input; names of fields are ours, values are never repeated."""
    if isinstance(error, GraphQLError):
        original = error.original_error
        if original is not None:
            return tell(original)
        return tell(BadInput("query", "is not an operation this schema answers"))
    return tell(error)


def _refuse(told: Told) -> Reply:
    return Reply({"data": None, "errors": [{"message": told.message, "extensions": {"code": told.code}}]}, told.status)


def _reply(result: ExecutionResult) -> Reply:
    if not result.errors:
        return Reply({"data": result.data}, 200)
    return _refuse(_told(result.errors[0]))
