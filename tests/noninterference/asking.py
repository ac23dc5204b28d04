"""Everything that can be asked of a family over HTTP: each root field, each page, its arguments made to look for traces."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from urllib.parse import urlencode

import httpx
import orjson
from fastapi import FastAPI

from api.door import PLAIN_COOKIE
from api.graphql.execution import Executor, Operation
from graph.access.operations import ENDINGS, EXPORTED_PAGES
from graph.access.purpose import read_purpose
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from tests.noninterference import openings
from tests.noninterference.arguments import of_the_whole_area, seldom_given, texts_of, told_of, typed_in
from tests.noninterference.families import Family
from tests.noninterference.worlds import AGENCIES, caller_named, record_id

_CLAIM = "id says valid { from to open unconfirmedSince } recordedAt supersededAt status record { agency { id } system table recordRef delivery asSent } saidOtherwise { id says } objections { id kind says at answer answeredAt upheld }"
_PERSON = f"id displayName identified description names dateOfBirth expectedBirth dateOfDeath age ageInWords isChild sex records {{ recordRef asSent }} claims(first: 100) {{ nodes {{ {_CLAIM} }} hasNextPage endCursor }} households {{ role valid {{ from to }} status household {{ id label kind agenciesDiffer }} agencies {{ id }} }} candidates {{ right {{ id }} probability comparisons {{ says }} }}"
_ASKED = "asked { asOf asOfIsNewestDelivery knownAt identityAsOf window { from to } feedsMissing withheld knownTo { id name kind } }"
_ENTRY = f"id happened {{ from to }} known agency {{ id }} category type headline childSeen childSeenAlone actionTaken noActionRecorded people {{ id displayName }} alsoRecordedBy {{ id }} age ageInMonths claims {{ {_CLAIM} }}"
_BLANKS = "blanks { what kind agency { id } since }"
_NETWORK = f"{_ASKED} nodes {{ id kind label badges person {{ id displayName }} household {{ id label }} agency {{ id }} }} edges {{ id source target kind label valid {{ from to }} agencies {{ id }} status claims {{ {_CLAIM} }} }} truncated more {_BLANKS}"
_ADULT = f"adult {{ id displayName }} state since underEighteen toAsk grounds {{ kind says possible firstDate lastDate agencies {{ id }} claims {{ {_CLAIM} }} }} knownBy {{ agency {{ id }} firstKnew how contactRoute claims {{ id }} }} candidates {{ right {{ id }} probability }} notAsked {{ what kind agency {{ id }} since }}"

_CONTACTS = f"count missed last childSeen limits {{ what kind since }} claims {{ {_CLAIM} }}"
_SIDE = "id displayName names identified dateOfBirth sex isChild records { agency { id } recordRef asSent } claims { nodes { id } } households { role } candidates { probability }"
_QUEUE = f"total endCursor hasNextPage nodes {{ left {{ {_SIDE} }} right {{ {_SIDE} }} probability judgement judgedBy comparisons {{ field left right says weight }} effect {{ householdsJoined peopleJoined conflicts wouldReveal }} }}"
_OUTCOME = f"__typename ... on Judged {{ id by at applied person {{ {_SIDE} }} }} ... on Conflict {{ says with }}"
_FINDING = f"rule {{ name }} state since says possible failed details {{ name value }} evidence {{ {_CLAIM} }} wouldRefute strengths {{ id says }} missingFeeds setAside {{ by reason until says piecesSince evidenceSince {{ id says }} }} {_BLANKS}"

QUERIES: Mapping[str, str] = {
    "me": "{ me { name roles agency purpose } }",
    "feeds": "{ feeds { agency { id } system table rows coversFrom coversTo extractedAt } }",
    "person": f"query($id: ID!, $at: At) {{ person(id: $id, at: $at) {{ {_PERSON} }} }}",
    "personByRef": "query($agency: ID!, $ref: String!, $system: String, $at: At) { personByRef(agency: $agency, personRef: $ref, system: $system, at: $at) { id displayName records { recordRef } } }",
    "findPeople": "query($text: String!, $born: PartialDate, $at: At, $after: String) { findPeople(text: $text, dateOfBirth: $born, at: $at, first: 2, after: $after) { nodes { id displayName names records { recordRef } } endCursor hasNextPage } }",
    "children": "query($first: Int!, $after: String, $at: At) { children(first: $first, after: $after, at: $at) { nodes { id displayName dateOfBirth isChild records { recordRef } } endCursor hasNextPage } }",
    "areaCounts": "query($by: [CountBy!]!, $of: Counted, $among: [AmongThese!]) { areaCounts(by: $by, of: $of, among: $among) { of by suppressed says cells { row column count } } }",
    "household": f"query($id: ID!, $at: At) {{ household(id: $id, at: $at) {{ id label kind agenciesDiffer residents {{ person {{ id }} role valid {{ from to }} claims {{ {_CLAIM} }} }} }} }}",
    "network": f"query($id: ID!, $kinds: [LinkKind!], $at: At) {{ network(around: $id, hops: 2, kinds: $kinds, at: $at) {{ {_NETWORK} }} }}",
    "genogram": f"query($id: ID!, $open: [ID!], $at: At) {{ genogram(around: $id, open: $open, at: $at) {{ {_ASKED} around people {{ person {{ id displayName }} standing isIndex livesWithIndex }} ties {{ id source target sort label valid {{ from to }} ended possible differs agencies {{ id }} status claims {{ {_CLAIM} }} }} twins {{ people identical }} homes {{ household {{ id label }} members {{ person role claims {{ id }} }} others }} branches {{ id name count }} more {_BLANKS} }} }}",
    "path": f"query($from: ID!, $to: ID!, $most: Int, $at: At) {{ path(from: $from, to: $to, maxLength: $most, at: $at) {{ {_NETWORK} }} }}",
    "ecomap": f"query($id: ID!, $window: Window, $at: At) {{ ecomap(child: $id, window: $window, at: $at) {{ {_ASKED} child {{ id }} homes {{ household {{ id label kind }} joins agencies {{ id }} members {{ entry {{ person {{ id displayName }} standing }} role claims {{ id }} }} }} services {{ agency {{ id }} bond valid {{ from to }} people {{ id }} parts {{ person {{ id }} what professional contactRoute valid {{ from to }} claims {{ id says }} }} contacts {{ {_CONTACTS} }} silent {{ what kind since }} }} people {{ person {{ id displayName }} bond ties lives last agencies {{ id }} contacts {{ {_CONTACTS} }} claims {{ id says }} }} silent {{ what kind agency {{ id }} since }} {_BLANKS} }} }}",
    "hiddenAdults": f"query($id: ID!, $window: Window, $assessing: ID, $at: At) {{ hiddenAdults(child: $id, window: $window, assessingAgency: $assessing, at: $at) {{ {_ASKED} child {{ id }} notes assessingAgency {{ id }} assessedInstead {{ id }} {_BLANKS} adults {{ {_ADULT} setAside {{ by reason until says piecesSince evidenceSince {{ id says }} }} }} }} }}",
    "unknownPartnerCheck": f"query($told: ToldHousehold!, $at: At) {{ unknownPartnerCheck(told: $told, at: $at) {{ {_ASKED} told {{ told onRecord matches {{ right {{ id displayName records {{ recordRef asSent }} }} probability comparisons {{ field left right says weight }} }} }} othersOnRecord {{ {_ADULT} assessedIn {{ id }} }} {_BLANKS} }} }}",
    "siblingHistory": f"query($id: ID!, $at: At) {{ siblingHistory(child: $id, at: $at) {{ {_ASKED} child {{ id }} siblings {{ assertedOnly households {{ household {{ id label }} role }} person {{ id displayName }} kind says through {{ id }} episodes {{ {_ENTRY} }} events {{ {_ENTRY} }} }} childEpisodes {{ {_ENTRY} }} childEvents {{ id }} {_BLANKS} }} }}",
    "professionalContacts": f"query($id: ID!, $window: Window, $at: At) {{ professionalContacts(person: $id, window: $window, at: $at) {{ {_ASKED} involvements {{ agency {{ id }} professional role service contactRoute lastSeen lastSeenAlone valid {{ from to }} claims {{ id }} }} handovers {{ gapWorkingDays from {{ professional }} to {{ professional }} }} lastSeen {{ agency {{ id }} on alone by aloneBy possiblyOn possiblyAlone claims {{ id }} }} gaps {{ from to }} unallocated {{ agency {{ id }} valid {{ from to open }} }} silent {{ what kind agency {{ id }} since }} workersInWindow {_BLANKS} }} }}",
    "chronology": f"query($id: ID!, $at: At, $first: Int!, $after: String, $window: Window) {{ chronology(child: $id, about: [CHILD, HOUSEHOLD, SIBLINGS], window: $window, at: $at, first: $first, after: $after) {{ {_ASKED} entries {{ {_ENTRY} }} gaps {{ agency {{ id }} valid {{ from to }} }} total endCursor hasNextPage {_BLANKS} }} }}",
    "whoKnewWhat": f"query($id: ID!, $about: ID, $at: At) {{ whoKnewWhat(child: $id, about: $about, at: $at) {{ {_ASKED} child {{ id }} agencies {{ id }} rows {{ adult {{ id displayName }} cells {{ agency {{ id }} firstKnew how contactRoute blank claims {{ id says }} }} }} {_BLANKS} }} }}",
    "findings": f"query($id: ID!, $rules: [String!], $at: At) {{ findings(child: $id, rules: $rules, at: $at) {{ {_FINDING} }} }}",
    "changes": f"query($id: ID!, $from: At!, $at: At, $hops: Int, $assessing: ID) {{ changes(around: $id, from: $from, to: $at, hops: $hops, assessingAgency: $assessing) {{ {_ASKED} before {{ asOf knownAt withheld }} person {{ id displayName }} changes {{ kind says on known people {{ id displayName }} edges {{ id source target kind label valid {{ from to }} agencies {{ id }} status }} claims {{ {_CLAIM} }} }} adults {{ adult {{ id displayName }} before after says }} unchanged more {_BLANKS} }} }}",
    "rules": "{ rules { name version says settings source forFamily wouldRefute needs } }",
    "claim": f"query($id: ID!) {{ claim(id: $id) {{ {_CLAIM} }} }}",
    "deliveries": "query($after: String) { deliveries(first: 2, after: $after) { nodes { id agency { id } system mode published extractedAt loadedAt refused rowsIn stored unchanged quarantined } hasNextPage endCursor } }",
    "identityQueue": f"query($first: Int!, $after: String) {{ identityQueue(first: $first, after: $after) {{ {_QUEUE} }} }}",
    "judge": f"mutation($left: ID!, $right: ID!, $judgement: Judgement!, $since: Date) {{ judge(left: $left, right: $right, judgement: $judgement, reason: \"as both say\", evidenceSince: $since) {{ {_OUTCOME} }} }}",
    "undoJudgement": f"mutation($id: ID!) {{ undoJudgement(id: $id, reason: \"a slip\") {{ {_OUTCOME} }} }}",
    "setAside": f"mutation($id: ID!, $rule: String!, $adult: ID, $until: Date!) {{ setAside(child: $id, rule: $rule, adult: $adult, reason: \"known to us\", until: $until) {{ {_FINDING} }} }}",
    **openings.QUERIES,
}  # fmt: skip
ABOUT = (
    "",
    "/network",
    "/genogram",
    "/ecomap",
    "/adults",
    "/siblings",
    "/contacts",
    "/chronology",
    "/who-knew",
    "/findings",
    "/changes",
)
IDENTITY = ("/identity", "/identity/quality", "/identity/{left}/{right}", "/identity/judged/{judgement_id}")
EXPORT = "/people/{person_id}/{page}.{ending}"
PACK = "/people/{person_id}/case-pack.{ending}"
DELIVERY = "/deliveries/{delivery_id}"
SET_APART = "/deliveries/{delivery_id}/{table}.csv"
SAMPLE = "/deliveries/preview"
PAGES = frozenset(
    {
        "/",
        "/search",
        "/check",
        "/deliveries",
        "/help",
        *openings.PAGES,
        *IDENTITY,
        *(f"/people/{{person_id}}{ending}" for ending in ABOUT),
        EXPORT,
        PACK,
        DELIVERY,
        SET_APART,
        SAMPLE,
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request: what it is a case of, method, address, and what it sends."""

    case: str
    method: str
    address: str
    body: str = ""
    kind: str = ""
    over_http: bool = True


