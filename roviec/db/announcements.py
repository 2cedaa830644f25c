"""Announcements: made for a list of people that is fixed then, sent one by one, read, reminded once, counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.below import below
from roviec.db.models import Announcement, Outbox, Person, Receipt, Unit
from roviec.db.models.base import id_of
from roviec.db.models.delivery import Departure
from roviec.db.tasks import standing
from roviec.errors import PersonError

KEY = "announce"
"""How the keys of its messages begin in the outbox."""
BATCH = 200


class NobodyToHear(PersonError):
    """Nơi nhận này chưa có ai khác trong danh sách. Ông/Bà chọn đơn vị khác hoặc toàn cơ quan."""


class AnnouncementUnknown(PersonError):
    """Không có thông báo này trong những thông báo gửi cho Ông/Bà hoặc do Ông/Bà gửi. Ông/Bà gửi /thongbao để xem."""


@dataclass(frozen=True)
class New:
    """What is to be announced, and to whom: `units` with those below them, everyone without any."""

    words: str
    files: Sequence[dict[str, str]] = ()
    units: Sequence[Unit] = ()
    read_by: date | None = None


@dataclass(frozen=True)
class Progress:
    """How far an announcement is: people in all, sent, still on the way out, without a chat, reminded, read."""

    total: int = 0
    sent: int = 0
    leaving: int = 0
    unreached: int = 0
    reminded: int = 0
    read: int = 0

    @property
    def unread(self) -> int:
        """Return how many have not said that they have read it."""
        return self.total - self.read


@dataclass(frozen=True)
class Line:
    """One person's copy of an announcement."""

    name: str
    position: str
    unit: str
    receipt: Receipt
    has_left: bool


async def make(
    session: AsyncSession, *, new: New, by: Person | None, remind_on: date, now: datetime
) -> Announcement:
    """Make an announcement for everybody who is on the roster there now, but its author; raise `NobodyToHear`."""
    people = await audience(session, new.units, but=by)
    if not people:
        raise NobodyToHear
    made = Announcement(
        words=new.words,
        files=[dict(file) for file in new.files],
        audience="; ".join(unit.name for unit in new.units),
        by_id=by.id if by else None,
        made_at=now,
        read_by=new.read_by,
        remind_on=remind_on,
    )
    session.add(made)
    await session.flush()
    rows = [{"announcement_id": id_of(made), "person_id": person, "channel": ""} for person in people]
    await (await session.connection()).execute(sa.insert(Receipt), rows)
    return made


async def audience(session: AsyncSession, units: Sequence[Unit], *, but: Person | None) -> Sequence[int]:
    """Return who works in some units or below them, everyone without units, in the roster's order."""
    found = sa.select(col(Person.id)).where(col(Person.left_on).is_(None))
    if units:
        found = found.where(col(Person.unit_id).in_(below([id_of(unit) for unit in units])))
    if but is not None:
        found = found.where(col(Person.id) != but.id)
    people: Sequence[int] = (await session.exec(found.order_by(col(Person.id)))).scalars().all()  # type: ignore[call-overload]
    return people


async def unsent(session: AsyncSession) -> Sequence[tuple[int, int]]:
    """Return copies that were not tried yet, (announcement, person), the oldest announcement first."""
    return await _some(session, col(Receipt.tried_at).is_(None))


async def unread(session: AsyncSession, *, today: date) -> Sequence[tuple[int, int]]:
    """Return copies whose people are to be reminded today or since, and were not."""
    due = select(Announcement.id).where(col(Announcement.remind_on) <= today)
    waits = (col(Receipt.read_at).is_(None), col(Receipt.reminded_at).is_(None))
    return await _some(
        session, col(Receipt.tried_at).is_not(None), *waits, col(Receipt.announcement_id).in_(due)
    )


async def _some(session: AsyncSession, *which: sa.ColumnElement[bool]) -> Sequence[tuple[int, int]]:
    here = select(Person.id).where(col(Person.left_on).is_(None))
    order = (col(Receipt.announcement_id), col(Receipt.person_id))
    found = sa.select(*order).where(*which, col(Receipt.person_id).in_(here)).order_by(*order)
    rows = (await session.exec(found.limit(BATCH))).all()  # type: ignore[call-overload]
    return [(announcement, person) for announcement, person in rows]


