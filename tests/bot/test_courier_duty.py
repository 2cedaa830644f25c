"""One courier a channel, however many processes: the others stand by and take over."""

import asyncio
from contextlib import suppress
from pathlib import Path

from sqlmodel import func, select

from roviec.channels.webchat.channel import WebChat
from roviec.db import outbox
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.models import SentTally
from roviec.db.models.delivery import Lane
from roviec.delivery.courier import Courier
from roviec.messages.outgoing import Outgoing
from tests.chat import MONDAY
from tests.conftest import create_tables


def courier(db: Database, folder: Path) -> Courier:
    return Courier(db, WebChat(db, FileStore(folder), "http://127.0.0.1"), lambda: MONDAY)


async def post(db: Database, text: str) -> None:
    async with db.write() as session:
        await outbox.post(
            session, channel="web", chat=text, messages=[Outgoing(text)], lane=Lane.reply, now=MONDAY
        )


async def sent(db: Database, count: int, seconds: float = 10) -> bool:
    found = select(func.coalesce(func.sum(SentTally.count), 0))
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while True:
                async with db.read() as session:
                    if (await session.exec(found)).one() == count:
                        return True
                await asyncio.sleep(0.05)
    return False


async def test_a_duty_lost_again_and_again_and_had_back_sends_on(sqlite: Database, tmp_path: Path) -> None:
    """What was about to leave when a duty was lost takes nobody's place once it is had back."""
    losses, caught = 5, list[int]()
    channel = WebChat(sqlite, FileStore(tmp_path), "http://127.0.0.1", per_second=20)

    def lose(step: str) -> None:
        if step == "claimed" and len(caught) < losses and (hold := mine.post.hold) and hold.is_ours:
            # What is claimed waits for the end of a pause, and finds the duty lost.
            mine.pacer.pause(0.2, asyncio.get_running_loop().time())
            hold.lose()
            caught.append(hold.number)

    mine = Courier(sqlite, channel, lambda: MONDAY, lose)
    for n in range(30):
        await post(sqlite, f"tin {n}")
    at_work = asyncio.create_task(mine.run())
    assert await sent(sqlite, 30, seconds=60)
    at_work.cancel()
    with suppress(asyncio.CancelledError):
        await at_work
    assert len(set(caught)) == losses


async def test_a_second_process_stands_by_and_takes_over(postgres_url: str, tmp_path: Path) -> None:
    one, two = await create_tables(Database(postgres_url)), Database(postgres_url)
    at_work = asyncio.create_task(courier(one, tmp_path).run())
    await post(one, "một")
    assert await sent(one, 1)
    second = courier(two, tmp_path)
    standing_by = asyncio.create_task(second.run())
    await asyncio.sleep(0.3)
    assert second.idle.is_set() is False, "the second has begun although the first is alive"
    at_work.cancel()
    with suppress(asyncio.CancelledError):
        await at_work
    await post(one, "hai")
    assert await sent(one, 2)
    standing_by.cancel()
    with suppress(asyncio.CancelledError):
        await standing_by
    await one.dispose()
    await two.dispose()
