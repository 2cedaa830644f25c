"""On PostgreSQL rows keep the order and the transaction they were written in: write them anew, shuffled."""

from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Fact

NAME = "survey.shuffled"
# The oldest transaction that may still write, and this one: 32 bits of each, as rows carry them.
_NOW = (
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295, "
    "pg_current_xact_id()::text::bigint & 4294967295"
)
_STEPS = (
    "CREATE TEMP TABLE new_response ON COMMIT DROP AS SELECT * FROM response WHERE {new}",
    "CREATE TEMP TABLE new_answer ON COMMIT DROP AS "
    "SELECT a.* FROM answer a JOIN new_response r ON r.key = a.response_key",
    "DELETE FROM answer WHERE response_key IN (SELECT key FROM new_response)",
    "DELETE FROM response WHERE key IN (SELECT key FROM new_response)",
    "INSERT INTO response SELECT * FROM new_response ORDER BY random()",
    "INSERT INTO answer SELECT * FROM new_answer ORDER BY random()",
    *(
        step
        for table, rows in (("spenttoken", "true"), ("seen", "{new}"), ("conversation", "{new}"))
        for step in (
            f"CREATE TEMP TABLE new_{table} ON COMMIT DROP AS SELECT * FROM {table} WHERE {rows}",
            f"DELETE FROM {table} WHERE {rows}",
            f"INSERT INTO {table} SELECT * FROM new_{table} ORDER BY random()",
        )
    ),
    # Others refer to these, so they stay where they are and only forget which transactions wrote them.
    "UPDATE address SET language = language WHERE {new}",
    "UPDATE webstream SET epoch = epoch WHERE {new}",
    "UPDATE webevent SET kind = kind WHERE {new}",
    "UPDATE outbox SET tries = tries WHERE state IN ('sent', 'dead') AND {new}",
)


async def shuffle_answers(session: AsyncSession) -> None:
    """Rewrite what was stored since the last time in random order, as one transaction; nothing on SQLite.

    Spent tokens are rewritten all together: even a night with one new response gives it no partner. What a chat
    leaves beside its answers is rewritten too: the transactions between two of its rows would tell how often it spoke.
    SQLite keeps these tables in the order of their random keys and has no transaction ids in its rows.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    # Nobody may write between the copy and the deletion; in the order in which a batch writes.
    await _run(
        session, "LOCK TABLE seen, conversation, spenttoken, response, answer IN SHARE ROW EXCLUSIVE MODE"
    )
    known = await session.get(Fact, NAME)
    oldest, own = (await _run(session, _NOW)).one()
    new = _since(known.value) if known else "true"
    # Chats leave what recognises a repetition, pages nothing but responses.
    fresh = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE {new}" for table in ("seen", "response"))
    if (await _run(session, f"{fresh} LIMIT 1")).first() is None:
        return
    for step in _STEPS:
        await _run(session, step.format(new=new))
    await session.merge(Fact(name=NAME, value={"oldest": int(oldest), "own": int(own)}))


def _since(last: dict[str, Any]) -> str:
    """Return the condition of rows written after the last shuffle, those of the shuffle itself left out."""
    oldest, own = int(last["oldest"]), int(last["own"])
    return f"age(xmin) <= age('{oldest}'::xid) AND xmin <> '{own}'::xid"


async def _run(session: AsyncSession, statement: str) -> Any:
    return await session.exec(sa.text(statement))  # type: ignore[call-overload]
