"""Whoever shows a chat is woken by the commit that changes it, in this process and in the others."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import hearing, webchat
from roviec.db.engine import Database
from tests.conftest import create_tables
from tests.postgres import binaries, own

NOW = datetime(2026, 6, 29, 8, tzinfo=UTC)
CHAT = "a" * 32
LONG = 20.0


async def line(db: Database, key: str, chat: str = CHAT) -> None:
    async with db.write() as session:
        await webchat.append(session, chat=chat, key=key, kind="heard", body={"text": key}, now=NOW)


@pytest.fixture
async def other(db: Database, database_url: str) -> AsyncIterator[Database]:
    second = Database(database_url)
    yield second
    await second.dispose()


async def rings(db: Database, work: object, chat: str = CHAT) -> bool:
    """Tell whether the bell of a chat rings for a piece of work."""
    heard = asyncio.create_task(db.bell.wait(chat, LONG))
    await asyncio.sleep(0)
    await work  # type: ignore[misc]
    begun = asyncio.get_running_loop().time()
    await heard
    return asyncio.get_running_loop().time() - begun < LONG / 2


async def test_a_commit_wakes_its_own_chat_and_a_rollback_nobody(db: Database) -> None:
    assert await rings(db, line(db, "out/1"))
    quiet = asyncio.create_task(db.bell.wait(CHAT, LONG))
    elsewhere = asyncio.create_task(db.bell.wait("b", LONG))
    await asyncio.sleep(0)

    async def failing() -> None:
        async with db.write() as session:
            await webchat.append(session, chat=CHAT, key="out/2", kind="heard", body={}, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    await line(db, "out/3", chat="c")
    await asyncio.sleep(0.05)
    assert not quiet.done()
    assert not elsewhere.done()
    db.bell.ring_all()
    await asyncio.wait({quiet, elsewhere})


async def test_erased_lines_wake_those_who_show_them(db: Database) -> None:
    await line(db, "in/1")

    async def wiped(session: AsyncSession) -> None:
        await webchat.wipe(session, chat=CHAT, first="in/1", since=NOW, now=NOW)

    async def erase() -> None:
        async with db.write() as session:
            await wiped(session)

    assert await rings(db, erase())


async def test_what_another_process_writes_is_heard(
    db: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "LOOK", 0.05)
    listening = asyncio.create_task(hearing.hear(db))
    try:
        await asyncio.wait_for(db.bell.wait(CHAT, LONG), 0.5) if not db.is_sqlite else await asyncio.sleep(
            0.5
        )
        for n in range(3):
            assert await rings(db, line(other, f"out/{n}"))
    finally:
        listening.cancel()
        await asyncio.wait({listening})
    assert listening.cancelled()


async def test_own_commits_on_sqlite_are_not_taken_for_those_of_another_process(sqlite: Database) -> None:
    before = await sqlite.foreign_commits()
    await line(sqlite, "out/1")
    assert await sqlite.foreign_commits() == before


async def test_a_line_that_is_lost_is_noticed_and_everybody_looks_anew() -> None:
    tools = binaries()
    if tools is None:
        pytest.skip("no PostgreSQL of our own to stop")
    with own(tools) as server:
        db = await create_tables(Database(f"{server.address}/postgres"))
        try:
            first = asyncio.create_task(hearing.hear(db))
            await asyncio.sleep(1)
            await asyncio.to_thread(server.stop)
            async with asyncio.timeout(30):
                await asyncio.wait({first})
            await asyncio.to_thread(server.start)
            await db.dispose()
            waiting = asyncio.create_task(db.bell.wait(CHAT, LONG))
            await asyncio.sleep(0)
            again = asyncio.create_task(hearing.hear(db))
            async with asyncio.timeout(LONG / 2):
                await waiting
            again.cancel()
            await asyncio.wait({again})
        finally:
            await db.dispose()
