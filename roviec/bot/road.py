"""The road of an update: receive → commit to the inbox → decide → one transaction {state + outbox} → send → mark.

This is the first half; bot/courier.py sends and marks. `at` names each step: tests kill the process there.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.mishap import report
from roviec.bot.patience import patiently, rung
from roviec.channels.contract import Channel, Incoming, Kind, Raw
from roviec.db import inbox
from roviec.db.engine import Database
from roviec.db.models.delivery import Arrival, Inbox
from roviec.handlers.dispatch import Dispatcher

Step = Callable[[str], None]


class Road:
    """Keeps what arrives and decides it in order per chat; many updates may share one commit."""

    def __init__(
        self,
        db: Database,
        channels: Mapping[str, Channel],
        dispatcher: Dispatcher,
        clock: Callable[[], datetime],
        at: Step = lambda _step: None,
        decided: Callable[[], None] = lambda: None,
    ) -> None:
        self.db, self.channels, self.dispatcher, self.clock, self.at = db, channels, dispatcher, clock, at
        self.arrived, self.decided, self.more = asyncio.Event(), decided, False

    async def receive(self, channel: str, raws: Sequence[Raw]) -> None:
        """Commit payloads to the inbox; only then may the channel acknowledge them."""
        self.at("received")
        async with self.db.write() as session:
            await inbox.keep(session, channel=channel, raws=raws, now=self.clock())
        self.at("stored")
        self.arrived.set()

    async def decide(self) -> int:
        """Decide a batch in one transaction; return how many payloads it took."""
        async with self.db.write() as session:
            rows = await inbox.take(session)
            erased = bool(rows) and await self._decide_all(session, rows)
            self.more = bool(rows) and await inbox.waits(session)
            self.at("decided")
        self.at("committed")
        if erased:
            await self.db.empty_log()
        if rows:
            self.decided()
        return len(rows)

    async def _decide_all(self, session: AsyncSession, rows: Sequence[Inbox]) -> bool:
        """Decide all at once; when a payload fails or is refused, each in a savepoint of its own."""
        try:
            async with session.begin_nested():
                heard = [(row, said) for row in rows if (said := self._hear(row))]
                return await self.dispatcher.handle_all(session, heard, self.clock())
        except OperationalError:
            raise  # locked or full: nothing is wrong with the payloads, the whole batch waits
        except Exception:
            session.expunge_all()  # what was read of rows that are gone again
            return any([await self._decide_one(session, row) for row in await inbox.take(session)])

    def _hear(self, row: Inbox) -> Incoming | None:
        """Return what a payload says to us and take it off the list; files are fetched first."""
        said = self.channels[row.channel].parse(Raw(row.external_id, row.chat, row.payload))
        waits = said is not None and said.kind == Kind.file and not row.files
        row.state = Arrival.fetching if waits else Arrival.done
        return None if waits else said

    async def _decide_one(self, session: AsyncSession, row: Inbox) -> bool:
        try:
            async with session.begin_nested():
                said = self._hear(row)
                return said is not None and await self.dispatcher.handle(session, row, said, self.clock())
        except OperationalError:
            raise
        except Exception as error:
            await report(session, row, error, channels=self.dispatcher.house.channels, now=self.clock())
            return False

    async def run(self) -> None:
        """Decide until cancelled; a database in trouble is tried again, nothing is given up."""
        while True:
            if not await patiently(self.decide) or not self.more:
                await rung(self.arrived, 0.5)
