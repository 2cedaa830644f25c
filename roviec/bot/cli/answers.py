"""The finished answers as CSV: in key order, so that nothing tells who answered before whom."""

import csv
from collections.abc import AsyncIterator
from typing import TextIO

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Answer, Response, Unit

COLUMNS = ("response", "campaign", "unit", "question", "answer", "date")
_CHUNK = 5000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def write_csv(session: AsyncSession, target: TextIO) -> int:
    """Write every finished answer; return how many rows."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    async for rows in _chunks(session):
        writer.writerows(rows)
        count += len(rows)
    return count


async def _chunks(session: AsyncSession) -> AsyncIterator[list[tuple[object, ...]]]:
    """Yield the answers a few thousand at a time."""
    found = (
        select(Answer, Response, Unit.name)
        .join(Response, col(Response.key) == col(Answer.response_key))
        .join(Unit, col(Unit.id) == col(Response.unit_id))
        .order_by(col(Answer.response_key), col(Answer.item), col(Answer.position))
    )
    stream = await session.stream(found, execution_options={"yield_per": _CHUNK})
    async for part in stream.partitions(_CHUNK):
        yield [
            (response.key, response.campaign_id, unit, answer.item, _said(answer), response.on.isoformat())
            for answer, response, unit in part
        ]


def _said(answer: Answer) -> str:
    """Return the number of the choice, or the words: never such that a spreadsheet would run them."""
    if answer.words is None:
        return "" if answer.number is None else str(answer.number)
    return f"'{answer.words}" if answer.words.startswith(_FORMULA) else answer.words
