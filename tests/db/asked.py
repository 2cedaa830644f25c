"""What a session is asked, locks as PostgreSQL reads them: to the one writer of SQLite they mean nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

_POSTGRES, _SQLITE = postgresql.dialect(), sqlite.dialect()


@contextmanager
def asked(session: AsyncSession) -> Iterator[list[str]]:
    """Collect the statements of a session meanwhile, each on one line."""
    found: list[str] = []

    def hear(_connection: Any, statement: Any, *_rest: Any) -> None:
        # An insertion is of its own engine; on both it names the columns of a conflict.
        dialect = _SQLITE if isinstance(statement, sqlite.Insert) else _POSTGRES
        found.append(" ".join(str(statement.compile(dialect=dialect)).split()))

    engine = session.get_bind()
    event.listen(engine, "before_execute", hear)
    try:
        yield found
    finally:
        event.remove(engine, "before_execute", hear)


def locks(statements: list[str]) -> list[str]:
    """Return each lock as "table UPDATE" or "table UPDATE SKIP LOCKED", in the order of asking."""
    return [
        f"{_table(one)} {one.partition(' FOR ')[2]}"
        for one in statements
        if " FOR UPDATE" in one or " FOR SHARE" in one
    ]


def conflicts(statements: list[str]) -> list[str]:
    """Return what each insertion does with a row that stands there: "table (columns) DO UPDATE", "table DO NOTHING"."""
    found = (one.partition(" ON CONFLICT ") for one in statements if " ON CONFLICT " in one)
    return [
        f"{head.split()[2]} {then.partition(' SET ')[0].partition(' RETURNING ')[0]}"
        for head, _, then in found
    ]


def _table(statement: str) -> str:
    return statement.partition(" FROM ")[2].split()[0]
