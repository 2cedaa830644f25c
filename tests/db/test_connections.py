"""A process never has more connections to PostgreSQL than the office allows, and who waits for one gets it."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from roviec.bot.build import open_database
from roviec.bot.settings import ConfigWrong, load, make
from roviec.db.engine import Database
from roviec.db.hearing import hear
from roviec.db.load import prove_writing

_OURS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.mark.parametrize("most", [10, 13, 20])
async def test_a_crowd_of_readers_and_writers_stays_below_the_bound(postgres_url: str, most: int) -> None:
    db = open_database(make(database={"url": postgres_url, "connections": most}))
    watcher = Database(postgres_url)
    highest = 0

    async def read() -> None:
        async with db.read() as session:
            await session.exec(sa.text("SELECT pg_sleep(0.02)"))  # type: ignore[call-overload]

    async def write() -> None:
        async with db.write() as session:
            await prove_writing(session)
            await session.exec(sa.text("SELECT pg_sleep(0.02)"))  # type: ignore[call-overload]

    async def watch() -> None:
        nonlocal highest
        while True:
            async with watcher.read() as session:
                ours = (await session.exec(sa.text(_OURS))).scalar_one()  # type: ignore[call-overload]
            highest = max(highest, ours)
            await asyncio.sleep(0.005)

    listening, watching = asyncio.create_task(hear(db)), asyncio.create_task(watch())
    try:
        async with db.duties.held("courier/web"), asyncio.timeout(60):
            await asyncio.gather(*(work() for work in (read, write) * 100))
    finally:
        for task in (listening, watching):
            task.cancel()
        await asyncio.wait({listening, watching})
        await db.dispose()
        await watcher.dispose()
    # The watcher's own pool holds one that it does not count.
    assert most // 2 <= highest <= most


def test_an_office_that_allows_too_few_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[database]\nconnections = 9\n", "utf-8")
    with pytest.raises(ConfigWrong, match=r"database\.connections"):
        load(path)
