"""The clock: wakes once a minute, runs what is due, and knows when something may be sent next.

It remembers nothing. Every job reads what is due and claims what it says under a unique key, so a restart, a
jump of the clock or a second process changes nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from roviec.db import reminders, surveys
from roviec.db.engine import Database
from roviec.db.holding import DutyLost
from roviec.delivery.failover import rescue
from roviec.delivery.post import Post
from roviec.delivery.singly import Singly
from roviec.errors import trace
from roviec.handlers.announcements.sending import remind_unread
from roviec.handlers.frame.house import House
from roviec.scheduler.absences import turn_over
from roviec.scheduler.alive import SignOfLife
from roviec.scheduler.allowances import watch
from roviec.scheduler.asking import ask
from roviec.scheduler.digest import send_digest, send_report
from roviec.scheduler.done import count_done
from roviec.scheduler.groups import send_to_groups
from roviec.scheduler.held import release
from roviec.scheduler.occurrences import recur
from roviec.scheduler.round import HOUR, Step, moment_of, remind, remind_own
from roviec.scheduler.saving import NightlySaving
from roviec.scheduler.shifts import tell_moved
from roviec.scheduler.signing_off import sign_off
from roviec.scheduler.storing import StoreWatch
from roviec.scheduler.unfinished import remind_unfinished
from roviec.scheduler.upkeep import Retention, tidy
from roviec.scheduler.waker import Waker
from roviec.tasks.calendar import Calendar
from roviec.tasks.issuing import digest_time, report_time
from roviec.tasks.reporting import ended

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to do when its time has come; each decides that itself, and doing it twice changes nothing.

    `notice` is the kind of notice that closes its day or week: until the next one it need not be asked.
    """

    name: str
    run: Callable[[datetime], Awaitable[int]]
    notice: str = ""


