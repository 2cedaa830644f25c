"""A year of answers, written by the database itself: as many as a country gives, in minutes instead of hours."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from roviec.bot.simulation.answers import MOOD
from roviec.db.engine import Database

PART = 50_000
"""Responses of one transaction."""

# In the order of their keys, as the tables keep them: nothing is ever put in between.
_KEYS = """CREATE TABLE fill AS
  WITH RECURSIVE series(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n + 1 < :count)
  SELECT lower(hex(randomblob(16))) AS key, n FROM series ORDER BY key"""
_RESPONSES = """INSERT INTO response (key, campaign_id, unit_id, "on", flags, mode)
  SELECT key, :campaign, 1 + n % :units, date(:first, '+' || abs(random() % :days) || ' days'),
    CASE WHEN n % 50 = 0 THEN '["speeder"]' ELSE '[]' END, ''
  FROM fill WHERE rowid > :after AND rowid <= :until"""
# One number of chance a row: an expression that stands in five conditions would be drawn five times.
_ANSWERS = """INSERT INTO answer (response_key, item, position, number)
  SELECT key, item, 0, {level} FROM (
    SELECT fill.key AS key, asked.item AS item, abs(random() % {all}) AS chance
    FROM fill CROSS JOIN asked WHERE fill.rowid > :after AND fill.rowid <= :until ORDER BY fill.rowid, asked.item
  )"""


def _level() -> str:
    """Return the level that a number of chance stands for."""
    bounds = [sum(MOOD[: level + 1]) for level in range(len(MOOD))]
    cases = " ".join(f"WHEN chance < {bound} THEN {level}" for level, bound in enumerate(bounds, 1))
    return f"CASE {cases} END"


async def fill(
    db: Database, campaign: int, count: int, *, items: Sequence[str], units: int, first: date, days: int
) -> None:
    """Write finished responses of `days` from `first` on at units from 1 to `units`; they are not counted yet. SQLite."""
    answers = _ANSWERS.format(level=_level(), all=sum(MOOD))
    async with db.write() as session:
        run = (await session.connection()).execute
        await run(sa.text("CREATE TABLE asked (item TEXT PRIMARY KEY)"))
        await run(sa.text("INSERT INTO asked VALUES (:item)"), [{"item": item} for item in items])
        await run(sa.text(_KEYS), {"count": count})
    for after in range(0, count, PART):
        part = {"after": after, "until": after + PART}
        about = {"campaign": campaign, "units": units, "first": first.isoformat(), "days": days}
        async with db.write() as session:
            run = (await session.connection()).execute
            await run(sa.text(_RESPONSES), part | about)
            await run(sa.text(answers), part)
    async with db.write() as session:
        run = (await session.connection()).execute
        for table in ("fill", "asked"):
            await run(sa.text(f"DROP TABLE {table}"))
