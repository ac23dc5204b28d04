"""How notices go out, from the environment: read once at an entry point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from graph.access.noticing import Sender
from graph.errors import InputRefused, WrongUse
from graph.notices.files import NOTICES_FILE, FileSender
from graph.notices.mail import MailSender, MailServer
from graph.notices.webhook import WebhookSender

HOW, BASE = "KITHMAP_NOTICES", "KITHMAP_ADDRESS"
TO, FROM = "KITHMAP_NOTICES_TO", "KITHMAP_NOTICES_FROM"
SMTP, SMTP_USER = "KITHMAP_SMTP", "KITHMAP_SMTP_USER"
SMTP_PASSWORD_FILE = "KITHMAP_SMTP_PASSWORD_FILE"  # noqa: S105 - the name of a setting
WEBHOOK = "KITHMAP_NOTICES_URL"
_SMTP_PORT = 587


def read_sender(data: Path, environment: Mapping[str, str]) -> Sender:
    """What sends notices: `file` (in the data folder), `smtp` or `webhook`. Raises WrongUse, InputRefused."""
    named = environment.get(HOW) or "file"
    make = _MAKERS.get(named)
    if make is None:
        raise WrongUse(f"{HOW} is {' or '.join(_MAKERS)}")
    return make(data, environment)


def _file(data: Path, _environment: Mapping[str, str]) -> Sender:
    return FileSender(data / NOTICES_FILE)


def _mail(_data: Path, environment: Mapping[str, str]) -> Sender:
    to = tuple(part.strip() for part in _need(environment, TO).split(",") if part.strip())
    parts = urlsplit(f"//{_need(environment, SMTP)}")
    try:
        host, port = parts.hostname or "", parts.port or _SMTP_PORT
    except ValueError:
        raise WrongUse(f"{SMTP} is HOST or HOST:PORT") from None
    user = environment.get(SMTP_USER, "")
    password = _secret(environment) if user else ""
    server = MailServer(host, port, user, password, is_encrypted=not is_this_machine(host))
    return MailSender(server, _need(environment, FROM), to, environment.get(BASE, "").rstrip("/"))


def _webhook(_data: Path, environment: Mapping[str, str]) -> Sender:
    address = _need(environment, WEBHOOK)
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(parts.hostname or "")):
        raise WrongUse(f"{WEBHOOK} begins with https:// (http:// is for this machine only)")
    return WebhookSender(address, environment.get(BASE, "").rstrip("/"))


def _need(environment: Mapping[str, str], name: str) -> str:
    found = environment.get(name, "").strip()
    if not found:
        raise WrongUse(f"{HOW} is {environment[HOW]}: {name} must be set too")
    return found


def _secret(environment: Mapping[str, str]) -> str:
    file = _need(environment, SMTP_PASSWORD_FILE)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError:
        raise InputRefused("can't be read", SMTP_PASSWORD_FILE) from None


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine's own: nothing leaves it, so nothing has to be encrypted."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


_MAKERS: Mapping[str, Callable[[Path, Mapping[str, str]], Sender]] = {
    "file": _file,
    "smtp": _mail,
    "webhook": _webhook,
}
