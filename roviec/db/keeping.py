"""What is kept for how long, and what nothing needs any more: idle chats, old lines, files without a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.files import FileStore
from roviec.db.models import (
    Address,
    Announcement,
    Conversation,
    Evidence,
    Feedback,
    ImportDraft,
    Inbox,
    Outbox,
    Plan,
    PlanVersion,
    ScoreProof,
    StoredFile,
    SurveyRun,
    WebEvent,
)
from roviec.db.models.delivery import Departure
from roviec.db.models.plans import DraftState

_CHECKSUM = re.compile(r"\b[0-9a-f]{64}\b")
_SIGNS = ('"sha256"', '"ref"', '"files": [[')
"""How JSON that names files may look: as the stream, an upload and a message to send spell it."""
FORGOTTEN = timedelta(days=1)
"""How long a file may lie that no row names yet: it is on its way into one."""


@dataclass(frozen=True)
class Retention:
    """How long traces are kept, in days."""

    inbox_days: int = 30
    outbox_days: int = 90
    paused_survey_days: int = 14
    web_days: int = 90
    idle_days: int = 365
    quarantine_days: int = 30


async def idle(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[Address]:
    """Return chats of nobody on the roster that said nothing since, and to whom nothing is owed."""
    spoke = sa.exists().where(
        col(Conversation.address_id) == col(Address.id), col(Conversation.updated_at) >= before
    )
    waits = sa.exists().where(col(Feedback.address_id) == col(Address.id))
    answers = sa.exists().where(col(SurveyRun.address_id) == col(Address.id))
    leaves = sa.exists().where(
        col(Outbox.channel) == col(Address.channel),
        col(Outbox.chat) == col(Address.chat),
        col(Outbox.state).in_((Departure.queued, Departure.sending)),
    )
    nobody = (col(Address.person_id).is_(None), col(Address.unit_id).is_(None))
    found = select(Address).where(*nobody, ~spoke, ~waits, ~answers, ~leaves)
    return (await session.exec(found.order_by(col(Address.id)).limit(limit))).all()


async def needed(session: AsyncSession) -> set[str]:
    """Return the checksums of every file that some row still needs."""
    found: set[str] = set()
    for query in _plain():
        found |= {sha for sha in (await session.exec(query)).scalars() if sha}
    for column, which in _within():
        told = sa.cast(column, sa.Text)
        holds = sa.or_(*(told.like(f"%{sign}%") for sign in _SIGNS))
        # Row by row: the bodies of a large office do not fit into memory.
        texts = await session.stream(sa.select(told).where(holds, *which))
        async for (text,) in texts:
            found.update(_CHECKSUM.findall(text))
    return found


def _plain() -> Iterator[Any]:
    """Yield the columns that hold a checksum."""
    reading = col(ImportDraft.state).in_((DraftState.reading, DraftState.ready))
    yield sa.select(col(Evidence.sha256))
    yield sa.select(col(Plan.sha256))
    yield sa.select(col(PlanVersion.sha256))
    yield sa.select(col(ScoreProof.sha256))
    yield sa.select(col(ImportDraft.sha256)).where(reading)


def _within() -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield the columns that hold checksums among other things, and the rows that still need them."""
    waiting = (col(Outbox.state) != Departure.sent,)
    yield col(Announcement.files), ()
    yield col(Feedback.photos), ()
    yield col(Inbox.payload), ()
    yield col(Inbox.files), ()
    yield col(Outbox.body), waiting
    yield col(Outbox.source), waiting
    yield col(WebEvent.body), ()
    yield col(Conversation.data), ()


async def forget_files(session: AsyncSession, *, keep: set[str], before: datetime) -> int:
    """Delete the rows of files that nothing needs; return how many."""
    known = select(StoredFile.sha256).where(col(StoredFile.stored_at) < before)
    gone = sorted(set((await session.exec(known)).all()) - keep)
    for start in range(0, len(gone), 500):
        some = gone[start : start + 500]
        await session.exec(sa.delete(StoredFile).where(col(StoredFile.sha256).in_(some)))
    return len(gone)


async def lost(session: AsyncSession, files: FileStore, *, latest: int) -> list[str]:
    """Return the checksums of evidence, out of the `latest` sent, whose bytes are in no store."""
    found = select(Evidence.sha256).order_by(col(Evidence.id).desc()).limit(latest)
    named = set((await session.exec(found)).all())
    return await files.missing(session, named)
