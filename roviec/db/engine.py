"""The database: one writer at a time on SQLite, a pool on PostgreSQL, the same sessions on both."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import near
from roviec.db.bell import Bell, changed
from roviec.db.duties import STILL, WRITING
from roviec.db.holding import Duties, DutyLost
from roviec.db.session import Session

_PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Erased answers must not survive in free pages.
    "PRAGMA secure_delete=ON",
)


_IMPATIENT = {"idle_in_transaction_session_timeout": f"{STILL}s"}
"""Between two statements the server itself ends who is frozen; within one `duties.end_frozen` does."""
_SHARED = {"pool_size": 8, "max_overflow": 8, "hide_parameters": True}
_APART = {"pool_size": 1, "max_overflow": 1, "hide_parameters": True}
Fence = Callable[[AsyncSession], Awaitable[bool]]
"""Tells whether a transaction may write at all."""


class Database:
    """Sessions to read and to write; `dispose` it, or the interpreter hangs at exit."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._fence: Fence | None = None
        self.bell = Bell()
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, "BEGIN IMMEDIATE", size=1)
            self._reader = _sqlite_engine(url, "BEGIN", size=4)
            self._turn: asyncio.Lock | None = asyncio.Lock()
            self._apart: AsyncEngine | None = None
            self.duties = Duties(self.write, self.read)
        else:
            impatient = {"server_settings": {"application_name": WRITING, **_IMPATIENT}}
            self._writer = create_async_engine(url, connect_args=impatient, **_SHARED)
            self._reader = create_async_engine(url, **_SHARED)
            self._turn = None
            # Nothing else of ours may keep a renewal waiting.
            self._apart = create_async_engine(
                url, connect_args={**impatient, "timeout": 1.5, "command_timeout": 1.5}, **_APART
            )
            self.duties = Duties(partial(_begun, self._apart), partial(_begun, self._apart))

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
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open one transaction: committed at the end, rolled back by any error."""
        async with self._turn or nullcontext(), _begun(self._writer) as session:
            if self._fence is not None and not await self._fence(session):
                raise DutyLost("of the writer")
            yield session
        self.bell.ring(changed(session))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads."""
        async with Session(self._reader, expire_on_commit=False) as session:
            yield session

    async def foreign_commits(self) -> int:
        """Return a number that changes when another process, or a command, has written to the SQLite file."""
        assert self._turn is not None
        async with self._turn, self._writer.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None
            async with raw.execute("PRAGMA data_version") as cursor:
                return int((await cursor.fetchone())[0])

    async def empty_log(self) -> None:
        """Move SQLite's write-ahead log into the file and empty it: what was erased is gone from both."""
        if not self.is_sqlite:
            return
        assert self._turn is not None
        async with self._turn, self._writer.connect() as connection:
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def dispose(self) -> None:
        """Close every connection."""
        await self.duties.rest()
        for engine in (self._writer, self._reader, self._apart):
            if engine is not None:
                await engine.dispose()


@asynccontextmanager
async def _begun(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    async with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def _sqlite_engine(url: str, begin: str, size: int) -> AsyncEngine:
    target = make_url(url)
    memory = target.database in (None, "", ":memory:")
    if not memory:
        Path(str(target.database)).parent.mkdir(parents=True, exist_ok=True)
    pool: dict[str, Any] = (
        {"poolclass": StaticPool} if memory else {"pool_size": size, "max_overflow": 0 if size == 1 else 4}
    )
    options: dict[str, Any] = {"isolation_level": None}
    if size == 1:
        options |= {"async_creator_fn": near.connect}
    engine = create_async_engine(url, connect_args=options, hide_parameters=True, **pool)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for pragma in _PRAGMAS:
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
