"""Every field of the schema as one operation: what a test walks to find what must not be there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    execute_sync,
    get_named_type,
    parse,
)

from api.graphql.queries import Context
from api.graphql.schema import build_schema
from graph.questions.asking import Questions

DEEPEST = 7
OFTEN = 1
"""How often a type may come again below itself."""


def schema() -> GraphQLSchema:
    """The schema served."""
    return build_schema()._schema


def selection(kind: GraphQLNamedType, seen: Counter[str], deep: int = 0) -> str:
    """All fields of a type, down to where its types come again."""
    if isinstance(kind, GraphQLUnionType):
        kinds = (f"... on {one.name} {selection(one, seen, deep)}" for one in kind.types)
        return f"{{ __typename {' '.join(kinds)} }}"
    if not isinstance(kind, GraphQLObjectType):
        return ""
    below = seen + Counter([kind.name])
    parts = [
        name + selection(get_named_type(field.type), below, deep + 1) for name, field in _fields(kind, below, deep)
    ]
    return f" {{ {' '.join(parts)} }}"


def _fields(kind: GraphQLObjectType, below: Counter[str], deep: int) -> Iterator[tuple[str, GraphQLField]]:
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        is_leaf = not isinstance(inner, GraphQLObjectType | GraphQLUnionType)
        if is_leaf or (below[inner.name] < OFTEN and deep < DEEPEST):
            yield name, field


def run(questions: Questions, field: str, arguments: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
    """What a root field answers with all there is to select: data or errors, whatever it costs."""
    query = schema().query_type
    assert query is not None
    given = f"({', '.join(f'{name}: {text}' for name, text in arguments.items())})" if arguments else ""
    document = f"{{ {field}{given} {selection(get_named_type(query.fields[field].type), Counter())} }}"
    result = execute_sync(schema(), parse(document), context_value=Context(questions))
    return {"data": result.data, "errors": [str(error.original_error or error) for error in result.errors or ()]}
