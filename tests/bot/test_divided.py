"""Two processes that share the chats: each decides what is its own, wherever it arrived, and answers it itself."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from roviec.bot.build import build
from roviec.bot.process import Process
from roviec.bot.settings import make
from roviec.db import shards
from roviec.db.engine import Database
from roviec.db.models import Inbox, Outbox, Seen, WebEvent
from roviec.db.slots import shard_of
from roviec.delivery import seats, share
from roviec.handlers.frame.dispatch import Dispatcher
from roviec.messages.incoming import Raw
from tests.chat import Clock
from tests.fakes.telegram.server import FakeTelegram

CHATS = [f"người {number}" for number in range(40)]
ROLES = ("road", "courier")


@dataclass
class Branch:
    """A process of the office, and the chats that it decided."""

    process: Process
    decided: list[str]

    @property
    def numbers(self) -> set[int]:
        return self.process.share.numbers


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roviec.db.holding.LOOK", 0.1)
    monkeypatch.setattr(seats, "LOOK", 0.1)


@asynccontextmanager
async def branch(url: str, folder: Path, roles: Sequence[str] = ROLES, **more: Any) -> AsyncIterator[Branch]:
    db = Database(url)
    try:
        parts = await build(make(database={"files": folder / "files"}, **more), db, Clock())
        mine = Branch(Process(parts), [])
        keep_account(mine.process.road.decider.dispatcher, mine.decided)
        async with mine.process.running((*roles, "web")):
            yield mine
    finally:
        await db.dispose()


def keep_account(dispatcher: Dispatcher, decided: list[str]) -> None:
    """Note each chat that a process decides."""
    handle = dispatcher.handle_all

    async def noted(session: Any, heard: Any, *more: Any) -> bool:
        heard = list(heard)
        erased = await handle(session, heard, *more)
        decided.extend(row.chat for row, _ in heard)
        return erased

    dispatcher.handle_all = noted  # type: ignore[method-assign]


async def until(true: Any) -> None:
    async with asyncio.timeout(60):
        while not (await found if asyncio.iscoroutine(found := true()) else found):
            await asyncio.sleep(0.02)


def says(chat: str, text: str) -> Raw:
    return Raw(f"{chat} {text}", chat, {"kind": "text", "text": text})


async def divided(url: str, number: int) -> None:
    db = Database(url)
    async with db.write() as session:
        await shards.divide(session, number)
    await db.dispose()


async def rows(url: str, statement: Any) -> Sequence[Any]:
    db = Database(url)
    try:
        async with db.read() as session:
            return (await session.exec(statement)).all()
    finally:
        await db.dispose()


async def all_answered(url: str, each: int) -> bool:
    """Tell whether every chat heard so many lines, and nothing waits."""
    heard = select(WebEvent.chat, func.count()).where(WebEvent.kind == "heard").group_by(col(WebEvent.chat))
    counts = dict(await rows(url, heard))
    left = [*await rows(url, select(Inbox.chat)), *await rows(url, select(Outbox.chat))]
    return counts == dict.fromkeys(CHATS, each) and not left


def owned(branches: Sequence[Branch]) -> bool:
    return sorted(sorted(one.numbers) for one in branches) == [[n + 1] for n in range(len(branches))]


@asynccontextmanager
async def pair(url: str, folder: Path, **more: Any) -> AsyncIterator[tuple[Branch, Branch]]:
    """Two processes that have a shard each."""
    await divided(url, 2)
    async with branch(url, folder, **more) as one, branch(url, folder, **more) as two:
        await until(lambda: owned([one, two]))
        yield one, two


async def test_what_arrives_anywhere_is_decided_where_its_chat_belongs(
    database_url: str, tmp_path: Path
) -> None:
    async with pair(database_url, tmp_path) as (one, two):
        for number in range(3):
            for there in (one, two):
                mine = [chat for chat in CHATS if (len(chat) + number) % 2 == (there is one)]
                await there.process.road.receive("web", [says(chat, f"/giup {number}") for chat in mine])
        await until(lambda: all_answered(database_url, 3))
        for there in (one, two):
            (number,) = there.numbers
            assert set(there.decided) == {c for c in CHATS if shard_of("web", c, 2).number == number}
            assert len(there.decided) == 3 * len(set(there.decided)), "and once each"
    assert (await rows(database_url, select(func.count()).select_from(Seen)))[0] == 3 * len(CHATS)


async def test_who_is_alone_has_all_and_gives_what_is_not_its_own_to_who_comes(
    database_url: str, tmp_path: Path
) -> None:
    await divided(database_url, 3)
    async with branch(database_url, tmp_path) as one, AsyncExitStack() as others:
        await until(lambda: one.numbers == {1, 2, 3})
        two = await others.enter_async_context(branch(database_url, tmp_path))
        await until(lambda: (len(one.numbers), len(two.numbers)) in ((2, 1), (1, 2)))
        three = await others.enter_async_context(branch(database_url, tmp_path))
        await until(lambda: owned([one, two, three]))
        four = await others.enter_async_context(branch(database_url, tmp_path))
        await asyncio.sleep(0.5)
        assert (four.numbers, owned([one, two, three])) == (set(), True), "there is no seat for a fourth"
        await four.process.road.receive("web", [says(chat, "/giup") for chat in CHATS])
        await until(lambda: all_answered(database_url, 1))
        assert four.decided == []
        await others.aclose()
        await until(lambda: one.numbers == {1, 2, 3})


async def test_who_lost_its_seat_has_none_for_a_while_and_its_shard_is_served(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was frozen or cut off, and may be so again: each time its chats would wait for it."""
    monkeypatch.setattr(seats, "REST", 4.0)
    async with pair(database_url, tmp_path) as (one, two):
        duties = one.process.parts.db.duties
        # Who serves a shard that nobody has may have no seat yet.
        await until(lambda: [duties.has(f"seat/{number}") for number in one.numbers] == [True])
        (number,) = one.numbers
        for hold in list(duties._held.values()):
            hold.lose()
        await until(lambda: not duties.has(f"seat/{number}"))
        await asyncio.sleep(0.6)
        assert not duties.has(f"seat/{number}")
        await two.process.road.receive("web", [says(chat, "/giup") for chat in CHATS])
        await until(lambda: all_answered(database_url, 1))
        await until(lambda: owned([one, two]))


