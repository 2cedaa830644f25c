"""An office saved into one file while it goes on working: one moment of its database, and its files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from roviec.db import migrate
from roviec.db.backup import rows
from roviec.db.backup.archive import Head, Sums, Writer, writing
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.errors import PersonError
from roviec.going import step


class NothingToSave(PersonError):
    """Cơ sở dữ liệu chưa có gì để sao lưu. Ông/Bà kiểm tra database.url trong config.toml."""


@dataclass(frozen=True)
class Office:
    """What is saved: the database, the files, the key that push services know, and whose they are."""

    db: Database
    files: FileStore
    push_key: Path
    name: str = ""


async def save(office: Office, path: Path, *, key: str, now: datetime) -> Sums:
    """Write a backup under its name, sealed where `key` is not empty; return what is in it."""
    version = await migrate.version(office.db)
    if version is None:
        raise NothingToSave
    async with one_moment(office.db) as connection:
        tables = await rows.tables(connection)
        columns = {name: [c.name for c in rows.columns(table)] for name, table in tables.items()}
        with writing(path, key) as writer:
            writer.head(Head(office.name, now.astimezone(UTC).isoformat(), version, columns))
            for name, table in tables.items():
                await _table(writer, name, rows.read(connection, table))
            async for sha256, data in office.files.every():
                writer.file(sha256, data)
                step("files", done=writer.sums.files)
            if office.push_key.is_file():
                writer.push_key(office.push_key.read_bytes())
            writer.end()
            return writer.sums


async def _table(writer: Writer, name: str, lines: AsyncIterator[bytes]) -> None:
    part, held = 0, list[bytes]()
    async for line in lines:
        held.append(line)
        if len(held) == rows.CHUNK:
            writer.rows(name, part, held)
            part, held = part + 1, []
    writer.rows(name, part, held)


@asynccontextmanager
async def one_moment(db: Database) -> AsyncIterator[AsyncConnection]:
    """Open a connection that sees the database as it is at one moment, whatever is written meanwhile."""
    async with db.read() as session:
        options = {} if db.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        yield await session.connection(execution_options=options)
