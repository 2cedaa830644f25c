"""The database: one writer at a time on SQLite, a pool on PostgreSQL, the same sessions on both."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, nullcontext
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import near
from roviec.db.bell import LETTERS, PAYLOADS, Bell, changed, handed_over, queued
from roviec.db.duties import STILL, writing
from roviec.db.holding import Duties, DutyLost
from roviec.db.identity import myself
from roviec.db.session import Session
from roviec.db.slots import shard_of
from roviec.db.statements import Statements
from roviec.db.troubles import translated
from roviec.db.turns import Turns

WAIT = 5000
"""For how many milliseconds a connection waits for whoever writes to the SQLite file."""
_PRAGMAS = (
    f"PRAGMA busy_timeout={WAIT}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Erased answers must not survive in free pages.
    "PRAGMA secure_delete=ON",
)


_IMPATIENT = {"idle_in_transaction_session_timeout": f"{STILL}s"}
"""Between two statements the server itself ends who is frozen; within one `duties.end_frozen` does."""
_HURRIED = {"lock_timeout": "700ms"}
"""Who finds a duty's row held asks again soon, and may end then what holds it."""
CONNECTIONS = 20
"""How many connections a process has to PostgreSQL at most, unless the office says otherwise."""
_APART = 2
"""Of these for duties alone: nothing else of ours may keep a renewal waiting."""
Fence = Callable[[AsyncSession], Awaitable[bool]]
"""Tells whether a transaction may write at all."""


class Database:
    """Sessions to read and to write; `dispose` it, or the interpreter hangs at exit."""

    def __init__(
        self, url: str, connections: int = CONNECTIONS, *, rehearsal: Statements | None = None
    ) -> None:
        """Open it, with so many connections at most; SQLite needs no bound.

        A `rehearsal` has it alone, may lose it with the machine, and keeps there what statements compile to.
        """
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._fence: Fence | None = None
        self.bell, me = Bell(), myself()
        if self.is_sqlite:
            is_safe = rehearsal is None
            self._writer = _sqlite_engine(url, "BEGIN IMMEDIATE", size=1, is_near=True, is_safe=is_safe)
            self._reader = _sqlite_engine(url, "BEGIN", size=4, is_near=not is_safe, is_safe=is_safe)
            self._turns: Turns | None = Turns()
            self._apart: AsyncEngine | None = None
            # Nothing else of ours may keep a renewal waiting.
            self.duties = Duties(partial(self.write, first=True), self.read, me)
        else:
            impatient = {"application_name": writing(me), **_IMPATIENT}
            half = (connections - _APART) // 2
            self._writer = create_async_engine(
                url, connect_args={"server_settings": impatient}, **_pool(half)
            )
            self._reader = create_async_engine(url, **_pool(connections - _APART - half))
            self._turns = None
            hurried = {"server_settings": {**impatient, **_HURRIED}, "timeout": 1.5, "command_timeout": 1.5}
            self._apart = create_async_engine(url, connect_args=hurried, **_pool(_APART))
            self.duties = Duties(partial(_begun, self._apart), partial(_begun, self._apart), me)
        kept = Statements() if rehearsal is None else rehearsal
        for one in self._engines():
            one.sync_engine.update_execution_options(compiled_cache=kept)
            translated(one.sync_engine)

    def _engines(self) -> Iterator[AsyncEngine]:
        return (one for one in (self._writer, self._reader, self._apart) if one is not None)

    @property
    def engine(self) -> AsyncEngine:
        """The engine for what takes its time, such as a migration."""
        return self._writer if self.is_sqlite else self._reader

    def guarded(self, fence: Fence) -> "Database":
        """Return the same database, written to only where `fence` agrees: else `DutyLost` is raised."""
        mine = copy(self)
        mine._fence = fence
        return mine

    @asynccontextmanager
    async def write(self, *, first: bool = False) -> AsyncIterator[AsyncSession]:
        """Open one transaction: committed at the end, rolled back by any error; `first`: before all who wait."""
        turn = self._turns.taken(first=first) if self._turns else nullcontext()
        async with turn, _begun(self._writer) as session:
            if self._fence is not None and not await self._fence(session):
                raise DutyLost("of the writer")
            yield session
            await self._call(session)
        self.bell.ring(changed(session))

    async def _call(self, session: AsyncSession) -> None:
        """Let the commit wake couriers and roads of other processes; ours are woken by whoever writes."""
        of, handed = self.bell.shards, handed_over(session)
        couriers = {shard_of(channel, chat, of).named(channel) for channel, chat in queued(session)}
        calls = [(LETTERS, name) for name in sorted(couriers) if not self.duties.has(f"courier/{name}")]
        calls += [
            (PAYLOADS, str(number)) for number in sorted({shard_of(*chat, of).number for chat in handed})
        ]
        if calls and not self.is_sqlite:
            connection = await session.connection()
            await connection.execute(sa.select(*(sa.func.pg_notify(*call) for call in calls)))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads."""
        async with Session(self._reader, expire_on_commit=False) as session:
            yield session

    async def foreign_commits(self) -> int:
        """Return a number that changes when another process, or a command, has written to the SQLite file."""
        assert self._turns is not None
        async with self._turns.taken(), self._writer.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None
            async with raw.execute("PRAGMA data_version") as cursor:
                return int((await cursor.fetchone())[0])

    async def empty_log(self) -> None:
        """Move SQLite's write-ahead log into the file and empty it: what was erased is gone from both."""
        if not self.is_sqlite:
            return
        assert self._turns is not None
        async with self._turns.taken(), self._writer.connect() as connection:
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def dispose(self) -> None:
        """Close every connection."""
        await self.duties.rest()
        for engine in self._engines():
            await engine.dispose()


@asynccontextmanager
async def _begun(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    async with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def _pool(most: int) -> dict[str, Any]:
    """Return the options of a pool that keeps half of its connections open; who finds none free waits for one."""
    kept = (most + 1) // 2
    return {"pool_size": kept, "max_overflow": most - kept, "hide_parameters": True}


def _sqlite_engine(url: str, begin: str, size: int, *, is_near: bool, is_safe: bool) -> AsyncEngine:
    target = make_url(url)
    memory = target.database in (None, "", ":memory:")
    if not memory:
        Path(str(target.database)).parent.mkdir(parents=True, exist_ok=True)
    pool: dict[str, Any] = (
        {"poolclass": StaticPool} if memory else {"pool_size": size, "max_overflow": 0 if size == 1 else 4}
    )
    options: dict[str, Any] = {"isolation_level": None}
    if is_near:
        options |= {"async_creator_fn": near.connect}
    engine = create_async_engine(url, connect_args=options, hide_parameters=True, **pool)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for pragma in (*_PRAGMAS, *(() if is_safe else ("PRAGMA synchronous=OFF",))):
            _insist(connection, pragma)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _insist(connection: Any, pragma: str) -> None:
    """Run a pragma; turning the log on fails at once, without waiting, while another process does the same."""
    for _ in range(50):
        try:
            connection.execute(pragma)
        except Exception as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.1)
        else:
            return
    connection.execute(pragma)