@dataclass(frozen=True)
class Asking:
    """One caller of one world. `ids`: what to read for the ids of its deliveries, which are hashes of all that was sent.

    `loop` outlives a question: each new one would make new threads, and each of those new connections.
    """

    app: FastAPI
    name: str
    ids: Mapping[str, str]
    loop: asyncio.Runner

    @cached_property
    def questions(self) -> Questions:
        """The caller's questions, as the API asks them."""
        held: Partnerships = self.app.state.partnerships
        account = held.ledger.accounts.find(self.name)
        assert account is not None
        return held.questions(account.to_caller(), read_purpose(caller_named(self.name).purpose), rows=True)

    @property
    def executor(self) -> Executor:
        """What runs operations."""
        executor: Executor = self.app.state.executor
        return executor


def operation(field: str, given: Mapping[str, object], known_at: str | None) -> Request:
    """A root field with its variables, as of a moment where one is given."""
    at = {"at": {"knownAt": known_at}} if known_at and "$at" in QUERIES[field] else {}
    body = json.dumps({"query": QUERIES[field], "variables": {**given, **at}})
    return Request(field, "POST", "/graphql", body, "application/json")


def questions_about(family: Family, claims: Iterable[str], known_at: str | None) -> Iterator[Request]:
    """Every root field that is about people, about everyone in a family and anyone a world may hide there."""
    hidden = sorted(family.hidden_people())
    known = (family.child, family.mother, family.partner, family.stranger)
    homes = (family.home, *(record_id(agency, "households", family.ref("XH")) for agency in ("housing", "police")))
    given: dict[str, list[Mapping[str, object]]] = {
        "person": [{"id": person} for person in (*known, *hidden, *family.far_people()[2:])],
        "personByRef": [
            {"agency": agency, "ref": family.ref(name)}
            for name, agency in (("P3", "police"), *product(("X1", "X2", "X3"), AGENCIES), ("none", "csc"))
        ],
        "findPeople": [{"text": text, "born": None} for text in texts_of(family)],
        "household": [{"id": home} for home in homes],
        "network": [{"id": person} for person in (family.child, family.partner, hidden[0], *family.far_people())],
        "genogram": [
            {"id": person, "open": [family.partner, hidden[0]]}
            for person in (family.child, family.mother, family.partner, hidden[0])
        ],
        "path": [{"from": family.mother, "to": person} for person in (family.child, family.partner, hidden[0])],
        "hiddenAdults": [{"id": person} for person in (family.child, family.child, family.mother)],
        "unknownPartnerCheck": [{"told": told} for told in told_of(family)],
        "ecomap": [{"id": person} for person in (family.child, family.child, family.mother)],
        "siblingHistory": [{"id": person} for person in (family.child, family.child, hidden[0])],
        "professionalContacts": [{"id": person} for person in (family.child, family.mother)],
        "chronology": [
            {"id": family.child, "first": first, "after": after} for first, after in ((100, None), (1, None), (1, "no"))
        ],
        "whoKnewWhat": [
            {"id": person, "about": about}
            for person, about in ((family.child, None), (hidden[0], None), *((family.child, one) for one in claims))
        ],
        "changes": [
            {"id": person, "from": earlier, "hops": hops}
            for person, hops in ((family.child, 1), (family.child, 2), (family.partner, 1), (hidden[0], 1))
            for earlier in ({"asOf": "2023-06-01"}, {"asOf": "2023-06-01", "knownAt": "2023-06-02T00:00:00Z"})
        ],
        "findings": [
            {"id": person, "rules": rules}
            for person, rules in (
                (family.child, None),
                (family.child, [_FOUND, "known_elsewhere_not_shared"]),
                (hidden[0], None),
            )
        ],
        "setAside": []
        if known_at
        else [  # what is set aside is so now
            {"id": person, "rule": rule, "adult": adult, "until": "2024-09-01"}
            for person, rule, adult in (
                (family.child, "start_again", None),
                (family.child, _FOUND, hidden[0]),
                (family.child, "hidden_adults", family.partner),
                (family.child, "hidden_adults", hidden[0]),
                (hidden[0], _FOUND, None),
                (family.child, _FOUND, None),
            )
        ],
        "claim": [{"id": claim} for claim in claims],
        "breakGlass": openings.glasses_never_broken(family),
        "claimRelationship": openings.claims_never_made(family),
    }
    for field, variants in given.items():
        for variables in variants:
            yield operation(field, variables, known_at)
    yield from (operation(field, variables, known_at) for field, variables in seldom_given(family, hidden[0]))


