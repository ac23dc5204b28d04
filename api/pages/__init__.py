"""The pages: addresses, templates, and what they need from the application (`Answering`)."""

from __future__ import annotations

from api.pages.asking import Answering
from api.pages.responding import show_nobody, show_refusal
from api.pages.routes import (
    access,
    adults,
    area,
    audit,
    audit_review,
    case_pack,
    changes,
    check,
    chronology,
    contacts,
    deliveries,
    ecomap,
    exports,
    findings,
    genogram,
    help,
    identity,
    network,
    person,
    samples,
    search,
    siblings,
    start,
    who_knew,
)
from api.pages.templating import build_templates

routers = (
    start.router,
    search.router,
    person.router,
    case_pack.router,
    exports.router,
    network.router,
    genogram.router,
    ecomap.router,
    adults.router,
    siblings.router,
    contacts.router,
    chronology.router,
    who_knew.router,
    changes.router,
    check.router,
    area.router,
    findings.router,
    # Before the deliveries, whose ids may be anything: /deliveries/preview is none.
    samples.router,
    deliveries.router,
    identity.router,
    audit.router,
    audit_review.router,
    access.router,
    help.router,
)

__all__ = ["Answering", "build_templates", "routers", "show_nobody", "show_refusal"]
