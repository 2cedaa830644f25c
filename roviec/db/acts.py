"""What was done by a form of a page and what its person heard: a form that comes twice acts once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Notice
from roviec.db.reminders import say_once

KIND = "page"


@dataclass(frozen=True)
class Heard:
    """What a person heard, and what they may do next: a label and a packed choice each."""

    lines: Sequence[str]
    choices: Sequence[tuple[str, str]] = ()


async def heard(session: AsyncSession, *, person_id: int, form: str) -> Heard | None:
    """Return what a person heard when a form of theirs acted; None where it has not."""
    mine = (Notice.kind == KIND, Notice.subject == str(person_id), Notice.period == form)
    data = (await session.exec(select(Notice.data).where(*mine))).first()
    if data is None:
        return None
    return Heard(data["lines"], [(label, choice) for label, choice in data["choices"]])


async def keep(session: AsyncSession, said: Heard, *, person_id: int, form: str, now: datetime) -> bool:
    """Keep what a person hears of a form; False where it has acted meanwhile: then nothing else may hold."""
    data = {"lines": list(said.lines), "choices": [list(choice) for choice in said.choices]}
    return await say_once(session, kind=KIND, subject=str(person_id), period=form, now=now, data=data)
