"""Alarms to the admins: the first of an hour at once, the others of that hour as one summary at its end."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import facts, outbox_moves, reminders
from roviec.delivery import notify
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue
from roviec.texts.shapes import short

HOUR = "alarm.hour"
QUOTED = 5
"""Sentences that a summary quotes."""


async def alarm(
    session: AsyncSession, sentence: str, *, channels: notify.Channels, now: datetime, key: str
) -> None:
    """Tell the admins `sentence` once per `key`; thirty in a minute are one message and one summary."""
    if not await reminders.say_once(session, kind="alarm", period=key, now=now):
        return
    fact, hour = (
        await facts.held(session, HOUR, {"hour": "", "more": []}),
        now.replace(minute=0, second=0, microsecond=0),
    )
    if fact.value["hour"] != hour.isoformat():
        fact.value = {"hour": hour.isoformat(), "more": []}
        await notify.admins(session, Outgoing(sentence), channels=channels, now=now, key=key)
        return
    fact.value = fact.value | {"more": [*fact.value["more"], sentence]}
    at = hour + timedelta(hours=1)
    await _summarise(session, fact.value["more"], channels=channels, at=at, now=now)


async def _summarise(
    session: AsyncSession, more: list[str], *, channels: notify.Channels, at: datetime, now: datetime
) -> None:
    """Write the summary that leaves at the end of the hour anew."""
    key = f"alarms/{at.isoformat()}"
    await outbox_moves.drop_key(session, key)
    lines = "\n".join(f"– {short(one, 200)}" for one in more[:QUOTED])
    words = catalogue("vi")("alarm.more", count=len(more), lines=lines)
    await notify.admins(session, Outgoing(words), channels=channels, now=now, key=key)
    await outbox_moves.keep_until(session, key, not_before=at)
