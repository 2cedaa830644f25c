"""Browsers that nobody has used for too long are signed off, and their chats are not written to any more."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, sessions
from roviec.db.engine import Database
from roviec.delivery import failover
from roviec.handlers.frame.house import House


async def sign_off(db: Database, house: House, now: datetime) -> int:
    """End the sessions whose time is over; what waits for a person there goes to where they are reached still."""
    async with db.read() as session:
        if not await sessions.over(session, now=now, life=house.sessions, limit=1):
            return 0
    async with db.write() as session:
        found = await sessions.over(session, now=now, life=house.sessions)
        for row in found:
            await sessions.end(session, row)
            if row.chat is not None and row.person_id is not None and row.renewed_by is None:
                await _leave_chat(session, row.chat, house, now)
    return len(found)


async def _leave_chat(session: AsyncSession, chat: str, house: House, now: datetime) -> None:
    """Make a chat that no browser reads nobody's."""
    place = await people.address_of(session, channel=sessions.CHANNEL, chat=chat)
    if place.person_id is not None and not await sessions.is_read(session, chat):
        await failover.move_from(session, place, channels=house.channels, now=now)
        await people.unlink(session, address=place)
