"""Bring a database to the tables of this version, and say whether it is there.

alembic is loaded when there is something to migrate: every command asks whether there is.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from roviec.db.engine import Database
from roviec.errors import PersonError

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 0x526F5669
"""The advisory lock ("RoVi") under which one process at a time migrates a PostgreSQL database."""


class DatabaseNewer(PersonError):
    """Cơ sở dữ liệu đã được một phiên bản Rõ Việc mới hơn nâng cấp. Ông/Bà cài phiên bản mới đó rồi chạy lại."""


async def pending(db: Database) -> bool:
    """Tell whether `upgrade` would change anything: the database is empty or behind."""
    async with db.engine.connect() as connection:
        return await connection.run_sync(_current) != _known()[-1]


async def upgrade(db: Database) -> None:
    """Run the migrations that are missing, all or none of them; raise `DatabaseNewer`.

    Processes that start together take turns: BEGIN IMMEDIATE on SQLite, an advisory lock on PostgreSQL.
    """
    async with _alone(db) as connection:
        current = await connection.run_sync(_current)
        if current is not None and current not in _known():
            raise DatabaseNewer
        await connection.run_sync(_upgrade)


@asynccontextmanager
async def _alone(db: Database) -> AsyncIterator[AsyncConnection]:
    async with db.engine.connect() as connection:
        # Rebuilding a table on SQLite drops the old one, which would cascade to the rows that refer to it.
        await _foreign_keys(db, connection, on=False)
        try:
            async with connection.begin():
                if not db.is_sqlite:
                    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                yield connection
        finally:
            await _foreign_keys(db, connection, on=True)


async def _foreign_keys(db: Database, connection: AsyncConnection, *, on: bool) -> None:
    if db.is_sqlite:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(_config(connection), "head")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise RuntimeError(f"the migration left table {broken[0]} with a row that refers to nothing")


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "roviec.db:migrations")
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    """Return the version whose tables a database has, None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _known() -> list[str]:
    """Return the versions that this code knows, in order: the names of their files, the first one's its number."""
    files = resources.files("roviec.db.migrations").joinpath("versions").iterdir()
    first, *later = sorted(file.name.removesuffix(".py") for file in files if file.name[:1].isdigit())
    return [first.partition("_")[0], *later]
