"""Kill the process at every named step of the road while the Zalo Bot Platform pushes to its webhook."""

import random
from pathlib import Path

from roviec.bot.courier import IN_FLIGHT
from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from tests.crash.ledger import audit
from tests.crash.lives import KILLED, living
from tests.crash.office import seed
from tests.crash.victim import STEPS, Death
from tests.crash.zalo_office import ZALO_BOT as office


async def test_nothing_accepted_is_lost_or_done_twice_when_killed_at_every_step(
    database_url: str, tmp_path: Path
) -> None:
    passes, chats = random.Random(7), office.people(2 * len(STEPS))
    db = Database(database_url)
    try:
        await upgrade(db)
        await seed(db, office.channel, chats)
        async with office.spawn() as fake:
            settings = await office.settings(database_url, tmp_path, fake)
            for number, step in enumerate(STEPS):
                await office.say(fake, chats[2 * number : 2 * number + 2])
                death = Death(step, passes.randint(1, 3) if step in ("sending", "accepted") else 1)
                async with living(office.life(settings, death)) as victim:
                    assert await victim.end(within=20) == KILLED, f"{step} was never reached"
            await office.finish(db, fake, settings)
            book = await audit(db, chats, await office.heard(fake, chats))
        assert not book.broken, book
        assert book.doubles <= len(STEPS) * IN_FLIGHT
    finally:
        await db.dispose()
