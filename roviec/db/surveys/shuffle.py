"""On PostgreSQL rows keep the order and the transaction they were written in: write them anew, shuffled."""

from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Fact

NAME = "survey.shuffled"
_OLDEST = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295"
_STEPS = (
    "CREATE TEMP TABLE new_response ON COMMIT DROP AS SELECT * FROM response WHERE {new}",
    "CREATE TEMP TABLE new_spent ON COMMIT DROP AS SELECT * FROM spenttoken WHERE {new}",
    "CREATE TEMP TABLE new_answer ON COMMIT DROP AS "
    "SELECT a.* FROM answer a JOIN new_response r ON r.key = a.response_key",
    "DELETE FROM answer WHERE response_key IN (SELECT key FROM new_response)",
    "DELETE FROM response WHERE key IN (SELECT key FROM new_response)",
    "DELETE FROM spenttoken WHERE token IN (SELECT token FROM new_spent)",
    "INSERT INTO spenttoken SELECT * FROM new_spent ORDER BY random()",
    "INSERT INTO response SELECT * FROM new_response ORDER BY random()",
    "INSERT INTO answer SELECT * FROM new_answer ORDER BY random()",
)


async def shuffle_answers(session: AsyncSession) -> None:
    """Rewrite what was stored since the last time in random order, as one transaction; nothing on SQLite.

    SQLite keeps these tables in the order of their random keys and has no transaction ids in its rows.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    # Nobody may write between the copy and the deletion.
    await _run(session, "LOCK TABLE answer, response, spenttoken IN SHARE ROW EXCLUSIVE MODE")
    known = await session.get(Fact, NAME)
    oldest = int((await _run(session, _OLDEST)).scalar_one())
    new = f"age(xmin) <= age('{int(known.value['xid'])}'::xid)" if known else "true"
    for step in _STEPS:
        await _run(session, step.format(new=new))
    await session.merge(Fact(name=NAME, value={"xid": oldest}))


async def _run(session: AsyncSession, statement: str) -> Any:
    return await session.exec(sa.text(statement))  # type: ignore[call-overload]
