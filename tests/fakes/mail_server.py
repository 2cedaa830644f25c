"""A mail server on loopback that speaks as much of RFC 5321 as a letter needs, and refuses what it is told to."""

import asyncio
import base64
import contextlib
import email
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from tests.fakes.serving import serving


@dataclass
class MailServer:
    """Takes letters; `refused` are mailboxes that it does not know, `busy` answers to the next greetings."""

    port: int = 0
    users: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    busy: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    greeted: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""

        def say(words: str) -> None:
            writer.write(f"{words}\r\n".encode())

        with contextlib.suppress(ConnectionError):
            self.greeted += 1
            say(self.busy.pop(0) if self.busy else "220 mail.example ready")
            while line := (await reader.readline()).decode().strip():
                verb, rest = line[:4].upper(), line[5:]
                if verb == "EHLO":
                    say("250-mail.example")
                    say("250 AUTH PLAIN")
                elif verb == "AUTH":
                    say(self._signed_in(rest))
                elif verb == "MAIL":
                    say("250 ok")
                elif verb == "RCPT":
                    mailbox = rest.partition("<")[2].partition(">")[0]
                    say("550 nobody here" if mailbox in self.refused else "250 ok")
                elif verb == "DATA":
                    say("354 go on")
                    data = await reader.readuntil(b"\r\n.\r\n")
                    letter = email.message_from_bytes(data[:-3], policy=default)
                    assert isinstance(letter, EmailMessage)
                    self.letters.append(letter)
                    say("250 taken")
                elif verb in ("RSET", "NOOP"):
                    say("250 ok")
                elif verb == "QUIT":
                    say("221 bye")
                    break
                else:
                    say("502 not known")
            await writer.drain()
        writer.close()

    def _signed_in(self, rest: str) -> str:
        _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        return "235 ok" if self.users.get(user) == password else "535 wrong"

    @classmethod
    @asynccontextmanager
    async def open(cls) -> "AsyncIterator[MailServer]":
        """Serve on a free port of loopback."""
        mail = cls()
        async with serving(mail.serve) as mail.port:
            yield mail
