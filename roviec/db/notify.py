"""Writing to people rather than to chats: their first reachable address gets the message."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Outgoing
from roviec.db import outbox, people
from roviec.db.models import Person, Role
from roviec.db.models.delivery import Lane


async def person(
    session: AsyncSession,
    person_id: int,
    messages: Sequence[Outgoing],
    *,
    now: datetime,
    key: str,
    lane: Lane = Lane.reminder,
    task_id: int | None = None,
) -> bool:
    """Write to a person once per `key`; return False when they have no reachable address."""
    for address in (await people.addresses(session, person_id))[:1]:
        await outbox.post(
            session,
            channel=address.channel,
            chat=address.chat,
            messages=messages,
            lane=lane,
            now=now,
            key=f"{key}/{person_id}",
            task_id=task_id,
        )
        return True
    return False


async def admins(session: AsyncSession, message: Outgoing, now: datetime, key: str) -> None:
    """Write to every admin."""
    admin: Person
    for admin in await people.with_role(session, Role.admin):
        await person(session, admin.id or 0, [message], now=now, key=key)
