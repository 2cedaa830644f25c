"""Telling the people of a unit, once, that it is called otherwise now, has become a part of another, or was split."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Unit
from roviec.db.models.delivery import Lane
from roviec.db.splitting import Split
from roviec.db.units import Merged, Renamed
from roviec.delivery import notify
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue


async def tell_renamed(session: AsyncSession, done: Renamed, *, house: House, now: datetime) -> int:
    """Tell the people of a renamed unit; return how many could be reached."""
    words = catalogue("vi")("unit.told.renamed", before=done.before, name=done.unit.name)
    key = f"unit.renamed/{done.unit.id}/{now.isoformat()}"
    return await _tell(session, done.told, words, key, house=house, now=now)


async def tell_merged(session: AsyncSession, done: Merged, *, house: House, now: datetime) -> int:
    """Tell the people of both units of a merger; return how many could be reached."""
    words = catalogue("vi")("unit.told.merged", before=done.before, name=done.into.name)
    key = f"unit.merged/{done.into.id}/{now.isoformat()}"
    return await _tell(session, done.told, words, key, house=house, now=now)


async def tell_split(session: AsyncSession, before: Unit, done: Split, *, house: House, now: datetime) -> int:
    """Tell whoever went to a new unit; return how many could be reached."""
    words = catalogue("vi")("unit.told.split", before=before.name, name=done.unit.name)
    key = f"unit.split/{done.unit.id}/{now.isoformat()}"
    return await _tell(session, done.people, words, key, house=house, now=now)


async def _tell(
    session: AsyncSession, people: Iterable[int], words: str, key: str, *, house: House, now: datetime
) -> int:
    mine = Command.viec.named(catalogue("vi")("button.tasks"))
    message = Outgoing(text=words, choices=(mine,), notice=notice("task.news", viec=words, tin=words))
    reached = 0
    for person_id in people:
        reached += await notify.person(
            session, person_id, message, channels=house.channels, now=now, key=key, lane=Lane.reminder
        )
    return reached
