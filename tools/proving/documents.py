"""Made-up hostile requests to `/graphql`, from a seed: each kind in turn, each different in size and words."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.noninterference.families import Family

JSON = "application/json"
MARK = "Zuleikha"
"""A word of what is sent that no reply may say again."""
ID = f'"{Family(0, 0).child}"'
"""Somebody who is there, so that what is answered is worked out."""
_ROOTS = ("person", "household", "claim")
_FIELDS = ("id", "displayName", "names", "dateOfBirth", "age", "isChild", "sex", "description", "identified")
_SIZES = (1, 3, 8, 13, 16, 40, 120, 333, 900, 2_500)
_ODD = "\u202e\u0000\ufeff\u2028\U0001f468\u200d\U0001f469 é\u0301\x7f\x1b"


@dataclass(frozen=True, slots=True)
class Sent:
    """One request: which kind it is of, and what goes over the wire."""

    kind: str
    body: bytes
    method: str = "POST"
    address: str = "/graphql"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": JSON})


Parts = tuple[str, object, object]
"""Text, variables, operationName."""


def made_up(seed: int, count: int) -> Iterator[Sent]:
    """As many requests, the same for the same seed."""
    kinds = len(OPERATIONS) + len(WIRES)
    for number in range(count):
        place, dice = number % kinds, random.Random(f"{seed}/{number}")  # noqa: S311 - made-up requests, not secrets
        if place < len(OPERATIONS):
            yield _sent(OPERATIONS[place].__name__, OPERATIONS[place](dice))
        else:
            yield WIRES[place - len(OPERATIONS)](dice)


def _sent(kind: str, parts: Parts) -> Sent:
    text, variables, name = parts
    body = {"query": text, "variables": variables, "operationName": name}
    return Sent(kind, json.dumps(body).encode("utf-8", "surrogatepass"))


def _size(dice: random.Random) -> int:
    return max(1, int(dice.choice(_SIZES) * dice.uniform(0.7, 1.3)))


def _fields(dice: random.Random) -> str:
    return " ".join(dice.sample(_FIELDS, dice.randrange(1, len(_FIELDS))))


def depth(dice: random.Random) -> Parts:
    """Fields in fields."""
    size = _size(dice)
    way = dice.choice(
        ["claims { nodes { record { agency {", "candidates { right {", "households { household { residents {"]
    )
    turns = max(1, size // way.count("{"))
    return f"{{ person(id: {ID}) {{ {way * turns} id {'}' * (way.count('{') * turns)} }} }}", {}, None


def inline_depth(dice: random.Random) -> Parts:
    """Inline fragments in inline fragments, with a type and without."""
    size = _size(dice)
    return f"{{ person(id: {ID}) {{ {dice.choice(['... {', '... on Person {']) * size} id {'}' * size} }} }}", {}, None


def width(dice: random.Random) -> Parts:
    """The same field again and again, and root fields beside each other."""
    size = _size(dice)
    return dice.choice([f"{{ {'me { name } ' * size} }}", f"{{ person(id: {ID}) {{ {'id ' * size} }} }}"]), {}, None


def aliases(dice: random.Random) -> Parts:
    """Other names for the same."""
    roots = " ".join(f"a{n}: person(id: {ID}) {{ {_fields(dice)} }}" for n in range(_size(dice)))
    inner = " ".join(f"{MARK}{n}: id" for n in range(_size(dice)))
    return dice.choice([f"{{ {roots} }}", f"{{ person(id: {ID}) {{ {inner} }} }}"]), {}, None


def directives(dice: random.Random) -> Parts:
    """Directives: known, unknown, with variables."""
    one = dice.choice(["@skip(if: false)", "@include(if: true)", f"@{MARK}", f'@deprecated(reason: "{MARK}")', "@skip"])
    place = dice.choice(["{{ me {} {{ name }} }}", "query {} {{ me {{ name }} }}", "{{ me {{ name {} }} }}"])
    return place.format(f"{one} " * _size(dice)), {}, None


def doubling_fragments(dice: random.Random) -> Parts:
    """Each fragment spreads the next one twice or more."""
    size, times = min(_size(dice), 80), dice.randrange(2, 6)
    chain = " ".join(f"fragment F{n} on Person {{ {f'...F{n + 1} ' * times} }}" for n in range(size))
    wrapped = dice.choice(["...F0", "... on Person { ...F0 } ...F0", "candidates { right { ...F0 } } ...F0"])
    return f"{{ person(id: {ID}) {{ {wrapped} }} }} {chain} fragment F{size} on Person {{ {_fields(dice)} }}", {}, None


def doubling_through_fields(dice: random.Random) -> Parts:
    """Fragments that double each other under other names, where merged fields must be compared."""
    size = dice.randrange(2, 14)
    chain = " ".join(
        f"fragment F{n} on Person {{ candidates {{ right {{ ...F{n + 1} }} left {{ ...F{n + 1} }} }} }}"
        for n in range(size)
    )
    return f"{{ person(id: {ID}) {{ ...F0 ...F0 }} }} {chain} fragment F{size} on Person {{ id }}", {}, None


def circular_fragments(dice: random.Random) -> Parts:
    """A ring of fragments, used or not."""
    size = min(_size(dice), 120)
    ring = " ".join(f"fragment F{n} on Person {{ id ...F{(n + 1) % size} }}" for n in range(size))
    return f"{{ person(id: {ID}) {{ {dice.choice(['...F0', 'id'])} }} }} {ring}", {}, None


def many_fragments(dice: random.Random) -> Parts:
    """Fragments nobody spreads, of types there are none of, twice by one name, spread and not there."""
    size = min(_size(dice), 150)
    type_ = dice.choice(["Person", MARK, "ID", "At", "Query", "__Schema"])
    name = dice.choice(["F{}", "F", "on", "{}"])
    some = " ".join(f"fragment {name.format(n)} on {type_} {{ id }}" for n in range(size))
    return f"{{ person(id: {ID}) {{ id {dice.choice(['', '...Gone', '...F1'])} }} }} {some}", {}, None


def overlapping_fields(dice: random.Random) -> Parts:
    """Fields of one name to be merged, with arguments that agree or don't: each with each, were it done badly."""
    size = min(_size(dice), 150)
    step = dice.choice([0, 1])
    return (
        f"{{ person(id: {ID}) {{ {' '.join(f'claims(first: {1 + step * n}) {{ nodes {{ id }} }}' for n in range(size))} }} }}",
        {},
        None,
    )