def pages_about(family: Family, known_at: str | None) -> Iterator[Request]:
    """Every page about people, of the child, and what each search finds."""
    given = f"?{urlencode({'known_at': known_at})}" if known_at else ""
    for ending in ABOUT:
        yield Request(f"/people/{{person_id}}{ending}", "GET", f"/people/{family.child}{ending}{given}")
    hidden = sorted(family.hidden_people())[0]
    yield Request("/people/{person_id}", "GET", f"/people/{hidden}{given}")
    # Each page in another format, and another one for the next family.
    for place, page in enumerate(sorted(EXPORTED_PAGES)):
        file = f"{page}.{ENDINGS[(family.number + place) % len(ENDINGS)]}"
        yield Request(EXPORT, "GET", f"/people/{hidden if place == 0 else family.child}/{file}{given}")
    pack = f"case-pack.{('pdf', 'docx')[family.number % 2]}"
    yield Request(PACK, "GET", f"/people/{family.child}/{pack}{given}")
    yield Request("/people/{person_id}/network", "GET", f"/people/{family.partner}/network{given}")
    yield from _networks(family, hidden, known_at)
    if not known_at:  # a search is as of now, and so is what is set aside
        typed = {"reason": "known", "until-day": "1", "until-month": "9", "until-year": "2024", "csrf": "form token"}
        for page, rule, adult in (("findings", _FOUND, ""), ("adults", "hidden_adults", family.partner)):
            form = urlencode({**typed, "rule": rule, "adult": adult})
            address = f"/people/{family.child}/{page}"
            yield Request(f"/people/{{person_id}}/{page}", "POST", address, form, "application/x-www-form-urlencoded")
        for told in told_of(family):
            yield Request("/check", "POST", "/check", typed_in(told), "application/x-www-form-urlencoded")
        for field, text in (("text", family.surname()), ("text", family.surname(4)), ("reference", family.ref("X1"))):
            form = urlencode({field: text, "csrf": "form token"})
            yield Request("/search", "POST", "/search", form, "application/x-www-form-urlencoded")


