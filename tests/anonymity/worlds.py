"""Two worlds that differ only in who gave which answers: where their remains are the same, no solver can tell.

In one world the first citizen gives the long answers and the second the short ones, in the other it is the other way
round. Whatever is left afterwards — rows, their order, ids, counts and times — is written down with everything that
was drawn at random made blank, and compared.
"""

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.models.base import Row
from tests.chat import Chat, Talker
from tests.handlers.survey_stage import agree

SHORT = ("5", "1", "bỏ qua", "gửi")
LONG = ("9", "không rõ", "1", "7", "2,3", "Chờ lâu quá, bốn lần mới xong", "gửi")
SHUFFLED = ("response", "answer", "spenttoken", "seen", "conversation")
"""What the night's job writes anew in random order on PostgreSQL."""
GIVEN = ("response", "answer")
"""What was answered: the same rows in both worlds."""
_RANDOM = re.compile(r"[0-9a-f]{12,}|\d{12,}")


async def tell(
    chat: Chat,
    token: str,
    *,
    first: Sequence[str],
    second: Sequence[str],
    channel: str,
    names: str = "người",
) -> None:
    """Let two citizens answer, one after the other, each from a fixed minute on and in their own rhythm."""
    begun = chat.now
    for number, says in enumerate((first, second)):
        chat.now = begun + timedelta(minutes=5 * number)
        citizen = chat.person(f"{names} {number}", channel=channel)
        await agree(citizen, token)
        for words in says:
            chat.later(seconds=11)
            await citizen.says(words)
        assert ("Xin cảm ơn" in citizen.words) == (says[-1] == "gửi"), citizen.words


async def remains(chat: Chat, citizens: Sequence[Talker]) -> dict[str, list[Any]]:
    """Return every row that an office holds of these citizens and of everything else."""
    return await rows_of(chat.db, [citizen.chat for citizen in citizens])


async def rows_of(db: Database, chats: Sequence[str]) -> dict[str, list[Any]]:
    """Return every row of every table, in its stored order where that order is not one of random keys."""
    names = {chat: f"chat {number}" for number, chat in enumerate(chats)}
    found: dict[str, list[Any]] = {}
    async with db.read() as session:
        for name, table in Row.metadata.tables.items():
            rows = [
                [blank(cell, names) for cell in row] for row in await _stored(session, table, db.is_sqlite)
            ]
            found[name] = rows if _counts(table, db.is_sqlite) else sorted(rows, key=repr)
    # Which process is at work and until which second: it is renewed by the clock, whoever says whatever.
    del found["duty"]
    # Which transaction the night's job was tells of the whole server, not of an office.
    found["fact"] = [row for row in found["fact"] if row[0] != "survey.shuffled"]
    return found


def _counts(table: sa.Table, is_sqlite: bool) -> bool:
    """Tell whether rows lie in the order in which they were written."""
    if not is_sqlite:
        return table.name not in SHUFFLED
    return bool(table.kwargs.get("sqlite_with_rowid", True)) and table.name != "outbox"


async def _stored(session: AsyncSession, table: sa.Table, is_sqlite: bool) -> Sequence[Any]:
    order = ("rowid" if _counts(table, is_sqlite) else "1") if is_sqlite else "ctid"
    words = f'SELECT * FROM "{table.name}" ORDER BY {order}'
    return (await session.exec(sa.text(words))).all()  # type: ignore[call-overload,no-any-return]


def blank(cell: Any, names: dict[str, str]) -> Any:
    """Return a cell with chats by their names and without what was drawn at random."""
    if isinstance(cell, str) and cell[:1] in "[{":
        try:
            return blank(json.loads(cell), names)
        except ValueError:
            pass
    if isinstance(cell, dict):
        return {key: blank(value, names) for key, value in cell.items()}
    if isinstance(cell, list):
        return [blank(value, names) for value in cell]
    if isinstance(cell, int) and cell > 2**40:
        return "random"
    if isinstance(cell, str):
        for chat, name in names.items():
            cell = cell.replace(chat, name)
        return _RANDOM.sub("random", cell)
    return cell


def assert_alike(left: Sequence[dict[str, list[Any]]]) -> None:
    """Check that what two worlds leave differs nowhere."""
    for table, rows in left[0].items():
        if table in GIVEN:
            assert sorted(map(repr, rows)) == sorted(map(repr, left[1][table]))
        else:
            assert rows == left[1][table], table


async def transactions(chat: Chat, table: str) -> int:
    """Return by how many transactions the rows of a table were written (PostgreSQL)."""
    async with chat.db.read() as session:
        found = await session.exec(sa.text(f'SELECT count(DISTINCT xmin::text) FROM "{table}"'))  # type: ignore[call-overload]
        return int(found.scalar_one())
