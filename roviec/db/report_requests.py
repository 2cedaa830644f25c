"""Who waits for a digest made now: asked within a turn, drawn outside of it, answered once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Address, Person, ReportRequest, Role

LEASE = timedelta(seconds=60)
MAX_TRIES = 3


async def ask(session: AsyncSession, *, address_id: int, now: datetime, period: str = "") -> None:
    """Note that a chat waits for a period's digest; whoever waits for it already waits no second time."""
    row = {"address_id": address_id, "period": period, "asked_at": now, "tries": 0}
    await session.exec(insert(session, ReportRequest).values(row).on_conflict_do_nothing())


async def are_waiting(session: AsyncSession, now: datetime) -> bool:
    """Tell whether anybody waits whom no process serves."""
    return (await session.exec(select(ReportRequest.id).where(_free(now)).limit(1))).first() is not None


async def claim(session: AsyncSession, now: datetime) -> Sequence[ReportRequest]:
    """Lease every request that waits; one whose process died comes again."""
    waiting = select(ReportRequest).where(_free(now)).order_by(col(ReportRequest.id))
    claimed = (await session.exec(waiting.with_for_update(skip_locked=True))).all()
    for request in claimed:
        request.lease_until, request.tries = now + LEASE, request.tries + 1
    return claimed


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(col(ReportRequest.lease_until).is_(None), col(ReportRequest.lease_until) <= now)


async def close(session: AsyncSession, request_id: int) -> bool:
    """End a request; False when another process has, or its chat is gone."""
    end = sa.delete(ReportRequest).where(col(ReportRequest.id) == request_id).returning(col(ReportRequest.id))
    return (await session.exec(end)).first() is not None


async def reader(session: AsyncSession, request_id: int) -> Address | None:
    """Return the chat that still waits, if whoever reads there still leads or administers."""
    found = (
        select(Address)
        .join(ReportRequest, col(ReportRequest.address_id) == col(Address.id))
        .join(Person, col(Person.id) == col(Address.person_id))
        .where(ReportRequest.id == request_id, col(Person.left_on).is_(None), Person.role != Role.official)
    )
    return (await session.exec(found)).first()
