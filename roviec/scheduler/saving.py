"""The nightly backup: another process makes it, the admins hear when there is none.

A night is taken as a lease and noted as done only when its backup was made: who is killed, or fails, leaves it to the
next one. Nothing here waits for a sentence to be written before the backup begins.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta

from roviec.db import reminders
from roviec.db.backup import noted
from roviec.db.engine import Database
from roviec.delivery import admins
from roviec.delivery.patience import patiently
from roviec.errors import trace
from roviec.handlers.frame.house import House
from roviec.scheduler.round import moment_of
from roviec.texts import catalogue
from roviec.texts.shapes import moment, short

log = logging.getLogger(__name__)
KIND = "backup"
"""The notice that a night's backup was made."""
LONGEST = 6 * 3600.0
"""Seconds after which a backup that has not ended is given up."""
LEASE = timedelta(seconds=LONGEST + 1800)
"""How long a night is left to who has begun it, unless that process is known to be gone: then nobody else makes it."""
INSISTS = 1800.0
"""Seconds for which what became of a night is tried to be written down."""


class NightlySaving:
    """Starts `command` once a night, in a process of its own: it may take long and needs no part of ours."""

    def __init__(self, db: Database, house: House, hour: time, command: Sequence[str]) -> None:
        self.db, self.house, self.hour, self.command = db, house, hour, command
        self.running: asyncio.Task[None] | None = None

    async def __call__(self, now: datetime) -> int:
        """Start the backup of this night, or at the first chance after it; return 1 where it was started."""
        if now.astimezone(self.house.zone).time() < self.hour or (self.running and not self.running.done()):
            return 0
        period = moment_of(now, self.house).period
        async with self.db.write() as session:
            if await reminders.was_said(session, kind=KIND, period=period):
                return 0
            if not await noted.begin(session, period=period, by=self.db.duties.me, now=now, lease=LEASE):
                return 0
            since = await noted.since(session, now=now)
        self.running = asyncio.create_task(self._night(now, period, since))
        return 1

    async def _night(self, now: datetime, period: str, since: datetime) -> None:
        await asyncio.gather(self._save(now, period), self._warn(now, since))

    async def _warn(self, now: datetime, since: datetime) -> None:
        """Tell the admins when there has been no good backup for long."""
        if now - since > noted.LATE:
            shown = moment(since.astimezone(self.house.zone))
            await self._alarm(catalogue("vi")("backup.none_since", at=shown), f"late/{now.date()}", now)

    async def _save(self, now: datetime, period: str) -> None:
        try:
            code, words = await self._ended()
        except Exception as error:
            log.error("the backup could not be made: %s", trace(error))
            code, words = 1, type(error).__name__
        if code:
            log.error("the backup ended with %d", code)
            await self._alarm(
                catalogue("vi")("backup.failed", why=short(words, 200) or str(code)), f"{now.date()}", now
            )
        else:
            await self._done(now, period)

    async def _done(self, now: datetime, period: str) -> None:
        async def note() -> int:
            async with self.db.write() as session:
                await reminders.say_once(session, kind=KIND, period=period, now=now)
            return 1

        await self._insist(note)

    async def _insist(self, work: Callable[[], Awaitable[int]]) -> None:
        """Write something down however often that takes: the database may be held, and nobody else knows it."""
        try:
            async with asyncio.timeout(INSISTS):
                while not await patiently(work):
                    pass
        except TimeoutError:
            log.error("what became of the backup could not be written down")

    async def _ended(self) -> tuple[int, str]:
        """Run the command; return its exit code and the last line of what it said."""
        pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*self.command, stdin=null, stdout=null, stderr=pipe)
        try:
            _, said = await asyncio.wait_for(process.communicate(), LONGEST)
        except TimeoutError:
            return 1, ""
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        lines = said.decode("utf-8", "replace").strip().splitlines()
        return process.returncode or 0, lines[-1] if lines else ""

    async def _alarm(self, sentence: str, key: str, now: datetime) -> None:
        async def tell() -> int:
            async with self.db.write() as session:
                await admins.alarm(
                    session, sentence, channels=self.house.channels, now=now, key=f"alarm/backup/{key}"
                )
            return 1

        await self._insist(tell)
