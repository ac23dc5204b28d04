"""The Jinja environment of the pages: escaping on, a missing value is an error, GOV.UK components at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, Undefined

from api.pages import access_words, evidence_words, finding_words, look_words, pair_words, sentences, words
from api.pages.asking import Answering
from api.pages.downloads import downloads
from api.pages.roles import may_check, may_claim, may_open, sees_area, sees_loads, sees_looks, sees_pairs, sees_people

_FILTERS = {
    "aged": words.aged,
    "bearing": pair_words.bearing,
    "birth": words.birth,
    "blank_lines": sentences.blank_lines,
    "born": words.born,
    "capital": words.capital,
    "chance": pair_words.chance,
    "compared": pair_words.compared,
    "counted": words.counted,
    "day": words.day,
    "dated": sentences.dated,
    "dates_in_words": finding_words.dates_in_words,
    "entry_kind": sentences.entry_kind,
    "entry_says": sentences.entry_says,
    "feed_name": sentences.feed_name,
    "ground": words.ground,
    "happened": words.happened,
    "is_event": sentences.is_event,
    "lasted": sentences.lasted,
    "listed": words.listed,
    "look_asked": look_words.operation,
    "look_ended": look_words.outcome,
    "moment": words.moment,
    "names_of": words.names_of,
    "odds": pair_words.odds,
    "opening_category": access_words.category,
    "opening_kind": access_words.opening_kind,
    "partial": words.partial,
    "period": words.period,
    "person_name": words.person_name,
    "plain": words.plain,
    "plain_field": pair_words.plain_field,
    "row_lines": sentences.row_lines,
    "said": sentences.said,
    "service": sentences.service,
    "silent_line": sentences.silent_line,
    "rule_title": finding_words.rule_title,
    "rules_counted": finding_words.rules_counted,
    "sex": words.sex,
    "sex_alone": words.sex_alone,
    "status": words.status,
    "supplied_until": sentences.supplied_until,
    "supplies": sentences.supplies,
    "table": sentences.table,
    "tally": sentences.tally,
    "shown_now": pair_words.shown_now,
    "said_lines": pair_words.said_lines,
    "thousands": words.thousands,
    "until_time": access_words.until_time,
    "why": sentences.why,
    "why_waiting": pair_words.why_waiting,
    "objected": evidence_words.objected,
    "would_change": evidence_words.would_change,
    "written": words.written,
}


class StrictUnlessTested(StrictUndefined):
    """An error when shown; false when only asked for, as GOV.UK components ask for a block they were not given."""

    def __bool__(self) -> bool:  # type: ignore[override]
        """Nothing was given."""
        return False


class PageEnvironment(Environment):
    """Strict for our own values, lenient for the options of GOV.UK components, which leave most of theirs out."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's own signature
        """The attribute; a component's option that was not given is simply undefined."""
        found = super().getattr(obj, attribute)
        if isinstance(found, StrictUndefined) and isinstance(obj, Mapping):
            return Undefined(obj=obj, name=attribute)
        return found


def build_templates() -> Jinja2Templates:
    """The templates of the pages, for `app.state.templates`."""
    environment = PageEnvironment(
        loader=ChoiceLoader(
            [
                PackageLoader("api.pages", "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUnlessTested,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS)
    environment.globals.update(
        undefined=Undefined(),
        downloads=downloads,
        null=None,
        earliest=finding_words.EARLIEST,
        finding_states=finding_words.FINDING_STATES,
        states=words.STATES,
        state_tags=words.STATE_TAGS,
        sibling_kinds=words.SIBLING_KINDS,
        verdicts=pair_words.VERDICTS,
    )
    return Jinja2Templates(env=environment, context_processors=[page_context])


_OPEN_TO = {
    "sees_people": sees_people,
    "sees_loads": sees_loads,
    "sees_area": sees_area,
    "sees_looks": sees_looks,
    "sees_pairs": sees_pairs,
    "may_check": may_check,
    "may_claim": may_claim,
    "may_open": may_open,
}


def page_context(request: Request) -> dict[str, object]:
    """What every page shows: who is signed in and why, the token its forms carry, when it was made."""
    given: Answering | None = getattr(request.app.state, "answering", None)
    if given is None:
        return {"me": None, "csrf": "", "made_at": None, **dict.fromkeys(_OPEN_TO, False)}
    me = given.me(request)
    return {
        "me": me,
        "csrf": given.csrf(request),
        "made_at": given.now(),
        **{name: is_open(me) for name, is_open in _OPEN_TO.items()},
    }
