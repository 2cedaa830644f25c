"""The whole way at Telegram's limits: no flood, no early call, and still as fast as it lets us."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from roviec.channels.telegram.channel import Telegram
from roviec.db import outbox
from roviec.db.models import Outbox
from roviec.db.models.delivery import Departure, Lane
from roviec.delivery.courier import Courier
from roviec.messages.outgoing import Outgoing
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.telegram import make
from tests.fakes.telegram.faults import FaultKind
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.server import FakeTelegram

PEOPLE = 120


@pytest.fixture
async def strict() -> AsyncIterator[FakeTelegram]:
    """A Bot API server that keeps to Telegram's limits, and knows a crowd."""
    async with FakeTelegram(limits=Limits.telegram()) as fake:
        for number in range(PEOPLE):
            fake.user(6000 + number, f"Người {number}")
        yield fake


async def post(place: Place, chats: list[str]) -> None:
    """Write a reply to each chat."""
    async with place.db.write() as session:
        for chat in chats:
            await outbox.post(
                session,
                channel="telegram",
                chat=chat,
                messages=[Outgoing("Kính chào Ông/Bà")],
                lane=Lane.reply,
                now=datetime.now(UTC),
            )


async def sent(place: Place, line: Telegram, within: float) -> float:
    """Let the courier work until nothing waits; return the seconds that it took."""
    courier = Courier(place.db, line, lambda: datetime.now(UTC))
    task, begun = asyncio.create_task(courier.run()), time.monotonic()
    try:
        async with asyncio.timeout(within):
            while await _waiting(place):
                await asyncio.sleep(0.02)
        return time.monotonic() - begun
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await line.close()


async def _waiting(place: Place) -> bool:
    from sqlmodel import col, select

    async with place.db.read() as session:
        left = select(Outbox.id).where(col(Outbox.state) != Departure.sent)
        return (await session.exec(left.limit(1))).first() is not None


async def test_a_crowd_that_presses_start_at_once_meets_no_flood(place: Place, strict: FakeTelegram) -> None:
    await post(place, [str(6000 + number) for number in range(PEOPLE)])
    took = await sent(place, make(place, strict), within=30)
    assert (strict.core.limits.refused, strict.core.limits.early) == (0, 0)
    assert len(strict.stats.sends) == PEOPLE
    assert strict.stats.peak() <= 30
    assert PEOPLE / took > 15


async def test_a_chat_that_is_refused_waits_alone_and_nothing_comes_early(
    place: Place, strict: FakeTelegram
) -> None:
    strict.fault(FaultKind.TOO_MANY, "sendMessage", chat_id=6000, seconds=2)
    await post(place, ["6000"] * 3 + [str(6001 + number) for number in range(20)])
    await sent(place, make(place, strict), within=20)
    limits = strict.core.limits
    assert (limits.refused, limits.early) == (0, 0)
    times = {chat: at for at, chat, _ in strict.stats.sends}
    others = [at for chat, at in times.items() if chat != 6000]
    assert max(others) - min(others) < 1.9, "the others did not wait for the refused one"


async def test_a_storm_over_several_chats_silences_the_channel(place: Place, strict: FakeTelegram) -> None:
    strict.act("storm", seconds=1.5)
    await post(place, [str(6000 + number) for number in range(60)])
    await sent(place, make(place, strict), within=30)
    limits = strict.core.limits
    assert limits.early == 0
    assert limits.refused < 20, "after a few refusals nobody else knocked"
