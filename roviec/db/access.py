"""Keys of calendars and programs: made once, kept as hashes, ended at any time."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import ApiKey, FeedKey, Person
from roviec.db.models.base import id_of
from roviec.db.sessions import hashed, new_secret


async def make_feed(session: AsyncSession, *, person: Person, now: datetime) -> str:
    """Return the secret of a person's calendar; the one before no longer opens it."""
    await end_feed(session, person=person)
    secret = new_secret()
    session.add(FeedKey(person_id=id_of(person), key_hash=hashed(secret), made_at=now))
    await session.flush()
    return secret


async def end_feed(session: AsyncSession, *, person: Person) -> bool:
    """End the calendar of a person; False where none was open."""
    found = await feed_of(session, person)
    if found is not None:
        await session.delete(found)
        await session.flush()
    return found is not None


async def feed_of(session: AsyncSession, person: Person) -> FeedKey | None:
    """Return the key of a person's calendar, None where none is open."""
    return await session.get(FeedKey, person.id)


async def owner_of_feed(session: AsyncSession, secret: str) -> Person | None:
    """Return whose calendar a secret opens; nobody's once they have left the office."""
    found = select(Person).join(FeedKey, col(FeedKey.person_id) == Person.id)
    return (
        await session.exec(found.where(FeedKey.key_hash == hashed(secret), col(Person.left_on).is_(None)))
    ).first()


async def make_key(session: AsyncSession, *, name: str, now: datetime) -> tuple[ApiKey, str]:
    """Return a new key for a program and its secret, which is shown this once."""
    secret = new_secret()
    made = ApiKey(name=name, key_hash=hashed(secret), made_at=now)
    session.add(made)
    await session.flush()
    return made, secret


async def end_key(session: AsyncSession, *, number: int, now: datetime) -> ApiKey | None:
    """End a key; None where there is no such key in use."""
    found = await session.get(ApiKey, number)
    if found is None or found.ended_at is not None:
        return None
    found.ended_at = now
    return found


async def keys(session: AsyncSession) -> Sequence[ApiKey]:
    """Return every key, the oldest first."""
    return (await session.exec(select(ApiKey).order_by(col(ApiKey.id)))).all()


async def key_of(session: AsyncSession, secret: str) -> ApiKey | None:
    """Return the key that a secret is, while it is in use."""
    found = select(ApiKey).where(ApiKey.key_hash == hashed(secret), col(ApiKey.ended_at).is_(None))
    return (await session.exec(found)).first()


async def was_used(session: AsyncSession, *, number: int, today: date) -> None:
    """Note the day on which a key was last used."""
    found = await session.get(ApiKey, number)
    if found is not None:
        found.used_on = today
