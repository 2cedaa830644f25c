"""The weekly digest: Monday morning or the next working day, once per leader and ISO week, never empty."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import reminders
from roviec.db.engine import Database
from roviec.db.models import Role
from roviec.db.reminders import Member, Reached, Roster
from roviec.delivery import notify
from roviec.delivery.reach import best, held
from roviec.delivery.singly import Singly
from roviec.handlers.drawing import compose
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import Notice
from roviec.reports.edition import Edition, Page
from roviec.scheduler.round import Moment, Step, moment_of
from roviec.tasks.calendar import Calendar

HOUR = time(7, 30)
READERS = (Role.leader, Role.admin)


@dataclass(frozen=True)
class _Issue:
    """This week's digest, made once per language."""

    db: Database
    house: House
    moment: Moment
    edition: Edition
    at: Step


def digest_time(today: date, calendar: Calendar) -> datetime | None:
    """Return when the digest of `today`'s ISO week goes out; None for a week without a working day."""
    monday = today - timedelta(days=today.weekday())
    day = calendar.on_or_after(monday)
    if day > monday + timedelta(days=6):
        return None
    return datetime.combine(day, max(HOUR, calendar.hours[0]), tzinfo=calendar.tz)


async def send_digest(db: Database, house: House, now: datetime, *, at: Step = lambda _step: None) -> int:
    """Send this week's digest to the leaders and admins who have not had it; return how many messages.

    After a restart or a late start it still goes out in office hours of the same week.
    """
    calendar, moment = house.calendar(), moment_of(now, house)
    when = digest_time(moment.today, calendar)
    if when is None or now < when or not calendar.is_office_time(now):
        return 0
    async with db.read() as session:
        if await reminders.was_said(session, kind="digests", period=moment.week):
            return 0
        roster = await reminders.roster(session, now=now)
        spoken = await reminders.said_to(session, kind="digest", period=moment.week)
    edition = await compose(db, house, now)
    left = [] if edition.digest.is_empty else [p for p in roster.with_role(*READERS) if str(p) not in spoken]
    return await _send_all(_Issue(db, house, moment, edition, at), left, roster)


async def _send_all(issue: _Issue, readers: list[int], roster: Roster) -> int:
    moment, house = issue.moment, issue.house
    singly = await Singly.of(issue.db, "digest", channels=house.channels, now=moment.now, period=moment.week)
    sent = 0
    for person in readers:
        if singly.leaves(f"person/{person}"):
            continue
        to = best(roster, person, house.channels)
        if to is None:
            continue
        issue.at("person")
        async with singly.row(f"person/{person}"):
            page = await issue.edition.page(to.language)
            async with issue.db.write() as session:
                sent += await _send(session, issue, roster.members[person], to, page)
    if singly.whole:
        async with issue.db.write() as session:
            await reminders.say_once(session, kind="digests", period=moment.week, now=moment.now)
    return sent


async def _send(session: AsyncSession, issue: _Issue, reader: Member, to: Reached, page: Page) -> bool:
    """Write one person's digest; False when another process has, or they have just left."""
    moment, address = issue.moment, await held(session, to, reader.id)
    if address is None or not await reminders.say_once(
        session, kind="digest", subject=str(reader.id), period=moment.week, now=moment.now
    ):
        return False
    await page.record(session, moment.now)
    message = replace(page.message, notice=_notice(reader.name, page.message.text, moment))
    await notify.write(
        session,
        address,
        message,
        channels=issue.house.channels,
        now=moment.now,
        key=f"digest/{moment.week}/{reader.id}",
        person_id=reader.id,
    )
    return True


def _notice(name: str, words: str, moment: Moment) -> Notice:
    """Return the digest as a template says it: the week, and its first lines."""
    lines = [line for line in words.splitlines() if line.strip()]
    return notice("digest", ho_ten=name, tuan=moment.week, tom_tat=" ".join(lines[:3]))
