"""The road with a clerk who writes down what was said, and a hand that can kill the process at any step."""

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from sqlmodel import select

from roviec.bot.road import Road
from roviec.channels.channel import Channel
from roviec.db.engine import Database
from roviec.db.models import Inbox
from roviec.db.models.delivery import Arrival
from roviec.messages.incoming import Incoming, Raw

NOW = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process ended here: nothing of it may run on, so it is no Exception."""


class Desk:
    """Receives and decides with the real road and the real inbox."""

    def __init__(self, db: Database, channel: Channel) -> None:
        self.db, self.channel = db, channel
        self.said: list[Incoming] = []
        self.kill_at: str | None = None
        self.house = SimpleNamespace(channels={channel.name: channel.can})
        self.road = Road(db, {channel.name: channel}, self, lambda: NOW, self._at)  # type: ignore[arg-type]

    def _at(self, step: str) -> None:
        if step == self.kill_at:
            self.kill_at = None
            raise Killed

    async def store(self, raws: Sequence[Raw]) -> None:
        """Commit to the inbox."""
        await self.road.receive(self.channel.name, raws)

    async def handle_all(self, session: Any, heard: Sequence[tuple[Any, Incoming]], now: datetime) -> bool:
        """Write down what several said."""
        return any([await self.handle(session, row, said, now) for row, said in heard])

    async def handle(self, session: Any, row: Any, said: Incoming, now: datetime) -> bool:
        """Write down what was said; stands where the dispatcher stands."""
        self.said.append(said)
        return False

    async def decide(self) -> list[Incoming]:
        """Decide all that is stored and return what was said so far."""
        while await self.road.decide():
            pass
        return self.said

    async def stored(self) -> list[str]:
        """Return the ids in the inbox."""
        async with self.db.read() as session:
            return list((await session.exec(select(Inbox.external_id).order_by(Inbox.id))).all())  # type: ignore[arg-type]

    async def quarantined(self) -> int:
        """Return how many payloads were given up."""
        async with self.db.read() as session:
            rows = await session.exec(select(Inbox).where(Inbox.state == Arrival.quarantined))
            return len(rows.all())
