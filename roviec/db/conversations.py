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


def is_stale(row: Conversation, now: datetime) -> bool:
    """Tell whether a dialogue was left alone for a day; a survey waits longer, it has a way back of its own."""
    return row.dialogue is not None and not row.dialogue.startswith("survey") and _is_old(row, now)


def _is_old(row: Conversation, now: datetime) -> bool:
    return row.updated_at + OPTIONS_LIFE <= now


def is_idle(row: Conversation, now: datetime) -> bool:
    """Tell whether no dialogue waits for words; one left alone for a day has ended."""
    return row.dialogue is None or _is_old(row, now)


def are_over(row: Conversation, now: datetime) -> bool:
    """Tell whether the numbers of the last question mean nothing any more."""
    return row.options_until is None or row.options_until <= now


def chosen(row: Conversation, number: int, now: datetime) -> Choice | None:
    """Return what a number means in the last question; None when it means nothing any more."""
    place = number - row.first_number
    if are_over(row, now) or not 0 <= place < len(row.options):
        return None
    return Choice(*row.options[place])
