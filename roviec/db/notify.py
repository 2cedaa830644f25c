"""Writing to people rather than to chats: their first reachable address gets the message."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Capabilities, Outgoing
from roviec.channels.render import render
from roviec.db import conversations, outbox, people
from roviec.db.models import Address, Role
from roviec.db.models.delivery import Lane
from roviec.texts import catalogue

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
            await write(
                session, address, message, channels=channels, now=now, key=key, lane=lane, task_id=task_id
            )
            return True
    return False


async def write(
    session: AsyncSession,
    address: Address,
    message: Outgoing,
    *,
    channels: Channels,
    now: datetime,
    key: str,
    lane: Lane = Lane.reminder,
    task_id: int | None = None,
) -> None:
    """Write to an address unasked; its numbers answer it, unless the person is in a dialogue."""
    can = channels[address.channel]
    talk = await conversations.of(session, address, now) if message.choices or task_id else None
    if talk is not None and conversations.is_idle(talk, now):
        if conversations.is_stale(talk, now):
            conversations.leave(talk, now)
        if message.choices:
            conversations.offer(talk, message.choices, message.first_number, now)
        talk.task_id = task_id or talk.task_id
    elif len(message.choices) > can.buttons:
        # Without buttons a number would be taken for an answer to the dialogue.
        hint = catalogue(address.language)("reminder.open")
        message = replace(message, text=f"{message.text}\n\n{hint}", choices=())
    if not can.files:
        message = replace(message, files=())
    await outbox.post(
        session,
        channel=address.channel,
        chat=address.chat,
        messages=render(message, can),
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
