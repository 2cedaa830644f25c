"""The finished answers as CSV: in key order, so that nothing tells who answered before whom."""

import csv
from typing import TextIO

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.surveys.export import Export, Line, lines

COLUMNS = ("response", "campaign", "unit", "question", "answer", "date")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def write_csv(session: AsyncSession, export: Export, target: TextIO) -> int:
    """Write every finished answer; return how many rows."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    async for part in lines(session, export):
        writer.writerows((one.response, one.campaign, one.unit, one.item, _said(one), one.on) for one in part)
        count += len(part)
    return count


def _said(answer: Line) -> str:
    """Return the number of the choice, or the words: never such that a spreadsheet would run them."""
    if answer.words is None:
        return "" if answer.number is None else str(answer.number)
    return f"'{answer.words}" if answer.words.startswith(_FORMULA) else answer.words
