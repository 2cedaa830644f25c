"""What happens to a payload that nobody can handle: three tries, then quarantine, an id for everyone."""

import logging
import secrets
import traceback
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.contract import Outgoing
from roviec.db import inbox, notify, outbox
from roviec.db.models import Inbox
from roviec.db.models.delivery import Lane
from roviec.texts import catalogue

log = logging.getLogger(__name__)


def trace(error: BaseException) -> str:
    """Describe an error by its type and place; its message may hold personal data and stays out of logs."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {places or 'unknown'}"


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
    texts = catalogue("vi")
    sorry = Outgoing(texts("mishap.person", id=mishap))
    key = f"mishap/{row.id}"
    if row.chat:
        await outbox.post(
            session, channel=row.channel, chat=row.chat, messages=[sorry], lane=Lane.reply, now=now, key=key
        )
    alarm = Outgoing(texts("mishap.admin", id=mishap, channel=row.channel))
    await notify.admins(session, alarm, channels=channels, now=now, key=key)
