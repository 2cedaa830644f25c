"""Sessions of browsers: begun, renewed, ended; whoever has left the office reads nothing any more."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from roviec.db.models import Address, Person, WebPass, WebSession

CHANNEL = "web"
PASS_LIFE = timedelta(minutes=30)
REPEATED = timedelta(minutes=10)
"""How long a post whose answer was lost may be repeated with the secret from before it."""
TOUCHED = timedelta(hours=1)
"""How exactly it is known when an official's session was last used."""


@dataclass(frozen=True)
class Life:
    """How long a session lives after its last use."""

    citizen: timedelta = timedelta(days=180)
    person: timedelta = timedelta(days=14)


@dataclass(frozen=True)
class Here:
    """A session that is alive: its key, the chat that it reads and the person whose it is."""

    key: str
    chat: str | None
    person_id: int | None
    is_stale: bool = False
    """Its use is to be noted again."""
    address: Address | None = None
    """What is known of its chat, where that has said something."""


class Renewed(Exception):
    """The secret has been replaced by another one, which this browser has or is about to get."""


def hashed(secret: str) -> str:
    """Return what is kept of a secret: 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def new_secret() -> str:
    """Return a fresh secret of 32 random bytes."""
    return secrets.token_urlsafe(32)


async def begin(
    session: AsyncSession,
    secret: str,
    *,
    chat: str | None,
    now: datetime,
    life: Life,
    person_id: int | None = None,
    device: str = "",
) -> Here:
    """Let a browser in with a fresh secret."""
    row = WebSession(
        secret_hash=hashed(secret), chat=chat, person_id=person_id, until=_quarter(now + life.citizen)
    )
    if person_id is not None:
        row.seen_at, row.device = now, device
    session.add(row)
    await session.flush()
    return Here(row.secret_hash, chat, person_id)


def _quarter(moment: datetime) -> datetime:
    """Return the beginning of the next quarter (UTC)."""
    months = moment.astimezone(UTC).year * 12 + (moment.astimezone(UTC).month - 1) // 3 * 3 + 3
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


@cache
def _behind() -> Select[WebSession, Address, Person]:
    """Return the statement for a session, the address of its chat, and its person; built once for every request."""
    place = sa.and_(col(Address.channel) == CHANNEL, col(Address.chat) == WebSession.chat)
    holder = col(Person.id) == sa.func.coalesce(WebSession.person_id, Address.person_id)
    return (
        select(WebSession, Address, Person)
        .join(Address, place, isouter=True)
        .join(Person, holder, isouter=True)
        .where(col(WebSession.secret_hash) == sa.bindparam("key"))
    )


async def alive(
    session: AsyncSession, key: str, *, now: datetime, life: Life, post: str | None = None
) -> Here | None:
    """Return the session of a secret's hash, None when it is over; raise `Renewed`.

    A secret that was replaced may still repeat the very `post` that replaced it.
    """
    found = await session.exec(_behind(), params={"key": key})
    row, address, person = found.first() or (None, None, None)
    if row is None or _is_over(row, address.person_id if address else None, person, now, life):
        return None
    if row.renewed_by is not None and row.renewed_by != post:
        raise Renewed
    is_stale = _is_stale(row, person, now, life)
    return Here(row.secret_hash, row.chat, person.id if person else None, is_stale, address)


def _is_over(
    row: WebSession, linked_to: int | None, person: Person | None, now: datetime, life: Life
) -> bool:
    if person is not None and person.left_on is not None:
        return True
    if row.chat is not None and row.person_id not in (None, linked_to):
        return True
    if row.renewed_by is not None or row.seen_at is None:
        return row.until <= now
    return row.seen_at + life.person <= now


def _is_stale(row: WebSession, person: Person | None, now: datetime, life: Life) -> bool:
    if person is None:
        return row.until < now + life.citizen / 2
    return row.seen_at is None or row.seen_at + TOUCHED <= now


async def touch(session: AsyncSession, here: Here, *, now: datetime, life: Life, device: str = "") -> None:
    """Note that a session is in use: an official's to the hour, a citizen's when half of its life is over."""
    row = await session.get(WebSession, here.key) if here.is_stale else None
    if row is None or row.renewed_by is not None:
        return
    if here.person_id is None:
        row.until = _quarter(now + life.citizen)
    else:
        row.person_id, row.seen_at, row.device = here.person_id, now, device or row.device


async def renew(session: AsyncSession, here: Here, *, post: str, now: datetime) -> str:
    """Return the secret that replaces a session's own, which from now on may only repeat `post`."""
    old = await session.get_one(WebSession, here.key)
    # An answer that was lost took its secret along.
    await session.exec(sa.delete(WebSession).where(col(WebSession.parent) == old.secret_hash))
    secret = new_secret()
    session.add(
        WebSession(
            **old.model_dump(exclude={"secret_hash", "renewed_by", "parent"}),
            secret_hash=hashed(secret),
            parent=old.secret_hash,
        )
    )
    old.renewed_by, old.until = post, now + REPEATED
    await session.flush()
    return secret


