"""Defining figures, stating and correcting their values; each change leaves what was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.audit import Act
from roviec.db.models import Measure, Measured, MeasureEvent, Person, Target, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.tasks.measures.asking import CYCLES, check_period
from roviec.tasks.reporting import Cycle, Period

LONGEST, LAST_DAY = 160, 28


class MeasureUnknown(PersonError):
    """Không tìm thấy số liệu này. Ông/Bà gửi /solieu để xem danh sách."""


class MeasureNamed(PersonError):
    """Ông/Bà ghi tên số liệu từ 3 đến 160 ký tự, ví dụ: Hồ sơ trễ hạn."""


class MeasureKnown(PersonError):
    """Đã có số liệu «{name}». Ông/Bà đặt tên khác hoặc sửa số liệu đã có."""


class AskDayWrong(PersonError):
    """Ngày hỏi là ngày trong tháng từ 1 đến 28, hoặc 0 nếu không hỏi. Ông/Bà ghi lại."""


class CycleWrong(PersonError):
    """Kỳ số liệu là tháng, quý, nửa năm hoặc năm. Ông/Bà chọn lại."""


class OwnerElsewhere(PersonError):
    """Người này không còn làm việc tại cơ quan. Ông/Bà chọn người khác."""


class RateOfStated(PersonError):
    """Tỷ lệ được tính từ hai số liệu khác nhau, cùng kỳ và do cán bộ nhập. Ông/Bà chọn lại tử số và mẫu số."""


class RateIsComputed(PersonError):
    """«{name}» được tính từ hai số liệu khác nên không nhập. Ông/Bà nhập «{over}» hoặc «{under}»."""


class MeasureOver(PersonError):
    """«{name}» đã ngừng theo dõi nên không nhập thêm. Ông/Bà liên hệ quản trị viên nếu cần mở lại."""


@dataclass(frozen=True)
class NewMeasure:
    """What an admin defines."""

    name: str
    noun: str
    unit: Unit
    owner: Person | None = None
    cycle: Cycle = Cycle.month
    ask_day: int = 0
    over: Measure | None = None
    under: Measure | None = None
    goal: tuple[str, float] | None = None


async def define(session: AsyncSession, new: NewMeasure, *, by: By) -> Measure:
    """Keep a new figure; raise what is wrong with it."""
    name = " ".join(new.name.split())
    if not 3 <= len(name) <= LONGEST:
        raise MeasureNamed
    if await named(session, name) is not None:
        raise MeasureKnown(name=name)
    _check(new)
    is_rate = new.over is not None
    op, goal = new.goal or (">=", None)
    made = Measure(
        name=name,
        folded=fold(name),
        noun="%" if is_rate else " ".join(new.noun.split())[:40],
        unit_id=id_of(new.unit),
        owner_id=new.owner.id if new.owner else None,
        cycle=new.cycle,
        ask_day=0 if is_rate else new.ask_day,
        over_id=new.over.id if new.over else None,
        under_id=new.under.id if new.under else None,
        goal=goal,
        goal_op=op,
        made_at=by.now,
    )
    session.add(made)
    await session.flush()
    await record(session, "made", by=by, measure=made, act=Act.measure_made)
    return made


def _check(new: NewMeasure) -> None:
    if new.cycle not in CYCLES:
        raise CycleWrong
    if not 0 <= new.ask_day <= LAST_DAY:
        raise AskDayWrong
    if new.owner is not None and new.owner.left_on is not None:
        raise OwnerElsewhere
    if new.over is None and new.under is None:
        return
    parts = [part for part in (new.over, new.under) if part is not None]
    stated = all(part.over_id is None and part.cycle is new.cycle for part in parts)
    if len(parts) < 2 or parts[0].id == parts[1].id or not stated:
        raise RateOfStated


async def change(
    session: AsyncSession,
    measure: Measure,
    *,
    owner: Person | None,
    ask_day: int,
    goal: tuple[str, float] | None,
    by: By,
) -> bool:
    """Set who is asked, when, and the goal; return False where nothing changes."""
    if not 0 <= ask_day <= LAST_DAY:
        raise AskDayWrong
    if owner is not None and owner.left_on is not None:
        raise OwnerElsewhere
    before = _shape(measure)
    measure.owner_id = owner.id if owner else None
    measure.ask_day = 0 if measure.over_id else ask_day
    measure.goal_op, measure.goal = goal if goal is not None else (measure.goal_op, None)
    after = _shape(measure)
    if before == after:
        return False
    await record(
        session, "changed", by=by, measure=measure, before=before, act=Act.measure_changed, data=after
    )
    return True


def _shape(measure: Measure) -> dict[str, Any]:
    return {name: getattr(measure, name) for name in ("owner_id", "ask_day", "goal", "goal_op")}


async def end(session: AsyncSession, measure: Measure, *, today: date, by: By) -> bool:
    """End a figure: nobody is asked any more, its values stay; return False where it had ended."""
    if measure.ended_on is not None:
        return False
    measure.ended_on = today
    await record(session, "ended", by=by, measure=measure, act=Act.measure_ended)
    return True


async def state(
    session: AsyncSession,
    measure: Measure,
    period: Period,
    *,
    value: float | None,
    words: str,
    today: date,
    by: By,
) -> Measured | None:
    """Write the value of a period, or correct it; return what was before, None for a first value."""
    await check_stated(session, measure)
    check_period(period, today)
    # One at a time for a figure: two first answers become one and its correction.
    await session.get_one(Measure, measure.id, with_for_update=True)
    row = await value_of(session, measure, period)
    before = None if row is None else Measured(**row.model_dump())
    if row is None:
        row = Measured(measure_id=id_of(measure), period=period.key, until=period.last, said_at=by.now)
    row.value, row.words, row.said_by, row.said_at = value, words, by.actor_id, by.now
    session.add(row)
    await session.flush()
    old = {"value": before.value, "words": before.words, "said_by": before.said_by} if before else {}
    await record(
        session,
        "value",
        by=by,
        measure=measure,
        before=old,
        act=Act.measure_value,
        data={"period": period.key, "value": value, "words": words},
    )
    return before


async def check_stated(session: AsyncSession, measure: Measure) -> None:
    """Raise for a figure whose values nobody states: a rate, and one that has ended."""
    if measure.over_id is not None:
        over = await session.get_one(Measure, measure.over_id)
        under = await session.get_one(Measure, measure.under_id)
        raise RateIsComputed(name=measure.name, over=over.name, under=under.name)
    if measure.ended_on is not None:
        raise MeasureOver(name=measure.name)


async def value_of(session: AsyncSession, measure: Measure, period: Period) -> Measured | None:
    """Return the value of a period as it stands."""
    mine = select(Measured).where(Measured.measure_id == measure.id, Measured.period == period.key)
    return (await session.exec(mine.execution_options(populate_existing=True))).first()


async def record(
    session: AsyncSession,
    kind: str,
    *,
    by: By,
    act: Act,
    measure: Measure | None = None,
    target: Target | None = None,
    data: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Keep a change with what was before, here and in the sealed log."""
    event = MeasureEvent(
        measure_id=measure.id if measure else None,
        target_id=target.id if target else None,
        at=by.now,
        actor_id=by.actor_id,
        channel=by.channel,
        kind=kind,
        data=data or {},
        before=before or {},
        reason=reason,
    )
    session.add(event)
    await session.flush()
    subject = f"target/{target.id}" if target else f"measure/{measure.id if measure else 0}"
    more: dict[str, Any] = {"before": before} if before else {}
    if reason:
        more["reason"] = reason
    await audit.record(
        session,
        act,
        actor=by.actor_id,
        at=by.now,
        channel=by.channel,
        subject=subject,
        **(data or {}),
        **more,
    )


async def named(session: AsyncSession, name: str) -> Measure | None:
    """Return the running figure of this name, accents aside."""
    same = select(Measure).where(Measure.folded == fold(name), col(Measure.ended_on).is_(None))
    return (await session.exec(same.order_by(col(Measure.id)))).first()


async def find(session: AsyncSession, measure_id: int) -> Measure:
    """Return a figure; raise `MeasureUnknown`."""
    found = await session.get(Measure, measure_id)
    if found is None:
        raise MeasureUnknown
    return found


async def history(
    session: AsyncSession, *, measure: Measure | None = None, target: Target | None = None, limit: int = 50
) -> Sequence[tuple[MeasureEvent, str | None]]:
    """Return the changes of a figure or a target with who made each, the newest first."""
    mine = MeasureEvent.measure_id == measure.id if measure else MeasureEvent.target_id == target.id  # type: ignore[union-attr]
    found = (
        select(MeasureEvent, Person.name)
        .join(Person, col(Person.id) == MeasureEvent.actor_id, isouter=True)
        .where(mine)
        .order_by(col(MeasureEvent.id).desc())
    )
    return (await session.exec(found.limit(limit))).all()
