"""A letter to an official's mailbox, where no browser of theirs can be told that something waits."""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Literal

from roviec.messages.outcome import Failure

PATIENCE = 20.0
AT_ONCE = 4
Security = Literal["starttls", "tls", "none"]
_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAILBOX = re.compile(rf"(?=.{{1,64}}@){_PART}(?:\.{_PART})*@(?:[A-Za-z0-9-]{{1,63}}\.)+[A-Za-z0-9-]{{2,63}}")


def is_mailbox(text: str) -> bool:
    """Tell whether a text is one plain address, such as a.nguyen@xa.gov.vn."""
    return len(text) <= 254 and _MAILBOX.fullmatch(text) is not None


@dataclass(frozen=True)
class Server:
    """The server that takes our mail, and as whom we write."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Letter:
    """What one person is written; a mailbox that `is_mailbox` took."""

    name: str
    mailbox: str
    subject: str
    text: str


class Mailer:
    """Hands letters to the server, a few at a time, each over a connection of its own."""

    def __init__(self, server: Server, office: Callable[[], str], *, timeout: float = PATIENCE) -> None:
        """Take the seconds that each answer of the server may take."""
        self.server, self.office, self.timeout = server, office, timeout
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def send(self, letter: Letter, *, now: datetime) -> None:
        """Hand a letter over; raise `Failure`, `whole_channel` where the server would take nobody's."""
        async with self._slots:
            await asyncio.to_thread(self._hand_over, self._written(letter, now))

    async def greet(self) -> None:
        """Connect and sign in without a letter; raise `Failure`."""
        async with self._slots:
            await asyncio.to_thread(self._hand_over, None)

    def _written(self, letter: Letter, now: datetime) -> EmailMessage:
        message = EmailMessage(SMTP)
        message["From"] = Address(self.office(), addr_spec=self.server.sender)
        message["To"] = Address(letter.name, addr_spec=letter.mailbox)
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = format_datetime(now)
        message["Message-ID"] = make_msgid(domain=self.server.sender.partition("@")[2])
        # Nobody is away from a machine: no answering machine is to answer this.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text, cte="base64")
        return message

    def _hand_over(self, message: EmailMessage | None) -> None:
        with _said_plainly(), self._connected() as line:
            if self.server.security == "starttls":
                line.starttls(context=ssl.create_default_context())
            if self.server.user:
                line.login(self.server.user, self.server.password)
            if message is not None:
                line.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        if self.server.security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=self.timeout, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=self.timeout)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn what smtplib raises into `Failure`; its words may hold addresses and stay out."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _ in error.recipients.values())
        # Even a refusal is tried again: a mailbox may be full, or about to be made.
        raise Failure(f"mail: recipient refused ({code})", retry=True) from None
    except smtplib.SMTPResponseException as error:
        of_letter = isinstance(error, smtplib.SMTPDataError)
        raise Failure(
            f"mail: {type(error).__name__} ({error.smtp_code})", retry=True, whole_channel=not of_letter
        ) from None
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise Failure(f"mail: {type(error).__name__}", retry=True, whole_channel=True) from None
