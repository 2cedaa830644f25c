"""Messages that were given up leave once more, each with the day on which it was written."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, tzinfo

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import dead_letters, outbox_moves
from roviec.db.models import Outbox
from roviec.delivery import notify
from roviec.messages.outgoing import Outgoing
from roviec.messages.render import width
from roviec.texts import catalogue
from roviec.texts.shapes import day


async def send_again(
    session: AsyncSession,
    names: Collection[str] | None,
    *,
    channels: notify.Channels,
    now: datetime,
    zone: tzinfo,
) -> int:
    """Queue messages again that were given up, all of them for None; return how many: never one that waits already."""
    rows = await dead_letters.held(session, names, channels=channels)
    for row in rows:
        await _date(session, row, channels, zone)
        dead_letters.revive(session, row, now=now)
    await session.flush()
    return len(rows)


async def _date(session: AsyncSession, row: Outbox, channels: notify.Channels, zone: tzinfo) -> None:
    """Say of which day a message is, so that nobody takes it for today's; once, and where its channel has room."""
    address = await outbox_moves.address_of(session, row)
    texts = catalogue(address.language if address is not None else "vi")
    line = texts("letters.late", day=day(row.created_at.astimezone(zone).date()))
    said, can = Outgoing.from_json(row.body), channels.get(row.channel)
    if line in said.text or can is None or width(f"{said.title}{said.text}{line}") + 4 > can.max_text:
        return
    row.body = replace(said, text=f"{line}\n\n{said.text}").as_json()
    if row.source:
        whole = Outgoing.from_json(row.source)
        row.source = replace(whole, text=f"{line}\n\n{whole.text}").as_json()
