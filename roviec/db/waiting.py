"""What waits in a web chat that its person is to be told of, and by which ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Knock, Person, WebEvent
from roviec.db.outbox import UNKEYED
from roviec.db.pushes import push_of
from roviec.db.sessions import CHANNEL

MOST_LINES = 20
OWN = (col(WebEvent.kind) == "heard", col(WebEvent.key).not_like(f"{UNKEYED}%"))
"""What was said unasked: it stands under a key of its own."""


@dataclass(frozen=True)
class Mailbox:
    """Whom to write to."""

    person_id: int
    name: str
    email: str


@dataclass(frozen=True)
class Due:
    """A chat whose person is to be told now, and every way to do it."""

    chat: str
    person_id: int | None
    """None for a citizen."""
    language: str
    push: dict[str, Any] | None
    mailbox: Mailbox | None
    mailed_at: datetime | None
    lines: tuple[dict[str, Any], ...]
    last: str
    """The key of the last of the lines."""


async def waiting(session: AsyncSession, chat: str) -> Due:
    """Return what a chat's person is to be told of, and how."""
    row = await session.get(Knock, chat)
    lines = await _lines(session, chat, (row.first if row else None) or "")
    here = select(Address).where(Address.channel == CHANNEL, Address.chat == chat)
    address = (await session.exec(here)).first()
    mailbox = await _mailbox(session, address.person_id) if address else None
    return Due(
        chat,
        address.person_id if address else None,
        address.language if address else "vi",
        await push_of(session, chat),
        mailbox,
        await _mailed_at(session, mailbox),
        tuple(line.body for line in lines),
        lines[-1].key if lines else "",
    )


async def _lines(session: AsyncSession, chat: str, first: str) -> Sequence[WebEvent]:
    """Return what a chat heard unasked from the line `first` on, at most MOST_LINES."""
    begins = sa.select(col(WebEvent.id)).where(col(WebEvent.chat) == chat, col(WebEvent.key) == first)
    told = select(WebEvent).where(WebEvent.chat == chat, col(WebEvent.id) >= begins.scalar_subquery(), *OWN)
    return (await session.exec(told.order_by(col(WebEvent.id)).limit(MOST_LINES))).all()


async def _mailbox(session: AsyncSession, person_id: int | None) -> Mailbox | None:
    person = await session.get(Person, person_id) if person_id else None
    if person is None or person.left_on is not None or not person.email:
        return None
    return Mailbox(person.id or 0, person.name, person.email)


async def _mailed_at(session: AsyncSession, mailbox: Mailbox | None) -> datetime | None:
    """Return when a person last got a mail, whichever of their chats it told of."""
    if mailbox is None:
        return None
    last = (
        select(sa.func.max(Knock.told_at))
        .join(Address, sa.and_(col(Address.channel) == CHANNEL, col(Address.chat) == Knock.chat))
        .where(Address.person_id == mailbox.person_id, col(Knock.by_mail).is_(True))
    )
    return (await session.exec(last)).one()
