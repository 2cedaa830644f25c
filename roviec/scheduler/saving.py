"""The nightly backup: another process makes it, the admins hear when there is none."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import datetime, time

from roviec.db import reminders
from roviec.db.backup import noted
from roviec.db.engine import Database
from roviec.delivery import admins
from roviec.errors import trace
from roviec.handlers.frame.house import House
from roviec.scheduler.round import moment_of
from roviec.texts import catalogue
from roviec.texts.shapes import moment, short

log = logging.getLogger(__name__)
LONGEST = 6 * 3600.0
"""Seconds after which a backup that has not ended is given up."""


class NightlySaving:
    """Starts `command` once a night, in a process of its own: it may take long and needs no part of ours."""

    def __init__(self, db: Database, house: House, hour: time, command: Sequence[str]) -> None:
        self.db, self.house, self.hour, self.command = db, house, hour, command
        self.running: asyncio.Task[None] | None = None

    async def __call__(self, now: datetime) -> int:
        """Start the backup of this night, or at the first chance after it; return 1 where it was started."""
        if now.astimezone(self.house.zone).time() < self.hour:
            return 0
        async with self.db.write() as session:
            period = moment_of(now, self.house).period
            if not await reminders.say_once(session, kind="backup", period=period, now=now):
                return 0
            since = await noted.since(session, now=now)
        if now - since > noted.LATE:
            shown = moment(since.astimezone(self.house.zone))
            await self._alarm(catalogue("vi")("backup.none_since", at=shown), now)
        self.running = asyncio.create_task(self._save(now))
        return 1

    async def _save(self, now: datetime) -> None:
        try:
            code, words = await self._ended()
            if code:
                log.error("the backup ended with %d", code)
                await self._alarm(catalogue("vi")("backup.failed", why=short(words, 200) or str(code)), now)
        except Exception as error:
            log.error("the backup could not be made: %s", trace(error))

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

    async def _alarm(self, sentence: str, now: datetime) -> None:
        key = f"alarm/backup/{now.date()}"
        async with self.db.write() as session:
            await admins.alarm(session, sentence, channels=self.house.channels, now=now, key=key)
