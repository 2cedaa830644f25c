"""The Official Account's rows: who spoke when, which template serves which purpose, signs of life."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Address, Fact, OaTemplate, OaToken, OaVisitor, Person

CHANNEL = "zalo_oa"
USABLE = "ENABLE"
"""The status of a template that may be sent, as the platform spells it."""
HEARD = "zalo_oa/heard"
"""The fact {"at", "receipt", "unsigned"}: when the platform last posted, told of a receipt, signed wrongly."""

CONNECTED = "zalo_oa/connected/"
"""The facts {"at"}: when an app was first connected."""


@dataclass(frozen=True)
class Visitor:
    """What is known of a chat."""

    last_seen: datetime | None
    remaining: int | None
    phone: str | None


async def visitor(session: AsyncSession, *, channel: str, chat: str) -> Visitor:
    """Return what is known of a chat of `channel`, with the phone of the person on the roster who is linked to it."""
    row = await session.get(OaVisitor, chat)
    linked = (
        select(Person.phone)
        .join(Address, col(Address.person_id) == col(Person.id))
        .where(Address.channel == channel, Address.chat == chat)
    )
    phone = (await session.exec(linked)).first()
    return Visitor(row.last_seen if row else None, row.remaining if row else None, phone)


async def seen(session: AsyncSession, *, chats: Iterable[str], now: datetime) -> None:
    """Note that people interacted: their window opens anew.

    The hour is kept, not the minute: a window then closes a little early, and nobody can tell from it who
    sent the answer of that minute.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    await _put(
        session, [{"user_id": chat, "last_seen": hour, "remaining": None} for chat in sorted(set(chats))]
    )


async def spent(session: AsyncSession, *, chat: str) -> None:
    """Note that no free answer is left until somebody interacts again."""
    row = await session.get(OaVisitor, chat)
    if row is not None:
        row.remaining = 0


async def closed(session: AsyncSession, *, chat: str, now: datetime, age: timedelta) -> None:
    """Note that the last interaction was longer ago than `age`: the platform said so."""
    row = await session.get(OaVisitor, chat)
    before = now - age - timedelta(hours=1)
    if row is None or row.last_seen is None or row.last_seen > before:
        await _put(session, [{"user_id": chat, "last_seen": before, "remaining": None}])


async def _put(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    if rows:
        put = insert(session, OaVisitor).values(rows)
        fresh = {"last_seen": put.excluded.last_seen, "remaining": put.excluded.remaining}
        await session.exec(put.on_conflict_do_update(index_elements=["user_id"], set_=fresh))


async def heard(
    session: AsyncSession, *, now: datetime, receipt: bool = False, unsigned: bool = False
) -> None:
    """Leave a sign of life of the webhook, of receipts and of wrong signatures apart, to the minute."""
    fact = await session.get(Fact, HEARD)
    minute = now.replace(second=0, microsecond=0).isoformat()
    value = {**(fact.value if fact else {}), "at": minute}
    value |= {key: minute for key, is_so in (("receipt", receipt), ("unsigned", unsigned)) if is_so}
    put = insert(session, Fact).values(name=HEARD, value=value)
    await session.exec(put.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def last_heard(session: AsyncSession, kind: str = "at") -> datetime | None:
    """Return when the platform last posted to our webhook; by kind: "at", "receipt", "unsigned"."""
    fact = await session.get(Fact, HEARD)
    found = fact.value.get(kind) if fact else None
    return datetime.fromisoformat(found) if found else None


async def connected(session: AsyncSession, *, app_id: str, now: datetime) -> None:
    """Note when an app was first connected; a later connection changes nothing."""
    first = {"name": CONNECTED + app_id, "value": {"at": now.isoformat()}}
    await session.exec(insert(session, Fact).values(first).on_conflict_do_nothing())


async def connected_at(session: AsyncSession, *, app_id: str) -> datetime | None:
    """Return when an app was first connected."""
    fact = await session.get(Fact, CONNECTED + app_id)
    return datetime.fromisoformat(fact.value["at"]) if fact else None


async def forget(session: AsyncSession, *, chat: str) -> None:
    """Forget when somebody interacted."""
    await session.exec(sa.delete(OaVisitor).where(col(OaVisitor.user_id) == chat))


async def forget_old(session: AsyncSession, *, before: datetime) -> int:
    """Forget those who last interacted before a moment; return how many. The platform is asked again then."""
    old = sa.delete(OaVisitor).where(col(OaVisitor.last_seen) < before)
    return len((await session.exec(old.returning(col(OaVisitor.user_id)))).all())


async def template_for(session: AsyncSession, *, purpose: str) -> OaTemplate | None:
    """Return the template that the office gave a purpose, whatever its status."""
    return (await session.exec(select(OaTemplate).where(OaTemplate.purpose == purpose))).first()


async def is_served(session: AsyncSession, *, purpose: str) -> bool:
    """Tell whether a purpose has a template that may be sent."""
    row = await template_for(session, purpose=purpose)
    return row is not None and row.status == USABLE


async def templates(session: AsyncSession) -> list[OaTemplate]:
    """Return every template that we know, in the order of their ids."""
    return list((await session.exec(select(OaTemplate).order_by(col(OaTemplate.id)))).all())


async def token_row(session: AsyncSession, *, app_id: str) -> OaToken | None:
    """Return the tokens of an app as they stand now, held against other processes."""
    mine = select(OaToken).where(col(OaToken.app_id) == app_id).with_for_update()
    return (await session.exec(mine.execution_options(populate_existing=True))).first()


async def keep_fact(session: AsyncSession, name: str, value: dict[str, Any]) -> None:
    """Keep a fact of the account in place of the one before."""
    put = insert(session, Fact).values(name=name, value=value)
    await session.exec(put.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
