"""A message that its channel can't carry goes to another address of the same person.

Only what was written to a person unasked moves: never an answer in a chat, never what a group or a citizen reads.
It keeps its key, so that it is written once whatever the channel.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import outbox_moves, pauses, reminders
from roviec.db.budget import ZONE
from roviec.db.engine import Database
from roviec.db.models import Address, Outbox, Person, Role, Unit
from roviec.db.models.delivery import Departure, Lane
from roviec.delivery import admins, notify, reach
from roviec.delivery.singly import Singly
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import Outgoing
from roviec.messages.render import numbered
from roviec.texts import catalogue


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
    row = await outbox_moves.in_flight(session, row_id)
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
        here = await outbox_moves.address_of(session, row)
        if here is not None:
            tried[str(here.id)] = later.isoformat() if later else None
        return await _move(session, row, to, at=now, tried=tried, channels=channels, now=now)
    row.tried = None
    waiting = [(datetime.fromisoformat(at), a) for a in others if (at := tried.get(str(a.id)))]
    if later is not None or not waiting:
        return False
    at, back = min(waiting, key=lambda pair: pair[0])
    return await _move(session, row, back, at=max(at, now), tried=None, channels=channels, now=now)


async def rescue(db: Database, channels: notify.Channels, now: datetime) -> int:
    """Move what waits in paused channels; return how many messages went. Nobody waits for a month's quota."""
    async with db.read() as session:
        off = await pauses.paused(session, now=now)
    moved, waits = 0, sorted(off & set(channels))
    if not waits:
        return 0
    singly = await Singly.of(db, "elsewhere", channels=channels, now=now, period=f"{now:%Y-%m-%d}")
    for channel in waits:
        async with db.read() as session:
            left = await outbox_moves.untried_ids(session, channel=channel, on=set(channels) - off)
        for row_id in left:
            if not singly.leaves(f"message/{row_id}"):
                async with singly.row(f"message/{row_id}"), db.write() as session:
                    rows = await outbox_moves.still_waiting(session, row_id)
                    moved += await _move_all(session, rows, channels, now)
    return moved


async def move_from(
    session: AsyncSession, address: Address, *, channels: notify.Channels, now: datetime
) -> int:
    """Move what waits at an address to the others of its person, who gives it up; return how many."""
    rows = await outbox_moves.waiting_at(session, address)
    return await _move_all(session, rows, channels, now)


async def move_to_new(
    session: AsyncSession, person_id: int, *, channels: notify.Channels, now: datetime
) -> int:
    """Move what waits for a person in channels that carry nothing for now: they have a new address."""
    off = await pauses.paused(session, now=now)
    if not off:
        return 0
    rows = await outbox_moves.waiting_for(session, person_id, channels=off)
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
    await admins.alarm(session, words, channels=channels, now=now, key=key)


async def _move_all(
    session: AsyncSession, rows: Sequence[Outbox], channels: notify.Channels, now: datetime
) -> int:
    """Move messages to the best other address of their person, whole; return how many went."""
    off, seen, moved = await pauses.paused(session, now=now), set[str](), 0
    for row in rows:
        base = outbox_moves.key_of(row)
        if base in seen or row.person_id is None:
            continue
        seen.add(base)
        usable = await reach.of(session, row.person_id, channels=channels, now=now)
        others = [a for a in usable if (a.channel, a.chat) != (row.channel, row.chat)]
        if others and others[0].channel not in off:
            moved += await _move(session, row, others[0], at=now, tried=None, channels=channels, now=now)
    return moved


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
    parts = await outbox_moves.parts(session, row)
    unsent = [p for p in parts if p.state == Departure.queued or p.id == row.id]
    if any(p.state == Departure.sending and p.id != row.id for p in parts):
        return False
    whole, base = Outgoing.from_json(row.source or row.body), outbox_moves.key_of(row)
    is_begun = len(unsent) < len(parts)
    message, key = (_rest(whole, unsent), f"{base}/rest") if is_begun else (whole, base)
    await outbox_moves.withdraw(session, row, whole.choices)
    possibly_twice = any(p.possibly_twice for p in unsent)
    lane, task_id = Lane(row.lane), row.task_id
    await outbox_moves.remove(session, unsent)
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
    await outbox_moves.carry_over(session, key, tried=tried, possibly_twice=possibly_twice, not_before=at)
    return True


def _rest(whole: Outgoing, unsent: Sequence[Outbox]) -> Outgoing:
    """Return what is left of a message whose beginning was sent: its words, and its choices and files once."""
    bodies = [Outgoing.from_json(part.body) for part in unsent]
    text, lines = "\n".join(body.text for body in bodies), numbered(whole)
    if lines and text.endswith(lines):
        return replace(whole, title="", text=text.removesuffix(lines).rstrip())
    return replace(bodies[-1], text=text)
