"""Kill the process at every named step of the road while a platform of Zalo pushes to its webhook."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from roviec.db import outbox
from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from roviec.db.models.delivery import Lane
from roviec.delivery.courier import IN_FLIGHT
from roviec.messages.joining import GAP
from roviec.messages.outgoing import Outgoing
from tests.crash.journal import entries, keep_journal
from tests.crash.ledger import Ledger, audit, deliveries
from tests.crash.lives import KILLED, living
from tests.crash.messenger import Messenger
from tests.crash.office import seed
from tests.crash.victim import STEPS, Death
from tests.crash.zalo_oa_office import ZALO_OA
from tests.crash.zalo_office import ZALO_BOT


@pytest.mark.parametrize("office", [ZALO_BOT, ZALO_OA], ids=lambda office: office.channel)
async def test_nothing_accepted_is_lost_or_done_twice_when_killed_at_every_step(
    bare_url: str, tmp_path: Path, office: Messenger
) -> None:
    passes, chats = random.Random(7), office.people(2 * len(STEPS))
    db = Database(bare_url)
    try:
        await upgrade(db)
        await keep_journal(db)
        await seed(db, office.channel, chats)
        async with office.spawn() as fake:
            settings = await office.settings(bare_url, tmp_path, fake)
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


async def test_messages_that_go_as_one_keep_every_promise_when_killed(tmp_path: Path) -> None:
    office = ZALO_BOT
    url, (caller, *chats) = f"sqlite+aiosqlite:///{tmp_path}/roviec.db", office.chats(7)
    db = Database(url)
    try:
        await upgrade(db)
        await keep_journal(db)
        async with office.spawn() as fake:
            settings = await office.settings(url, tmp_path, fake)
            for chat in chats:
                await fake.perform("known", chat=chat)
            for step in ("claimed", "sending", "accepted", "marked"):
                await _leave(db, chats, step)
                await office.write(fake, caller, "chào")
                async with living(office.life(settings, Death(step, 2))) as victim:
                    assert await victim.end(within=20) == KILLED, f"{step} was never reached"
            await office.finish(db, fake, settings)
            book, texts = Ledger(), []
            async with db.read() as session:
                rows = await entries(session)
            for chat in chats:
                heard = await office.shown(fake, chat)
                deliveries(book, chat, rows[chat], heard)
                texts += heard
        assert not book.broken, book
        assert any(GAP in text for text in texts)
    finally:
        await db.dispose()


async def _leave(db: Database, chats: list[str], step: str) -> None:
    """Let some plain messages wait for each chat."""
    async with db.write() as session:
        for chat in chats:
            messages = [Outgoing(f"Tin {n} trước bước {step}.") for n in range(5)]
            now = datetime.now(UTC)
            await outbox.post(
                session, channel=ZALO_BOT.channel, chat=chat, messages=messages, lane=Lane.reminder, now=now
            )
