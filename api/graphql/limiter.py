"""What an operation may cost, worked out from its text and variables before it is validated or run (access.md §7).

One walk. What a fragment costs on a type is remembered, so that fragments that double each other cost what they are
written in, not what they unfold to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from api.graphql.listed import check_lists, cost_of_check, variables_in_force
from graph.errors import BadInput, TooCostly

MOST_DEPTH = 12
"""The deepest of our own pages' questions reaches 10: adults, candidates, a person, a stay, its claims, their record."""
MOST_ALIASES = 15
MOST_ROOT_FIELDS = 10
MOST_DIRECTIVES = 20
MOST_COST = 2_000
MOST_DIGITS = 20
_PAGED_LISTS = frozenset({"nodes", "entries"})


@dataclass(frozen=True, slots=True)
class Cost:
    """What a selection is: how deep, how many objects it may bring, aliases, directives and fields it is written in."""

    depth: int = 0
    objects: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0

    def beside(self, other: Cost) -> Cost:
        """Both in one selection."""
        return Cost(
            max(self.depth, other.depth),
            self.objects + other.objects,
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.fields + other.fields,
        )


@dataclass
class _Walk:
    schema: GraphQLSchema
    variables: Mapping[str, Any]
    fragments: Mapping[str, FragmentDefinitionNode]
    known: dict[tuple[str, str], Cost] = field(default_factory=dict)
    inside: set[str] = field(default_factory=set)
    visits: int = 0

    def selection(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None, page: int) -> Cost:
        cost = Cost()
        for node in selections.selections if selections else ():
            self.visits += 1
            directives = Cost(directives=len(node.directives or ()))
            cost = cost.beside(directives).beside(self._node(node, parent, page))
        return cost

    def _node(self, node: object, parent: GraphQLNamedType | None, page: int) -> Cost:
        match node:
            case FieldNode():
                return self._field(node, parent, page)
            case InlineFragmentNode():
                condition = node.type_condition
                type_ = self.schema.get_type(condition.name.value) if condition else parent
                return self.selection(node.selection_set, type_, page)
            case FragmentSpreadNode():
                return self._spread(node.name.value, page)
        return Cost()

    def _spread(self, name: str, page: int) -> Cost:
        fragment = self.fragments.get(name)
        if fragment is None:
            raise BadInput("query", "names a fragment it does not hold")
        if name in self.inside:
            raise BadInput("query", "has fragments that go round in a circle")
        key = (name, str(page))
        if key not in self.known:
            self.inside.add(name)
            type_ = self.schema.get_type(fragment.type_condition.name.value)
            self.known[key] = self.selection(fragment.selection_set, type_, page)
            self.inside.discard(name)
        return self.known[key]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, page: int) -> Cost:
        name = node.name.value
        if name in {"__schema", "__type"}:
            raise BadInput("query", "asks about the schema: it is published as schema.graphql")
        check_lists(argument.value for argument in node.arguments or ())
        own = Cost(aliases=1 if node.alias else 0, fields=1, objects=cost_of_check(node, self.variables))
        if node.selection_set is None:
            return own
        definition = _definition(parent, name)
        type_ = get_named_type(definition.type) if definition else None
        inner = self.selection(node.selection_set, type_, self._page(node, definition))
        times = page if name in _PAGED_LISTS else 1
        return own.beside(
            Cost(inner.depth + 1, times * (1 + inner.objects), inner.aliases, inner.directives, inner.fields)
        )

    def _page(self, node: FieldNode, definition: GraphQLField | None) -> int:
        """How many a page of this field may bring: its `first`, from the text, a variable or the schema's default."""
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value: object = argument.value
                if isinstance(value, VariableNode):
                    value = self.variables.get(value.name.value)
                given = _read_int(value.value) if isinstance(value, IntValueNode) else value
                if isinstance(given, int) and not isinstance(given, bool):
                    return max(given, 1)
        default = definition.args["first"].default_value if definition and "first" in definition.args else None
        return default if isinstance(default, int) else 1


def _read_int(digits: str) -> int:
    """A number as written. Raises TooCostly for one of more digits than any number here has: Python reads no such."""
    if len(digits) > MOST_DIGITS:
        raise TooCostly(f"a number has more than {MOST_DIGITS} digits")
    return int(digits)


def _definition(parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    return parent.fields.get(name) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None


def measure(document: DocumentNode, variables: Mapping[str, Any], schema: GraphQLSchema) -> Cost:
    """What the one operation of a document costs. Raises BadInput for more than one, circles and unknown fragments."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) != 1:
        raise BadInput("query", "holds exactly one operation")
    operation = operations[0]
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    given = variables_in_force(operation, variables)
    check_lists(given.values())
    walk = _Walk(schema, given, fragments)
    roots = {
        OperationType.QUERY: schema.query_type,
        OperationType.MUTATION: schema.mutation_type,
        OperationType.SUBSCRIPTION: schema.subscription_type,
    }
    own = Cost(directives=len(operation.directives or ()))
    for name in fragments:
        walk.selection(SelectionSetNode(selections=(_spread_of(fragments[name]),)), None, 1)
    return own.beside(walk.selection(operation.selection_set, roots[operation.operation], 1))


def _spread_of(fragment: FragmentDefinitionNode) -> FragmentSpreadNode:
    return FragmentSpreadNode(name=fragment.name, directives=())


def check_limits(document: DocumentNode, variables: Mapping[str, Any], schema: GraphQLSchema) -> None:
    """Refuses an operation over the limits. Raises TooCostly naming the limit, BadInput for what can't be measured."""
    cost = measure(document, variables, schema)
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    limits = (
        ("depth", cost.depth, MOST_DEPTH),
        ("aliases", cost.aliases, MOST_ALIASES),
        ("root fields", len(operation.selection_set.selections), MOST_ROOT_FIELDS),
        ("directives", cost.directives, MOST_DIRECTIVES),
        ("cost", cost.objects, MOST_COST),
    )
    for what, found, most in limits:
        if found > most:
            raise TooCostly(f"the operation's {what} is {found}; {most} is the most")
