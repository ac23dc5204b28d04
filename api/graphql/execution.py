"""One operation, from the text of a request to the reply: limited, parsed and validated once, answered, masked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)
from graphql.execution import get_variable_values

from api.errors import Told, tell
from api.graphql.limiter import check_limits
from api.graphql.queries import Context
from api.graphql.schema import build_schema
from graph.deadline import deadline
from graph.errors import BadInput, KithmapError, TooCostly
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
            check_variables(self._schema, document, operation)
        except (KithmapError, GraphQLError) as error:
            return refuse(tell(_fault_of_the_text(error)))
        with deadline():
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
        document = kept or _parse(operation.query)
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


def _parse(query: str) -> DocumentNode:
    try:
        return parse(query, max_tokens=MOST_TOKENS)
    except GraphQLSyntaxError as fault:
        if "more than" in fault.message:
            raise TooCostly(
                f"the operation has more than {MOST_TOKENS} words and signs: ask for less at once"
            ) from None
        raise


def check_variables(schema: GraphQLSchema, document: DocumentNode, operation: Operation) -> None:
    """Raises BadInput when a variable is missing or not of the type its operation declares."""
    chosen = get_operation_ast(document, operation.name)
    if chosen is None:
        raise BadInput("operationName", "names none of the operations sent, or several were sent and none is named")
    given = get_variable_values(schema, chosen.variable_definitions or (), dict(operation.variables), max_errors=1)
    if isinstance(given, list):
        cause = given[0].original_error
        if isinstance(cause, KithmapError):
            raise cause
        raise BadInput(
            "variables",
            "one is missing or is not of the type declared for it: days are 2024-03-31, moments 2024-03-31T22:00:00Z",
        )


def _fault_of_the_text(error: KithmapError | GraphQLError) -> KithmapError:
    """What is amiss before anything is run is the sender's; names of fields are ours, values are never repeated.

    Python refuses to read a number of thousands of digits with an error of its own: that is the sender's too.
    """
    found = error.original_error if isinstance(error, GraphQLError) else error
    return found if isinstance(found, KithmapError) else BadInput("query", "is not an operation this schema answers")


def _told(error: GraphQLError) -> Told:
    """What stopped an operation that ran."""
    return tell(error.original_error or _fault_of_the_text(error))


def refuse(told: Told) -> Reply:
    """The reply that says what stopped an operation, and nothing else."""
    return Reply({"data": None, "errors": [{"message": told.message, "extensions": {"code": told.code}}]}, told.status)


def _reply(result: ExecutionResult) -> Reply:
    if not result.errors:
        return Reply({"data": result.data}, 200)
    return refuse(_told(result.errors[0]))
