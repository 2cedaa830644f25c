"""Browsers that may be knocked at: each ends with its session; and people whom nothing can tell that something waits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Feedback, Person, Unit, WebSession
from roviec.db.sessions import CHANNEL

_LIVE = (col(WebSession.renewed_by).is_(None), col(WebSession.push).is_not(None))


async def may_ask(session: AsyncSession, *, chat: str, person_id: int | None) -> bool:
    """Tell whether a chat has anything to be told of: it is an official's, or waits for the answer to a feedback."""
    if person_id is not None:
        return True
    here = select(Feedback.id).join(Address, col(Address.id) == Feedback.address_id)
    mine = here.where(Address.channel == CHANNEL, Address.chat == chat)
    return (await session.exec(mine.limit(1))).first() is not None


async def keep(session: AsyncSession, *, chat: str, push: dict[str, Any]) -> None:
    """Keep where a chat's browser may be knocked at."""
    mine = sa.update(WebSession).where(col(WebSession.chat) == chat, col(WebSession.renewed_by).is_(None))
    await session.exec(mine.values(push=push))


async def forget(session: AsyncSession, chat: str) -> None:
    """Forget where a chat's browser may be knocked at."""
    await session.exec(sa.update(WebSession).where(col(WebSession.chat) == chat).values(push=None))


async def gone(session: AsyncSession, chat: str, push: dict[str, Any] | None) -> None:
    """Forget a browser that is gone, unless the chat has named another one meanwhile."""
    if await push_of(session, chat) == push:
        await forget(session, chat)


async def push_of(session: AsyncSession, chat: str) -> dict[str, Any] | None:
    """Return where a chat's browser may be knocked at."""
    found = (await session.exec(select(WebSession.push).where(WebSession.chat == chat, *_LIVE))).first()
    return dict(found) if found else None


async def forget_idle(session: AsyncSession) -> int:
    """Forget the browsers of citizens for whom no answer is on its way any more; return how many."""
    waiting = select(Address.chat).join(Feedback, col(Feedback.address_id) == Address.id)
    idle = (col(WebSession.person_id).is_(None), col(WebSession.push).is_not(None))
    ended = sa.update(WebSession).where(*idle, col(WebSession.chat).not_in(waiting)).values(push=None)
    return len((await session.exec(ended.returning(col(WebSession.secret_hash)))).all())


async def hear_here(session: AsyncSession, *, chat: str, person_id: int, now: datetime) -> None:
    """Write to a person in this chat from now on, unless another way of theirs can tell them that something waits."""
    mine = (await session.exec(select(Address).where(Address.person_id == person_id))).all()
    usable = [place for place in mine if place.reachable]
    best = _written_to(usable)
    if best is None or best.chat == chat or any(place.channel != CHANNEL for place in usable):
        return
    if await push_of(session, best.chat) is None:
        for place in mine:
            place.preferred_at = now if place.chat == chat else None


def _written_to(places: Collection[Address]) -> Address | None:
    """Return which of a person's web chats is written to: the chosen one, else the first linked."""
    chosen = [place for place in places if place.preferred_at is not None]
    if chosen:
        return max(chosen, key=lambda place: str(place.preferred_at))
    return min(places, key=lambda place: place.id or 0, default=None)


async def silent(session: AsyncSession, *, channels: Collection[str], mails: bool) -> list[tuple[str, str]]:
    """Return who has nothing but a web chat that can't tell them of anything: (name, unit) in the roster's order.

    `channels` are those that are on; `mails` tells whether the office sends mail.
    """
    linked = (
        select(Person, Unit.name, Address)
        .join(Unit, col(Unit.id) == Person.unit_id)
        .join(Address, col(Address.person_id) == Person.id)
        .where(col(Person.left_on).is_(None), col(Address.reachable).is_(True))
        .where(col(Address.channel).in_(channels))
    )
    told = set((await session.exec(select(WebSession.chat).where(*_LIVE))).all())
    people: dict[int, tuple[Person, str, list[Address]]] = {}
    for person, unit, address in (await session.exec(linked.order_by(col(Person.id)))).all():
        people.setdefault(person.id or 0, (person, unit, []))[2].append(address)
    return [
        (person.name, unit)
        for person, unit, places in people.values()
        if not (mails and person.email) and _is_silent(places, told)
    ]


def _is_silent(places: Collection[Address], told: Collection[str | None]) -> bool:
    best = _written_to(places)
    return all(place.channel == CHANNEL for place in places) and (best is None or best.chat not in told)
