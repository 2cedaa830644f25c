"""The nightly housekeeping: what the office keeps no longer is erased, a little at a time.

Each step stands for itself: one that fails keeps no other from its work, and is tried again the same night.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import (
    acts,
    audit,
    done,
    inbox,
    keeping,
    knocks,
    official,
    pushes,
    reception,
    reminders,
    setbacks,
    surveys,
    webchat,
)
from roviec.db.engine import Database
from roviec.db.feedback.keep import erase_old
from roviec.db.keeping import Retention
from roviec.db.models import Inbox, Invitation, Notice, Outbox
from roviec.db.models.delivery import Arrival, Departure
from roviec.delivery.singly import Singly
from roviec.handlers.frame.house import House
from roviec.scheduler.round import Moment, moment_of

__all__ = ["Retention", "tidy"]

log = logging.getLogger(__name__)
HOUR = time(2, 0)
INVITATION_DAYS = 30
"""How long an expired code is still told apart from a wrong one."""
CHUNK, CHATS = 1000, 50
Step = Callable[[], Awaitable[int]]


@dataclass(frozen=True)
class _Night:
    db: Database
    house: House
    moment: Moment
    keep: Retention

    def before(self, days: int) -> datetime:
        return self.moment.now - timedelta(days=days)


async def tidy(db: Database, house: House, now: datetime, *, keep: Retention) -> int:
    """Erase what is too old, once a night or at the first chance after it; return how many rows and files."""
    moment = moment_of(now, house)
    if now.astimezone(house.zone).time() < HOUR:
        return 0
    async with db.read() as session:
        if await reminders.was_said(session, kind="upkeep", period=moment.period):
            return 0
    singly = await Singly.of(db, "upkeep", channels=house.channels, now=now, period=moment.period)
    erased = 0
    for name, step in _steps(_Night(db, house, moment, keep)):
        if not singly.leaves(name):
            async with singly.row(name):
                erased += await step()
    if singly.whole:
        async with db.write() as session:
            await reminders.say_once(session, kind="upkeep", period=moment.period, now=now)
            place, seal = await audit.head(session)
        # Outside of the database: who could write the whole chain anew can't reach every copy of the log.
        log.info("audit log: %d entries, sealed %s", place, seal or "-")
    return erased


def _steps(night: _Night) -> Iterator[tuple[str, Step]]:
    """Yield what is done each night; files go last, when the rows that named them are gone."""
    for table, old in _old(night.keep, night.moment.now):
        yield f"rows/{table.__tablename__}", partial(_erase_all, night.db, table, old)
    yield "lines", partial(_forget_lines, night)
    yield "chats", partial(_forget_idle, night)
    yield "surveys", partial(_in_one, night.db, partial(_surveys, night))
    yield "visits", partial(_in_one, night.db, partial(_visits, night))
    yield "feedback", partial(_in_one, night.db, partial(_feedback, night))
    yield "knocks", partial(_in_one, night.db, partial(_knocks, night))
    yield "receptions", partial(_in_one, night.db, partial(_receptions, night))
    yield "done", partial(_in_one, night.db, _done)
    yield "order", partial(_in_one, night.db, _order)
    yield "files", partial(_sweep, night)


def _old(keep: Retention, now: datetime) -> Iterator[tuple[Any, sa.ColumnElement[bool]]]:
    """Yield each table with what is too old in it; quarantined and dead rows have their own time to be looked at."""
    outbox, looked_at = now - timedelta(days=keep.outbox_days), now - timedelta(days=keep.quarantine_days)
    yield Inbox, (col(Inbox.state) == Arrival.quarantined) & (col(Inbox.received_at) < looked_at)
    sent = (col(Outbox.state) == Departure.sent) & (col(Outbox.sent_at) < outbox)
    dead = (col(Outbox.state) == Departure.dead) & (col(Outbox.created_at) < looked_at)
    yield Outbox, sa.or_(sent, dead)
    # The round of their day is closed for good: the notice of each person has done its work.
    passing = ("reminder", "alarm", reminders.OWN_HOUR, acts.KIND)
    yield Notice, col(Notice.kind).in_(passing) & (col(Notice.at) < outbox)
    yield Invitation, col(Invitation.expires_at) < now - timedelta(days=INVITATION_DAYS)


async def _erase_all(db: Database, table: Any, old: sa.ColumnElement[bool]) -> int:
    """Delete chunk after chunk: transactions stay short, so that replies get their turn between them."""
    some, erased = sa.select(table.id).where(old).limit(CHUNK), 0
    while True:
        async with db.write() as session:
            gone = await session.exec(sa.delete(table).where(table.id.in_(some)).returning(table.id))
            count = len(gone.all())
        erased += count
        if count < CHUNK:
            return erased


async def _in_one(db: Database, work: Callable[[AsyncSession], Awaitable[int]]) -> int:
    async with db.write() as session:
        return await work(session)


async def _forget_lines(night: _Night) -> int:
    """Delete the old lines of web chats."""
    erased, before = 0, night.before(night.keep.web_days)
    while count := await _in_one(night.db, partial(webchat.forget_old, before=before, chats=CHATS)):
        erased += count
    return erased


async def _forget_idle(night: _Night) -> int:
    """Forget the chats of citizens who have not spoken for long, as if they had asked for it."""
    forgotten = 0
    while True:
        async with night.db.write() as session:
            found = await keeping.idle(session, before=night.before(night.keep.idle_days), limit=CHATS)
            for address in found:
                await surveys.forget_chat(
                    session, address=address, traces=night.house.traces, now=night.moment.now
                )
        forgotten += len(found)
        if len(found) < CHATS:
            return forgotten


async def _surveys(night: _Night, session: AsyncSession) -> int:
    paused = night.before(night.keep.paused_survey_days)
    erased = await surveys.erase_stale_runs(
        session, before=paused, traces=night.house.traces, now=night.moment.now
    )
    return erased + await surveys.forget_codes(session, today=night.moment.today)


async def _visits(night: _Night, session: AsyncSession) -> int:
    heard = night.before(night.keep.inbox_days)
    erased = await inbox.forget_seen(session, before=heard)
    erased += await official.forget_old(session, before=heard)
    return erased + await setbacks.forget_old(session, before=night.before(night.keep.outbox_days))


async def _feedback(night: _Night, session: AsyncSession) -> int:
    return await erase_old(
        session,
        today=night.moment.today,
        keep_days=night.house.feedback.keep_days,
        drafts_before=night.before(night.keep.paused_survey_days),
        now=night.moment.now,
    )


async def _knocks(night: _Night, session: AsyncSession) -> int:
    """Forget knocks of past days, and browsers of citizens whose feedback has lost its address."""
    forgotten = await knocks.forget_old(session, before=night.before(1))
    return forgotten + await pushes.forget_idle(session)


async def _receptions(night: _Night, session: AsyncSession) -> int:
    return await reception.erase_old(
        session, today=night.moment.today, keep_days=night.house.feedback.keep_days
    )


async def _done(session: AsyncSession) -> int:
    if found := await done.check(session):
        log.error("done tasks: %d out of step with their sums, all are counted anew", found)
    return 0


async def _order(session: AsyncSession) -> int:
    await surveys.shuffle_answers(session)
    return 0


async def _sweep(night: _Night) -> int:
    """Delete the files that no row needs any more."""
    async with night.db.read() as session:
        needed = await keeping.needed(session)
    gone = await night.house.files.forget(needed, age=keeping.FORGOTTEN)
    before = night.moment.now - keeping.FORGOTTEN
    await _in_one(night.db, partial(keeping.forget_files, keep=needed, before=before))
    return gone
