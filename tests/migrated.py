"""An empty database gets its tables by what the migrations came to in another one: they run once a process of tests.

tests/cli/test_migrations.py runs them each time.
"""

import asyncio
import re
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.util import await_only

from roviec.db import migrate
from roviec.db.engine import Database

NOT_TABLES = ("BEGIN TRANSACTION;", "COMMIT;", 'DELETE FROM "sqlite_sequence";')
SECRET = re.compile(r"\b[0-9a-f]{64}\b")
ASKS = re.compile(r"\s*SELECT\b", re.IGNORECASE)
by_migrations = migrate._upgrade
_said: list[tuple[str, Any]] = []
"""What the migrations say to PostgreSQL."""


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring a database to this version, an empty one by what the migrations come to."""
    if to not in ("head", migrate._known()[-1]) or migrate._current(connection) is not None:
        by_migrations(connection, to)
    elif connection.dialect.name == "sqlite":
        for words in _tables():
            connection.exec_driver_sql(_own(words))
    elif _said:
        _say_again(connection)
    else:
        with _heard(connection):
            by_migrations(connection, to)


@contextmanager
def _heard(connection: Connection) -> Iterator[None]:
    """Keep what is said meanwhile."""

    def hear(_: Any, __: Any, words: str, given: Any, *___: Any) -> None:
        _said.append((words, given))

    event.listen(connection, "before_cursor_execute", hear)
    yield
    event.remove(connection, "before_cursor_execute", hear)


def _say_again(connection: Connection) -> None:
    """Say it all again but for what only asks, as much as has no values in it at a time."""
    driver: Any = connection.connection.driver_connection
    for is_plain, some in groupby(_said, key=lambda one: not one[1]):
        words = [one for one in some if not ASKS.match(one[0])]
        if is_plain and words:
            await_only(driver.execute(";\n".join(one for one, _ in words)))
        for one, given in () if is_plain else words:
            connection.exec_driver_sql(one, tuple(_own(value) for value in given))


def _own(value: Any) -> Any:
    """Return a value with another secret in place of one that it holds: each office has its own."""
    return SECRET.sub(lambda _: secrets.token_hex(32), value) if isinstance(value, str) else value


@cache
def _tables() -> list[str]:
    """Return the statements that make in SQLite what the migrations make."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as apart:
        path = Path(folder) / "roviec.db"
        apart.submit(asyncio.run, _migrate(path)).result()
        made = sqlite3.connect(path)
        words = [line for line in made.iterdump() if line not in NOT_TABLES]
        made.close()
    return words


async def _migrate(path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{path}")
    async with migrate.alone(db) as connection:
        await connection.run_sync(by_migrations)
    await db.dispose()
