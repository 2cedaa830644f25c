"""The database: one writer at a time on SQLite, a pool on PostgreSQL, the same sessions on both."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import near
from roviec.db.session import Session

_PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Erased answers must not survive in free pages.
    "PRAGMA secure_delete=ON",
)


class Database:
    """Sessions to read and to write; `dispose` it, or the interpreter hangs at exit."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, "BEGIN IMMEDIATE", size=1)
            self._reader = _sqlite_engine(url, "BEGIN", size=4)
            self._turn: asyncio.Lock | None = asyncio.Lock()
        else:
            self._writer = self._reader = create_async_engine(
                url, pool_size=10, max_overflow=10, hide_parameters=True
            )
            self._turn = None

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes."""
        return self._writer

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open one transaction: committed at the end, rolled back by any error."""
        if self._turn is None:
            async with Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session
            return
        async with (
            self._turn,
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads."""
        async with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def alone(self, duty: str) -> AsyncIterator[None]:
        """Hold a duty that one process at a time may have; others wait here until it ends or dies.

        SQLite serves one process. On PostgreSQL an advisory lock goes with its connection.
        """
        if self.is_sqlite:
            yield
            return
        async with self._writer.connect() as connection:
            mine = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await mine.execute(text("SELECT pg_advisory_lock(hashtext(:duty))"), {"duty": duty})
            try:
                yield
            finally:
                await mine.execute(text("SELECT pg_advisory_unlock(hashtext(:duty))"), {"duty": duty})

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
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


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


async def ping(db: Database) -> None:
    """Read one row, or raise what the driver says."""
    async with db.read() as session:
        await session.exec(text("SELECT 1"))  # type: ignore[call-overload]