async def copy(session: AsyncSession, announcement_id: int, person_id: int) -> Receipt | None:
    """Return somebody's copy, held until the transaction ends; None for who has none."""
    return await session.get(Receipt, (announcement_id, person_id), with_for_update=True)


async def mark_read(
    session: AsyncSession, announcement_id: int, person: Person, *, now: datetime, channel: str
) -> tuple[Announcement, bool]:
    """Note that somebody has read it; return it, and whether that is news; raise `AnnouncementUnknown`."""
    mine = await copy(session, announcement_id, id_of(person))
    if mine is None:
        raise AnnouncementUnknown
    is_news = mine.read_at is None
    if is_news:
        mine.read_at, mine.channel = now, channel
    return await session.get_one(Announcement, announcement_id), is_news


async def find(session: AsyncSession, announcement_id: int, person: Person) -> Announcement:
    """Return an announcement to its author or whoever is over the office; raise `AnnouncementUnknown`."""
    found = await session.get(Announcement, announcement_id)
    if found is None or (found.by_id != person.id and not await standing.over_all(session, person)):
        raise AnnouncementUnknown
    return found


async def listed(
    session: AsyncSession, person: Person | None, *, offset: int = 0, limit: int = 10
) -> Sequence[Announcement]:
    """Return the newest announcements: all of them for the command line and who is over the office, else one's own."""
    found = select(Announcement).order_by(col(Announcement.id).desc())
    if person is not None and not await standing.over_all(session, person):
        found = found.where(Announcement.by_id == person.id)
    return (await session.exec(found.offset(offset).limit(limit))).all()


async def progress(session: AsyncSession, announcement_ids: Collection[int]) -> dict[int, Progress]:
    """Return how far announcements are."""
    tried, sent = col(Receipt.tried_at).is_not(None), col(Receipt.sent_at)
    counted = sa.select(
        col(Receipt.announcement_id),
        func.count(),
        func.count(sent),
        func.count(sa.case((sa.and_(tried, sent.is_(None)), 1))),
        func.count(col(Receipt.reminded_at)),
        func.count(col(Receipt.read_at)),
    ).where(col(Receipt.announcement_id).in_(list(announcement_ids)))
    rows = (await session.exec(counted.group_by(col(Receipt.announcement_id)))).all()  # type: ignore[call-overload]
    return {
        number: Progress(total, out, await _leaving(session, number), without, reminded, read)
        for number, total, out, without, reminded, read in rows
    }


async def _leaving(session: AsyncSession, announcement_id: int) -> int:
    """Return how many of its messages the couriers still have."""
    on_the_way = col(Outbox.state).in_((Departure.queued, Departure.sending))
    mine = col(Outbox.key).like(f"{KEY}/{announcement_id}/%")
    return (await session.exec(select(func.count()).select_from(Outbox).where(on_the_way, mine))).one()


async def lines(session: AsyncSession, announcement_id: int, *, unread: bool = False) -> list[Line]:
    """Return everybody's copy by unit and roster; those not read alone if asked for."""
    found = (
        select(Receipt, Person, Unit.name)
        .join(Person, col(Person.id) == Receipt.person_id)
        .join(Unit, col(Unit.id) == Person.unit_id)
        .where(Receipt.announcement_id == announcement_id)
        .order_by(col(Unit.id), col(Person.id))
    )
    if unread:
        found = found.where(col(Receipt.read_at).is_(None), col(Person.left_on).is_(None))
    return [
        Line(person.name, person.position, unit, receipt, person.left_on is not None)
        for receipt, person, unit in (await session.exec(found)).all()
    ]


async def author(session: AsyncSession, made: Announcement) -> str:
    """Return who made it, "" for the command line."""
    person = await session.get(Person, made.by_id) if made.by_id else None
    return person.name if person else ""
