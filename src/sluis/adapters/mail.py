"""Sends mail over SMTP. What is said in it is for the rooms above; nothing here reads or keeps a mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

SECONDS = 20
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


class InvalidServer(ValueError):
    """An address is not one of a mail server; says what to give instead. It does not repeat the address."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server, and how to reach it: `tls` from the first byte, or `starttls` before anything is said."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: bool = True

    @classmethod
    def parse(cls, url: str) -> MailServer:
        """The server at smtp://user:password@host:587 or smtps://...

        Over smtp:// the connection is made secret with STARTTLS, except to a server on this machine.

        Raises:
            InvalidServer: it is no such address.
        """
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            raise InvalidServer(_EXPECTED) from None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise InvalidServer(_EXPECTED)
        tls = parts.scheme == "smtps"
        return cls(
            parts.hostname, port or (465 if tls else 587), unquote(parts.username or ""), unquote(parts.password or ""),
            tls, not tls and parts.hostname not in THIS_MACHINE,
        )  # fmt: skip

    def open(self) -> EmailBackend:
        """A connection, for `send`; to be used in a `with`.

        Raises:
            OSError: the server cannot be reached or refuses us.
        """
        return EmailBackend(
            host=self.host, port=self.port, username=self.user, password=self.password, use_tls=self.starttls,
            use_ssl=self.tls, timeout=SECONDS,
        )  # fmt: skip


_EXPECTED = "A mail server is written smtp://user:password@host:587 or smtps://user:password@host."


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `name` is the same each time that this mail is sent, so that a mailbox can see it is the same one."""

    name: str
    sender: str
    to: str
    subject: str
    text: str


def send(mail: Mail, server: EmailBackend) -> None:
    """Hands a mail to the server.

    Raises:
        OSError: the server cannot be reached, or does not take it.
    """
    domain = mail.sender.rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.name}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(mail.subject, mail.text, mail.sender, [mail.to], headers=headers, connection=server).send()
