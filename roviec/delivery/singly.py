"""Doing the rows of a loop one by one: what fails stops no other, is tried thrice, and is told once."""

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import OperationalError

from roviec.db import setbacks
from roviec.db.engine import Database
from roviec.db.files import AWAY
from roviec.db.models import Setback
from roviec.delivery import notify
from roviec.errors import trace
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue

log = logging.getLogger(__name__)


@dataclass
class Singly:
    """The rows of one loop and period (a day, a week, "" for good).

    for row in rows:
        if not singly.leaves(row.id):
            async with singly.row(row.id):
                ...
    """

    db: Database
    loop: str
    period: str
    channels: notify.Channels
    now: datetime
    known: dict[str, Setback] = field(default_factory=dict)
    """What failed before, by its subject."""
    whole: bool = True
    """Nothing failed that will be tried again in this period."""

    @classmethod
    async def of(
        cls, db: Database, loop: str, *, channels: notify.Channels, now: datetime, period: str = ""
    ) -> "Singly":
        """Return the rows of a loop with what is known of them."""
        async with db.read() as session:
            known = await setbacks.of_loop(session, loop)
        return cls(db, loop, period, channels, now, known)

    def leaves(self, subject: object) -> bool:
        """Tell whether a row has failed too often in this period."""
        return setbacks.is_left(self.known.get(str(subject)), self.period)

    @asynccontextmanager
    async def row(self, subject: object) -> AsyncIterator[None]:
        """Do one row; whatever it raises is counted, except what says that database or files can't be asked now."""
        try:
            yield
        except AWAY:
            raise
        except Exception as error:
            await self.failed(subject, error)
        else:
            if str(subject) in self.known:
                async with self.db.write() as session:
                    await setbacks.succeeded(session, loop=self.loop, subject=str(subject))
                del self.known[str(subject)]

    async def failed(self, subject: object, error: Exception) -> None:
        """Count a failed try; at the last one the admins hear an id that stands in the log too."""
        name, mishap, what = str(subject), secrets.token_hex(4), trace(error)
        log.error("%s %s failed (%s): %s", self.loop, name, mishap, what)
        async with self.db.write() as session:
            is_news = await setbacks.failed(
                session,
                loop=self.loop,
                subject=name,
                period=self.period,
                error=f"{mishap} {what}",
                now=self.now,
            )
            self.known[name] = await session.get_one(Setback, (self.loop, name))
        self.whole = self.whole and self.leaves(name)
        if is_news:
            await self._tell(name, mishap)

    async def _tell(self, name: str, mishap: str) -> None:
        say = catalogue("vi")
        words = say("setback.admin", what=say(f"setback.{self.loop}"), subject=name, id=mishap)
        key = f"setback/{self.loop}/{mishap}"
        try:
            async with self.db.write() as session:
                await notify.admins(session, Outgoing(words), channels=self.channels, now=self.now, key=key)
        except OperationalError:
            raise
        except Exception as error:
            # The admin's own chat may be what fails: doctor names it all the same.
            log.error("the admins could not be told of %s: %s", mishap, trace(error))
