"""On PostgreSQL rows keep the order and the transaction they were written in: write them anew, shuffled."""

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

_TABLES = ("answer", "response", "spenttoken")


async def shuffle_answers(session: AsyncSession) -> None:
    """Rewrite answers, responses and spent tokens in random order in one transaction; nothing on SQLite.

    SQLite keeps these tables in the order of their random keys and has no transaction ids in its rows.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    await session.exec(sa.text("SET CONSTRAINTS ALL DEFERRED"))  # type: ignore[call-overload]
    for table in _TABLES:
        copy = f"CREATE TEMP TABLE shuffled_{table} ON COMMIT DROP AS SELECT * FROM {table} ORDER BY random()"
        await session.exec(sa.text(copy))  # type: ignore[call-overload]
    for table in _TABLES:
        await session.exec(sa.text(f"DELETE FROM {table}"))  # type: ignore[call-overload]
    for table in reversed(_TABLES):
        await session.exec(sa.text(f"INSERT INTO {table} SELECT * FROM shuffled_{table}"))  # type: ignore[call-overload]
