"""Stars that come from a template and not from a chat: stored without anybody's name, and nobody is answered."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import surveys
from roviec.folding import nfc
from roviec.handlers.frame.house import House
from roviec.messages.incoming import Incoming
from roviec.survey.quality import is_night


async def rate(session: AsyncSession, said: Incoming, house: House, now: datetime) -> bool:
    """Store a rating; return True: what led to the answer is erased."""
    here = now.astimezone(house.zone)
    await surveys.take_rating(
        session,
        called=said.reply_to or "",
        stars=said.stars or 0,
        words=nfc(said.text),
        minimum_cell=house.minimum_cell,
        at_night=is_night(here.hour),
        today=here.date(),
        now=now,
    )
    return True
