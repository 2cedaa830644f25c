"""Taking feedback in: counted, given a code and, where a unit is known, made that unit's task."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import files, people
from roviec.db.feedback.settle import route
from roviec.db.inbox import insert
from roviec.db.models import Address, Feedback, FeedbackTally, Unit
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks.feedback.lifecycle import Kind, State
from roviec.tasks.feedback.rules import CODE_LENGTH, PREFIX


class EnoughToday(PersonError):
    """Hôm nay Ông/Bà đã gửi {limit} ý kiến. Mong Ông/Bà gửi tiếp từ ngày mai hoặc liên hệ trực tiếp cơ quan."""


@dataclass(frozen=True)
class NewFeedback:
    """What a citizen wants to send."""

    kind: Kind
    words: str
    unit: Unit | None = None
    photos: Sequence[dict[str, Any]] = field(default_factory=tuple)
    place: str = ""
    names_official: bool = False
    """Its words name somebody of the office: no unit works on it, the office's leaders answer it."""
    due: date | None = None
    """By when they were promised an answer."""
    answer_here: bool = False
    """They agreed that the address of their chat is kept so as to answer."""
    consent: str = ""
    """The words to which they agreed."""


async def sent_today(session: AsyncSession, *, address: Address, today: date) -> int:
    """Return how many a chat has sent today."""
    tally = await session.get(FeedbackTally, address.id, populate_existing=True)
    return tally.count if tally is not None and tally.on == today else 0


async def submit(
    session: AsyncSession,
    *,
    new: NewFeedback,
    address: Address,
    title: str,
    today: date,
    now: datetime,
    per_day: int,
    channel: str,
) -> Feedback:
    """Keep a feedback and route it to its unit under the task's `title` ("… {code}"); raise `EnoughToday`.

    Praise is closed at once: it asks for no answer, so no address is kept with it.
    """
    await _count(session, address, today, per_day)
    for photo in new.photos:
        await files.record(session, sha256=photo["sha256"], mime=photo["mime"], size=photo["size"], now=now)
    is_praise = new.kind is Kind.praise
    keeps = new.answer_here and not is_praise
    feedback = Feedback(
        code=f"{PREFIX}-{people.random_code(CODE_LENGTH)}",
        kind=new.kind,
        state=State.closed if is_praise else State.received,
        unit_id=new.unit.id if new.unit else None,
        address_id=address.id if keeps else None,
        consent=new.consent if keeps else "",
        consented_on=today if keeps else None,
        words=new.words,
        photos=list(new.photos),
        place=new.place,
        names_official=new.names_official,
        received_on=today,
        due=None if is_praise else new.due,
        closed_on=today if is_praise else None,
    )
    session.add(feedback)
    await session.flush()
    if new.unit is not None and not is_praise and not new.names_official:
        await route(session, feedback=feedback, unit=new.unit, title=title, by=By(None, now, channel))
    return feedback


async def _count(session: AsyncSession, address: Address, today: date, per_day: int) -> None:
    """Count one more of this chat and day, under races too; raise `EnoughToday` past the limit."""
    row = insert(session, FeedbackTally).values(address_id=address.id, on=today, count=1)
    more = sa.case((col(FeedbackTally.on) == today, col(FeedbackTally.count) + 1), else_=1)
    counted = row.on_conflict_do_update(index_elements=["address_id"], set_={"on": today, "count": more})
    found = await session.exec(counted.returning(col(FeedbackTally.count)))
    if found.scalar_one() > per_day:
        raise EnoughToday(limit=per_day)