async def test_payloads_of_a_shard_that_nobody_has_are_decided_all_the_same(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as a process that is gone still has its duties, another one decides after two seconds."""
    async with pair(database_url, tmp_path) as (one, two):
        monkeypatch.setattr(two.process.road, "decide", lambda: asyncio.sleep(0, 0))
        await one.process.road.receive("web", [says(chat, "/giup") for chat in CHATS])
        await asyncio.sleep(0.5)
        (mine,) = one.numbers
        assert set(one.decided) == {chat for chat in CHATS if shard_of("web", chat, 2).number == mine}
        # The clock of these processes stands still.
        monkeypatch.setattr(share, "OVERDUE", timedelta(seconds=-1))
        await until(lambda: set(one.decided) == set(CHATS))


async def test_a_failing_payload_among_handed_ones_is_answered_once_and_stops_no_other(
    database_url: str, tmp_path: Path
) -> None:
    async with pair(database_url, tmp_path) as (one, two):
        (theirs,) = two.numbers
        chats = [chat for chat in CHATS if shard_of("web", chat, 2).number == theirs]
        bad = Raw("bad", chats[0], {"kind": "no such kind"})
        raws = [bad, *(says(chat, "/giup") for chat in chats)]
        await one.process.road.receive("web", raws)

        async def quarantined() -> bool:
            left = await rows(database_url, select(Inbox.chat, Inbox.state))
            return [(chat, str(state)) for chat, state in left] == [(chats[0], "quarantined")]

        await until(quarantined)
        counts = (
            select(WebEvent.chat, func.count()).where(WebEvent.kind == "heard").group_by(col(WebEvent.chat))
        )

        async def heard() -> bool:
            # Whose payload failed hears of it besides.
            found = dict(await rows(database_url, counts))
            return {c: found.get(c, 0) for c in chats} == {c: 2 if c == chats[0] else 1 for c in chats}

        await until(heard)


async def test_a_process_with_one_role_of_two_takes_part_in_no_division(
    database_url: str, tmp_path: Path
) -> None:
    """Where roads and couriers are apart, a road decides what it hears and a courier sends for every shard."""
    await divided(database_url, 2)
    async with (
        branch(database_url, tmp_path, ["road"]) as road,
        branch(database_url, tmp_path, ["courier"]) as courier,
    ):
        await until(lambda: courier.numbers == {1, 2})
        await road.process.road.receive("web", [says(chat, "/giup") for chat in CHATS])
        await until(lambda: all_answered(database_url, 1))
        assert set(road.decided) == set(CHATS)


async def test_who_was_made_for_another_number_of_shards_sends_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async with branch(database_url, tmp_path) as one:
        await until(lambda: one.numbers == {1})
    db = Database(database_url)
    parts = await build(make(database={"files": tmp_path / "files"}), db, Clock())
    await divided(database_url, 2)
    late = Process(parts)
    async with late.running((*ROLES, "web")):
        await late.road.receive("web", [says("a", "/giup")])
        await asyncio.sleep(2.5)
        assert late.share.numbers == set()
    await db.dispose()
    assert await rows(database_url, select(WebEvent.chat).where(WebEvent.kind == "heard")) == []
    async with branch(database_url, tmp_path) as right:
        await until(lambda: right.numbers == {1, 2})

        async def answered() -> bool:
            return await rows(database_url, select(WebEvent.chat).where(WebEvent.kind == "heard")) == ["a"]

        await until(answered)


async def test_a_press_is_answered_once_wherever_it_arrives(database_url: str, tmp_path: Path) -> None:
    """On Telegram a pressed button seems to be at work until somebody answers the press."""
    async with FakeTelegram(throttle=False) as fake:
        own = {"enabled": True, "token": fake.token, "base_url": fake.base_url}
        people = [fake.user(7000 + number) for number in range(6)]
        assert len({shard_of("telegram", str(one.id), 2) for one in people}) == 2
        async with pair(database_url, tmp_path, telegram=own) as (one, two):
            for person in people:
                shown = fake.core.deliver(fake.core.store.chats[person.id], {"text": "?"}, {}, "sendMessage")
                await person.presses_data("q:1", of=shown["message_id"])
                await person.says("/giup")
            await until(lambda: all(query.answer is not None for query in fake.core.callbacks.values()))
            await until(lambda: {*one.decided, *two.decided} == {str(person.id) for person in people})
            await asyncio.sleep(0.3)
        assert fake.stats.calls["answerCallbackQuery"] == len(people)
        assert one.decided
        assert two.decided
