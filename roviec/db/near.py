"""A SQLite connection that runs short statements where they are asked for, without a hop to another thread.

A hop there and back costs ten times what a statement on an open transaction does, and one update takes about fifty.
What may wait for a lock or for the disk (BEGIN, COMMIT, PRAGMA, …) still goes to the connection's own thread.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

_SHORT = ("SELECT", "INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE", "ROLLBACK TO")


class Near(aiosqlite.Connection):
    """One writer's connection: its user holds the transaction alone, so the thread is idle meanwhile."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run `fn` here when it is short, else in the connection's thread."""
        if self._connection is None or not _is_short(fn, args):
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        if args and str(args[0]).startswith("SAVEPOINT"):
            # A long batch never waits by itself: the rest of the process gets its turn between two of its parts.
            await asyncio.sleep(0)
        return fn(*args, **kwargs)


def _is_short(fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    if fn.__name__ == "cursor":
        return True
    if not isinstance(getattr(fn, "__self__", None), sqlite3.Cursor):
        return False
    return not fn.__name__.startswith("execute") or str(args[0]).lstrip().upper().startswith(_SHORT)


def connect(database: str | Path, **options: Any) -> Near:
    """Open a connection; `options` are those of sqlite3.connect."""
    options["check_same_thread"] = False
    opened = Near(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    # An interpreter that ends must not wait for a connection that nobody closed.
    opened._thread.daemon = True
    return opened
