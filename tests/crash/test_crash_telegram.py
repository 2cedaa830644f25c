"""Kill the process at every named step of the road while people write on Telegram."""

import asyncio
import random
from pathlib import Path
from typing import Any

from sqlmodel import select

from roviec.bot.courier import IN_FLIGHT
from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from roviec.db.models import Outbox
from roviec.db.models.delivery import Departure
from tests.crash import telegram_office as office
from tests.crash.ledger import audit, settled
from tests.crash.lives import KILLED, living
from tests.crash.office import seed
from tests.crash.victim import STEPS, Death
from tests.fakes.telegram.server import RemoteTelegram, spawn


async def test_nothing_is_lost_or_done_twice_when_killed_at_every_step(database_url: str, tmp_path: Path) -> None:
    passes, chats = random.Random(7), office.people(32)
    db = Database(database_url)
    try:
        await upgrade(db)
        await seed(db, "telegram", chats)
        async with spawn() as fake:
            settings = office.settings(database_url, tmp_path, fake)
            for number, step in enumerate(STEPS):
                await office.say(fake, chats[4 * number : 4 * number + 4])
                death = Death(step, passes.randint(1, 3) if step in ("sending", "accepted") else 1)
                async with living(office.life(settings, death)) as victim:
                    assert await victim.end(within=20) == KILLED, f"{step} was never reached"
            await _finish(db, fake, settings)
            book = await audit(db, chats, await office.heard(fake, chats))
        assert not book.broken, book
        assert book.doubles <= len(STEPS) * IN_FLIGHT
    finally:
        await db.dispose()


async def test_a_process_that_is_asked_to_stop_lands_what_is_in_flight(database_url: str, tmp_path: Path) -> None:
    chats = office.people(24)
    db = Database(database_url)
    try:
        await upgrade(db)
        await seed(db, "telegram", chats)
        async with spawn("--latency", "0.1") as fake:
            settings = office.settings(database_url, tmp_path, fake)
            await office.say(fake, chats)
            async with living(office.life(settings)) as victim:
                while not (await fake.perform("statistics"))["sent"]:
                    await asyncio.sleep(0.02)
                assert await victim.stop(within=5) == 0
            async with db.read() as session:
                unsure = select(Outbox.id).where(Outbox.state == Departure.sending)
                assert not (await session.exec(unsure)).all()
            await _finish(db, fake, settings)
            book = await audit(db, chats, await office.heard(fake, chats))
        assert not book.broken, book
        assert book.doubles == book.erased == 0
    finally:
        await db.dispose()


async def _finish(db: Database, fake: RemoteTelegram, settings: dict[str, Any]) -> None:
    """Let a process do what is left, then stop it."""
    async with living(office.life(settings)) as victim:
        while await office.waiting(fake) or not await settled(db):
            assert victim.alive
            await asyncio.sleep(0.05)
        assert await victim.stop() == 0
