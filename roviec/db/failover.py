"""A message that its channel can't carry goes to another address of the same person.

Only what was written to a person unasked moves: never an answer in a chat, never what a group or a citizen reads.
It keeps its key, so that it is written once whatever the channel.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Failure, Outgoing
from roviec.channels.render import numbered
from roviec.db import conversations, notify, reach, reminders
from roviec.db.budget import ZONE
from roviec.db.models import Address, Conversation, Outbox, Person, Role, Unit
from roviec.db.models.delivery import Departure, Lane
from roviec.texts import catalogue

PARTS = 100
"""More than any message is cut into."""
CHUNK = 200


async def move_on(
    session: AsyncSession,
    row_id: int,
    failure: Failure,
    *,
    later: datetime | None,
    channels: notify.Channels,
    now: datetime,
) -> bool:
    """Move a message whose send failed to the next address; False when it stays what it is.

    `later` is when its own address may be tried again, None for never. Each address is tried once before
    the message waits where it is, or where it may wait; then all of them count again. What the platform may
    have taken never moves: it is tried again where it may be read already.
    """
    row = await _held(session, row_id)
    if row is None or row.person_id is None or failure.ambiguous:
        return False
    is_refused = failure.unreachable or failure.elsewhere
    if row.possibly_twice and not is_refused:
        return False
    tried: dict[str, Any] = dict(row.tried or {})
    usable = await reach.of(session, row.person_id, channels=channels, now=now)
    others = [a for a in usable if (a.channel, a.chat) != (row.channel, row.chat)]
    to = next((a for a in others if str(a.id) not in tried), None)
    if to is not None:
        here = await _address(session, row)
        if here is not None:
            tried[str(here.id)] = later.isoformat() if later else None
        return await _move(session, row, to, at=now, tried=tried, channels=channels, now=now)
    row.tried = None
    waiting = [(datetime.fromisoformat(at), a) for a in others if (at := tried.get(str(a.id)))]
    if later is not None or not waiting:
        return False
    at, back = min(waiting, key=lambda pair: pair[0])
    return await _move(session, row, back, at=max(at, now), tried=None, channels=channels, now=now)


async def move_waiting(
    session: AsyncSession, *, channel: str, channels: notify.Channels, now: datetime
) -> int:
    """Move what waits in a channel that carries nothing for now to people's other addresses; return how many.

    What failed once has tried the others already and waits with reason.
    """
    off = await reach.paused(session, now=now)
    on = [name for name in channels if name not in off and name != channel]
    other = sa.exists().where(
        col(Address.person_id) == col(Outbox.person_id),
        col(Address.reachable).is_(True),
        col(Address.channel).in_(on),
    )
    fresh = (col(Outbox.channel) == channel, col(Outbox.error).is_(None), other)
    rows = await _waiting(session, *fresh)
    return await _move_all(session, rows, channels, now)


async def move_from(
    session: AsyncSession, address: Address, *, channels: notify.Channels, now: datetime
) -> int:
    """Move what waits at an address to the others of its person, who gives it up; return how many."""
    mine = (Outbox.channel == address.channel, Outbox.chat == address.chat)
    rows = await _waiting(session, *mine, col(Outbox.person_id) == address.person_id)
    return await _move_all(session, rows, channels, now)


async def move_to_new(
    session: AsyncSession, person_id: int, *, channels: notify.Channels, now: datetime
) -> int:
    """Move what waits for a person in channels that carry nothing for now: they have a new address."""
    off = await reach.paused(session, now=now)
    if not off:
        return 0
    rows = await _waiting(session, col(Outbox.channel).in_(off), col(Outbox.person_id) == person_id)
    return await _move_all(session, rows, channels, now)


async def lost(session: AsyncSession, row_id: int, *, channels: notify.Channels, now: datetime) -> None:
    """Tell the admins at once that a leader can't be reached any more, once per leader and week."""
    row = await session.get(Outbox, row_id)
    person = await session.get(Person, row.person_id) if row is not None and row.person_id else None
    if person is None or person.left_on is not None or person.role == Role.official:
        return
    if await reach.of(session, person.id or 0, channels=channels, now=now):
        return
    year, week, _ = now.astimezone(ZONE).isocalendar()
    subject, period = str(person.id), f"{year}-W{week:02d}"
    if not await reminders.say_once(session, kind="unreachable", subject=subject, period=period, now=now):
        return
    unit = await session.get_one(Unit, person.unit_id)
    words = catalogue("vi")("unreachable.leader", name=person.name, unit=unit.name)
    key = f"unreachable/{period}/leader/{person.id}"
    await notify.admins(session, Outgoing(words), channels=channels, now=now, key=key)


