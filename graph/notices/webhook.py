"""Notices as JSON posted to an address of the partnership: a chat, a ticket system."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException

from graph.access.noticing import Notice, NoticeNotSent
from graph.notices.wording import as_document

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Posts a document a notice. `base` is the address of these pages."""

    address: str
    base: str = ""

    def send(self, notice: Notice, /) -> None:
        """Posts it; anything but a 2xx is not sent. Raises NoticeNotSent."""
        request = urllib.request.Request(  # noqa: S310 - https, or loopback, by the settings that made it
            self.address,
            json.dumps(as_document(notice, self.base)).encode(),
            {"Content-Type": "application/json"},
            method="POST",
        )
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS):
                return
        except (OSError, HTTPException):
            raise NoticeNotSent("the address of notices did not take one") from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Notices go where the settings say and nowhere else."""

    def redirect_request(self, *_arguments: object) -> None:
        """Follows nothing."""
