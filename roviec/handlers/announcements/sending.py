"""Sending announcements: each copy in a transaction of its own, in the lane behind everything else."""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import announcements, people
from roviec.db.engine import Database
from roviec.db.models import Announcement
from roviec.db.models.delivery import Lane
from roviec.delivery import notify
from roviec.delivery.singly import Singly
from roviec.handlers.announcements.showing import words_of
from roviec.handlers.choices.announcements import AnnounceRead
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import FileOut, Outgoing
from roviec.texts import catalogue
from roviec.texts.shapes import day

AGAIN = f"{announcements.KEY}.again"


async def send_announcements(db: Database, house: House, now: datetime) -> int:
    """Send copies that were not tried yet, in office time; return how many were tried."""
    if not house.calendar().is_office_time(now):
        return 0
    async with db.read() as session:
        waiting = await announcements.unsent(session)
    return await _each(db, house, now, list(waiting), is_reminder=False)


async def remind_unread(db: Database, house: House, now: datetime) -> int:
    """Remind once whoever has not read an announcement by the day of its reminder; return how many."""
    if not house.calendar().is_office_time(now):
        return 0
    async with db.read() as session:
        waiting = await announcements.unread(session, today=now.astimezone(house.zone).date())
    return await _each(db, house, now, list(waiting), is_reminder=True)


async def _each(
    db: Database, house: House, now: datetime, copies: list[tuple[int, int]], *, is_reminder: bool
) -> int:
    if not copies:
        return 0
    period = now.astimezone(house.zone).date().isoformat()
    singly = await Singly.of(db, "announce", channels=house.channels, now=now, period=period)
    tried = 0
    for announcement, person in copies:
        subject = f"{announcement}/{person}"
        if singly.leaves(subject):
            continue
        async with singly.row(subject), db.write() as session:
            send = _remind if is_reminder else _send
            tried += await send(session, house, announcement, person, now)
    return tried


async def _send(session: AsyncSession, house: House, number: int, person: int, now: datetime) -> bool:
    """Send one copy for the first time; False when another process has."""
    mine = await announcements.copy(session, number, person)
    if mine is None or mine.tried_at is not None:
        return False
    made = await session.get_one(Announcement, number)
    message = await _message(session, made, house)
    mine.tried_at = now
    if await _write(session, person, message, house, now, f"{announcements.KEY}/{number}"):
        mine.sent_at = now
    return True


async def _remind(session: AsyncSession, house: House, number: int, person: int, now: datetime) -> bool:
    """Remind one person, or send them now what could not reach them before."""
    mine = await announcements.copy(session, number, person)
    if mine is None or mine.read_at is not None or mine.reminded_at is not None:
        return False
    made = await session.get_one(Announcement, number)
    message = await _message(session, made, house)
    say = catalogue("vi")
    message = replace(message, text=f"{say('announce.reminder')}\n\n{message.text}")
    mine.reminded_at = now
    if await _write(session, person, message, house, now, f"{AGAIN}/{number}") and mine.sent_at is None:
        mine.sent_at = now
    return True


async def _write(
    session: AsyncSession, person: int, message: Outgoing, house: House, now: datetime, key: str
) -> bool:
    return await notify.person(
        session, person, message, channels=house.channels, now=now, key=key, lane=Lane.bulk
    )


async def _message(session: AsyncSession, made: Announcement, house: House) -> Outgoing:
    """Return an announcement as everybody hears it; `notify` says what is ours in the reader's language."""
    say = catalogue("vi")
    office = await people.office(session)
    who = await announcements.author(session, made) or (office.name if office else house.office)
    title = say("announce.from", who=who)
    ask = say("announce.ask_read_by", day=day(made.read_by)) if made.read_by else say("announce.ask_read")
    text = "\n\n".join(part for part in (made.words, ask) if part)
    return Outgoing(
        text=text,
        title=title,
        choices=(AnnounceRead(made.id or 0).named(say("announce.button")),),
        files=tuple(FileOut(**file) for file in made.files),
        notice=notice("task.news", viec=title, tin=words_of(made)),
    )
