"""Words of finished answers that name an official: the office's leaders alone read them, and no export holds them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.feedback import find
from roviec.db.models import Answer, Person, Response, Unit
from roviec.tasks.feedback.officials import named

SPAN, MOST = timedelta(days=92), 2000
"""How far back a leader reads, and how many words are looked through for it."""
Words = tuple[str, str, int]
"""(response, question, position)"""


@dataclass(frozen=True)
class Named:
    """Words that name an official, of nobody in particular: where and in which month they were written."""

    unit: str
    month: str
    words: str


async def withheld(session: AsyncSession) -> frozenset[Words]:
    """Return which words no export holds: those that name anybody of the office, those who left included."""
    names = (await session.exec(select(Person.name))).all()
    said = select(Answer).where(col(Answer.words).is_not(None))
    found = (await session.exec(said)).all()
    return frozenset(
        (one.response_key, one.item, one.position) for one in found if named(one.words or "", names)
    )


async def to_read(session: AsyncSession, reader: Person, *, today: date) -> list[Named]:
    """Return what a leader of the office may read, the newest month first: nothing in which they are named themselves."""
    if not await find.reads_named(session, reader):
        return []
    names = (await session.exec(select(Person.name))).all()
    rows = (
        select(Answer, Response, Unit.name)
        .join(Response, col(Response.key) == col(Answer.response_key))
        .join(Unit)
        .where(col(Response.on) > today - SPAN, col(Answer.words).is_not(None), col(Answer.words) != "")
        .order_by(col(Response.on).desc())
        .limit(MOST)
    )
    said = [(one.words or "", to.on, unit) for one, to, unit in (await session.exec(rows)).all()]
    found = [
        Named(unit, f"{on:%Y-%m}", words)
        for words, on, unit in said
        if named(words, names) and not named(words, [reader.name])
    ]
    # By what they say: no order tells whose came first.
    return sorted(sorted(found, key=lambda one: one.words), key=lambda one: one.month, reverse=True)