def _networks(family: Family, hidden: str, known_at: str | None) -> Iterator[Request]:
    """The network opened around whom a world may hide and around somebody far off, compared, with a way to each."""
    at = [("known_at", known_at)] if known_at else []
    far = family.far_people()[-1]
    for asked in (
        [("open", family.partner), ("open", hidden), ("compare", "2023-06-01"), ("path_to", hidden)],
        [("open", family.mother), ("open", far), ("path_to", far), ("hops", "2")],
        [
            ("open", hidden),
            ("kind", "FAMILY"),
            ("compare", "2023-06-01"),
            ("compare_known", "now"),
            ("path_to", family.partner),
        ],
    ):
        yield Request(
            "/people/{person_id}/network", "GET", f"/people/{family.child}/network?{urlencode([*at, *asked])}"
        )
    yield Request(
        EXPORT, "GET", f"/people/{family.child}/network.json?{urlencode([*at, ('open', family.mother), ('open', far)])}"
    )


def whole_area(family: Family) -> Iterator[Request]:
    """What is about nobody in particular, and the review of who is who."""
    yield operation("identityQueue", {"first": 100, "after": None}, None)
    yield from (operation("identityQueue", {"first": 2, "after": after}, None) for after in (None, "r2.r3", "no"))
    yield from (Request(page, "GET", page) for page in IDENTITY[:2])
    pair = f"/identity/{family.tenant}/{family.partner}"
    yield Request("/identity/{left}/{right}", "GET", pair)
    yield Request("/identity/{left}/{right}", "GET", f"/identity/{family.tenant}/{sorted(family.hidden_people())[0]}")
    yield Request("/identity/judged/{judgement_id}", "GET", "/identity/judged/j0")
    undone = urlencode({"reason": "a slip", "csrf": "form token"})
    yield Request("/identity/judged/{judgement_id}", "POST", "/identity/judged/j0", undone, openings.FORM)
    judged = [(family.tenant, family.partner), (family.partner, sorted(family.hidden_people())[0])]
    for left, right in judged:
        for judgement, since in (("UNSURE", None), ("SAME", "2024-05-01"), ("DIFFERENT", "2030-01-01")):
            given = {"left": left, "right": right, "judgement": judgement, "since": since}
            yield operation("judge", given, None)
    yield operation("judge", {"left": family.tenant, "right": family.partner, "judgement": "DIFFERENT"}, None)
    yield operation("undoJudgement", {"id": "j0"}, None)
    form = urlencode({"judgement": "UNSURE", "reason": "ask again", "csrf": "form token"})
    yield Request("/identity/{left}/{right}", "POST", pair, form, "application/x-www-form-urlencoded")
    yield from (Request(page, "GET", page) for page in IDENTITY[:2])
    yield operation("identityQueue", {"first": 100, "after": None}, None)
    yield from (operation("children", {"first": first, "after": None}, None) for first in (100, 3))
    yield operation("children", {"first": 3, "after": "no"}, None)
    yield operation("areaCounts", {"by": ["DISTRICT", "SEX"], "of": "EVERYONE"}, None)
    yield operation("areaCounts", {"by": ["FIRST_KNOWN_BY", "PLAN"], "of": "CHILDREN"}, None)
    yield from (operation(field, given, None) for field, given in of_the_whole_area())
    yield from (operation(field, {}, None) for field in ("me", "feeds", "rules", "deliveries"))
    yield from (Request(page, "GET", page) for page in ("/", "/search", "/check", "/deliveries", "/help"))
    yield Request(SAMPLE, "GET", SAMPLE)
    yield Request(SAMPLE, "POST", SAMPLE, "csrf=form+token&mapping=cp-is", openings.FORM)
    for agency in AGENCIES:
        yield Request(DELIVERY, "GET", f"/deliveries/{agency:d<32}")
        yield Request(DELIVERY, "POST", f"/deliveries/{agency:d<32}", "csrf=form+token", openings.FORM)
        for table in ("people", "residences", "events"):
            yield Request(SET_APART, "GET", f"/deliveries/{agency:d<32}/{table}.csv")
    yield from (Request(page, "GET", page) for page in (*openings.PAGES, *openings.EVERYBODYS))
    yield from (Request(page, "POST", page, body, openings.FORM) for page, body in openings.posted(family))