def huge_texts(dice: random.Random) -> Parts:
    """Long strings, block strings and names."""
    long = MARK + dice.choice(["x", "é", "\\u0041", "\\\\", " ", "\U0001f468"]) * _size(dice) * dice.randrange(1, 12)
    text = dice.choice(
        [
            f'{{ person(id: "{long}") {{ id }} }}',
            f'{{ findPeople(text: """{long}""") {{ nodes {{ id }} }} }}',
            f"{{ {long} }}",
        ]
    )
    return text, {}, None


def huge_numbers(dice: random.Random) -> Parts:
    """Numbers of many digits, negative, with exponents, where other things belong."""
    number = dice.choice(
        ["9" * _size(dice), "-1", "1e999", "0", "2147483648", "-" + "9" * 30, "0.1e-400", "1" + "0" * 4400]
    )
    place = dice.choice(
        [
            "{{ identityQueue(first: {}) {{ total }} }}",
            "{{ person(id: {}) {{ id }} }}",
            f"{{{{ network(around: {ID}, hops: {{}}) {{{{ truncated }}}} }}}}",
            '{{ path(from: "r0", to: "r1", maxLength: {}) {{ truncated }} }}',
            "{{ person(id: {}, at: {{ asOf: {} }}) {{ id }} }}",
        ]
    )
    return place.replace("{}", number).replace("{{", "{").replace("}}", "}"), {}, None


def nested_values(dice: random.Random) -> Parts:
    """Lists in lists and objects in objects, as an argument."""
    size = _size(dice)
    value = dice.choice(["[" * size + "1" + "]" * size, "{a:" * size + "1" + "}" * size, "[[" * size + "]]" * size])
    place = dice.choice(
        ["person(id: %s)", "unknownPartnerCheck(told: %s)", "findings(child: %s)", "hiddenAdults(child: %s)"]
    )
    return f"{{ {place % value} {{ __typename }} }}", {}, None


def long_lists(dice: random.Random) -> Parts:
    """Lists of many, as an argument or a variable."""
    many = [f"{MARK}{n}" for n in range(_size(dice))]
    text = (
        f"query($open: [ID!], $told: ToldHousehold!) {{ genogram(around: {ID}, open: $open) {{ more }}"
        " unknownPartnerCheck(told: $told) { told { told } } }"
    )
    return text, {"open": many, "told": {"people": [{"name": name} for name in many]}}, None


