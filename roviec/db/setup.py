"""The first day of an office: who may set it up, until somebody is on its roster; and how far it has come."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import facts
from roviec.db.models import Address, Campaign, Fact, Invitation, Person, Task, Unit
from roviec.db.sessions import hashed, new_secret

KEY_LIFE = timedelta(hours=2)
"""How long the key that `roviec run` prints opens the set-up."""
SESSION_LIFE = timedelta(hours=4)
"""How long the browser that was let in may go on."""
_NAME, _DONE = "setup", "done"


async def is_open(session: AsyncSession) -> bool:
    """Tell whether the office waits to be set up: nobody was ever on its roster."""
    fact = await session.get(Fact, _NAME)
    return not (fact and fact.value.get(_DONE)) and not await _had_people(session)


async def _had_people(session: AsyncSession) -> bool:
    return (await session.exec(select(col(Person.id)).limit(1))).first() is not None


async def offer(session: AsyncSession, *, now: datetime) -> str | None:
    """Return a fresh key of one use, in place of any before it; None for an office that is set up."""
    fact = await facts.held(session, _NAME, {})
    if not await is_open(session):
        return None
    key = secrets.token_urlsafe(24)
    fact.value = fact.value | {"key": hashed(key), "key_until": (now + KEY_LIFE).isoformat()}
    await session.flush()
    return key


async def opens(session: AsyncSession, key: str, *, now: datetime) -> bool:
    """Tell whether a key would let a browser in."""
    return await is_open(session) and _fits(await _value(session), "key", key, now)


async def enter(session: AsyncSession, key: str, *, now: datetime) -> str | None:
    """Use a key up; return the secret of the browser that is let in, None for a key that opens nothing."""
    fact = await facts.held(session, _NAME, {})
    if not await opens(session, key, now=now):
        return None
    return await _begin(session, fact, now)


async def enter_first(session: AsyncSession, *, now: datetime) -> str | None:
    """Let in whoever sits at this machine; None while another browser is at it."""
    fact = await facts.held(session, _NAME, {})
    if not await is_open(session) or is_taken(fact.value, now=now):
        return None
    return await _begin(session, fact, now)


async def _begin(session: AsyncSession, fact: Fact, now: datetime) -> str:
    secret = new_secret()
    fact.value = {"session": hashed(secret), "session_until": (now + SESSION_LIFE).isoformat()}
    await session.flush()
    return secret


async def is_busy(session: AsyncSession, *, now: datetime) -> bool:
    """Tell whether some browser is at the set-up."""
    return is_taken(await _value(session), now=now)


def is_taken(value: dict[str, Any], *, now: datetime) -> bool:
    """Tell whether a browser was let in and its time is not over."""
    return "session" in value and datetime.fromisoformat(value["session_until"]) > now


async def is_in(session: AsyncSession, secret: str, *, now: datetime) -> bool:
    """Tell whether a browser was let in, and may go on."""
    return await is_open(session) and _fits(await _value(session), "session", secret, now)


async def close(session: AsyncSession, secret: str, *, now: datetime) -> bool:
    """End the set-up for good, held against other processes; False for a browser that may not."""
    fact = await facts.held(session, _NAME, {})
    if not await is_in(session, secret, now=now):
        return False
    fact.value = {_DONE: True}
    await session.flush()
    return True


async def _value(session: AsyncSession) -> dict[str, Any]:
    fact = await session.get(Fact, _NAME)
    return fact.value if fact else {}


def _fits(value: dict[str, Any], name: str, secret: str, now: datetime) -> bool:
    """Compare in constant time, what is not there too."""
    kept = value.get(name, "0" * 64)
    is_same = hmac.compare_digest(kept, hashed(secret))
    return is_same and datetime.fromisoformat(value[f"{name}_until"]) > now


@dataclass(frozen=True)
class Come:
    """How far an office has come: how many of each it has."""

    people: int
    units: int
    invited: int
    linked: int
    tasks: int
    campaigns: int


async def come(session: AsyncSession) -> Come:
    """Count what an office has."""

    async def count(column: object, *which: object) -> int:
        found = select(func.count(func.distinct(column))).where(*which)  # type: ignore[arg-type]
        return (await session.exec(found)).one()

    return Come(
        people=await count(Person.id, col(Person.left_on).is_(None)),
        units=await count(Unit.id),
        invited=await count(Invitation.person_id),
        linked=await count(Address.person_id, col(Address.person_id).is_not(None)),
        tasks=await count(Task.id),
        campaigns=await count(Campaign.id),
    )