class Scheduler:
    """Runs the jobs each minute; the waker only calls it."""

    def __init__(
        self,
        db: Database,
        house: House,
        clock: Callable[[], datetime],
        *,
        hour: time = HOUR,
        keep: Retention | None = None,
        at: Step = lambda _step: None,
        saving: NightlySaving | None = None,
        alive: SignOfLife | None = None,
    ) -> None:
        self.post = Post(db, "scheduler")
        self.db, self.house, self.clock, self.hour = self.post.db, house, clock, hour
        db = self.db
        self.jobs: tuple[Job, ...] = (
            # Occurrences first: a task written this morning is known to this morning's round.
            Job("occurrences", partial(recur, db, house), "occurrences"),
            # Before the round: who is away from today on hears nothing of it any more.
            Job("absences", partial(turn_over, db, house)),
            Job("held", partial(release, db, house)),
            Job("shifted", partial(tell_moved, db, house)),
            # Before the digest, which reads what it keeps.
            Job("done", partial(count_done, db, house)),
            Job("digest", partial(send_digest, db, house, at=at), "digests"),
            Job("reports", partial(send_report, db, house, at=at)),
            Job("groups", partial(send_to_groups, db, house)),
            Job("allowances", partial(watch, db, house)),
            Job("announcements", partial(remind_unread, db, house)),
            Job("reminders", partial(remind, db, house, hour=hour, at=at), "round"),
            # After the round: what is late comes before what is only asked for.
            Job("figures", partial(ask, db, house, hour=hour)),
            Job("own_hours", partial(remind_own, db, house, at=at)),
            Job("unfinished", partial(remind_unfinished, db, house)),
            Job("windows", self._forget_windows),
            Job("sessions", partial(sign_off, db, house)),
            Job("elsewhere", partial(rescue, db, house.channels)),
            Job("upkeep", partial(tidy, db, house, keep=keep or Retention()), "upkeep"),
            Job("store", StoreWatch(db, house)),
            Job("heartbeat", self._beat),
            Job("log", self._empty_log),
        )
        if saving is not None:
            self.jobs += (Job("backup", saving, "backup"),)
        self.alive = alive
        self._failing = True  # until a look says that nothing failed before

    async def run(self) -> None:
        """Tick at once and at the start of each minute, whatever is done to the clock, until cancelled.

        Where several processes run, one ticks and the others stand by.
        """
        await self.post.serve(self._ticking)

    async def _ticking(self) -> None:
        waker = Waker(self._wake)
        waker.start()
        try:
            await asyncio.Event().wait()
        finally:
            waker.stop()
            if self.alive is not None:
                await self.alive.close()

    async def _wake(self) -> None:
        await self.tick(self.clock())

    async def tick(self, now: datetime) -> dict[str, int]:
        """Run each job at the aware moment `now`; return what each did. A job that fails stops no other."""
        done: dict[str, int] = {}
        closed, failed = await self._closed(now), dict[str, Exception]()
        for job in self.jobs:
            try:
                done[job.name] = 0 if job.notice in closed else await job.run(now)
            except DutyLost:
                return done
            except Exception as error:
                log.error("job %s failed, will try again: %s", job.name, trace(error))
                failed[job.name] = error
        await self._count(failed, done, now)
        if self.alive is not None and not failed:
            self.alive()
        return done

    async def _count(self, failed: Mapping[str, Exception], done: Mapping[str, int], now: datetime) -> None:
        """Remember which jobs fail as a whole; they are tried for ever, and the admins hear of it once."""
        if not failed and not self._failing:
            return
        try:
            singly = await Singly.of(self.db, "jobs", channels=self.house.channels, now=now)
            for name, error in failed.items():
                await singly.failed(name, error)
            for name in singly.known.keys() & done.keys():
                async with singly.row(name):
                    pass
            self._failing = bool(singly.known)
        except Exception as error:
            log.error("the clock cannot write: %s", trace(error))

    async def _closed(self, now: datetime) -> set[str]:
        """Return the kinds of notice that are there for this day or week; days off are looked up anew before."""
        moment = moment_of(now, self.house)
        try:
            async with self.db.read() as session:
                await self.house.days.reread(session)
                kinds, periods = [job.notice for job in self.jobs], (moment.period, moment.week)
                return await reminders.closed(session, kinds=kinds, periods=periods)
        except Exception as error:
            log.error("the clock cannot read: %s", trace(error))
            return set()

    async def _beat(self, now: datetime) -> int:
        """Leave a sign of life for `roviec doctor`."""
        async with self.db.write() as session:
            await reminders.beat(session, now=now)
        return 0

    async def _forget_windows(self, now: datetime) -> int:
        """Forget when responses last came: only the day of many at once is kept."""
        async with self.db.write() as session:
            return await surveys.forget_windows(session, now)

    async def _empty_log(self, _now: datetime) -> int:
        await self.db.empty_log()
        return 0

    def due_times(self, now: datetime, until: datetime) -> Iterator[datetime]:
        """Return the moments after `now` up to `until` at which something may be sent, in order."""
        calendar = self.house.calendar()
        day = now.astimezone(calendar.tz).date()
        while day <= until.astimezone(calendar.tz).date():
            yield from (moment for moment in _moments(day, calendar, self.hour) if now < moment <= until)
            day += timedelta(days=1)

    def next_event(self, now: datetime) -> datetime:
        """Return the next moment at which something may be sent: there is one each working day."""
        calendar = self.house.calendar()
        day = now.astimezone(calendar.tz).date()
        while True:
            later = [moment for moment in _moments(day, calendar, self.hour) if moment > now]
            if later:
                return later[0]
            day = calendar.next_working(day)


def _moments(day: date, calendar: Calendar, hour: time) -> list[datetime]:
    """Return when something may be sent on a day, in order."""
    if not calendar.is_working(day):
        return []
    moments = {datetime.combine(day, max(hour, calendar.hours[0]), tzinfo=calendar.tz)}
    digest = digest_time(day, calendar)
    if digest is not None and digest.date() == day:
        moments.add(digest)
    report = report_time(ended(day), calendar)
    if report.date() == day:
        moments.add(report)
    return sorted(moments)
