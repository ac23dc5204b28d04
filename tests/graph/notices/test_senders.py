"""A notice goes out by file, mail or webhook, says a reference and nothing of anybody, and waits where it can't go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.access.noticing import Notice, NoticeNotSent, send_waiting
from graph.access.opened import OpenedKind
from graph.errors import InputRefused, WrongUse
from graph.notices.files import NOTICES_FILE, FileSender
from graph.notices.mail import MailSender, MailServer
from graph.notices.settings import read_sender
from graph.notices.webhook import WebhookSender
from tests.graph.notices.servers import mail_server, web_server

AT = datetime(2024, 4, 1, 9, 0, tzinfo=UTC)
NOTICE = Notice("b0123456789ab", OpenedKind.BREAK_GLASS, AT)
SAID = {"reference": "b0123456789ab", "kind": "break_glass", "at": "2024-04-01T09:00:00Z", "review": "/audit/review"}


def test_a_file_has_a_line_a_notice_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    sender = FileSender(tmp_path / NOTICES_FILE)
    sender.send(NOTICE)
    sender.send(Notice("r1", OpenedKind.CLAIMED_RELATIONSHIP, AT))
    lines = [json.loads(line) for line in (tmp_path / NOTICES_FILE).read_text(encoding="utf-8").splitlines()]
    assert lines[0] == SAID
    assert lines[1]["kind"] == "claimed_relationship"
    assert (tmp_path / NOTICES_FILE).stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_sends_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoticeNotSent):
        FileSender(tmp_path / "no-such-folder" / "file").send(NOTICE)


def test_a_mail_names_a_reference_a_time_and_where_to_look() -> None:
    with mail_server() as kept:
        server = MailServer("127.0.0.1", kept.port, is_encrypted=False)
        MailSender(server, "kithmap@vale.example", ("privacy@vale.example",), "https://kithmap.vale.example").send(
            NOTICE
        )
    (mail,) = kept.texts
    assert "Subject: Kithmap: a glass was broken (b0123456789ab)" in mail
    assert "To: privacy@vale.example" in mail
    assert "1 April 2024 at 10:00" in mail
    assert "https://kithmap.vale.example/audit/review" in mail


@pytest.mark.parametrize("refuses", [True, False])
def test_a_mail_that_is_not_taken_is_not_sent(refuses: bool) -> None:
    with mail_server(refuses=True) as kept:
        port = kept.port
        if refuses:
            with pytest.raises(NoticeNotSent):
                MailSender(MailServer("127.0.0.1", port, is_encrypted=False), "a@b.example", ("c@d.example",)).send(
                    NOTICE
                )
    if not refuses:
        with pytest.raises(NoticeNotSent):
            MailSender(MailServer("127.0.0.1", port, is_encrypted=False), "a@b.example", ("c@d.example",)).send(NOTICE)


def test_mail_to_another_machine_is_encrypted_or_not_sent() -> None:
    with mail_server() as kept, pytest.raises(NoticeNotSent):
        MailSender(MailServer("127.0.0.1", kept.port), "a@b.example", ("c@d.example",)).send(NOTICE)
    assert kept.texts == []


def test_a_webhook_is_posted_the_same_as_data() -> None:
    with web_server() as kept:
        WebhookSender(f"http://127.0.0.1:{kept.port}/hook", "https://kithmap.vale.example").send(NOTICE)
    (body,) = kept.texts
    assert json.loads(body) == SAID | {"review": "https://kithmap.vale.example/audit/review"}


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_refuses_or_leads_elsewhere_is_not_sent(status: int) -> None:
    with web_server(status) as kept, pytest.raises(NoticeNotSent):
        WebhookSender(f"http://127.0.0.1:{kept.port}/hook").send(NOTICE)
    assert len(kept.texts) == 1


@dataclass
class Book:
    """Notices in a list."""

    held: list[Notice]
    sent: list[str] = field(default_factory=list)

    def waiting(self) -> Sequence[Notice]:
        return [notice for notice in self.held if notice.reference not in self.sent]

    def mark_sent(self, reference: str, now: datetime) -> None:
        self.sent.append(reference)


def test_what_could_not_go_out_goes_with_the_next(tmp_path: Path) -> None:
    book = Book([NOTICE, Notice("r1", OpenedKind.CLAIMED_RELATIONSHIP, AT)])
    assert send_waiting(book, FileSender(tmp_path / "no-such-folder" / "file"), AT) == 0
    assert book.sent == []
    assert send_waiting(book, FileSender(tmp_path / "file"), AT) == 2
    assert book.sent == ["b0123456789ab", "r1"]
    assert send_waiting(book, FileSender(tmp_path / "file"), AT) == 0


MAIL = {
    "KITHMAP_NOTICES": "smtp",
    "KITHMAP_SMTP": "mail.vale.example",
    "KITHMAP_NOTICES_TO": "privacy@vale.example, managers@vale.example",
    "KITHMAP_NOTICES_FROM": "kithmap@vale.example",
}
HOOK = {"KITHMAP_NOTICES": "webhook", "KITHMAP_NOTICES_URL": "https://chat.vale.example/hook"}


def test_without_a_setting_notices_go_to_the_data_folder(tmp_path: Path) -> None:
    assert read_sender(tmp_path, {}) == FileSender(tmp_path / NOTICES_FILE)


def test_settings_name_a_mail_server_or_a_webhook(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("words that are long enough\n", encoding="utf-8")
    to = ("privacy@vale.example", "managers@vale.example")
    assert read_sender(tmp_path, MAIL) == MailSender(MailServer("mail.vale.example"), "kithmap@vale.example", to)
    named = {
        "KITHMAP_SMTP": "mail.vale.example:2525",
        "KITHMAP_SMTP_USER": "k",
        "KITHMAP_SMTP_PASSWORD_FILE": str(password),
    }
    server = MailServer("mail.vale.example", 2525, "k", "words that are long enough")
    assert read_sender(tmp_path, MAIL | named) == MailSender(server, "kithmap@vale.example", to)
    assert "words that" not in repr(server)
    base = {"KITHMAP_ADDRESS": "https://kithmap.vale.example/"}
    hook = WebhookSender("https://chat.vale.example/hook", "https://kithmap.vale.example")
    assert read_sender(tmp_path, HOOK | base) == hook
    own = read_sender(tmp_path, MAIL | {"KITHMAP_SMTP": "127.0.0.1:25"})
    assert isinstance(own, MailSender)
    assert not own.server.is_encrypted


@pytest.mark.parametrize(
    "environment",
    [
        {"KITHMAP_NOTICES": "pigeon"},
        *({key: value for key, value in MAIL.items() if key != missing} for missing in list(MAIL)[1:]),
        MAIL | {"KITHMAP_SMTP": "mail.vale.example:many"},
        MAIL | {"KITHMAP_SMTP_USER": "k"},
        {"KITHMAP_NOTICES": "webhook"},
        HOOK | {"KITHMAP_NOTICES_URL": "http://chat.vale.example/hook"},
        HOOK | {"KITHMAP_NOTICES_URL": "file:///etc/passwd"},
    ],
)
def test_settings_that_name_half_a_way_are_wrong_use(environment: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        read_sender(tmp_path, environment)


def test_a_password_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    named = {"KITHMAP_SMTP_USER": "k", "KITHMAP_SMTP_PASSWORD_FILE": str(tmp_path / "none")}
    with pytest.raises(InputRefused):
        read_sender(tmp_path, MAIL | named)
