"""Fetching the files that people sent, before their message is decided: no network inside a transaction."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.channel import Channel
from roviec.db import inbox
from roviec.db.engine import Database
from roviec.db.files import AWAY, FileStore, StoreRefused
from roviec.db.models import Inbox
from roviec.db.models.delivery import Arrival
from roviec.delivery import albums
from roviec.delivery.mishaps import report
from roviec.delivery.patience import patiently, rung
from roviec.delivery.post import Post
from roviec.messages.incoming import FileRef, Raw
from roviec.messages.outcome import Failure

log = logging.getLogger(__name__)


class Fetcher:
    """Turns payloads that wait for files into payloads that are ready to decide."""

    def __init__(
        self,
        db: Database,
        channels: Mapping[str, Channel],
        files: FileStore,
        max_file: int,
        ready: asyncio.Event,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.post = Post(db, "fetcher")
        self.db, self.channels, self.files = self.post.db, channels, files
        self.max_file, self.ready = max_file, ready
        self.clock = clock
        self.wake = asyncio.Event()
        self._refused: StoreRefused | None = None
        """Why the store did not take or give a file in the last round."""

    async def run(self) -> None:
        """Fetch until cancelled."""
        await self.post.serve(self._work)

    async def _work(self) -> None:
        while True:
            if not await patiently(self.fetch_some):
                await rung(self.wake, 0.5)

    async def fetch_some(self) -> int:
        """Fetch what waits; a file that can't be had is noted so, and its sender is asked again.

        Raise where the store of files is away: nothing is lost by that, all of it waits.
        """
        async with self.db.read() as session:
            rows = [row for row in await inbox.to_fetch(session) if not row.files]
        if rows and self._refused:
            # Before anything is brought from a platform in vain, again and again.
            await self.files.prove()
        self._refused = None
        for row in rows:
            try:
                await self._fetch_one(row)
            except StoreRefused as error:
                self._refused = error
                await self.files.prove()
            self.ready.set()
        if self._refused:
            raise self._refused
        return len(rows)

    async def _fetch_one(self, row: Inbox) -> None:
        """Fetch the files of one payload; whatever is wrong with it is its own affair and stops no other."""
        try:
            kept = [await self._fetch(self.channels[row.channel], file) for file in self._wanted(row)]
        except AWAY:
            raise
        except Exception as error:
            await self._failed(row, error)
            return
        async with self.db.write() as session:
            mine = await session.get_one(Inbox, row.place)
            mine.files = kept
            await self._release(session, mine)

    async def _failed(self, row: Inbox, error: Exception) -> None:
        """Count a try; at the last one the payload is quarantined, its sender and the admins are told once."""
        can = {name: channel.can for name, channel in self.channels.items()}
        async with self.db.write() as session:
            mine = await session.get_one(Inbox, row.place)
            await report(session, mine, error, channels=can, now=self.clock())
            if mine.state != Arrival.fetching:
                await self._release(session, mine)

    async def _release(self, session: AsyncSession, row: Inbox) -> None:
        """Let a payload be decided, with all of its album once none of it is missing."""
        channel = self.channels.get(row.channel)
        if channel is None:
            # It was switched off: whoever decides says so.
            row.state = Arrival.new if row.state == Arrival.fetching else row.state
            return
        rows = [one for one in await inbox.fetching_in(session, row) if one.id != row.id]
        album = [row, *albums.same(channel, row, rows)]
        if all(one.files for one in album if one.state == Arrival.fetching):
            for one in album:
                one.state = Arrival.new if one.state == Arrival.fetching else one.state

    def _wanted(self, row: Inbox) -> tuple[FileRef, ...]:
        said = self.channels[row.channel].parse(Raw(row.external_id, row.chat, row.payload))
        return said.files if said else ()

    async def _fetch(self, channel: Channel, file: FileRef) -> dict[str, object]:
        known: dict[str, object] = {"name": file.name, "mime": file.mime, "size": file.size, "sha256": ""}
        if file.size > self.max_file:
            return known
        try:
            data = await channel.fetch(file)
        except StoreRefused:
            raise
        except (Failure, OSError) as error:
            log.warning("%s: a file could not be fetched: %s", channel.name, type(error).__name__)
            return known
        sha256 = await asyncio.to_thread(self.files.keep, data)
        await self.files.share(sha256)
        return known | {"sha256": sha256, "size": len(data)}
