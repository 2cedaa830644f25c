"""Each minute what was done this year, or changed in it, is added to the sums that digests read."""

from datetime import date, datetime

from roviec.db import done
from roviec.db.engine import Database
from roviec.handlers.frame.house import House
from roviec.scheduler.round import moment_of
from roviec.tasks.calendar import Calendar


async def count_done(db: Database, house: House, now: datetime) -> int:
    """Count the done tasks that changed; return how many changes that settled."""
    return await catch_up(db, date(moment_of(now, house).today.year, 1, 1), house.calendar())


async def catch_up(db: Database, since: date, calendar: Calendar) -> int:
    """Count what was done from a day on until nothing is left, a few in each transaction: replies go between them."""
    async with db.read() as session:
        if not await done.is_behind(session, since=since, calendar=calendar):
            return 0
    async with db.write() as session:
        await done.begin_anew(session, since=since, calendar=calendar)
    settled = 0
    while True:
        async with db.write() as session:
            some = await done.count_changed(session, since=since, calendar=calendar)
        if not some:
            return settled
        settled += some