def some_of(requests: Iterable[Request], dice: random.Random) -> list[Request]:
    """Of every root field a request or two, one page, one file: what there is to ask of many families in little time.

    One in four of the operations goes over HTTP; pages all do.
    """
    by_case: dict[str, list[Request]] = defaultdict(list)
    for request in requests:
        by_case[request.case].append(request)
    page = dice.choice([case for case in by_case if case not in QUERIES and case != EXPORT])
    chosen = [
        request
        for case, some in by_case.items()
        if case in QUERIES or case in {page, EXPORT}
        for request in dice.sample(some, min(len(some), _HOW_MANY.get(case, 1)))
    ]
    return [
        replace(request, over_http=request.case not in QUERIES or not dice.randrange(4))
        for request in dict.fromkeys(chosen)
    ]


_FOUND = "report_without_contact"
_JUDGEMENT_ID = re.compile(r"j[0-9a-f]{16}|\b[br][0-9a-f]{12}\b")  # and references of openings
_HOW_MANY = {"person": 2, "claim": 2, "whoKnewWhat": 2}


def replies(asking: Asking, requests: Sequence[Request]) -> list[str]:
    """What comes back for each request: status, headers but Date, body; headers only of those asked over HTTP."""
    over_http = [request for request in requests if request.over_http]
    told = dict(zip(over_http, asking.loop.run(_replies(asking, over_http)), strict=True)) if over_http else {}
    return [_with_fixed_ids(told.get(request) or _in_process(asking, request), asking.ids) for request in requests]


