"""An office whose people have the web chat alone, a push service and a mail server on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from roviec.channels.webchat.push import Push
from roviec.channels.webchat.vapid import Vapid
from roviec.db import pushes, sessions, webchat
from roviec.db.models import Knock, Person, Setback, WebSession
from roviec.db.sessions import Life
from roviec.delivery import notify
from roviec.delivery.knocking import Knocker, Ways
from roviec.delivery.mail import Mailer, Server
from roviec.messages.outgoing import Outgoing
from tests.chat import OFFICE, Chat, Talker
from tests.fakes.mail_server import MailServer
from tests.fakes.push_service import PushService

PAGE = "https://roviec.example/"


@dataclass
class Knocks:
    """The stage: who is told what by which way."""

    chat: Chat
    service: PushService
    server: MailServer
    ways: Ways
    written: int = 0
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def knocker(self) -> Knocker:
        """A knocker such as a process makes at its start."""
        return Knocker(self.chat.db, self.ways, self.chat.house.channels, self.chat.clock)

    async def official(self, name: str, *, push: bool = False, email: str | None = None) -> Talker:
        """Link somebody's browser, which may be knocked at or not."""
        talker = await self.chat.official(name)
        assert talker.person is not None
        async with self.chat.db.write() as session:
            secret = self.secrets[talker.chat] = f"secret-of-{name}"
            await sessions.begin(
                session,
                secret,
                chat=talker.chat,
                person_id=talker.person.id,
                now=self.chat.now,
                life=Life(),
            )
            (await session.get_one(Person, talker.person.id)).email = email
        if push:
            await self.subscribes(talker)
        return talker

    async def subscribes(self, talker: Talker) -> None:
        """Let a browser be knocked at."""
        push = self.service.subscribe(talker.chat)
        async with self.chat.db.write() as session:
            await pushes.keep(session, chat=talker.chat, push=push)

    async def tells(self, talker: Talker, words: str) -> None:
        """Write to somebody unasked, as a round does, and let it land in their chat."""
        self.written += 1
        async with self.chat.db.write() as session:
            assert talker.person is not None
            await notify.person(
                session,
                talker.person.id or 0,
                Outgoing(words),
                channels=self.chat.house.channels,
                now=self.chat.now,
                key=f"test/{self.written}",
            )
        await self.chat.settle()

    async def shows(self, talker: Talker) -> None:
        """Let the page of a chat show everything."""
        lines = await self.chat.lines(talker)
        async with self.chat.db.write() as session:
            epoch = await webchat.epoch_of(session, talker.chat)
            last = max(line.id for line in lines)
            await webchat.shown(session, chat=talker.chat, epoch=epoch, last=last, now=self.chat.now)

    async def knocks(self, **after: float) -> int:
        """Let time pass, then knock at whoever is due."""
        self.chat.now += timedelta(**after)
        return await self.knocker.knock_some()

    async def rows(self) -> list[Knock]:
        """Return what is still to be told."""
        return list(await self.chat.rows(Knock))

    async def browsers(self) -> list[Any]:
        """Return where browsers may be knocked at."""
        return [row.push for row in await self.chat.rows(WebSession) if row.push]

    async def setbacks(self) -> dict[str, int]:
        """Return what failed, with how often."""
        return {row.subject: row.tries for row in await self.chat.rows(Setback) if row.loop == "knocks"}


@asynccontextmanager
async def opened(chat: Chat, *, mails: bool = True) -> AsyncIterator[Knocks]:
    """Open the stage on an office."""
    async with PushService.open() as service, MailServer.open() as server:
        push = Push(Vapid(chat.folder / "push.key"), trusted=service.root, timeout=2.0)
        mailer = Mailer(
            Server("127.0.0.1", server.port, "none", "bot@xa.gov.vn"), lambda: OFFICE, timeout=2.0
        )
        ways = Ways(lambda: OFFICE, PAGE, push, mailer if mails else None)
        try:
            yield Knocks(chat, service, server, ways)
        finally:
            await ways.close()
