"""What the database remembers of backups and of who works in it."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import facts, migrate
from roviec.db.engine import Database
from roviec.db.identity import is_gone
from roviec.db.models import Fact
from roviec.db.reminders import HEARTBEAT

FACT = "backup"
BEGUN = "backup.begun"
"""The fact {"period": the night, "by": the process, "until": ISO moment} of the backup begun last."""
LATE = timedelta(hours=36)
"""A backup that is older was not made last night."""
QUIET = timedelta(minutes=2, seconds=30)
"""A scheduler that has not left a sign of life for so long has stopped: it does so each minute."""


async def remember(session: AsyncSession, *, name: str, size: int, at: datetime) -> None:
    """Remember the last backup that could be restored: its file's name and bytes."""
    fact = await facts.held(session, FACT, {})
    fact.value = fact.value | {"at": at.isoformat(), "name": name, "size": size}


async def since(session: AsyncSession, *, now: datetime) -> datetime:
    """Return when the last good backup was made; while there is none, when one was first wanted."""
    fact = await facts.held(session, FACT, {})
    if "since" not in fact.value:
        fact.value = fact.value | {"since": now.isoformat()}
    return datetime.fromisoformat(fact.value.get("at") or fact.value["since"])


async def begin(session: AsyncSession, *, period: str, by: str, now: datetime, lease: timedelta) -> bool:
    """Take a night's backup for as long as `lease`; False while it is in the hands of a process that may be alive."""
    fact = await facts.held(session, BEGUN, {})
    known = fact.value
    if (
        known.get("period") == period
        and now < datetime.fromisoformat(known["until"])
        and not is_gone(known["by"])
    ):
        return False
    fact.value = {"period": period, "by": by, "until": (now + lease).isoformat()}
    return True


async def last(session: AsyncSession) -> tuple[datetime, str, int] | None:
    """Return when the last good backup was made, its file's name and bytes; None while there is none."""
    fact = await session.get(Fact, FACT)
    if fact is None or "at" not in fact.value:
        return None
    return datetime.fromisoformat(fact.value["at"]), fact.value["name"], fact.value["size"]


async def wanted_since(session: AsyncSession) -> datetime | None:
    """Return when the first backup was wanted; None where nobody has wanted one."""
    fact = await session.get(Fact, FACT)
    told = fact.value.get("since") if fact else None
    return datetime.fromisoformat(told) if told else None


async def is_running(db: Database, now: datetime) -> bool:
    """Tell whether a process serves this database, of whichever version; one that was just stopped counts too."""
    if await migrate.version(db) is None:
        return False
    fact = sa.table("fact", sa.column("name"), sa.column("value", sa.JSON()))
    async with db.read() as session:
        told = sa.select(fact.c.value).where(fact.c.name == HEARTBEAT)
        found = (await (await session.connection()).execute(told)).scalar()
    return found is not None and now - datetime.fromisoformat(found["at"]) < QUIET
