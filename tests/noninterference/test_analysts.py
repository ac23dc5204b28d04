"""An analyst is told the same of two worlds that differ in names, texts, addresses and days of birth alone, or in what is
closed to everybody: every root field with all of its fields, every page, counts, reports and the export (access.md §1, §4).
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.door import PLAIN_COOKIE
from api.signin.sessions import hash_token
from graph.access.caller import AccessRole
from graph.access.operations import EXPORTED_PAGES, ROOT_FIELDS
from graph.access.pseudonyms import pseudonyms_of
from graph.access.purpose import read_purpose
from graph.model.answers import NO_DATES
from graph.questions.analysts.export import export_area
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from graph.questions.reports import ReportAsked, make_report
from tests.graph.questions.analysts.walking import run, schema
from tests.noninterference.differences import DIFFERENCES
from tests.noninterference.families import Family, add_family
from tests.noninterference.pairs import Pair, open_worlds
from tests.noninterference.worlds import KEY, Row, World, open_world

ANALYST = "analyst"
NAMES = pseudonyms_of(KEY, hash_token(ANALYST))
PURPOSE = "learning_review"
OPEN = sorted(name for name, roles in ROOT_FIELDS.items() if AccessRole.ANALYST in roles)
PAGES = ("", *(f"/{page}" for page in EXPORTED_PAGES))
AREA_PAGES = (
    "/",
    "/counts",
    "/children",
    "/search",
    "/check",
    "/deliveries",
    "/help",
    "/access",
    "/identity",
    "/audit",
)
PSEUDONYM = re.compile(r"\bp[a-z2-7]{24,}\b")
Texts = Mapping[str, str]


def questions(held: Partnerships) -> Questions:
    """What the analyst asks, in the session of the pages."""
    account = held.ledger.accounts.find(ANALYST)
    assert account is not None
    return held.questions(account.to_caller(), read_purpose(PURPOSE), session=hash_token(ANALYST))


def fields_told(held: Partnerships, family: Family) -> Iterator[tuple[str, str]]:
    """Every root field open to analysts, with all there is to select, about a family and whom a world may hide in it."""
    asked, query = questions(held), schema().query_type
    assert query is not None
    hidden = next(family.hidden_people())
    for person in (family.child, hidden):
        quoted = f'"{NAMES.of(person)}"'
        for field in OPEN:
            wanted = [name for name, one in query.fields[field].args.items() if str(one.type).endswith("!")]
            special = {"by": "[DISTRICT, SEX]", "from": '{asOf: "2023-06-01"}' if field == "changes" else quoted}
            home = f'"{NAMES.of(family.home)}"' if field == "household" else quoted
            other = f'"{NAMES.of(family.mother)}"'
            given = {name: special.get(name, other if name == "to" else home) for name in wanted}
            yield f"{field} {person}", json.dumps(run(asked, field, given), default=str)


async def pages_told(held: Partnerships, family: Family) -> Texts:
    """Every page an analyst may try, of the child and of whom a world may hide."""
    addresses = [
        f"/people/{NAMES.of(one)}{page}" for one in (family.child, next(family.hidden_people())) for page in PAGES
    ]
    files = [f"/people/{NAMES.of(family.child)}/{file}" for file in ("adults.pdf", "network.svg", "case-pack.pdf")]
    transport = httpx.ASGITransport(app=create_app(held), raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1", cookies={PLAIN_COOKIE: ANALYST}
    ) as client:
        replies = [(address, await client.get(address)) for address in (*addresses, *files, *AREA_PAGES)]
    return {address: f"{reply.status_code} {reply.text}" for address, reply in replies}


def tables_told(held: Partnerships) -> Iterator[tuple[str, str]]:
    """The export and every report, but for pseudonyms that are of one file."""
    account = held.ledger.accounts.find(ANALYST)
    assert account is not None
    caller, purpose = account.to_caller(), read_purpose(PURPOSE)
    told = export_area(held, caller, purpose, 2)
    yield "statement", str(told.statement)
    for name, table in told.tables.items():
        yield name, str(sorted(PSEUDONYM.sub("P", str(row)) for row in table.rows()))
    for report in ("adults", "siblings", "findings"):
        _, rows = make_report(held, caller, purpose, ReportAsked(report, NO_DATES, all_children=True))
        yield report, str(sorted(PSEUDONYM.sub("P", str(row)) for row in rows))


def all_told(held: Partnerships, family: Family) -> Texts:
    """Everything, with the ids of deliveries, which are hashes of all that was sent, as one word."""
    told = {**dict(fields_told(held, family)), **dict(tables_told(held)), **asyncio.run(pages_told(held, family))}
    deliveries = [NAMES.of(delivery.id) for delivery in held.ledger.deliveries.every()]
    pattern = re.compile("|".join(map(re.escape, deliveries)))
    return {name: pattern.sub("D", text) for name, text in told.items()}


def other_words(table: str, row: Row) -> Row:
    """The same row with other names, texts and addresses, and other days of the same months of birth."""
    told = dict(row)
    for name in ("family_name", "given_name") if table == "people" else ("name", "team", "contact_route"):
        if told.get(name):
            told[name] += "ov"
    for name in ("note", "headline", "description"):
        if told.get(name):
            told[name] = f"Not so: {told[name]}"
    if told.get("address"):
        told["address"] = f"1{told['address']}"
    if told.get("date_of_birth"):
        day = int(told["date_of_birth"][-2:])
        told["date_of_birth"] = f"{told['date_of_birth'][:-2]}{day % 28 + 1:02}"
    return told


FAMILY = Family(0, 0)


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Texts, Texts]]:
    """What is told of two worlds that differ in words alone."""
    one = World()
    for number in range(2):
        add_family(one, Family(number, 0))
    rows = {place: [other_words(place[1], row) for row in some] for place, some in one.rows.items()}
    folder = tmp_path_factory.mktemp("worded")
    with ExitStack() as stack:
        told = []
        for name, world in (("one", one), ("other", World(rows))):
            held = open_world(world, folder / _made(folder / name))
            stack.callback(held.graph.close)
            stack.callback(held.ledger.close)
            told.append(all_told(held, FAMILY))
        yield told[0], told[1]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def differing(one: Texts, other: Texts) -> list[str]:
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


def test_no_name_text_address_or_day_of_birth_changes_anything_an_analyst_is_told(worded: tuple[Texts, Texts]) -> None:
    assert differing(*worded) == []


def test_an_analyst_is_told_of_the_family(worded: tuple[Texts, Texts]) -> None:
    """What is compared is something: each field answers about the child, and each page about a person opens."""
    one, _ = worded
    for field in OPEN:
        assert '"errors": []' in one[f"{field} {FAMILY.child}"], field
    opened = [name for name in one if name.startswith(f"/people/{NAMES.of(FAMILY.child)}")]
    for page in opened:
        assert one[page].startswith("403" if "." in page else "200"), (page, one[page][:200])


def test_no_page_names_anybody(worded: tuple[Texts, Texts]) -> None:
    marks = (FAMILY.surname(), FAMILY.surname(1), FAMILY.surname(2), FAMILY.phone(), FAMILY.postcode, FAMILY.street,
             "Priya", "East 1", "01632", "Quiet today", "Seen at school", FAMILY.ref("C1"), FAMILY.born(1, 2012))  # fmt: skip
    for told in worded:
        found = {name: mark for name, text in told.items() for mark in marks if mark in text}
        assert found == {}


def test_what_is_closed_to_everybody_changes_nothing_an_analyst_is_told(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    kinds = [difference for difference in DIFFERENCES if difference.is_closed_to_all]
    pairs = [Pair(Family(number, 77), kind, kind.hidden_from[0]) for number, kind in enumerate(kinds)]
    with open_worlds(pairs, tmp_path_factory.mktemp("closed")) as worlds:
        found = {}
        for pair in pairs[:2]:
            one, other = (all_told(side.held, pair.family) for side in worlds.sides)
            if traces := differing(one, other):
                found[pair.difference.name] = traces
        assert found == {}
