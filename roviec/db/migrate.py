"""Bring a database to the tables of this version, and say whether it is there.

alembic is loaded when there is something to migrate: every command asks whether there is.
"""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from roviec.db.engine import WAIT, Database
from roviec.db.models.base import Row
from roviec.errors import PersonError

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 0x526F5669
"""The advisory lock ("RoVi") under which one process at a time migrates a PostgreSQL database."""

PATIENCE = 600_000
"""For how many milliseconds who finds another process at it waits for its turn: rebuilt tables take minutes."""


class DatabaseBehind(PersonError):
    """Cơ sở dữ liệu còn ở phiên bản cũ, kém {count} bước. Ông/Bà chạy: roviec migrate (có sao lưu trước)."""

    exit_code = 1


class DatabaseNewer(PersonError):
    """Cơ sở dữ liệu đã được một phiên bản Rõ Việc mới hơn nâng cấp. Ông/Bà cài phiên bản mới đó rồi chạy lại."""


async def pending(db: Database) -> bool:
    """Tell whether `upgrade` would change anything: the database is empty or behind."""
    return await version(db) != _known()[-1]


async def missing(db: Database) -> list[str]:
    """Return the versions that a database lacks, all of them for an empty one; raise `DatabaseNewer`."""
    current, known = await version(db), _known()
    if current is not None and current not in known:
        raise DatabaseNewer
    return known[known.index(current) + 1 :] if current else known


async def make_ready(db: Database) -> None:
    """Make the tables of an empty database; raise `DatabaseBehind` for an older one, `DatabaseNewer` for a newer.

    An office's data change when somebody says so (`roviec migrate`), never because a command was run.
    """
    found, known = await missing(db), _known()
    if len(found) == len(known):
        await upgrade(db)
    elif found:
        raise DatabaseBehind(count=len(found))


async def version(db: Database) -> str | None:
    """Return which version's tables a database has, None for an empty one; who writes is not waited for."""
    async with db.read() as session:
        return await (await session.connection()).run_sync(_current)


async def upgrade(db: Database) -> None:
    """Run the migrations that are missing, all or none of them; raise `DatabaseNewer`.

    Processes that start together take turns: BEGIN IMMEDIATE on SQLite, an advisory lock on PostgreSQL.
    """
    async with alone(db) as connection:
        await upgrade_here(connection)


async def upgrade_here(connection: AsyncConnection, to: str = "head") -> None:
    """Run the migrations that are missing up to a version, in the transaction of `alone`; raise `DatabaseNewer`."""
    current = await connection.run_sync(_current)
    if {current, to} - {None, "head"} - set(_known()):
        raise DatabaseNewer
    await connection.run_sync(_upgrade if to == "head" else partial(_upgrade, to=to))


@dataclass(frozen=True)
class Changes:
    """What an upgrade adds to a database and takes from it: tables, and columns as `table.column`."""

    tables: tuple[str, ...]
    columns: tuple[str, ...]
    dropped: tuple[str, ...]

    @classmethod
    def between(cls, old: Mapping[str, Collection[str]], new: Mapping[str, Collection[str]]) -> "Changes":
        """Compare two shapes, each the columns of every table."""
        both = old.keys() & new.keys()
        added = [f"{table}.{column}" for table in both for column in {*new[table]} - {*old[table]}]
        gone = [f"{table}.{column}" for table in both for column in {*old[table]} - {*new[table]}]
        gone += old.keys() - new.keys()
        return cls(tuple(sorted(new.keys() - old.keys())), tuple(sorted(added)), tuple(sorted(gone)))


async def changes(db: Database) -> Changes:
    """Return how the tables of a database differ from those of this version."""
    import roviec.db.models  # noqa: F401  (fills the metadata)

    def shape(connection: Connection) -> dict[str, list[str]]:
        look = sa.inspect(connection)
        tables = [name for name in look.get_table_names() if name != "alembic_version"]
        return {name: [column["name"] for column in look.get_columns(name)] for name in tables}

    async with db.read() as session:
        old = await (await session.connection()).run_sync(shape)
    return Changes.between(old, {t.name: t.columns.keys() for t in Row.metadata.tables.values()})


@asynccontextmanager
async def alone(db: Database) -> AsyncIterator[AsyncConnection]:
    """Open the transaction of whoever changes tables: one process at a time, foreign keys of SQLite off."""
    async with db.engine.connect() as connection:
        # Rebuilding a table on SQLite drops the old one, which would cascade to the rows that refer to it.
        await _foreign_keys(db, connection, "OFF", PATIENCE)
        try:
            async with connection.begin():
                if not db.is_sqlite:
                    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                yield connection
        finally:
            await _foreign_keys(db, connection, "ON", WAIT)


async def _foreign_keys(db: Database, connection: AsyncConnection, state: str, wait: int) -> None:
    """Say whether SQLite minds them, and how many milliseconds this connection waits for who writes."""
    if db.is_sqlite:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute(f"PRAGMA foreign_keys={state}")
        await raw.execute(f"PRAGMA busy_timeout={wait}")


def _upgrade(connection: Connection, to: str = "head") -> None:
    from alembic import command

    command.upgrade(_config(connection), to)
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
