"""Targets of plans: listed, given an owner, their goal corrected with a reason, their value stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.audit import Act
from roviec.db.measures import keep, reach
from roviec.db.measures.reach import NotYoursToChange, Reach
from roviec.db.measures.series import Point, latest, series
from roviec.db.models import Measure, Measured, Person, Plan, Target, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.tasks.measures.goals import Way, change, reached
from roviec.tasks.plans.roster import Roster
from roviec.tasks.reporting import Cycle, Period

REASON = 5


class TargetUnknown(PersonError):
    """Không tìm thấy chỉ tiêu này. Ông/Bà gửi /chiso để xem danh sách."""


class GoalReason(PersonError):
    """Ông/Bà ghi lý do sửa mục tiêu, ít nhất vài chữ: văn bản nào, ai chỉ đạo."""


class GoalSame(PersonError):
    """Mục tiêu này đã như vậy nên không có gì thay đổi. Ông/Bà kiểm tra lại."""


class MeasureElsewhere(PersonError):
    """Số liệu này đã ngừng theo dõi. Ông/Bà chọn số liệu khác."""


@dataclass(frozen=True)
class Line:
    """A target as a list shows it."""

    target: Target
    plan: Plan
    unit: str
    owner: str
    measure: Measure | None
    points: Sequence[Point]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.target.component or self.target.index

    @property
    def latest(self) -> Point | None:
        """The newest value."""
        return latest(self.points)[0]

    @property
    def trend(self) -> tuple[Way, float] | None:
        """Where the newest value went: from the one before, else from the baseline."""
        now, before = latest(self.points)
        first = before.value if before else self.target.baseline
        return change(first, now.value) if now else None

    @property
    def is_reached(self) -> bool | None:
        """Whether the newest value keeps the goal; None while that can't be said."""
        if self.latest is None or self.latest.value is None or self.target.goal is None:
            return None
        return reached(self.latest.value, self.target.goal_op, self.target.goal)


