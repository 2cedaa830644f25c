"""Writing to somebody's chat: the first address that may be written to unasked, rendered for its channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Outgoing
from roviec.channels.render import render
from roviec.db import conversations, outbox
from roviec.db.models import Address, Conversation
from roviec.db.models.delivery import Lane
from roviec.db.reminders import Reached
from roviec.handlers.house import House
from roviec.texts import catalogue


def best(addresses: Sequence[Reached], house: House) -> Reached | None:
    """Return where to write: a channel that is on, the first linked, without a window where possible."""
    usable = [address for address in addresses if address.channel in house.channels]
    usable.sort(key=lambda address: house.channels[address.channel].window is not None)
    return usable[0] if usable else None


async def holds(session: AsyncSession, to: Reached, person_id: int) -> Address | None:
    """Return the address if it still belongs to the person and can be reached: they may just have left."""
    address = await session.get(Address, to.id)
    if address is None or address.person_id != person_id or not address.reachable:
        return None
    return address


async def write(
    session: AsyncSession,
    address: Address,
    message: Outgoing,
    house: House,
    *,
    now: datetime,
    key: str,
    task_id: int | None = None,
) -> None:
    """Post a message in the reminder lane; its numbers answer it, unless the person is in a dialogue."""
    can = house.channels[address.channel]
    talk = await conversations.of(session, address, now) if message.choices else None
    if talk is not None and _is_idle(talk, now):
        conversations.offer(talk, message.choices, message.first_number, now)
        talk.task_id = task_id
    elif len(message.choices) > can.buttons:  # a number would be taken for an answer to the dialogue
        hint = catalogue(address.language)("reminder.open")
        message = replace(message, text=f"{message.text}\n\n{hint}", choices=())
    if not can.files:
        message = replace(message, files=())
    await outbox.post(
        session,
        channel=address.channel,
        chat=address.chat,
        messages=render(message, can),
        lane=Lane.reminder,
        now=now,
        key=key,
        task_id=task_id,
    )


def _is_idle(talk: Conversation, now: datetime) -> bool:
    """Tell whether no dialogue waits for words; one left alone for a day has ended."""
    return talk.dialogue is None or talk.updated_at + conversations.OPTIONS_LIFE <= now
