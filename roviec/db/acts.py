"""What was done by a form of a page and what its person heard: a form that comes twice acts once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Notice
from roviec.db.reminders import say_once

KIND = "page"


async def heard(session: AsyncSession, *, person_id: int, form: str) -> list[str] | None:
    """Return what a person heard when a form of theirs acted; None where it has not."""
    mine = (Notice.kind == KIND, Notice.subject == str(person_id), Notice.period == form)
    data = (await session.exec(select(Notice.data).where(*mine))).first()
    return None if data is None else [str(line) for line in data["lines"]]


async def keep(
    session: AsyncSession, *, person_id: int, form: str, lines: Sequence[str], now: datetime
) -> bool:
    """Keep what a person hears of a form; False where it has acted meanwhile: then nothing else may hold."""
    data = {"lines": list(lines)}
    return await say_once(session, kind=KIND, subject=str(person_id), period=form, now=now, data=data)
