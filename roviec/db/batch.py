"""What a batch of payloads will ask for, read at once: a statement costs the same for one chat and for sixty."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, event
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from roviec.db.inbox import insert_new
from roviec.db.models import Address, Campaign, Conversation, Form, Person, SurveyRun, Unit

Chat = tuple[str, str]
"""Channel and chat."""
_MANY = func.count() > 1
_LASTING = (Campaign, Form, Unit)
"""Shared by many chats and left alone by their turns: kept at hand once the first turn has read them."""


class Desk:
    """The addresses of a batch; holding on to the rest spares the session from reading it again."""

    def __init__(self, addresses: dict[Chat, Address]) -> None:
        self.addresses = addresses
        self.several: set[int | None] = set()
        """The people who have more than one chat with us."""
        self._held: list[Any] = []

    def hold(self, *things: Any) -> None:
        """Keep things in the session's memory as long as the desk."""
        self._held.extend(things)


async def lay_out(session: AsyncSession, chats: Sequence[Chat], now: datetime) -> Desk:
    """Read what the turns of these chats need; new chats get their address and conversation."""
    desk = Desk(await _addresses(session, chats))
    ids = [address.id for address in desk.addresses.values()]
    known = {"ids": ids}
    talks = list((await session.exec(_talks(), params=known)).all())
    if len(talks) < len(ids):
        begun = {talk.address_id for talk in talks}
        new = [{"address_id": id_, "updated_at": now} for id_ in ids if id_ not in begun]
        await _insert(session, Conversation, new)
        talks = list((await session.exec(_talks(), params=known)).all())
    runs = (await session.exec(_runs(), params=known)).all()
    people = {address.person_id for address in desk.addresses.values() if address.person_id}
    if people:
        desk.hold(*(await session.exec(select(Person).where(col(Person.id).in_(people)))).all())
        mine = select(Address.person_id).where(col(Address.person_id).in_(people))
        desk.several = set((await session.exec(mine.group_by(col(Address.person_id)).having(_MANY))).all())
    desk.hold(*talks, *runs)
    event.listen(
        session.sync_session,
        "loaded_as_persistent",
        lambda _session, found: desk.hold(found) if isinstance(found, _LASTING) else None,
    )
    return desk


async def _addresses(session: AsyncSession, chats: Sequence[Chat]) -> dict[Chat, Address]:
    found: dict[Chat, Address] = {}
    for channel in {channel for channel, _ in chats}:
        mine = list(dict.fromkeys(chat for at, chat in chats if at == channel))
        known = {"at": channel, "chats": mine}
        rows = (await session.exec(_known(), params=known)).all()
        if len(rows) < len(mine):
            begun = {address.chat for address in rows}
            await _insert(session, Address, [{"channel": channel, "chat": c} for c in mine if c not in begun])
            rows = (await session.exec(_known(), params=known)).all()
        found |= {(channel, address.chat): address for address in rows}
    return found


# Built once each: to build a statement costs more than to run it.


@cache
def _known() -> SelectOfScalar[Address]:
    chats: Any = bindparam("chats", expanding=True)
    return select(Address).where(Address.channel == bindparam("at"), col(Address.chat).in_(chats))


@cache
def _talks() -> SelectOfScalar[Conversation]:
    return select(Conversation).where(col(Conversation.address_id).in_(bindparam("ids", expanding=True)))


@cache
def _runs() -> SelectOfScalar[SurveyRun]:
    return select(SurveyRun).where(col(SurveyRun.address_id).in_(bindparam("ids", expanding=True)))


async def _insert(session: AsyncSession, table: type, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows as they are: an object for each would cost ten times as much."""
    connection = await session.connection()
    await connection.execute(insert_new(session, table), rows)
