"""Writing to people rather than to chats: their first reachable address gets the message."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Capabilities, Outgoing
from roviec.channels.render import render
from roviec.db import conversations, outbox, people
from roviec.db.models import Address, Role
from roviec.db.models.delivery import Lane

Channels = Mapping[str, Capabilities]


async def person(
    session: AsyncSession,
    person_id: int,
    message: Outgoing,
    *,
    channels: Channels,
    now: datetime,
    key: str,
    lane: Lane = Lane.reminder,
    task_id: int | None = None,
) -> bool:
    """Write to a person once per `key`; return False when they have no reachable address."""
    for address in await people.addresses(session, person_id):
        if address.channel in channels:
            key = f"{key}/{person_id}"
            await _write(session, address, message, channels, now=now, key=key, lane=lane, task_id=task_id)
            return True
    return False


async def _write(
    session: AsyncSession,
    address: Address,
    message: Outgoing,
    channels: Channels,
    *,
    now: datetime,
    key: str,
    lane: Lane,
    task_id: int | None,
) -> None:
    conversation = await conversations.of(session, address, now)
    if conversation.dialogue is None:
        # In the middle of a dialogue the numbers belong to its question.
        if message.choices:
            conversations.offer(conversation, message.choices, message.first_number, now)
        conversation.task_id = task_id or conversation.task_id
    await outbox.post(
        session,
        channel=address.channel,
        chat=address.chat,
        messages=render(message, channels[address.channel]),
        lane=lane,
        now=now,
        key=key,
        task_id=task_id,
    )


async def admins(
    session: AsyncSession, message: Outgoing, *, channels: Channels, now: datetime, key: str
) -> None:
    """Write to every admin."""
    for admin in await people.with_role(session, Role.admin):
        await person(session, admin.id or 0, message, channels=channels, now=now, key=key)
