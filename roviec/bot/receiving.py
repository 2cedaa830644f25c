"""Storing what arrives; a payload that no database takes is set aside, so that it is not brought for ever."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import bell, inbox
from roviec.db.engine import Database
from roviec.db.inbox import InHand
from roviec.db.troubles import TROUBLE
from roviec.delivery import notify
from roviec.delivery.mishaps import set_aside
from roviec.messages.incoming import Raw

Also = Callable[[AsyncSession], Awaitable[None]]


@dataclass(frozen=True)
class Arrived:
    """Payloads of a channel, and what is written with them where any of them is new."""

    channel: str
    raws: Sequence[Raw]
    also: Also | None = None

    async def accept(self, session: AsyncSession, now: datetime) -> list[InHand]:
        """Note the payloads as seen and return the new ones."""
        new = await inbox.accept(session, channel=self.channel, raws=self.raws, now=now)
        if new and self.also is not None:
            await self.also(session)
        return [inbox.in_hand(self.channel, raw) for raw in new]


async def store(
    db: Database, arrived: Sequence[Arrived], *, channels: notify.Channels, now: datetime
) -> None:
    """Commit payloads to the inbox; raise only when the database is in trouble, never over what they hold."""
    try:
        await _keep(db, arrived, now)
    except TROUBLE:
        raise
    except Exception:
        for one in arrived:
            for raw in one.raws:
                await _keep_or_set_aside(db, replace(one, raws=[raw]), channels=channels, now=now)


async def _keep(db: Database, arrived: Sequence[Arrived], now: datetime) -> None:
    async with db.write() as session:
        rows = [row for one in arrived for row in await one.accept(session, now)]
        await inbox.store(session, rows, now=now)
        bell.hand_over(session, {(row.channel, row.chat) for row in rows})


async def _keep_or_set_aside(db: Database, one: Arrived, *, channels: notify.Channels, now: datetime) -> None:
    try:
        await _keep(db, [one], now)
    except TROUBLE:
        raise
    except Exception as error:
        # Where the database itself is broken this fails too, and the payload comes again.
        async with db.write() as session:
            await set_aside(session, one.raws[0], error, channel=one.channel, channels=channels, now=now)
