"""Knocks: what a web chat heard unasked and no page of it has shown is told to its browser, or by mail."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Knock, Person, WebEvent, WebSession
from roviec.db.outbox import UNKEYED
from roviec.db.sessions import CHANNEL
from roviec.db.waiting import OWN, Due

SHOWN_WITHIN = timedelta(minutes=1)
"""How long a page has to show a line before its person is told of it."""
PUSH_EVERY, MAIL_EVERY = timedelta(minutes=5), timedelta(hours=1)
MAX_TRIES = 6
LEASE = timedelta(minutes=2)
"""After so long a claimed knock of which nothing is known is tried again."""


async def note(session: AsyncSession, *, chat: str, key: str, now: datetime) -> None:
    """Let the line under `key`, which a chat has just heard, be told of unless it is shown soon."""
    if key.startswith(UNKEYED) or not await _can_be_told(session, chat):
        return
    # Held: whoever notes at this moment that all was told or shown does not know of this line.
    row = await session.get(Knock, chat, with_for_update=True)
    if row is None:
        session.add(Knock(chat=chat, first=key, due_at=now + SHOWN_WITHIN))
    elif row.first is None:
        row.first, row.due_at, row.tries = key, _next(row, now), 0


def _next(row: Knock, now: datetime) -> datetime:
    """Return when to knock again."""
    rested = row.told_at + (MAIL_EVERY if row.by_mail else PUSH_EVERY) if row.told_at else now
    return max(now + SHOWN_WITHIN, rested)


async def _can_be_told(session: AsyncSession, chat: str) -> bool:
    """Tell whether a chat has a browser that may be knocked at, or a person with a mailbox."""
    browser = select(WebSession.chat).where(WebSession.chat == chat, col(WebSession.push).is_not(None))
    here = (Address.channel == CHANNEL, Address.chat == chat)
    mailbox = select(Address.chat).join(Person, col(Person.id) == Address.person_id)
    either = browser.union_all(mailbox.where(*here, col(Person.email).is_not(None)))
    return (await session.exec(either.limit(1))).first() is not None  # type: ignore[call-overload]


async def seen(session: AsyncSession, *, chat: str, last: int, now: datetime) -> None:
    """Note that a page showed a chat's lines up to number `last`: of those nobody need be told."""
    row = await session.get(Knock, chat, with_for_update=True)
    newer = select(WebEvent.id).where(WebEvent.chat == chat, col(WebEvent.id) > last, *OWN)
    if row is None or (await session.exec(newer.limit(1))).first() is not None:
        return
    if row.by_mail and row.told_at is not None and now < row.told_at + MAIL_EVERY:
        row.first = row.due_at = None
    else:
        await session.delete(row)


async def waits(session: AsyncSession, chat: str) -> bool:
    """Tell whether anything of a chat is to be told."""
    return (await session.exec(select(Knock.chat).where(Knock.chat == chat))).first() is not None


async def claim(session: AsyncSession, *, now: datetime, limit: int = 16) -> dict[str, int]:
    """Take the knocks that are due: {chat: tries before this one}; each counts, so that none is tried for ever."""
    rows = (await session.exec(_of_now(now).order_by(col(Knock.due_at)).limit(limit))).all()
    found = {row.chat: row.tries for row in rows}
    for row in rows:
        row.tries, row.due_at = row.tries + 1, now + LEASE
    return found


def _of_now(now: datetime) -> Any:
    is_left = col(Knock.tries) < MAX_TRIES
    return select(Knock).where(col(Knock.due_at) <= now, col(Knock.first).is_not(None), is_left)


async def are_due(session: AsyncSession, now: datetime) -> bool:
    """Tell whether anybody is to be told of something now."""
    return (await session.exec(_of_now(now).limit(1))).first() is not None


async def told(session: AsyncSession, due: Due, *, by_mail: bool, now: datetime) -> None:
    """Note that a chat's person was told; what it heard meanwhile waits for the next knock."""
    row = await session.get(Knock, due.chat, with_for_update=True)
    if row is None:
        return
    number = sa.select(col(WebEvent.id)).where(col(WebEvent.chat) == due.chat, col(WebEvent.key) == due.last)
    newer = select(WebEvent.key).where(
        WebEvent.chat == due.chat, col(WebEvent.id) > number.scalar_subquery(), *OWN
    )
    row.told_at, row.by_mail, row.tries = now, by_mail, 0
    row.first = (await session.exec(newer.order_by(col(WebEvent.id)).limit(1))).first()
    row.due_at = _next(row, now) if row.first else None


async def put_off(session: AsyncSession, chat: str, *, until: datetime, uncounted: bool = False) -> None:
    """Try a chat's knock again later; `uncounted`: it was not really tried."""
    later = sa.update(Knock).where(col(Knock.chat) == chat, col(Knock.due_at).is_not(None))
    tries = col(Knock.tries) - 1 if uncounted else col(Knock.tries)
    await session.exec(later.values(due_at=until, tries=tries))


async def forget(session: AsyncSession, chat: str) -> None:
    """Let nobody be told of what a chat has heard."""
    await session.exec(sa.delete(Knock).where(col(Knock.chat) == chat))


async def forget_old(session: AsyncSession, *, before: datetime) -> int:
    """Forget the knocks that had their last try before a moment; return how many."""
    last = sa.func.coalesce(Knock.due_at, Knock.told_at)
    return len((await session.exec(sa.delete(Knock).where(last < before).returning(col(Knock.chat)))).all())
