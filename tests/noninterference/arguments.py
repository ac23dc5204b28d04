"""What is given to questions and forms: what a team may be told, texts searched for, arguments seldom given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from tests.noninterference.families import Family

Given = Mapping[str, object]
_AUTUMN = {"from": "2023-09-01", "to": "2023-12-31"}


def seldom_given(family: Family, hidden: str) -> Iterator[tuple[str, Given]]:
    """Root fields with the arguments that other cases leave out, so that every one of them is given somewhere."""
    name = f"{family.child_name} {family.surname()}"
    yield from (("findPeople", {"text": name, "born": born}) for born in ("2012", family.born(1, 2012), "1990"))
    yield from (("findPeople", {"text": family.surname(4), "after": after}) for after in (hidden, "no"))
    for system in ("log", "casework", "none"):
        yield "personByRef", {"agency": "police", "ref": family.ref("X1"), "system": system}
    for kinds in (["FAMILY", "PARTNER"], ["EVENT"], ["CONTACT_DETAIL", "PROFESSIONAL"], []):
        yield "network", {"id": family.child, "kinds": kinds}
    yield from (("path", {"from": family.mother, "to": hidden, "most": most}) for most in (1, 3, 99))
    for field in ("hiddenAdults", "ecomap", "professionalContacts"):
        yield field, {"id": family.child, "window": _AUTUMN}
    yield "chronology", {"id": family.child, "first": 100, "window": _AUTUMN}
    for agency in ("police", "housing", "none"):
        yield "hiddenAdults", {"id": family.child, "assessing": agency}
        yield "changes", {"id": family.child, "from": {"asOf": "2023-06-01"}, "assessing": agency}


def of_the_whole_area() -> Iterator[tuple[str, Given]]:
    """The same of root fields about nobody in particular."""
    yield from (("deliveries", {"after": after}) for after in ("no", f"{'csc':d<32}"))
    yield "children", {"first": 3, "at": {"asOf": "2023-06-01"}}
    for values in (["F"], ["none"]):
        yield "areaCounts", {"by": ["DISTRICT"], "among": [{"by": "SEX", "values": values}]}


def told_of(family: Family) -> Iterator[dict[str, object]]:
    """What a team may be told: of the family itself, of names and numbers a world may hide, at addresses of both kinds."""
    mother = {"name": f"{family.mother_name} {family.surname(1)}"}
    partner = {"name": f"{family.partner_name} {family.surname(2)}", "phone": family.phone(1)}
    hidden = [{"name": f"{name} {family.surname(which)}"} for name in ("Rory", family.partner_name) for which in (4, 5)]
    home = {"address": family.street, "postcode": family.postcode}
    yield {"people": [mother, partner, {"name": f"{family.child_name} {family.surname()}"}], **home}
    yield {"people": [*hidden, {"phone": family.phone(0)}, {"phone": family.phone(2)}]}
    yield {"people": [mother], "address": f"100 Haven {family.surname(4)} Street", "postcode": "ZZ10 1AA"}


def typed_in(told: Given) -> str:
    """What a team may be told, as typed in the form."""
    people = told["people"]
    assert isinstance(people, list)
    rows = [(name, one.get(key, "")) for one in people for name, key in (("name", "name"), ("phone", "phone"))]
    home = [(name, str(told[name])) for name in ("address", "postcode") if name in told]
    return urlencode([*rows, *home, ("csrf", "form token")])


def texts_of(family: Family) -> Iterator[str]:
    """Names searched for: of those who are there, and of those a world may hide."""
    yield from (f"{family.child_name} {family.surname()}", f"{family.partner_name} {family.surname(2)}")
    yield from (family.surname(which) for which in (0, 3, 4, 5))
