"""What happens to a payload that nobody can handle: three tries, then quarantine, an id for everyone."""

import logging
import secrets
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import inbox, outbox
from roviec.db.models import Inbox
from roviec.db.models.delivery import Lane
from roviec.delivery import admins, notify
from roviec.errors import trace
from roviec.messages.incoming import Raw
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue

log = logging.getLogger(__name__)


async def report(
    session: AsyncSession, row: Inbox, error: Exception, *, channels: notify.Channels, now: datetime
) -> None:
    """Count a failed try of a payload; at the last one tell the person and the admins an id."""
    # The savepoint was rolled back: what the row held is known to the database only.
    await session.refresh(row)
    mishap = secrets.token_hex(4)
    log.error("payload %s of %s failed (%s): %s", row.id, row.channel, mishap, trace(error))
    if not inbox.failed(row, f"{mishap} {trace(error)}"):
        return
    try:
        async with session.begin_nested():
            await _tell(session, row, mishap, channels=channels, now=now)
    except OperationalError:
        raise
    except Exception as failed:
        # Who can't be told must not bring the payload back: doctor names it all the same.
        log.error("nobody could be told of %s: %s", mishap, trace(failed))


async def _tell(
    session: AsyncSession, row: Inbox, mishap: str, *, channels: notify.Channels, now: datetime
) -> None:
    texts = catalogue("vi")
    sorry = Outgoing(texts("mishap.person", id=mishap))
    key = f"mishap/{row.id}"
    if row.chat:
        await outbox.post(
            session, channel=row.channel, chat=row.chat, messages=[sorry], lane=Lane.reply, now=now, key=key
        )
    alarm = texts("mishap.admin", id=mishap, channel=row.channel)
    await admins.alarm(session, alarm, channels=channels, now=now, key=key)


async def set_aside(
    session: AsyncSession,
    raw: Raw,
    error: Exception,
    *,
    channel: str,
    channels: notify.Channels,
    now: datetime,
) -> None:
    """Quarantine a payload that the database can't take, so that it is not brought again for ever."""
    mishap = secrets.token_hex(4)
    log.error("a payload of %s can't be stored (%s): %s", channel, mishap, trace(error))
    name = await inbox.set_aside(session, channel=channel, raw=raw, error=f"{mishap} {trace(error)}", now=now)
    if name:
        alarm = catalogue("vi")("mishap.admin", id=mishap, channel=channel)
        await admins.alarm(session, alarm, channels=channels, now=now, key=f"mishap/{name}")
