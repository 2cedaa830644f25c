"""What moves while somebody leaves, the process dies or another one works: once, and never to a stranger."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import select

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Address, Outbox, Person
from roviec.db.models.delivery import Departure
from roviec.delivery import failover
from roviec.delivery.courier import Courier
from roviec.delivery.failover import rescue
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import Outgoing
from roviec.scheduler import round as morning
from tests.chat import Chat
from tests.handlers.several_stage import (
    BLOCKED,
    CLOSED,
    DOWN,
    LOST_ANSWER,
    SPENT,
    Weather,
    address,
    leaves,
    mai,
    reads,
    remind,
    rows,
    task,
    write,
)  # fmt: skip

pytest_plugins = ("tests.handlers.chat_stages",)


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("trouble", [BLOCKED, SPENT, DOWN, LOST_ANSWER], ids=lambda trouble: trouble.reason)
async def test_whoever_left_the_office_between_hears_nothing_anywhere(
    chat_anywhere: Chat, trouble: Failure
) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat)

    class Leaving(Weather):
        async def send(self, chat_id: str, message: Outgoing, **more: object):
            await leaves(chat, plain.person)
            return await super().send(chat_id, message, **more)

    Leaving(chat.plain).order(trouble)
    await write(chat, plain, "chờ sau", key="told/9")
    await remind(chat)
    chat.couriers["plain"].pacer.paused_until = 0.0
    chat.now += timedelta(hours=2)
    await chat.settle()
    assert await reads(plain, web) == [0, 0]
    assert await rows(chat) == []
    assert all(a.person_id is None for a in await chat.rows(Address))


async def test_leaving_and_moving_at_the_same_moment_never_reach_a_stranger(
    postgres_url: str, tmp_path
) -> None:
    chat = await Chat.open(postgres_url, tmp_path)
    plain, _ = await mai(chat)
    other = Database(postgres_url)
    for n in range(12):
        await write(chat, plain, "chuyện cơ quan", key=f"told/{n}")
    moved = asyncio.Event()

    async def move() -> None:
        async with chat.db.write() as session:
            row = (await session.exec(select(Outbox).order_by(Outbox.id))).first()
            row.state = Departure.sending
            await session.flush()
            assert await failover.move_on(
                session, row.id, CLOSED, later=None, channels=chat.house.channels, now=chat.now
            )
            moved.set()
            await asyncio.sleep(0.3)

    async def leave() -> None:
        await moved.wait()
        async with other.write() as session:
            person = await session.get_one(Person, plain.person.id)
            await people.leave(session, person=person, today=chat.now.date())

    await asyncio.gather(move(), leave())
    assert await rows(chat) == []
    await other.dispose()
    await chat.close()


async def test_a_kill_between_the_failure_and_the_move_loses_nothing(
    chat_anywhere: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = chat_anywhere
    plain, web = await mai(chat)
    await task(chat)
    Weather(chat.plain).order(lasting=BLOCKED)

    async def killed(*_args: object, **_more: object) -> None:
        raise Killed

    await morning.remind(chat.db, chat.house, chat.now)
    monkeypatch.setattr(failover, "_move", killed)
    await chat.couriers["plain"].send_some()
    for flying in list(chat.couriers["plain"]._flying):
        with suppress(Killed):
            await flying
    (row,) = await rows(chat)
    assert (row.channel, row.state) == ("plain", Departure.sending)
    assert (await address(chat, plain)).reachable is True
    monkeypatch.undo()
    await chat.restart()
    Weather(chat.plain).order(lasting=BLOCKED)
    await chat.settle()
    assert await reads(plain, web) == [0, 1]
    (row,) = await rows(chat)
    assert (row.channel, row.state, row.possibly_twice) == ("web", Departure.sent, True)


async def test_two_processes_move_and_send_each_message_once(postgres_url: str, tmp_path) -> None:
    chat = await Chat.open(postgres_url, tmp_path)
    plain, web = await mai(chat)
    for n in range(40):
        await write(chat, plain, f"tin {n}", key=f"told/{n}")
    Weather(chat.plain).order(lasting=SPENT)
    second = Database(postgres_url)
    web_courier = Courier(second, chat.channels["web"], chat.clock, channels=chat.house.channels)

    async def refuse() -> None:
        for _ in range(5):
            await chat.couriers["plain"].send_some()
            await chat.couriers["plain"].landed()
            chat.couriers["plain"].pacer.paused_until = 0.0

    async def deliver() -> None:
        for _ in range(60):
            await web_courier.send_some()
            await web_courier.landed()

    async def sweep(db: Database) -> None:
        for _ in range(5):
            await rescue(db, chat.house.channels, chat.now)

    await asyncio.gather(refuse(), sweep(chat.db), sweep(second), deliver())
    await chat.settle()
    await rescue(chat.db, chat.house.channels, chat.now)
    await chat.settle()
    got = [message["text"] for message in await web.listens()]
    assert sorted(got) == sorted(f"tin {n}" for n in range(40))
    await second.dispose()
    await chat.close()
