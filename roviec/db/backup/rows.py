"""Rows of any table as plain JSON, whatever the database: read in the order of their keys, written back, summed up."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from roviec.db.models.done import DERIVED
from roviec.going import step

VERSION, CONTENTS = "alembic_version", "filecontent"
"""Tables that are no rows of the office: how far it is migrated, and the bytes of files, which are copied as files."""
NOT_ROWS = (VERSION, CONTENTS, *DERIVED)
CHUNK = 1000
"""Rows that are read and written at a time."""
_SPACE = 1 << 128
_Row = list[Any]


@dataclass
class Sum:
    """How many rows a table has, and a sum of their checksums that their order does not change."""

    count: int = 0
    checksum: int = 0

    def add(self, line: bytes) -> None:
        """Add one row, as `written` has it."""
        self.count += 1
        one = int.from_bytes(hashlib.blake2b(line, digest_size=16).digest(), "big")
        self.checksum = (self.checksum + one) % _SPACE


async def tables(connection: AsyncConnection) -> dict[str, sa.Table]:
    """Return the tables that a database has, of whichever version, by their names."""
    found = (await connection.run_sync(reflected)).tables
    return {name: _plain_json(table) for name, table in sorted(found.items()) if name not in NOT_ROWS}


def reflected(connection: sa.Connection) -> sa.MetaData:
    """Return what a database says of its tables."""
    found = sa.MetaData()
    found.reflect(connection)
    return found


def _plain_json(table: sa.Table) -> sa.Table:
    """Let None be no value in a table's JSON columns; the document `null` is another thing."""
    for column in table.columns:
        if isinstance(column.type, sa.JSON):
            column.type = sa.JSON(none_as_null=True)
    return table


def columns(table: sa.Table) -> list[sa.Column[Any]]:
    """Return the columns in the order of their names: two databases may keep them in different ones."""
    return sorted(table.columns, key=lambda column: column.name)


async def read(connection: AsyncConnection, table: sa.Table) -> AsyncIterator[bytes]:
    """Yield every row as a line of JSON in the order of its key: the order on disk tells who came when."""
    found = columns(table)
    told = [sa.cast(one, sa.Text) if isinstance(one.type, sa.JSON) else one for one in found]
    is_json = [isinstance(one.type, sa.JSON) for one in found]
    query = sa.select(*told).order_by(*(table.primary_key.columns or found))
    done = 0
    async with connection.stream(query) as result:
        async for some in result.partitions(CHUNK):
            for row in some:
                yield written([_plain(v, is_document=d) for v, d in zip(row, is_json, strict=True)])
            done += len(some)
            step("rows", table.name, done=done)


def written(row: _Row) -> bytes:
    """Return a row as one line of JSON, the same for the same values."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _plain(value: Any, *, is_document: bool) -> Any:
    """Return a value as JSON knows it: a document in brackets, moments in UTC, bytes as base64."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if is_document:
        return [json.loads(value)]
    if isinstance(value, datetime):
        # SQLite keeps UTC without saying so.
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


async def write(connection: AsyncConnection, table: sa.Table, lines: Sequence[bytes]) -> None:
    """Insert rows that `read` has yielded from a table with the same columns."""
    found = columns(table)
    readers = [_reader(one.type) for one in found]
    values = [
        {
            column.name: None if value is None else reads(value)
            for column, reads, value in zip(found, readers, json.loads(line), strict=True)
        }
        for line in lines
    ]
    if values:
        await connection.execute(table.insert(), values)


def _reader(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any]:
    """Return what makes a column's value of its JSON."""
    if isinstance(kind, sa.JSON):
        return lambda told: sa.JSON.NULL if told[0] is None else told[0]
    if isinstance(kind, sa.DateTime):
        zone = UTC if kind.timezone else None
        return lambda told: datetime.fromisoformat(told).replace(tzinfo=zone)
    if isinstance(kind, sa.Date):
        return date.fromisoformat
    if isinstance(kind, sa.Time):
        return time.fromisoformat
    return base64.b64decode if isinstance(kind, sa.LargeBinary) else lambda told: told
