"""A database filled from elsewhere: tables of the version that the rows have, no foreign keys meanwhile."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.ext.asyncio import AsyncConnection

from roviec.db import migrate
from roviec.db.backup import rows
from roviec.db.backup.rows import Sum
from roviec.db.engine import Database
from roviec.db.models.delivery import PLACES
from roviec.errors import PersonError
from roviec.going import step

_KEYS = (
    "SELECT conrelid::regclass::text AS place, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS words "
    "FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)
_OWN = (
    "SELECT table_name AS place, column_name AS key, "
    "pg_get_serial_sequence(quote_ident(table_name), column_name) AS name "
    "FROM information_schema.columns WHERE table_schema = current_schema()"
)


class NotEmpty(PersonError):
    """Cơ sở dữ liệu đích đã có dữ liệu nên chưa ghi gì. Ông/Bà chọn nơi còn trống, hoặc thêm --replace khi khôi phục."""


class Different(PersonError):
    """Số liệu không khớp ở bảng {table} nên đã hủy, cơ sở dữ liệu đích giữ nguyên. Ông/Bà thử lại với bản sao lưu khác."""


@asynccontextmanager
async def filling(db: Database, version: str, *, replace: bool = False) -> AsyncIterator["Loading"]:
    """Open one transaction in which a database is filled, all or nothing; raise `NotEmpty` unless it may be replaced.

    The rows are of `version`; at the end the tables are brought to those of this code.
    """
    async with migrate.alone(db) as connection:
        if replace:
            await _clear(connection)
        await _refuse_rows(connection)
        await migrate.upgrade_here(connection, version)
        keys = await _without_keys(connection) if not db.is_sqlite else []
        loading = Loading(connection, await rows.tables(connection))
        for table in loading.tables.values():
            # What a migration itself has written comes with the rows.
            await connection.execute(table.delete())
        yield loading
        for place, name, words in keys:
            await connection.execute(sa.text(f"ALTER TABLE {place} ADD CONSTRAINT {name} {words}"))
        if not db.is_sqlite:
            await _count_on(connection, loading.tables)
        await migrate.upgrade_here(connection)


class Loading:
    """A database that is being filled."""

    def __init__(self, connection: AsyncConnection, tables: dict[str, sa.Table]) -> None:
        self.connection, self.tables = connection, tables
        self._added = Counter[str]()

    async def add(self, table: str, lines: Sequence[bytes]) -> None:
        """Write some rows of a table."""
        await rows.write(self.connection, self.tables[table], lines)
        self._added[table] += len(lines)
        step("rows", table, done=self._added[table])

    async def compare(self, wanted: dict[str, Sum]) -> None:
        """Read everything back; raise `Different` where a count or a checksum is another one."""
        # Rolled back, so that no cursor stays open on a table that is changed next.
        reading = await self.connection.begin_nested()
        for name, table in self.tables.items():
            found = Sum()
            async for line in rows.read(self.connection, table):
                found.add(line)
            if found != wanted.get(name, Sum()):
                raise Different(table=name)
        await reading.rollback()


async def _refuse_rows(connection: AsyncConnection) -> None:
    for name, table in (await rows.tables(connection)).items():
        # What is known before anybody has worked here: the secrets that a first start makes.
        if (
            name != "fact"
            and (await connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1))).first()
        ):
            raise NotEmpty


async def _clear(connection: AsyncConnection) -> None:
    """Drop every table and sequence."""

    def clear(sync: sa.Connection) -> None:
        found = sa.MetaData()
        found.reflect(sync)
        found.drop_all(sync)
        for name in sa.inspect(sync).get_sequence_names() if sync.dialect.name == "postgresql" else ():
            sync.execute(sa.schema.DropSequence(sa.Sequence(name)))

    await connection.run_sync(clear)


async def _without_keys(connection: AsyncConnection) -> list[tuple[str, str, str]]:
    """Take the foreign keys off, so that rows come in any order; return where each was, its name and its words."""
    found = [(row.place, row.name, row.words) for row in await connection.execute(sa.text(_KEYS))]
    for place, name, _ in found:
        await connection.execute(sa.text(f"ALTER TABLE {place} DROP CONSTRAINT {name}"))
    return found


async def _count_on(connection: AsyncConnection, tables: dict[str, sa.Table]) -> None:
    """Let every sequence go on after the highest number that is taken."""
    own = (await connection.execute(sa.text(_OWN))).all()
    found = {(row.place, row.key): row.name for row in own if row.name and row.place in tables}
    if "place" in tables["outbox"].columns:
        found["outbox", "place"] = PLACES.name
    for (table, key), sequence in found.items():
        highest = sa.select(sa.func.coalesce(sa.func.max(tables[table].columns[key]), 0) + 1)
        named = sa.cast(sa.cast(sequence, sa.Text), REGCLASS)
        await connection.execute(sa.select(sa.func.setval(named, highest.scalar_subquery(), sa.false())))
