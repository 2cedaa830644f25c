"""Kill the process, lock its database and fill its disk while people post to the web chat."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from roviec.db.models import Outbox
from tests.crash import web_office as office
from tests.crash.journal import keep_journal
from tests.crash.ledger import audit, settled
from tests.crash.lives import KILLED, Victim, living
from tests.crash.office import Chat, seed
from tests.crash.victim import STEPS, Death


@dataclass
class Street:
    """People, their browsers and the office they post to."""

    db: Database
    chats: list[Chat]
    settings: dict[str, Any]
    crowd: office.Crowd

    async def finish(self, victim: Victim) -> None:
        """Let everybody and the process come to an end, and compare the accounts."""
        await self.crowd.done(within=240)
        while not await settled(self.db):
            assert victim.alive
            await asyncio.sleep(0.05)
        assert await victim.stop() == 0
        book = await audit(self.db, self.chats, await office.heard(self.db))
        assert not book.broken, book
        assert book.doubles == 0
        async with self.db.read() as session:
            assert not (await session.exec(select(Outbox.id).where(Outbox.possibly_twice))).all()


async def _street(url: str, folder: Path, people: int) -> AsyncIterator[Street]:
    db, chats = Database(url), office.people(people)
    settings = office.settings(url, folder)
    crowd = office.Crowd(settings["web"]["port"], chats)
    try:
        await upgrade(db)
        await keep_journal(db)
        await seed(db, "web", chats)
        await office.let_in(db, len(chats))
        yield Street(db, chats, settings, crowd)
    finally:
        await crowd.close()
        await db.dispose()


@pytest.fixture
async def street(bare_url: str, tmp_path: Path) -> AsyncIterator[Street]:
    async for street in _street(bare_url, tmp_path, people=2 * len(STEPS)):
        yield street


@pytest.fixture
async def alley(tmp_path: Path) -> AsyncIterator[Street]:
    async for street in _street(f"sqlite+aiosqlite:///{tmp_path}/roviec.db", tmp_path, people=8):
        yield street


async def test_nothing_is_lost_or_shown_twice_when_killed_at_every_step(street: Street) -> None:
    for number, step in enumerate(STEPS):
        death = Death(step, passes=2)
        street.crowd.talk(street.chats[2 * number : 2 * number + 2])
        async with living(office.life(street.settings, death)) as victim:
            assert await victim.end(within=20) == KILLED, f"{step} was never reached"
    async with living(office.life(street.settings)) as victim:
        await street.finish(victim)


async def test_a_database_locked_by_somebody_else_loses_nothing(alley: Street) -> None:
    async with living(office.life(alley.settings)) as victim:
        with closing(sqlite3.connect(str(alley.db.url.database), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            alley.crowd.talk(alley.chats)
            # Longer than the process waits for a lock.
            await asyncio.sleep(5.5)
            other.execute("ROLLBACK")
        await alley.finish(victim)


async def test_an_office_starts_and_goes_on_while_somebody_else_holds_its_database(alley: Street) -> None:
    with closing(sqlite3.connect(str(alley.db.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with living(office.life(alley.settings)) as victim:
            alley.crowd.talk(alley.chats)
            # Whatever a process writes when it starts has waited for its lock and given up by then.
            await asyncio.sleep(6)
            assert victim.alive
            other.execute("ROLLBACK")
            await alley.finish(victim)


async def test_a_full_disk_is_told_to_who_posts_and_loses_nothing(alley: Street) -> None:
    async with living(office.life(alley.settings)) as victim:
        alley.crowd.talk(alley.chats[:4])
        while not alley.crowd.answers[office.ACCEPTED]:
            await asyncio.sleep(0.02)
        written = Path(f"{alley.db.url.database}-wal").stat().st_size
        _, most = resource.prlimit(victim.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(victim.pid, resource.RLIMIT_FSIZE, (written + 10_000, most))
        alley.crowd.talk(alley.chats[4:])
        async with asyncio.timeout(20):
            while alley.crowd.answers[503] < 5:
                await asyncio.sleep(0.02)
        assert victim.alive
        resource.prlimit(victim.pid, resource.RLIMIT_FSIZE, (most, most))
        await alley.finish(victim)
