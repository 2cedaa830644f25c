"""Where a chat stands, as one row: dialogue, options of the last question, task talked of."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Choice
from roviec.db.models import Address, Conversation

OPTIONS_LIFE = timedelta(hours=24)


async def of(session: AsyncSession, address: Address, now: datetime) -> Conversation:
    """Return the conversation of an address, begun at its first message."""
    assert address.id is not None
    row = await session.get(Conversation, address.id)
    if row is None:
        row = Conversation(address_id=address.id, updated_at=now)
        session.add(row)
    return row


def enter(row: Conversation, dialogue: str, data: dict[str, Any], now: datetime) -> None:
    """Begin a dialogue: the next words belong to it."""
    row.dialogue, row.data, row.updated_at = dialogue, data, now


def leave(row: Conversation, now: datetime) -> None:
    """End the dialogue and forget what the numbers meant."""
    row.dialogue, row.data, row.options, row.options_until, row.updated_at = None, {}, [], None, now


def offer(row: Conversation, choices: tuple[Choice, ...], first_number: int, now: datetime) -> None:
    """Bind the numbers to the choices of the last question, for a day."""
    row.options = [[c.label, c.action] for c in choices]
    row.first_number, row.options_until, row.updated_at = first_number, now + OPTIONS_LIFE, now


def chosen(row: Conversation, number: int, now: datetime) -> Choice | None:
    """Return what a number means in the last question; None when it means nothing any more."""
    place = number - row.first_number
    if row.options_until is None or row.options_until <= now or not 0 <= place < len(row.options):
        return None
    return Choice(*row.options[place])