async def _held(session: AsyncSession, row_id: int) -> Outbox | None:
    """Return a message in flight; None when it was erased meanwhile."""
    found = select(Outbox).where(Outbox.id == row_id, Outbox.state == Departure.sending)
    return (await session.exec(found.with_for_update())).first()


async def _address(session: AsyncSession, row: Outbox) -> Address | None:
    found = select(Address).where(Address.channel == row.channel, Address.chat == row.chat)
    return (await session.exec(found)).first()


async def _waiting(session: AsyncSession, *which: Any) -> Sequence[Outbox]:
    """Return queued messages that surely no platform has taken."""
    free = (
        col(Outbox.state) == Departure.queued,
        col(Outbox.person_id).is_not(None),
        col(Outbox.possibly_twice).is_(False),
        # Tried without a recorded failure: a killed courier held it.
        sa.or_(col(Outbox.tries) == 0, col(Outbox.error).is_not(None)),
    )
    found = select(Outbox).where(*free, *which).order_by(col(Outbox.id)).limit(CHUNK)
    return (await session.exec(found.with_for_update(skip_locked=True))).all()


async def _move_all(
    session: AsyncSession, rows: Sequence[Outbox], channels: notify.Channels, now: datetime
) -> int:
    """Move messages to the best other address of their person, whole; return how many went."""
    off, seen, moved = await reach.paused(session, now=now), set[str](), 0
    for row in rows:
        base = _base(row)
        if base in seen or row.person_id is None:
            continue
        seen.add(base)
        usable = await reach.of(session, row.person_id, channels=channels, now=now)
        others = [a for a in usable if (a.channel, a.chat) != (row.channel, row.chat)]
        if others and others[0].channel not in off:
            moved += await _move(session, row, others[0], at=now, tried=None, channels=channels, now=now)
    return moved


def _base(row: Outbox) -> str:
    """Return the key of the whole message: its parts are numbered after it."""
    return (row.key or "").rpartition("/")[0]


async def _parts(session: AsyncSession, row: Outbox) -> list[Outbox]:
    """Return the parts of the message that a row belongs to, in order."""
    keys = [f"{_base(row)}/{n}" for n in range(PARTS)]
    found = select(Outbox).where(col(Outbox.key).in_(keys)).order_by(col(Outbox.id))
    return list((await session.exec(found)).all())


async def _move(
    session: AsyncSession,
    row: Outbox,
    to: Address,
    *,
    at: datetime,
    tried: dict[str, Any] | None,
    channels: notify.Channels,
    now: datetime,
) -> bool:
    """Write a message anew for another address, under the same key; False while a part of it is in flight."""
    parts = await _parts(session, row)
    unsent = [p for p in parts if p.state == Departure.queued or p.id == row.id]
    if any(p.state == Departure.sending and p.id != row.id for p in parts):
        return False
    whole = Outgoing.from_json(row.source or row.body)
    is_begun = len(unsent) < len(parts)
    message, key = (_rest(whole, unsent), f"{_base(row)}/rest") if is_begun else (whole, _base(row))
    await _withdraw(session, row, whole)
    changed = {"tried": tried, "possibly_twice": any(p.possibly_twice for p in unsent), "not_before": at}
    lane, task_id = Lane(row.lane), row.task_id
    for part in unsent:
        await session.delete(part)
    await session.flush()
    await notify.write(
        session,
        to,
        message,
        channels=channels,
        now=now,
        key=key,
        lane=lane,
        task_id=task_id,
        person_id=to.person_id,
    )
    keys = [f"{key}/{n}" for n in range(PARTS)]
    await session.exec(sa.update(Outbox).where(col(Outbox.key).in_(keys)).values(**changed))
    return True


def _rest(whole: Outgoing, unsent: Sequence[Outbox]) -> Outgoing:
    """Return what is left of a message whose beginning was sent: its words, and its choices and files once."""
    bodies = [Outgoing.from_json(part.body) for part in unsent]
    text, lines = "\n".join(body.text for body in bodies), numbered(whole)
    if lines and text.endswith(lines):
        return replace(whole, title="", text=text.removesuffix(lines).rstrip())
    return replace(bodies[-1], text=text)


async def _withdraw(session: AsyncSession, row: Outbox, message: Outgoing) -> None:
    """Unbind the numbers in the chat that never showed them."""
    here = await _address(session, row)
    talk = await session.get(Conversation, here.id) if here is not None else None
    if talk is not None:
        conversations.withdraw(talk, message.choices)