async def belong(session: AsyncSession, *, chat: str, person_id: int, now: datetime) -> None:
    """Note that the browser of a chat that was just linked is that person's."""
    mine = sa.update(WebSession).where(col(WebSession.chat) == chat)
    await session.exec(mine.values(person_id=person_id, seen_at=now))


async def disown(session: AsyncSession, chat: str, *, now: datetime) -> None:
    """Leave a chat whose words were erased to its browser, as nobody's."""
    mine = col(WebSession.chat) == chat
    await session.exec(sa.delete(WebSession).where(mine, col(WebSession.renewed_by).is_not(None)))
    until = _quarter(now + Life().citizen)
    nobodys = {
        "person_id": None,
        "seen_at": None,
        "device": "",
        "parent": None,
        "until": until,
        "push": sa.null(),
    }
    await session.exec(sa.update(WebSession).where(mine).values(**nobodys))


async def of_person(
    session: AsyncSession, person_id: int, *, now: datetime, life: Life
) -> Sequence[WebSession]:
    """Return the sessions of a person that are alive, the last used first."""
    mine = select(WebSession).where(WebSession.person_id == person_id, col(WebSession.renewed_by).is_(None))
    recent = mine.where(col(WebSession.seen_at) > now - life.person)
    return (await session.exec(recent.order_by(col(WebSession.seen_at).desc(), WebSession.secret_hash))).all()


async def end_chat(session: AsyncSession, chat: str) -> bool:
    """End whatever reads a chat; return False when nothing did."""
    gone = sa.delete(WebSession).where(col(WebSession.chat) == chat).returning(col(WebSession.secret_hash))
    return (await session.exec(gone)).first() is not None


async def is_read(session: AsyncSession, chat: str) -> bool:
    """Tell whether a browser still has a session of a chat."""
    left = select(WebSession.secret_hash).where(WebSession.chat == chat, col(WebSession.renewed_by).is_(None))
    return (await session.exec(left)).first() is not None


async def end(session: AsyncSession, row: WebSession) -> None:
    """End one session."""
    await session.delete(row)
    await session.flush()


async def over(session: AsyncSession, *, now: datetime, life: Life, limit: int = 100) -> Sequence[WebSession]:
    """Return some sessions that have ended by themselves, and the secrets that were replaced long ago."""
    renewed = col(WebSession.renewed_by).is_not(None)
    by_date = sa.and_(sa.or_(renewed, col(WebSession.seen_at).is_(None)), col(WebSession.until) <= now)
    by_use = sa.and_(~renewed, col(WebSession.seen_at) <= now - life.person)
    return (await session.exec(select(WebSession).where(sa.or_(by_date, by_use)).limit(limit))).all()


async def new_pass(session: AsyncSession, *, person_id: int, now: datetime) -> str:
    """Return a token that opens one session for a person within `PASS_LIFE`."""
    await session.exec(sa.delete(WebPass).where(col(WebPass.expires_at) <= now))
    token = secrets.token_urlsafe(24)
    session.add(WebPass(token_hash=hashed(token), person_id=person_id, expires_at=now + PASS_LIFE))
    await session.flush()
    return token


async def is_pass(session: AsyncSession, token: str, *, person_id: int, now: datetime) -> bool:
    """Tell whether a token would open a session for a person."""
    found = await session.get(WebPass, hashed(token))
    return found is not None and found.person_id == person_id and found.expires_at > now


async def spend_pass(session: AsyncSession, token: str, *, person_id: int, now: datetime) -> bool:
    """Use a token up; False when it opens nothing for this person, or not any more."""
    usable = (col(WebPass.token_hash) == hashed(token), col(WebPass.person_id) == person_id)
    spent = sa.delete(WebPass).where(*usable, col(WebPass.expires_at) > now)
    return (await session.exec(spent.returning(col(WebPass.token_hash)))).first() is not None


async def holder(session: AsyncSession, token: str, *, now: datetime) -> Person | None:
    """Return whom a token would open a session for: somebody who still works here, or None."""
    mine = select(Person).join(WebPass, col(WebPass.person_id) == Person.id)
    good = mine.where(WebPass.token_hash == hashed(token), col(WebPass.expires_at) > now)
    return (await session.exec(good.where(col(Person.left_on).is_(None)))).first()
