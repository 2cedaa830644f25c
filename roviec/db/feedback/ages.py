"""Feedback by where it stands and how long it has waited, counted in one query."""

from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col, func
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Feedback
from roviec.tasks.feedback.lifecycle import Kind, State

AGES = (7, 15, 30)
"""Days: where one class of age ends and the next begins; the last class has no end."""
WAITING = (State.received, State.routed, State.disputed)
"""What still wants an answer."""


async def by_state_and_age(
    session: AsyncSession, *, today: date, unit_ids: Collection[int] | None = None
) -> dict[State, list[int]]:
    """Count what waits by its state, in each by its classes of age; `unit_ids`: of these units alone."""
    ends = [today - timedelta(days=days) for days in AGES]
    received = col(Feedback.received_on)
    place = sa.case(*((received >= end, n) for n, end in enumerate(ends)), else_=len(ends))
    waits = (col(Feedback.state).in_(WAITING), col(Feedback.kind) != Kind.praise)
    found = sa.select(col(Feedback.state), place, func.count()).where(*waits)
    if unit_ids is not None:
        found = found.where(col(Feedback.unit_id).in_(list(unit_ids)))
    counted = {state: [0] * (len(AGES) + 1) for state in WAITING}
    rows = (await session.exec(found.group_by(col(Feedback.state), place))).all()  # type: ignore[call-overload]
    for state, age, count in rows:
        counted[state][age] += count
    return counted
