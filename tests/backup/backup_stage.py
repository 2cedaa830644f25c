"""An office with something of everything, and looks into what a copy of it holds."""

import random
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select

from roviec.bot.demo.seed import seed
from roviec.db import files as stored
from roviec.db.backup import rows
from roviec.db.backup.rows import Sum
from roviec.db.backup.saving import Office, one_moment
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.models import Evidence, Person, Task
from roviec.db.models.base import Row
from roviec.db.surveys import recount
from roviec.reports.digest import gather_index, index_table
from roviec.tasks.calendar import Calendar

NOW = datetime(2026, 7, 3, 1, 0, tzinfo=UTC)
CALENDAR = Calendar.seeded(range(2023, 2028))
TEXT = 'Ủy ban nhân dân «xã» Đại Lãnh 😀\nhai dòng\t"ngoặc" \\ \' '


def place(db: Database, folder: Path) -> Office:
    return Office(db, FileStore(folder / "files"), folder / "push.key", "UBND xã Đại Lãnh")


async def furnish(office: Office) -> None:
    """Fill an office: the sample district, its survey answered, evidence with its file, a push key."""
    sha256 = office.files.keep(b"%PDF-1.7 bao cao")
    office.push_key.write_bytes(b"khoa rieng")
    async with office.db.write() as session:
        await seed(session, CALENDAR, minimum_cell=5)
        await stored.record(session, sha256=sha256, mime="application/pdf", size=16, now=NOW)
        await recount.rebuild(session, minimum_cell=5)
        task = (await session.exec(select(Task).limit(1))).one()
        person = (await session.exec(select(Person).limit(1))).one()
        session.add(
            Evidence(task_id=task.id or 0, sha256=sha256, name="a.pdf", sent_by=person.id or 0, sent_at=NOW)
        )


async def sums(db: Database) -> dict[str, Sum]:
    """Sum up every table."""
    found: dict[str, Sum] = {}
    async with one_moment(db) as connection:
        for name, table in (await rows.tables(connection)).items():
            known = found.setdefault(name, Sum())
            async for line in rows.read(connection, table):
                known.add(line)
    return found


async def index(db: Database) -> Any:
    """The satisfaction index as the office would print it."""
    async with db.read() as session:
        part = await gather_index(session, today=date(2024, 11, 25), headline="mean", minimum_cell=5)
    return index_table(part) if part else None


async def tasks(db: Database) -> list[dict[str, Any]]:
    """Every task as it stands."""
    async with db.read() as session:
        return [one.model_dump() for one in (await session.exec(select(Task).order_by(Task.id))).all()]


async def fill_every_table(connection: AsyncConnection) -> None:
    """Give every table three rows with values of every kind; rows refer to each other where they must."""
    dice = random.Random(7)
    for table in (one for one in Row.metadata.sorted_tables if one.name != rows.CONTENTS):
        made = [{c.name: _value(c, n, dice) for c in table.columns} for n in range(1, 4)]
        await connection.execute(table.insert(), made)


def _value(column: sa.Column[Any], n: int, dice: random.Random) -> Any:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        itself = key.column.table is column.table
        return None if itself and n == 1 else _value(key.column, n - 1 if itself else n, dice)
    if column.nullable and n == 3 and not column.unique:
        return None
    kind = getattr(column.type, "impl", column.type)
    if isinstance(kind, sa.JSON):
        return ({"chữ": [TEXT, 1, 2.5, None, True]}, [], "chỉ một chuỗi")[n - 1]
    if isinstance(kind, sa.Enum):
        return list(kind.enum_class or ())[n % len(kind.enums)]
    if isinstance(kind, sa.DateTime):
        return datetime(2026, n, 28, 23, 59, 59, 123456 * (n - 1), tzinfo=UTC)
    if isinstance(kind, sa.Date):
        return date(2024, 2, 29 - n)
    if isinstance(kind, sa.Time):
        return time(7, 30, n)
    if isinstance(kind, sa.Boolean):
        return n % 2 == 0
    if isinstance(kind, sa.Integer):
        return n
    if isinstance(kind, sa.Float):
        return n / 3
    if isinstance(kind, sa.LargeBinary):
        return bytes(range(n, 256))
    return f"{column.name}-{n}" if column.primary_key or column.unique else f"{n} {TEXT}"[: kind.length]