async def listed(
    session: AsyncSession,
    of: Reach,
    *,
    plan: int | None = None,
    target: int | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> list[Line]:
    """Return the targets that somebody may see, by document and in its order."""
    found: Any = (
        sa.select(Target, Plan, col(Unit.name), col(Person.name), Measure)
        .join(Plan, col(Plan.id) == Target.plan_id)
        .join(Unit, col(Unit.id) == Target.unit_id, isouter=True)
        .join(Person, col(Person.id) == Target.owner_id, isouter=True)
        .join(Measure, col(Measure.id) == Target.measure_id, isouter=True)
        .where(of.seen(Target), col(Target.dropped_on).is_(None))
        .order_by(col(Target.plan_id).desc(), col(Target.id))
    )
    if plan is not None:
        found = found.where(Target.plan_id == plan)
    if target is not None:
        found = found.where(Target.id == target)
    rows = (await session.exec(found.offset(offset).limit(limit))).all()
    points = await series(session, [row[4] for row in rows if row[4] is not None])
    return [
        Line(one, plan_, unit or "", owner or "", measure, points.get(measure.id or 0, []) if measure else [])
        for one, plan_, unit, owner, measure in rows
    ]


async def count(session: AsyncSession, of: Reach, *, plan: int | None = None) -> int:
    """Count the targets that somebody may see."""
    found = select(func.count()).select_from(Target).where(of.seen(Target), col(Target.dropped_on).is_(None))
    if plan is not None:
        found = found.where(Target.plan_id == plan)
    return (await session.exec(found)).one()


async def plans(session: AsyncSession, of: Reach) -> list[Plan]:
    """Return the documents with targets that somebody may see, the newest first."""
    mine = select(Target.plan_id).where(of.seen(Target), col(Target.dropped_on).is_(None))
    found = select(Plan).where(col(Plan.id).in_(mine)).order_by(col(Plan.id).desc())
    return list((await session.exec(found)).all())


async def find(session: AsyncSession, person: Person, target_id: int) -> tuple[Target, Reach]:
    """Return a target that somebody may see; raise otherwise."""
    target, of = await session.get(Target, target_id), await reach.of(session, person)
    if target is None or target.dropped_on is not None:
        raise TargetUnknown
    of.may_see(target)
    return target, of


async def correct_goal(
    session: AsyncSession,
    target: Target,
    *,
    goal: tuple[str, float],
    rank: str,
    reason: str,
    of: Reach,
    by: By,
) -> None:
    """Give a target another goal, with a reason; the old one is kept."""
    of.may_change()
    if len(reason.strip()) < REASON:
        raise GoalReason
    before = _goal(target)
    (target.goal_op, target.goal), target.goal_rank = goal, rank or None
    if before == _goal(target):
        raise GoalSame
    await _record(
        session, target, "goal", Act.target_goal, by, before, _goal(target), " ".join(reason.split())
    )


def _goal(target: Target) -> dict[str, Any]:
    return {"goal": target.goal, "goal_op": target.goal_op, "goal_rank": target.goal_rank}


async def give_owner(
    session: AsyncSession, target: Target, *, owner: Person | None, of: Reach, by: By
) -> bool:
    """Set who answers for a target: the office's leaders anybody, a head somebody of their own unit."""
    is_own = target.unit_id in of.led and owner is not None and owner.unit_id in of.led
    if not of.whole and not is_own:
        raise NotYoursToChange
    if owner is not None and owner.left_on is not None:
        raise keep.OwnerElsewhere
    if target.owner_id == (owner.id if owner else None):
        return False
    before = {"owner_id": target.owner_id}
    target.owner_id = owner.id if owner else None
    await _record(session, target, "owner", Act.target_owner, by, before, {"owner_id": target.owner_id})
    return True


async def give_unit(session: AsyncSession, target: Target, *, unit: Unit, of: Reach, by: By) -> bool:
    """Set which unit answers for a target."""
    of.may_change()
    if target.unit_id == unit.id:
        return False
    before = {"unit_id": target.unit_id}
    target.unit_id, target.former = unit.id, ""
    await _record(session, target, "unit", Act.target_unit, by, before, {"unit_id": unit.id})
    return True


async def follow(
    session: AsyncSession, target: Target, *, measure: Measure | None, of: Reach, by: By
) -> bool:
    """Let a periodic figure say how far a target is; None: nothing does."""
    of.may_change()
    if measure is not None and measure.ended_on is not None:
        raise MeasureElsewhere
    if target.measure_id == (measure.id if measure else None):
        return False
    before = {"measure_id": target.measure_id}
    target.measure_id = measure.id if measure else None
    await _record(session, target, "follow", Act.target_link, by, before, {"measure_id": target.measure_id})
    return True


async def state(
    session: AsyncSession,
    target: Target,
    period: Period,
    *,
    value: float | None,
    words: str,
    of: Reach,
    today: date,
    by: By,
) -> Measured | None:
    """State how far a target is: the value of its figure, which begins with the first one."""
    of.may_answer(target)
    # One at a time for a target: two first values begin one figure.
    await session.get_one(Target, target.id, with_for_update=True)
    await session.refresh(target)
    measure = await session.get(Measure, target.measure_id) if target.measure_id else None
    if measure is None:
        measure = await _begun(session, target, period.cycle, by)
    return await keep.state(session, measure, period, value=value, words=words, today=today, by=by)


async def cycle_of(session: AsyncSession, target: Target) -> Cycle:
    """Return how often a target's value is stated: once a year unless its figure says otherwise."""
    measure = await session.get(Measure, target.measure_id) if target.measure_id else None
    return measure.cycle if measure else Cycle.year


async def _begun(session: AsyncSession, target: Target, cycle: Cycle, by: By) -> Measure:
    office = (await session.exec(select(Unit).where(col(Unit.parent_id).is_(None)))).first()
    words = f"{target.index}: {target.component}" if target.component else target.index
    name = words[: keep.LONGEST - 12]
    if await keep.named(session, name) is not None:
        name = f"{name} ({target.id})"
    made = Measure(
        name=name,
        folded=fold(name),
        unit_id=target.unit_id or id_of(office),  # type: ignore[arg-type]
        owner_id=target.owner_id,
        cycle=cycle,
        made_at=by.now,
    )
    session.add(made)
    await session.flush()
    await keep.record(session, "made", by=by, measure=made, act=Act.measure_made)
    before = {"measure_id": target.measure_id}
    target.measure_id = made.id
    await _record(session, target, "follow", Act.target_link, by, before, {"measure_id": made.id})
    return made


async def _record(
    session: AsyncSession,
    target: Target,
    kind: str,
    act: Act,
    by: By,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> None:
    await keep.record(session, kind, act=act, by=by, target=target, before=before, data=after, reason=reason)


async def rewrite(
    session: AsyncSession, plan: Plan, read: Sequence[dict[str, Any]], roster: Roster, *, today: date, by: By
) -> None:
    """Write the targets as the document now has them: who answers for one and what was stated of it stay."""
    known: dict[tuple[Any, ...], list[Target]] = {}
    mine = select(Target).where(Target.plan_id == plan.id, col(Target.dropped_on).is_(None))
    for target in (await session.exec(mine.order_by(col(Target.id)))).all():
        known.setdefault(_key(target.index, target.component, target.year), []).append(target)
    for one in read:
        label = one["index"] or one["component"] or ""
        component = one["component"] if one["index"] else None
        same = known.get(_key(label, component, one["year"]))
        target = same.pop(0) if same else Target(plan_id=id_of(plan), index=label, component=component)
        await _take(session, target, one, roster, by)
    for gone in (target for rest in known.values() for target in rest):
        gone.dropped_on = today
    await session.flush()


def _key(index: str, component: str | None, year: int | None) -> tuple[Any, ...]:
    return fold(index), fold(component or ""), year


async def _take(session: AsyncSession, target: Target, read: dict[str, Any], roster: Roster, by: By) -> None:
    """Take over what the document says of a target; a goal that it changes is on the record."""
    before = _goal(target)
    for name in ("baseline", "baseline_rank", "goal", "goal_op", "goal_rank", "year", "responsible"):
        setattr(target, name, read[name])
    if target.unit_id is None:
        codes = [roster.unit(name).code for name in read["responsible"]]
        target.unit_id = next((int(code[1:]) for code in codes if code), None)
    is_new = target.id is None
    session.add(target)
    await session.flush()
    if not is_new and before != _goal(target):
        await _record(session, target, "document", Act.target_goal, by, before, _goal(target))


async def in_charge(session: AsyncSession, unit_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return who may be made an owner: the people of some units, or everybody's where none is named."""
    present = select(Person.id, Person.name, Unit.name).join(Unit, col(Unit.id) == Person.unit_id)
    here = present.where(col(Person.left_on).is_(None))
    if unit_ids:
        here = here.where(col(Person.unit_id).in_(unit_ids))
    rows = (await session.exec(here.order_by(col(Unit.name), col(Person.id)))).all()
    return [(id_ or 0, f"{name} ({unit})") for id_, name, unit in rows]
