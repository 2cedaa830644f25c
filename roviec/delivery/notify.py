"""Writing to people rather than to chats: one address of theirs gets the message."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import conversations, outbox, people
from roviec.db.models import Address, Role
from roviec.db.models.delivery import Lane
from roviec.delivery import reach
from roviec.messages.capabilities import Capabilities
from roviec.messages.outgoing import Outgoing
from roviec.messages.render import render
from roviec.texts import Texts, catalogue

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
    found = await reach.of(session, person_id, channels=channels, now=now)
    if found:
        await write(
            session,
            found[0],
            message,
            channels=channels,
            now=now,
            key=f"{key}/{person_id}",
            lane=lane,
            task_id=task_id,
            person_id=person_id,
        )
    return bool(found)


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
    person_id: int | None = None,
) -> None:
    """Write to an address unasked; its numbers answer it, unless the person is in a dialogue there.

    Under a `person_id` it is for that person wherever they are reached, and may move to another address of
    theirs; without one it is for this chat alone.
    """
    can = channels[address.channel]
    message = _in_language(message, catalogue(address.language))
    whole = message
    if message.choices or task_id:
        message = await _bind(session, address, message, can, now, task_id)
    if not can.files:
        message = replace(message, files=())
    parts = render(message, can)
    await outbox.post(
        session,
        channel=address.channel,
        chat=address.chat,
        messages=parts,
        lane=lane,
        now=now,
        key=key,
        task_id=task_id,
        person_id=person_id,
        source=whole.as_json() if person_id is not None and parts != [whole] else None,
    )


def _in_language(message: Outgoing, texts: Texts) -> Outgoing:
    """Say in the reader's language what was said in the speaker's."""
    return replace(
        message,
        text=texts.again(message.text),
        title=texts.again(message.title),
        choices=tuple(replace(one, label=texts.again(one.label)) for one in message.choices),
    )


async def _bind(
    session: AsyncSession,
    address: Address,
    message: Outgoing,
    can: Capabilities,
    now: datetime,
    task_id: int | None,
) -> Outgoing:
    """Bind the numbers in this chat and remember the task, both only where that spoils no dialogue."""
    talk, others = await conversations.all_of(session, address, now)
    if not conversations.is_idle(talk, now):
        if len(message.choices) <= can.buttons:
            return message
        # Without buttons a number would be taken for an answer to the dialogue.
        hint = catalogue(address.language)("reminder.open")
        return replace(message, text=f"{message.text}\n\n{hint}", choices=())
    if conversations.is_stale(talk, now):
        conversations.leave(talk, now)
    said_at, is_talking = talk.updated_at, conversations.is_talking(talk, task_id, now)
    if message.choices:
        conversations.offer(talk, message.choices, message.first_number, now)
    # News is nothing that they said themselves.
    talk.updated_at = said_at
    if task_id and not is_talking and not any(conversations.follows(other, now) for other in others):
        conversations.about(talk, task_id, others)
    return message


async def admins(
    session: AsyncSession, message: Outgoing, *, channels: Channels, now: datetime, key: str
) -> None:
    """Write to every admin."""
    for admin in await people.with_role(session, Role.admin):
        await person(session, admin.id or 0, message, channels=channels, now=now, key=key)
