"""What an address leaves of a chronology: one agency's, one kind, or by whether the child was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fastapi import Request

from graph.errors import BadInput
from graph.model.histories import Entry
from graph.model.people import Agency
from viz.lanes.shapes import FORM_WORDS, OF_ENTRIES, form_of

LONGEST_AGENCY = 200
SEEN: Mapping[str, str] = {
    "seen": "Seen, alone or not",
    "alone": "Seen alone",
    "not-seen": "Not seen",
    "not-recorded": "Not recorded",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty texts keep everything."""

    agency: str = ""
    category: str = ""
    seen: str = ""

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What an address carries of it."""
        named = (("agency", self.agency), ("category", self.category), ("seen", self.seen))
        return tuple((name, text) for name, text in named if text)

    def keeps(self, entry: Entry) -> bool:
        """Whether an entry is shown. One that several agencies recorded is each one's."""
        by = {entry.agency.id, *(agency.id for agency in entry.also_recorded_by)}
        return (
            (not self.agency or self.agency in by)
            and (not self.category or form_of(entry.category, entry.type) == self.category)
            and (not self.seen or self.seen in _seen(entry))
        )

    def keeps_agency(self, agency: Agency | None) -> bool:
        """Whether what is said of an agency alone is shown."""
        return not self.agency or agency is None or agency.id == self.agency


def _seen(entry: Entry) -> frozenset[str]:
    if entry.child_seen_alone:
        return frozenset({"seen", "alone"})
    match entry.child_seen:
        case True:
            return frozenset({"seen"})
        case False:
            return frozenset({"not-seen"})
    return frozenset({"not-recorded"})


def read_filters(request: Request) -> Filters:
    """The filters of an address. Raises BadInput for a kind or an answer there is not."""
    asked = request.query_params
    filters = Filters(
        asked.get("agency", "").strip()[:LONGEST_AGENCY], asked.get("category", ""), asked.get("seen", "")
    )
    if filters.category and filters.category not in {form.value for form in OF_ENTRIES}:
        raise BadInput("category", f"must be one of {', '.join(OF_ENTRIES)}")
    if filters.seen and filters.seen not in SEEN:
        raise BadInput("seen", f"must be one of {', '.join(SEEN)}")
    return filters


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things a filter may be set to, with how many entries it keeps."""

    code: str
    text: str
    count: int


def agencies_of(entries: Iterable[Entry], known: Iterable[Agency], chosen: str) -> list[Choice]:
    """The agencies that recorded any of the entries, by name; the one chosen, though it recorded none."""
    held = {agency.id: agency for agency in known if agency.id == chosen}
    counted: dict[str, int] = {}
    for entry in entries:
        for agency in (entry.agency, *entry.also_recorded_by):
            held[agency.id] = agency
            counted[agency.id] = counted.get(agency.id, 0) + 1
    return [
        Choice(one.id, one.name, counted.get(one.id, 0))
        for one in sorted(held.values(), key=lambda one: (one.name, one.id))
    ]


def categories_of(entries: Iterable[Entry]) -> list[Choice]:
    """The kinds among the entries, in the order of the key."""
    counted: dict[str, int] = {}
    for entry in entries:
        form = form_of(entry.category, entry.type)
        counted[form] = counted.get(form, 0) + 1
    return [Choice(form, FORM_WORDS[form], counted[form]) for form in OF_ENTRIES if form in counted]


def seen_of(entries: Iterable[Entry]) -> list[Choice]:
    """Whether the child was seen, as far as any of the entries says."""
    held = [_seen(entry) for entry in entries]
    return [Choice(code, text, count) for code, text in SEEN.items() if (count := sum(code in one for one in held))]