def nested_variables(dice: random.Random) -> Parts:
    """Variables as deep as JSON goes."""
    value: object = 1
    for _ in range(min(_size(dice), 400)):
        value = dice.choice([[value], {"people": value}, {"asOf": value}])
    type_ = dice.choice(["ID!", "At", "[ID!]", "ToldHousehold", "[[[ID]]]", MARK])
    return f"query($id: {type_}) {{ person(id: $id) {{ id }} }}", {"id": value}, None


def odd_variables(dice: random.Random) -> Parts:
    """Variables that are missing, of another type, unknown, too many, undeclared, declared twice."""
    declared = " ".join(
        f"$v{n}: {dice.choice(['ID', 'Int = 5', 'At', 'Date', '[ID!]! = []', 'Person'])}" for n in range(_size(dice))
    )
    value: object = dice.choice([None, True, 1.5, "", MARK, [], {}, -1, 10**20, "2024-99-99", [None]])
    text = dice.choice(
        [
            f"query({declared}) {{ me {{ name }} }}",
            "query($id: ID!, $id: ID!) { person(id: $id) { id } }",
            "query($first: Int!) { identityQueue(first: $first) { total } }",
            "query($id: ID!, $on: Date) { person(id: $id, at: { asOf: $on }) { id } }",
            "{ person(id: $id) { id } }",
        ]
    )
    return text, dict.fromkeys(("id", "first", "on", "v0", MARK), value), None


def odd_signs(dice: random.Random) -> Parts:
    """Signs that are hard to read: of no width, right to left, none at all."""
    odd = "".join(dice.choice(_ODD) for _ in range(_size(dice)))
    return (
        dice.choice(
            [f'{{ person(id: "{odd}") {{ id }} }}', f"{{ me {odd} {{ name }} }}", odd, f"# {odd}\n{{ me {{ name }} }}"]
        ),
        {},
        None,
    )


def half_a_sign(dice: random.Random) -> Parts:
    """Half of a pair of surrogates, as JSON can write it, and escapes of GraphQL that stand for none."""
    text = dice.choice(["\ud83d", "\\uD83D", "\\u{110000}", "\\u{D800}", "\\uDC00\\uD800"])
    return f'{{ person(id: "{text * min(_size(dice), 40)}") {{ id }} }}', {"id": text}, None


def comments(dice: random.Random) -> Parts:
    """Comments, commas and line ends around little."""
    size = _size(dice)
    noise = dice.choice([f"# {MARK}\n", ",", "\n", "\r\n", "\t", "#\n"]) * size * dice.randrange(1, 8)
    return f"{noise}{{ me {noise} {{ name }} }}{noise}", {}, None


def operation_names(dice: random.Random) -> Parts:
    """Several operations, none of that name, names twice, no name for several."""
    some = [f"query {dice.choice(['A', 'B', MARK])} {{ me {{ name }} }}" for _ in range(min(_size(dice), 200))]
    return " ".join(some), {}, dice.choice(["A", "none", "", MARK * 50, None, 5, ["A"], {"a": 1}])


def subscriptions(dice: random.Random) -> Parts:
    """Kinds of operation there are none of, and definitions."""
    return (
        dice.choice(
            [
                "subscription { me { name } }",
                "subscription S { a: me { name } b: me { name } }",
                "type Query { me: ID }",
                "schema { query: Query }",
                "extend type Query { x: Int }",
                "directive @x on FIELD { me { name } }",
                "mutation { me { name } }",
                'mutation { undoJudgement(id: "j0", reason: "") { __typename } }',
            ]
        ),
        {},
        None,
    )


def introspection(dice: random.Random) -> Parts:
    """Questions about the schema, plain and hidden in fragments."""
    asked = dice.choice(
        ["__schema { types { name fields { type { ofType { name } } } } }", '__type(name: "Person") { name }']
    )
    asked = dice.choice(
        [asked, f"s: {asked}", f"... {{ {asked} }}", f"... on Query {{ {asked} }}", f"me {{ {asked} }}"]
    )
    tail = dice.choice(["", f" fragment F on Query {{ {asked} }}"])
    return f"{{ {'...F' if tail else asked} }}{tail}", {}, None


