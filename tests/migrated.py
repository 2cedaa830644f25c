"""An empty SQLite database gets the tables that the migrations left in another one: they run once a process of tests.

tests/cli/test_migrations.py runs them each time.
"""

import asyncio
import re
import secrets
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from roviec.db import migrate
from roviec.db.engine import Database

NOT_TABLES = ("BEGIN TRANSACTION;", "COMMIT;", 'DELETE FROM "sqlite_sequence";')
SECRET = re.compile(r"\b[0-9a-f]{64}\b")
by_migrations = migrate._upgrade


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring a database to this version, an empty one by what the migrations come to."""
    if to == "head" and connection.dialect.name == "sqlite" and _is_empty(connection):
        for words in _tables():
            # Each office has a secret of its own.
            connection.exec_driver_sql(SECRET.sub(lambda _: secrets.token_hex(32), words))
    else:
        by_migrations(connection, to)


def _is_empty(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0


@cache
def _tables() -> list[str]:
    """Return the statements that make what the migrations make."""
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
