"""What is kept about a chat and the person who is linked to it: the rows themselves, for them to read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import reception
from roviec.db.models import (
    Address,
    AuditEntry,
    Evidence,
    Extension,
    Feedback,
    FeedKey,
    Inbox,
    Obstacle,
    Outbox,
    Person,
    Receipt,
    Reception,
    SurveyRun,
    TaskEvent,
    WebEvent,
)

LATEST = 20
"""How many of each kind of an official's words are shown."""


@dataclass(frozen=True)
class Lines:
    """How many messages of a chat are kept, and since when."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Said:
    """What an official sent about tasks: counts, and the latest of what they wrote themselves."""

    events: int = 0
    changes: int = 0
    """Lines of the audit log."""
    evidence: Sequence[Evidence] = ()
    obstacles: Sequence[Obstacle] = ()
    extensions: Sequence[Extension] = ()
    announced: int = 0
    """Announcements that were for them, and how many of these they said they have read."""
    read: int = 0
    feed_since: datetime | None = None
    """Since when a link to their calendar is open."""


@dataclass(frozen=True)
class About:
    """Everything that names a chat or its person."""

    runs: Sequence[SurveyRun] = ()
    feedback: Sequence[Feedback] = ()
    receptions: Sequence[Reception] = ()
    lines: Lines = field(default_factory=Lines)
    said: Said = field(default_factory=Said)


async def about(session: AsyncSession, address: Address, person: Person | None) -> About:
    """Read what is kept about a chat."""
    runs = select(SurveyRun).where(SurveyRun.address_id == address.id).order_by(col(SurveyRun.id))
    sent = select(Feedback).where(Feedback.address_id == address.id).order_by(col(Feedback.id).desc())
    return About(
        runs=(await session.exec(runs)).all(),
        feedback=(await session.exec(sent)).all(),
        receptions=await reception.of_chat(session, address),
        lines=await _lines(session, address),
        said=await _said(session, person) if person is not None else Said(),
    )


async def _lines(session: AsyncSession, address: Address) -> Lines:
    """Count the stored messages of a chat: what it shows on the web, what came and went elsewhere."""
    if address.channel == "web":
        return await _counted(session, col(WebEvent.at), WebEvent.chat == address.chat)
    came = await _counted(
        session, col(Inbox.received_at), Inbox.channel == address.channel, Inbox.chat == address.chat
    )
    went = await _counted(
        session, col(Outbox.created_at), Outbox.channel == address.channel, Outbox.chat == address.chat
    )
    return Lines(came.count + went.count, min((one for one in (came.since, went.since) if one), default=None))


async def _counted(session: AsyncSession, at: Any, *which: Any) -> Lines:
    found = sa.select(sa.func.count(), sa.func.min(at)).where(*which)
    count, since = (await session.exec(found)).one()  # type: ignore[call-overload]
    return Lines(count, since)


async def _said(session: AsyncSession, person: Person) -> Said:
    evidence = select(Evidence).where(Evidence.sent_by == person.id).order_by(col(Evidence.id).desc())
    obstacles = select(Obstacle).where(Obstacle.raised_by == person.id).order_by(col(Obstacle.id).desc())
    asked = select(Extension).where(Extension.asked_by == person.id).order_by(col(Extension.id).desc())
    events = await _counted(session, col(TaskEvent.at), TaskEvent.actor_id == person.id)
    changes = await _counted(session, col(AuditEntry.at), AuditEntry.actor_id == person.id)
    mine = Receipt.person_id == person.id
    announced = await _counted(session, col(Receipt.sent_at), mine)
    read = await _counted(session, col(Receipt.read_at), mine, col(Receipt.read_at).is_not(None))
    feed = await session.get(FeedKey, person.id)
    return Said(
        events=events.count,
        changes=changes.count,
        evidence=(await session.exec(evidence.limit(LATEST))).all(),
        obstacles=(await session.exec(obstacles.limit(LATEST))).all(),
        extensions=(await session.exec(asked.limit(LATEST))).all(),
        announced=announced.count,
        read=read.count,
        feed_since=feed.made_at if feed else None,
    )
