"""How campaigns go, counted as it happens: who left where, how long answers took, how many the sample needs."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert_new
from roviec.db.models import Campaign, CampaignCourse, CampaignTarget, Response, SurveyRun, Unit
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.survey.course import Course, counted, sample_size, together

Key = tuple[int, int]
"""(campaign, unit)"""
LEAST, MOST = 5, 200
"""The allowed errors of a sample, in thousandths."""


class TargetUnfit(PersonError):
    """Dân số phải là số dương và sai số từ 0,5% đến 20%. Ông/Bà ghi lại, ví dụ: --population 1200 --error 5."""


async def set_target(
    session: AsyncSession, *, campaign: Campaign, unit: Unit, population: int, error: int
) -> int:
    """Keep how many citizens a unit serves and the allowed error (thousandths); return the sample it needs."""
    if population < 1 or not LEAST <= error <= MOST:
        raise TargetUnfit
    key = (id_of(campaign), id_of(unit))
    target = await session.get(CampaignTarget, key)
    if target is None:
        target = CampaignTarget(campaign_id=key[0], unit_id=key[1], population=population, error=error)
        session.add(target)
    target.population, target.error = population, error
    await session.flush()
    return sample_size(population, error)


async def note_time(session: AsyncSession, *, campaign_id: int, unit_id: int, seconds: float) -> None:
    """Count how long a finished response took."""
    key = (campaign_id, unit_id)
    _, times = await _held(session, key)
    await _keep(session, key, times=counted(times, seconds))


async def note_left(session: AsyncSession, run: SurveyRun) -> None:
    """Count where a run stood that ends without an answer."""
    key = (run.campaign_id, run.unit_id)
    left, _ = await _held(session, key)
    place = str(run.session.get("position") or "")
    await _keep(session, key, left=left | {place: left.get(place, 0) + 1})


async def courses(session: AsyncSession, campaign: Campaign) -> dict[int, Course]:
    """Return {unit: how the campaign goes there} for every unit with a target, a run or a response."""
    mine = campaign.id
    answered = select(Response.unit_id, func.count()).where(Response.campaign_id == mine)
    finished = dict((await session.exec(answered.group_by(col(Response.unit_id)))).all())
    stand: dict[int, Counter[str]] = {}
    for unit, state in (
        await session.exec(select(SurveyRun.unit_id, SurveyRun.session).where(SurveyRun.campaign_id == mine))
    ).all():
        stand.setdefault(unit, Counter())[str(state.get("position") or "")] += 1
    rows = (await session.exec(select(CampaignCourse).where(CampaignCourse.campaign_id == mine))).all()
    kept = {row.unit_id: row for row in rows}
    targets = (await session.exec(select(CampaignTarget).where(CampaignTarget.campaign_id == mine))).all()
    wanted = {row.unit_id: row for row in targets}
    return {
        unit: _course(finished.get(unit, 0), stand.get(unit, {}), kept.get(unit), wanted.get(unit))
        for unit in sorted({campaign.unit_id, *finished, *stand, *kept, *wanted})
    }


def _course(
    finished: int, stand: Mapping[str, int], row: CampaignCourse | None, target: CampaignTarget | None
) -> Course:
    return Course(
        finished=finished,
        waiting=sum(stand.values()),
        left=row.left if row else {},
        stand=stand,
        times=tuple(row.times) if row else (),
        population=target.population if target else None,
        error=target.error if target else None,
    )


async def populations(session: AsyncSession, campaign_ids: list[int]) -> dict[int, int]:
    """Return {unit: citizens it serves}, as the latest of these campaigns knows it."""
    found = select(CampaignTarget).where(col(CampaignTarget.campaign_id).in_(campaign_ids))
    rows = (await session.exec(found.order_by(col(CampaignTarget.campaign_id)))).all()
    return {row.unit_id: row.population for row in rows}


async def join(session: AsyncSession, *, old: int, into: int) -> None:
    """Add how campaigns went at one unit to another, and its citizens to those of the other."""
    rows = (await session.exec(select(CampaignCourse).where(CampaignCourse.unit_id == old))).all()
    for row in rows:
        key = (row.campaign_id, into)
        left, times = await _held(session, key)
        both = dict(Counter(left) + Counter(row.left))
        await _keep(session, key, left=both, times=together(times, row.times))
        await session.delete(row)
    targets = (await session.exec(select(CampaignTarget).where(CampaignTarget.unit_id == old))).all()
    for target in targets:
        known = await session.get(CampaignTarget, (target.campaign_id, into))
        if known is None:
            target_values = target.model_dump() | {"unit_id": into}
            session.add(CampaignTarget(**target_values))
        else:
            known.population += target.population
            known.error = min(known.error, target.error)
        await session.delete(target)
    await session.flush()


async def _held(session: AsyncSession, key: Key) -> tuple[dict[str, int], list[int]]:
    """Return who left and the times at a place, begun where there is nothing, held until the transaction ends."""
    connection = await session.connection()
    empty = {"campaign_id": key[0], "unit_id": key[1], "left": {}, "times": []}
    await connection.execute(insert_new(session, CampaignCourse), empty)
    left, times = (await connection.execute(_HELD, {"of": key[0], "at": key[1]})).one()
    return left, times


async def _keep(session: AsyncSession, key: Key, **values: Any) -> None:
    connection = await session.connection()
    await connection.execute(_KEPT.values(**values), {"of": key[0], "at": key[1]})


_MINE = (
    col(CampaignCourse.campaign_id) == sa.bindparam("of"),
    col(CampaignCourse.unit_id) == sa.bindparam("at"),
)
_HELD = sa.select(col(CampaignCourse.left), col(CampaignCourse.times)).where(*_MINE).with_for_update()
_KEPT = sa.update(CampaignCourse).where(*_MINE)
"""Built once: each response asks them, and no session keeps a row of these."""
