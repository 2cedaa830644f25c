"""The weekly digest and the reports of longer periods: in the morning, once per leader and period, never empty.

The week's goes out on Monday or the next working day, the others on the first working day after the 14th without one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import reminders
from roviec.db.engine import Database
from roviec.db.models import Role
from roviec.db.reminders import Member, Reached, Roster
from roviec.delivery import notify
from roviec.delivery.reach import best, held
from roviec.delivery.singly import Singly
from roviec.handlers.drawing import editions
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import Notice
from roviec.reports.edition import Page
from roviec.reports.editions import Editions
from roviec.scheduler.round import Moment, Step, moment_of
from roviec.tasks.issuing import digest_time, report_time
from roviec.tasks.reporting import ended

READERS = (Role.leader, Role.admin)
LATE = timedelta(days=7)


@dataclass(frozen=True)
class _Issue:
    """What is sent to every reader once: `kind` and `key` are those of the notices that remember it."""

    db: Database
    house: House
    moment: Moment
    kind: str
    key: str
    editions: Editions
    at: Step


async def send_digest(db: Database, house: House, now: datetime, *, at: Step = lambda _step: None) -> int:
    """Send this week's digest to the leaders and admins who have not had it; return how many messages.

    After a restart or a late start it still goes out in office hours of the same week.
    """
    calendar, moment = house.calendar(), moment_of(now, house)
    when = digest_time(moment.today, calendar)
    if when is None or now < when or not calendar.is_office_time(now):
        return 0
    issue = _Issue(db, house, moment, "digest", moment.week, editions(house, now), at)
    return await _issue(issue)


async def send_report(db: Database, house: House, now: datetime, *, at: Step = lambda _step: None) -> int:
    """Send the report of the month, quarter, half-year or year that has ended, as the weekly digest is sent.

    A late start still brings it, for LATE days.
    """
    calendar, moment = house.calendar(), moment_of(now, house)
    period = ended(moment.today)
    when = report_time(period, calendar)
    if not when <= now < when + LATE or not calendar.is_office_time(now):
        return 0
    issue = _Issue(db, house, moment, "report", period.key, editions(house, now, period), at)
    return await _issue(issue)


async def _issue(issue: _Issue) -> int:
    async with issue.db.read() as session:
        if await reminders.was_said(session, kind=f"{issue.kind}s", period=issue.key):
            return 0
        roster = await reminders.roster(session, now=issue.moment.now, among=reminders.NOBODY)
        spoken = await reminders.said_to(session, kind=issue.kind, period=issue.key)
    left = [person for person in roster.with_role(*READERS) if str(person) not in spoken]
    return await _send_all(issue, left, roster)


async def _send_all(issue: _Issue, readers: list[int], roster: Roster) -> int:
    moment, house = issue.moment, issue.house
    singly = await Singly.of(issue.db, issue.kind, channels=house.channels, now=moment.now, period=issue.key)
    sent = 0
    for person in readers:
        if singly.leaves(f"person/{person}"):
            continue
        to = best(roster, person, house.channels)
        if to is None:
            continue
        issue.at("person")
        async with singly.row(f"person/{person}"):
            async with issue.db.read() as session:
                edition = await issue.editions.of(session, person)
            if edition.digest.is_empty:
                continue
            page = await edition.page(to.language)
            async with issue.db.write() as session:
                sent += await _send(session, issue, roster.members[person], to, page)
    if singly.whole:
        async with issue.db.write() as session:
            await reminders.say_once(session, kind=f"{issue.kind}s", period=issue.key, now=moment.now)
    return sent


async def _send(session: AsyncSession, issue: _Issue, reader: Member, to: Reached, page: Page) -> bool:
    """Write one person's digest; False when another process has, or they have just left."""
    moment, address = issue.moment, await held(session, to, reader.id)
    if address is None or not await reminders.say_once(
        session, kind=issue.kind, subject=str(reader.id), period=issue.key, now=moment.now
    ):
        return False
    await page.record(session, moment.now)
    message = replace(page.message, notice=_notice(reader.name, page.message.text, issue.key))
    await notify.write(
        session,
        address,
        message,
        channels=issue.house.channels,
        now=moment.now,
        key=f"{issue.kind}/{issue.key}/{reader.id}",
        person_id=reader.id,
    )
    return True


def _notice(name: str, words: str, key: str) -> Notice:
    """Return the digest as a template says it: the period, and its first lines."""
    lines = [line for line in words.splitlines() if line.strip()]
    return notice("digest", ho_ten=name, tuan=key, tom_tat=" ".join(lines[:3]))