def _in_process(asking: Asking, request: Request) -> str:
    """The same operation without HTTP around it, which costs as much again and adds nothing of its own."""
    sent = json.loads(request.body)
    reply = asking.executor.run(Operation(sent["query"], sent["variables"]), asking.questions)
    return f"{reply.status} {orjson.dumps(reply.body).decode()}"


async def _replies(asking: Asking, requests: Sequence[Request]) -> list[str]:
    transport = httpx.ASGITransport(app=asking.app, raise_app_exceptions=False)
    cookies = {PLAIN_COOKIE: asking.name}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=cookies) as client:
        real = {fixed: found for found, fixed in asking.ids.items()}
        return [await _reply(client, _with_real_id(request, real)) for request in requests]


def _with_real_id(request: Request, real: Mapping[str, str]) -> Request:
    """The request for the delivery that stands for its agency's in this world."""
    parts = [real.get(part, part) for part in request.address.split("/")]
    return replace(request, address="/".join(parts))


def _with_fixed_ids(reply: str, ids: Mapping[str, str]) -> str:
    for found, fixed in ids.items():
        reply = reply.replace(found, fixed)
    return _JUDGEMENT_ID.sub("j", reply)


async def _reply(client: httpx.AsyncClient, request: Request) -> str:
    headers = {"Content-Type": request.kind, "Sec-Fetch-Site": "same-origin"} if request.kind else {}
    reply = await client.request(request.method, request.address, content=request.body, headers=headers)
    told = sorted((name, value) for name, value in reply.headers.items() if name != "date")
    # A file of pixels or packed parts is told byte for byte.
    text = (
        reply.text
        if reply.headers.get("content-type", "").startswith(("text/", "application/json"))
        else reply.content.hex()
    )
    return f"{reply.status_code} {told} {text}"
