"""Kill the process at every named step of the road while people write on Telegram."""

import asyncio
import random
from pathlib import Path

from sqlmodel import select

from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from roviec.db.models import Outbox
from roviec.db.models.delivery import Departure
from roviec.delivery.courier import IN_FLIGHT
from tests.crash.journal import keep_journal
from tests.crash.ledger import audit
from tests.crash.lives import KILLED, PATIENCE, living
from tests.crash.office import seed
from tests.crash.telegram_office import TELEGRAM as office
from tests.crash.victim import STEPS, Death


async def test_nothing_is_lost_or_done_twice_when_killed_at_every_step(bare_url: str, tmp_path: Path) -> None:
    passes, chats = random.Random(7), office.people(2 * len(STEPS))
    db = Database(bare_url)
    try:
        await upgrade(db)
        await keep_journal(db)
        await seed(db, "telegram", chats)
        async with office.spawn() as fake:
            settings = await office.settings(bare_url, tmp_path, fake)
            for number, step in enumerate(STEPS):
                await office.say(fake, chats[2 * number : 2 * number + 2])
                death = Death(step, passes.randint(1, 3) if step in ("sending", "accepted") else 1)
                async with living(office.life(settings, death)) as victim:
                    assert await victim.end(within=PATIENCE) == KILLED, f"{step} was never reached"
            await office.finish(db, fake, settings)
            book = await audit(db, chats, await office.heard(fake, chats))
        assert not book.broken, book
        assert book.doubles <= len(STEPS) * IN_FLIGHT
    finally:
        await db.dispose()


async def test_a_process_that_is_asked_to_stop_lands_what_is_in_flight(tmp_path: Path) -> None:
    chats, url = office.people(24), f"sqlite+aiosqlite:///{tmp_path}/roviec.db"
    db = Database(url)
    try:
        await upgrade(db)
        await keep_journal(db)
        await seed(db, "telegram", chats)
        async with office.spawn("--latency", "0.1") as fake:
            settings = await office.settings(url, tmp_path, fake)
            await office.say(fake, chats)
            async with living(office.life(settings)) as victim:
                while not (await fake.perform("statistics"))["sent"]:
                    await asyncio.sleep(0.02)
                assert await victim.stop(within=5) == 0
            async with db.read() as session:
                unsure = select(Outbox.id).where(Outbox.state == Departure.sending)
                assert not (await session.exec(unsure)).all()
            await office.finish(db, fake, settings)
            book = await audit(db, chats, await office.heard(fake, chats))
        assert not book.broken, book
        assert book.doubles == 0
    finally:
        await db.dispose()
