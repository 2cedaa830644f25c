"""Hearing of lines and letters that other processes write: by NOTIFY on PostgreSQL, by the file's own counter on SQLite.

One connection listens for all open pages of a process; between two processes on one SQLite file word takes a second.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa

from roviec.db.bell import LETTERS, PAYLOADS, WORD
from roviec.db.engine import Database

LOOK = 1.0
"""Seconds between two looks at SQLite's counter."""
PROOF, PATIENCE = 10.0, 5.0
"""Seconds between two proofs that the line is alive, and for one."""


async def hear(db: Database) -> None:
    """Ring the bell for what others write; return, or raise, when the line is lost: begin anew then."""
    if db.is_sqlite:
        await _watch(db)
    async with _line(db) as (line, lost):
        line.add_termination_listener(lambda _line: lost.set())
        async with asyncio.timeout(PATIENCE):
            await line.add_listener(WORD, lambda _line, _pid, _word, chat: db.bell.ring([chat]))
            await line.add_listener(LETTERS, lambda _line, _pid, _word, courier: db.bell.call(courier))
            await line.add_listener(PAYLOADS, lambda _line, _pid, _word, shard: db.bell.hand(int(shard)))
        # What was written before we listened.
        db.bell.ring_all()
        while not lost.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PROOF):
                    await lost.wait()
                break
            async with asyncio.timeout(PATIENCE):
                await line.execute("SELECT 1")


async def _watch(db: Database) -> None:
    seen = await db.foreign_commits()
    while True:
        await asyncio.sleep(LOOK)
        if (now := await db.foreign_commits()) != seen:
            seen = now
            db.bell.ring_all()


@asynccontextmanager
async def _line(db: Database) -> AsyncIterator[tuple[Any, asyncio.Event]]:
    """Give a connection of the driver's own, never used again after it."""
    async with db.engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        try:
            yield raw, asyncio.Event()
        finally:
            raw.terminate()
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                await connection.invalidate()
