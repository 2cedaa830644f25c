"""SQLite without threads: a statement runs where it is asked for, which spares a test some hundred hops to a thread.

Whoever would have hopped gives the others their turn all the same, so that what races in production races here.
tests/db keeps the connections of the house, as does every process of its own.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from roviec.db import engine, near

WAITS = "PRAGMA busy_timeout="
_SHORT = near._is_short


class AtHand(aiosqlite.Connection):
    """A connection without a thread."""

    def __init__(self, database: str | Path, *, is_near: bool, **options: Any) -> None:
        super().__init__(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
        self.is_near, self.patience = is_near, 0.0
        self._tx = _Now()  # type: ignore[assignment]

    def __await__(self) -> Generator[Any, None, "AtHand"]:
        return self._open().__await__()

    async def _open(self) -> "AtHand":
        await asyncio.sleep(0)
        self._connection = self._connector()
        return self

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        if not (self.is_near and _SHORT(fn, args)) or (args and str(args[0]).startswith("SAVEPOINT")):
            await asyncio.sleep(0)
        if args and str(args[0]).startswith(WAITS):
            # To wait here would keep waiting whom it waits for.
            self.patience = int(str(args[0]).removeprefix(WAITS)) / 1000
            args = (f"{WAITS}0", *args[1:])
        until = time.monotonic() + self.patience
        while True:
            try:
                return fn(*args, **kwargs)
            except sqlite3.OperationalError as error:
                if (
                    "locked" not in str(error)
                    or str(args[0]).startswith("PRAGMA")
                    or time.monotonic() > until
                ):
                    raise
                await asyncio.sleep(0.002)

    def stop(self) -> None:
        self._running = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Now:
    """A queue whose tasks are done at once."""

    def put_nowait(self, task: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        future, function = task
        result = function()
        if future is not None:
            future.set_result(result)


def _connect(is_near: bool, database: str | Path, **options: Any) -> AtHand:
    return AtHand(database, is_near=is_near, **options)


THREADED = engine._sqlite_engine


def at_hand(url: str, begin: str, size: int, *, is_near: bool, is_safe: bool) -> Any:
    """Make an engine as the house does, with connections that have no thread."""
    threaded = near.connect
    near.connect = partial(_connect, is_near)  # type: ignore[assignment]
    try:
        return THREADED(url, begin, size, is_near=True, is_safe=is_safe)
    finally:
        near.connect = threaded
