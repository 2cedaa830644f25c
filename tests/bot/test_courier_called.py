"""A courier is woken by the commit of another process: nobody's answer waits until it looks again by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from sqlmodel import func, select

from roviec.channels.webchat.channel import WebChat
from roviec.db import outbox
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.hearing import hear
from roviec.db.models import SentTally
from roviec.db.models.delivery import Departure, Lane
from roviec.delivery import courier as couriers
from roviec.delivery.courier import Courier
from roviec.delivery.hands import Hands
from roviec.delivery.share import Share
from roviec.messages.outgoing import Outgoing
from tests.chat import MONDAY
from tests.conftest import create_tables

LONG = 60.0
"""Longer than a test waits: who is sent to sleep for so long was woken, or the test fails."""


async def write(db: Database, text: str, *, fails: bool = False) -> None:
    with suppress(ZeroDivisionError):
        async with db.write() as session:
            await outbox.post(
                session, channel="web", chat=text, messages=[Outgoing(text)], lane=Lane.reply, now=MONDAY
            )
            if fails:
                raise ZeroDivisionError


async def sent(db: Database) -> int:
    async with db.read() as session:
        return (await session.exec(select(func.coalesce(func.sum(SentTally.count), 0)))).one()


@asynccontextmanager
async def at_work(*work: object) -> AsyncIterator[None]:
    tasks = {asyncio.create_task(one) for one in work}  # type: ignore[arg-type]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def test_what_another_process_leaves_is_sent_without_a_look(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung = couriers.rung
    monkeypatch.setattr(couriers, "rung", lambda bell, _timeout: rung(bell, LONG))
    here, there = await create_tables(Database(postgres_url)), Database(postgres_url)
    courier = Courier(here, WebChat(here, FileStore(tmp_path), "http://127.0.0.1"), lambda: MONDAY)
    here.bell.serves("web", courier.wake)
    try:
        async with at_work(courier.run(), hear(here)):
            async with asyncio.timeout(20):
                await courier.idle.wait()
            for n in range(3):
                await write(there, f"lỗi {n}", fails=True)
                await write(there, f"tin {n}")
                async with asyncio.timeout(20):
                    while await sent(there) < n + 1:
                        await asyncio.sleep(0.02)
            assert await sent(there) == 3
    finally:
        await here.dispose()
        await there.dispose()


async def test_a_process_calls_nobody_for_a_courier_of_its_own(postgres_url: str) -> None:
    """A call costs every commit of the database a little: whoever sends itself needs none."""
    here, there = await create_tables(Database(postgres_url)), Database(postgres_url)
    called = asyncio.Event()
    there.bell.serves("web", called)
    try:
        async with at_work(hear(there)):
            async with asyncio.timeout(20):
                await called.wait()  # whoever begins to listen looks once
            called.clear()
            async with here.duties.held("courier/web"):
                for n in range(5):
                    await write(here, f"tin {n}")
                await asyncio.sleep(0.3)
                assert not called.is_set()
            await write(here, "tin")
            async with asyncio.timeout(20):
                await called.wait()
    finally:
        await here.dispose()
        await there.dispose()


async def test_an_answer_goes_along_in_place_of_what_the_same_commit_marks(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung = couriers.rung
    monkeypatch.setattr(couriers, "rung", lambda bell, _timeout: rung(bell, LONG))
    monkeypatch.setattr(couriers, "RIDE", LONG)
    monkeypatch.setattr(couriers, "IN_HAND", 1)
    courier = Courier(sqlite, WebChat(sqlite, FileStore(tmp_path), "http://127.0.0.1"), lambda: MONDAY)
    states = []
    async with at_work(courier.run()), asyncio.timeout(30):
        while not courier.room(0):
            await asyncio.sleep(0.01)
        for chat in ("a", "b"):
            hands = Hands(Share({"web": courier}), MONDAY)
            message = [Outgoing(chat)]
            letters = outbox.letters(channel="web", chat=chat, messages=message, lane=Lane.reply, now=MONDAY)
            async with sqlite.write() as session:
                await hands.mark(session)
                await hands.post(session, letters)
            states.append(letters[0]["state"])
            hands.go()
            while not courier.landed_unmarked:
                await asyncio.sleep(0.01)
    assert states == [Departure.sending] * 2
