"""Notices by mail, through the SMTP server of the partnership."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from graph.access.noticing import Notice, NoticeNotSent
from graph.notices.wording import as_subject, as_text

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server; its connection is encrypted unless it is this machine's own. `user` is empty where it asks for none."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = True


@dataclass(frozen=True, slots=True)
class MailSender:
    """Sends a mail a notice to the addresses of whoever has to be told. `base` is the address of these pages."""

    server: MailServer
    sender: str
    to: tuple[str, ...]
    base: str = ""

    def send(self, notice: Notice, /) -> None:
        """Sends the mail. Raises NoticeNotSent, without what the server said: it may quote addresses."""
        message = EmailMessage()
        message["Subject"] = as_subject(notice)
        message["From"] = self.sender
        message["To"] = ", ".join(self.to)
        message.set_content(as_text(notice, self.base))
        try:
            with smtplib.SMTP(self.server.host, self.server.port, timeout=SECONDS) as connection:
                if self.server.is_encrypted:
                    connection.starttls(context=ssl.create_default_context())
                if self.server.user:
                    connection.login(self.server.user, self.server.password)
                connection.send_message(message)
        except (OSError, smtplib.SMTPException):
            raise NoticeNotSent("the mail server did not take the notice") from None
