"""Storing what arrives; a payload that no database takes is set aside, so that it is not brought for ever."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from roviec.db import inbox
from roviec.db.engine import Database
from roviec.delivery import notify
from roviec.delivery.mishaps import set_aside
from roviec.messages.incoming import Raw


async def store(
    db: Database, channel: str, raws: Sequence[Raw], *, channels: notify.Channels, now: datetime
) -> None:
    """Commit payloads to the inbox; raise only when the database is in trouble, never over what they hold."""
    try:
        await _keep(db, channel, raws, now)
    except Exception as error:
        if _is_trouble(error):
            raise
        for raw in raws:
            await _keep_or_set_aside(db, channel, raw, channels=channels, now=now)


async def _keep(db: Database, channel: str, raws: Sequence[Raw], now: datetime) -> None:
    async with db.write() as session:
        await inbox.keep(session, channel=channel, raws=raws, now=now)


async def _keep_or_set_aside(
    db: Database, channel: str, raw: Raw, *, channels: notify.Channels, now: datetime
) -> None:
    try:
        await _keep(db, channel, [raw], now)
    except Exception as error:
        if _is_trouble(error):
            raise
        # Where the database itself is broken this fails too, and the payload comes again.
        async with db.write() as session:
            await set_aside(session, raw, error, channel=channel, channels=channels, now=now)


def _is_trouble(error: Exception) -> bool:
    """Tell whether the database could not be asked at all: nothing is wrong with the payload then."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, OperationalError | PoolTimeout | OSError)
