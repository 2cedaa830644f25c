"""Every message that was ever written, as triggers of the database noted it: the outbox itself forgets what was sent."""

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database

_NOTE = (
    "INSERT INTO journal (id, chat, body, tries, twice) "
    "VALUES (NEW.id, NEW.chat, NEW.body, NEW.tries, NEW.possibly_twice)"
)
_CHANGE = "UPDATE journal SET tries = NEW.tries, twice = NEW.possibly_twice WHERE id = NEW.id"
_TABLE = (
    "CREATE TABLE journal (seq {serial}, id BIGINT, chat TEXT, body {json}, tries INTEGER, twice BOOLEAN)"
)
_SQLITE = (
    _TABLE.format(serial="INTEGER PRIMARY KEY AUTOINCREMENT", json="TEXT"),
    "CREATE INDEX journal_id ON journal (id)",
    f"CREATE TRIGGER journal_note AFTER INSERT ON outbox BEGIN {_NOTE}; END",
    f"CREATE TRIGGER journal_change AFTER UPDATE ON outbox BEGIN {_CHANGE}; END",
)
_POSTGRES = (
    _TABLE.format(serial="BIGSERIAL PRIMARY KEY", json="JSON"),
    "CREATE INDEX journal_id ON journal (id)",
    *(
        statement
        for name, event, work in (("note", "INSERT", _NOTE), ("change", "UPDATE", _CHANGE))
        for statement in (
            f"CREATE FUNCTION journal_{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {work}; RETURN NULL; END $$",
            f"CREATE TRIGGER journal_{name} AFTER {event} ON outbox "
            f"FOR EACH ROW EXECUTE FUNCTION journal_{name}()",
        )
    ),
)


@dataclass(frozen=True)
class Entry:
    """One message that was written for a chat."""

    chat: str
    text: str
    tries: int
    possibly_twice: bool


async def keep_journal(db: Database) -> None:
    """Note from here on what is written; it happens in the writer's own transaction."""
    async with db.write() as session:
        for statement in _SQLITE if db.is_sqlite else _POSTGRES:
            await session.exec(sa.text(statement))  # type: ignore[call-overload]


async def entries(session: AsyncSession) -> dict[str, list[Entry]]:
    """Return what was written, by chat and in order."""
    asked = sa.text("SELECT chat, body, tries, twice FROM journal ORDER BY seq")
    found: dict[str, list[Entry]] = {}
    for chat, body, tries, twice in (await session.exec(asked)).all():  # type: ignore[call-overload]
        found.setdefault(chat, []).append(Entry(chat, _text(body), tries, bool(twice)))
    return found


def _text(body: Any) -> str:
    return str((json.loads(body) if isinstance(body, str) else body)["text"])