def cut_off(dice: random.Random) -> Parts:
    """A right text with a piece cut out, doubled, or put elsewhere."""
    text = f"query A($id: ID!) {{ person(id: $id) {{ {_fields(dice)} claims(first: 5) {{ nodes {{ id says }} }} }} }}"
    one, two = sorted(dice.sample(range(len(text)), 2))
    changed = dice.choice([text[:one] + text[two:], text[:two] + text[one:], text[one:] + text[:one], text[:one]])
    return changed, {"id": Family(0, 0).child}, dice.choice([None, "A"])


def random_tokens(dice: random.Random) -> Parts:
    """Words and signs of the language in no order."""
    words = [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ":",
        "$",
        "@",
        "...",
        "!",
        "|",
        "&",
        "=",
        "on",
        "query",
        "me",
        "id",
        "1",
        '"',
        '"""',
        "null",
    ]
    return " ".join(dice.choice(words) for _ in range(_size(dice))), {}, None


def batches(dice: random.Random) -> Sent:
    """Several operations in one body."""
    return Sent("batches", json.dumps([{"query": "{ me { name } }"}] * min(_size(dice), 800)).encode())


def other_kinds_of_body(dice: random.Random) -> Sent:
    """Multipart, forms, plain text, GraphQL's own type, no type, charsets."""
    kind = dice.choice(
        [
            "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain", "application/graphql",
            "", "application/json; charset=utf-16", "application/jsonx", "APPLICATION/JSON ; q=1",
            "application/graphql-response+json",
        ]
    )  # fmt: skip
    body = dice.choice(
        [
            b"--x\r\n\r\n{ me { name } }\r\n--x--",
            b"query=%7Bme%7Bname%7D%7D",
            b"{ me { name } }",
            b'{"query":"{ me { name } }"}',
        ]
    )
    return Sent("other_kinds_of_body", body, headers={"Content-Type": kind} if kind else {})


def broken_json(dice: random.Random) -> Sent:
    """What is not JSON, not an object, too deep, too long, of other bytes."""
    size = _size(dice)
    body = dice.choice(
        [
            b"", b"null", b"[]", b'"x"', b"{", b'{"query":', b"[" * size * 20, b'{"a":' * size + b"1" + b"}" * size,
            b"\xff\xfe{" * size, b'{"query":"{ me { name } }","variables":' + b"[" * size + b"]" * size + b"}",
            b'{"query":"{ me { name } }","query":1}', b'{"query":null}', b'{"variables":{}}', b"NaN", b"\x00" * size,
            b'{"query":"{ me { name } }","variables":"x"}', b'{"query":"' + b"x" * size * 40 + b'"}',
            b'{"query":"{ me { name } }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}',
        ]
    )  # fmt: skip
    return Sent("broken_json", body)


def other_methods(dice: random.Random) -> Sent:
    """By GET with a query in the address, and by every other method."""
    asked = quote(dice.choice(["{ me { name } }", "mutation { me { name } }", f"{{ {MARK} }}"]))
    method = dice.choice(["GET", "GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
    return Sent("other_methods", b"", method, f"/graphql?query={asked}", {})


def by_address_and_body(dice: random.Random) -> Sent:
    """A body, and something else in the address and the headers."""
    odd = {"Content-Type": JSON, "Accept": dice.choice(["*/*", "text/html", "", "application/graphql-response+json"])}
    more = dice.choice([{"X-Purpose": MARK}, {"X-HTTP-Method-Override": "GET"}, {"Content-Encoding": "gzip"}, {}])
    return Sent(
        "by_address_and_body", b'{"query":"{ me { name } }"}', address=f"/graphql?query={MARK}", headers={**odd, **more}
    )


OPERATIONS: tuple[Callable[[random.Random], Parts], ...] = (
    depth, inline_depth, width, aliases, directives, doubling_fragments, doubling_through_fields, circular_fragments,
    many_fragments, overlapping_fields, huge_texts, huge_numbers, nested_values, long_lists, nested_variables, odd_variables,
    odd_signs, half_a_sign, comments, operation_names, subscriptions, introspection, cut_off, random_tokens,
)  # fmt: skip
WIRES: tuple[Callable[[random.Random], Sent], ...] = (
    batches, other_kinds_of_body, broken_json, other_methods, by_address_and_body,
)  # fmt: skip
