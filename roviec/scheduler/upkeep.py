"""The nightly housekeeping: traces older than the office keeps them are erased, a little at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import inbox, official, reminders, surveys
from roviec.db.engine import Database
from roviec.db.feedback.keep import erase_old
from roviec.db.models import Invitation, Notice, Outbox
from roviec.db.models.delivery import Departure
from roviec.handlers.frame.house import House
from roviec.scheduler.round import moment_of

HOUR = time(2, 0)
INVITATION_DAYS = 30
"""How long an expired code is still told apart from a wrong one."""
CHUNK = 1000


@dataclass(frozen=True)
class Retention:
    """How long traces are kept, in days."""

    inbox_days: int = 30
    outbox_days: int = 90
    paused_survey_days: int = 14


async def tidy(db: Database, house: House, now: datetime, *, keep: Retention) -> int:
    """Erase what is too old, once a night or at the first chance after it; return how many rows."""
    moment = moment_of(now, house)
    if now.astimezone(house.zone).time() < HOUR:
        return 0
    async with db.read() as session:
        if await reminders.was_said(session, kind="upkeep", period=moment.period):
            return 0
    erased = 0
    while True:
        async with db.write() as session:
            counts = [await _erase(session, table, old) for table, old in _old(keep, now)]
        erased += sum(counts)
        if max(counts) < CHUNK:
            break
    async with db.write() as session:
        paused = now - timedelta(days=keep.paused_survey_days)
        erased += await surveys.erase_stale_runs(session, before=paused, traces=house.traces, now=now)
        heard = now - timedelta(days=keep.inbox_days)
        erased += await inbox.forget_seen(session, before=heard)
        erased += await official.forget_old(session, before=heard)
        erased += await erase_old(
            session, today=moment.today, keep_days=house.feedback.keep_days, drafts_before=paused, now=now
        )
        await surveys.shuffle_answers(session)
        await reminders.say_once(session, kind="upkeep", period=moment.period, now=now)
    return erased


def _old(keep: Retention, now: datetime) -> Iterator[tuple[Any, sa.ColumnElement[bool]]]:
    """Return each table with what is too old in it; dead letters stay until someone looks."""
    outbox = now - timedelta(days=keep.outbox_days)
    yield Outbox, (col(Outbox.state) == Departure.sent) & (col(Outbox.sent_at) < outbox)
    # The round of their day is closed for good: the notice of each person has done its work.
    yield Notice, col(Notice.kind).in_(("reminder", "alarm")) & (col(Notice.at) < outbox)
    yield Invitation, col(Invitation.expires_at) < now - timedelta(days=INVITATION_DAYS)


async def _erase(session: AsyncSession, table: Any, old: sa.ColumnElement[bool]) -> int:
    """Delete a chunk: transactions stay short, so that replies get their turn between them."""
    some = sa.select(table.id).where(old).limit(CHUNK)
    gone = await session.exec(sa.delete(table).where(table.id.in_(some)).returning(table.id))
    return len(gone.all())
