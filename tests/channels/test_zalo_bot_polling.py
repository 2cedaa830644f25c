"""Polling, for trials: it works, it says what it costs, and it loses what nobody took.

The platform keeps a message for half a second between two polls; here, where a machine may take longer, for an hour.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from roviec.channels.zalo_bot.channel import ZaloBot
from roviec.channels.zalo_bot.trouble import TokenRefused
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.zalo_bot import PERSON, make
from tests.channels.test_zalo_bot_webhook import Kept
from tests.fakes.zalo_bot.faults import FaultKind
from tests.fakes.zalo_bot.server import FakeZaloBot

HOUR = 3600


@asynccontextmanager
async def polling(place: Place, fake: FakeZaloBot, kept: Kept) -> AsyncIterator[ZaloBot]:
    """Let a channel poll."""
    line = make(place, fake, mode="polling")
    task = asyncio.create_task(line.receive(kept.store))
    await until(lambda: len(fake.updates._polls) > 0)
    try:
        yield line
    finally:
        # It counts in the database what it stored: cut off there, the driver's thread would outlive the test.
        await until(lambda: task.done() or len(fake.updates._polls) > 0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await line.close()


async def until(done: Callable[[], bool]) -> None:
    """Wait for as long as the test may last."""
    while not done():
        await asyncio.sleep(0.002)


async def test_polling_hears_messages_one_by_one_and_warns_of_its_price(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    async with FakeZaloBot(grace=HOUR) as fake, polling(place, fake, kept):
        an = fake.person("An", PERSON)
        for n in range(5):
            an.says(f"tin {n}")
        await until(lambda: len(kept.raws) == 5)
    assert kept.words == [f"tin {n}" for n in range(5)]
    assert "chế độ polling chỉ để thử" in caplog.text


async def test_what_is_said_while_nobody_polls_is_lost(place: Place) -> None:
    kept = Kept()
    async with FakeZaloBot(grace=HOUR) as fake:
        fake.person("An", PERSON).says("lúc bot tắt")
        async with polling(place, fake, kept):
            fake.person("An", PERSON).says("lúc bot chạy")
            await until(lambda: len(kept.raws) == 1)
        assert len(fake.core.lost) == 1
    assert kept.words == ["lúc bot chạy"]


async def test_a_broken_store_keeps_the_message_in_hand_until_it_is_stored(place: Place) -> None:
    kept = Kept(fail=3)
    async with FakeZaloBot(grace=HOUR) as fake, polling(place, fake, kept):
        fake.person("An", PERSON).says("một")
        await until(lambda: len(kept.raws) == 1)
    assert kept.words == ["một"]


async def test_a_webhook_that_was_set_is_taken_away_and_bad_weather_is_waited_out(place: Place) -> None:
    kept = Kept()
    async with FakeZaloBot(grace=HOUR) as fake:
        fake.pusher.url = "https://old.example.vn/hook"
        for kind in (FaultKind.BAD_GATEWAY, FaultKind.GATEWAY_TIMEOUT, FaultKind.INTERNAL, FaultKind.DROP):
            fake.fault(kind, "getUpdates")
        async with polling(place, fake, kept):
            fake.person("An", PERSON).says("một")
            await until(lambda: len(kept.raws) == 1)
        assert fake.pusher.url == ""


async def test_two_pollers_steal_from_each_other(place: Place) -> None:
    first, second = Kept(), Kept()
    async with FakeZaloBot(grace=HOUR) as fake, polling(place, fake, first), polling(place, fake, second):
        await until(lambda: len(fake.updates._polls) == 2)
        an = fake.person("An", PERSON)
        an.says("một")
        an.says("hai")
        await until(lambda: len(first.raws) + len(second.raws) == 2)
    assert len(first.raws) == len(second.raws) == 1


async def test_a_refused_token_ends_the_polling(place: Place) -> None:
    async with FakeZaloBot(grace=HOUR) as fake:
        line = make(place, fake, mode="polling", token="1:WRONG")
        with pytest.raises(TokenRefused):
            await line.receive(Kept().store)
        await line.close()
