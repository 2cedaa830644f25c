"""What a merger of two units moves: every column that refers to a unit, in the transaction of the merger.

`HANDLED` names them all; a table that gets such a column is to be added here, in `_MOVED` where its rows simply
follow, else with what becomes of two rows that would be one.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import (
    Address,
    Assessment,
    Burst,
    Campaign,
    CampaignCourse,
    CampaignLink,
    CampaignTarget,
    CounterCode,
    DayRuling,
    Feedback,
    FormerUnit,
    ImportDraft,
    Measure,
    Part,
    Person,
    Received,
    Response,
    Spread,
    SurveyRun,
    Tally,
    TallyMonth,
    Target,
    Task,
    TaskUnit,
    Unit,
    UnitAlias,
)
from roviec.db.models.base import Row
from roviec.db.models.plans import DraftState
from roviec.db.plans.roster import remember
from roviec.db.surveys import bursts, course, received, rulings, spreads, tallies
from roviec.db.tasks import events
from roviec.db.tasks.events import By
from roviec.tasks.lifecycle import State, Verb


@dataclass(frozen=True)
class Moved:
    """How much went along: people, open tasks, campaigns, feedback."""

    people: int
    tasks: int
    campaigns: int
    feedback: int


@dataclass(frozen=True)
class _Merger:
    """Which unit goes into which, and all that its parts need to know."""

    old: int
    into: int
    minimum_cell: int
    today: date


_MOVED: tuple[Any, ...] = (
    Unit.parent_id,
    Person.unit_id,
    Address.unit_id,
    Campaign.unit_id,
    CampaignLink.unit_id,
    CounterCode.unit_id,
    SurveyRun.unit_id,
    Response.unit_id,
    Feedback.unit_id,
    FormerUnit.unit_id,
    Target.unit_id,
    Measure.unit_id,
    Assessment.unit_id,
)
"""Columns whose rows follow as they are."""


async def move(
    session: AsyncSession, *, old: Unit, into: Unit, minimum_cell: int, by: By, today: date, why: str
) -> Moved:
    """Move everything of a unit to another one and end it; its number and its name lead there from now on."""
    merger = _Merger(old.id or 0, into.id or 0, minimum_cell, today)
    tasks = await _note_tasks(session, merger, by, (old.name, into.name), why)
    for join in _JOINED.values():
        await join(session, merger)
    for table in (Assessment, Target):
        await _note_former(session, table, merger, old.name)
    counts = {str(column): await _follow(session, column, merger) for column in _MOVED}
    await _rewrite_drafts(session, merger)
    session.add(FormerUnit(id=merger.old, name=old.name, unit_id=merger.into, on=today))
    await remember(session, unit_id=merger.into, alias=old.name)
    await session.flush()
    await session.delete(old)
    await session.flush()
    return Moved(
        counts[str(Person.unit_id)], tasks, counts[str(Campaign.unit_id)], counts[str(Feedback.unit_id)]
    )


async def _follow(session: AsyncSession, column: Any, merger: _Merger) -> int:
    change = sa.update(column.class_).where(column == merger.old).values({column.key: merger.into})
    done: Any = await session.exec(change.execution_options(synchronize_session="evaluate"))
    return int(done.rowcount)


async def _note_former(session: AsyncSession, table: Any, merger: _Merger, name: str) -> None:
    """Note whose rows were: two scorings or targets of one thing, that are of one unit now, are told apart by it."""
    mine = (col(table.unit_id) == merger.old, col(table.former) == "")
    change = sa.update(table).where(*mine).values(former=name)
    await session.exec(change.execution_options(synchronize_session="evaluate"))


async def _note_tasks(
    session: AsyncSession, merger: _Merger, by: By, names: tuple[str, str], why: str
) -> int:
    """Put on the record of each open task that a unit of it is called otherwise now; return how many they are."""
    mine = select(TaskUnit.task_id).where(TaskUnit.unit_id == merger.old)
    still_open = col(Task.state).not_in((State.done, State.cancelled))
    tasks = (
        await session.exec(select(Task).where(col(Task.id).in_(mine), still_open).order_by(col(Task.id)))
    ).all()
    parts: dict[int, Part] = {}
    for row in (await session.exec(select(TaskUnit).where(TaskUnit.unit_id == merger.old))).all():
        if parts.get(row.task_id) is not Part.lead:
            parts[row.task_id] = row.part
    for task in tasks:
        what = "lead" if parts[task.id or 0] is Part.lead else "partners"
        before = events.snapshot(task)
        await events.record(session, task, Verb.edit, by=by, before=before, changes={what: names}, reason=why)
    return len(tasks)


async def _join_parts(session: AsyncSession, merger: _Merger) -> None:
    """Join the parts in tasks: a unit has one part in a task, the leading one before the other."""
    both = col(TaskUnit.unit_id).in_((merger.old, merger.into))
    rows = (await session.exec(select(TaskUnit).where(both).order_by(col(TaskUnit.id)))).all()
    kept: dict[int, TaskUnit] = {}
    # The leading part first, and of two equal ones that of the unit which stays.
    for row in sorted(rows, key=lambda one: (one.part is not Part.lead, one.unit_id == merger.old)):
        first = kept.setdefault(row.task_id, row)
        if first is not row:
            if first.part is row.part:
                first.person_id = first.person_id or row.person_id
            await session.delete(row)
    await session.flush()
    for row in kept.values():
        row.unit_id = merger.into
    await session.flush()


async def _join_aliases(session: AsyncSession, merger: _Merger) -> None:
    """Join the other names, each once."""
    rows = (await session.exec(select(UnitAlias).where(UnitAlias.unit_id == merger.old))).all()
    for row in rows:
        await session.delete(row)
    await session.flush()
    for row in rows:
        await remember(session, unit_id=merger.into, alias=row.alias)


async def _join_tallies(session: AsyncSession, merger: _Merger) -> None:
    await tallies.join(
        session, old=merger.old, into=merger.into, minimum_cell=merger.minimum_cell, today=merger.today
    )


async def _join_spreads(session: AsyncSession, merger: _Merger) -> None:
    await spreads.join(
        session, old=merger.old, into=merger.into, minimum_cell=merger.minimum_cell, today=merger.today
    )


async def _join_received(session: AsyncSession, merger: _Merger) -> None:
    await received.join(session, old=merger.old, into=merger.into)


async def _join_courses(session: AsyncSession, merger: _Merger) -> None:
    await course.join(session, old=merger.old, into=merger.into)


async def _join_rulings(session: AsyncSession, merger: _Merger) -> None:
    await rulings.join(session, old=merger.old, into=merger.into)


async def _with_another(session: AsyncSession, merger: _Merger) -> None:
    """Do nothing: another table's rows take these along."""


async def _join_bursts(session: AsyncSession, merger: _Merger) -> None:
    await bursts.join(session, old=merger.old, into=merger.into)


async def _rewrite_drafts(session: AsyncSession, merger: _Merger) -> None:
    """Let the documents under review mean the unit that stays."""
    still_open = col(ImportDraft.state) == DraftState.ready
    for draft in (await session.exec(select(ImportDraft).where(still_open).with_for_update())).all():
        draft.rows = _rewritten(draft.rows, f"u{merger.old}", f"u{merger.into}")


def _rewritten(value: Any, old: str, into: str) -> Any:
    if isinstance(value, dict):
        codes = {"meant", "candidates"}
        return {
            key: _each_once(of, old, into) if key in codes else _rewritten(of, old, into)
            for key, of in value.items()
        }
    return [_rewritten(one, old, into) for one in value] if isinstance(value, list) else value


def _each_once(codes: list[str], old: str, into: str) -> list[str]:
    return list(dict.fromkeys(into if code == old else code for code in codes))


_JOINED: dict[Any, Callable[[AsyncSession, _Merger], Awaitable[None]]] = {
    TaskUnit.unit_id: _join_parts,
    UnitAlias.unit_id: _join_aliases,
    Tally.unit_id: _join_tallies,
    TallyMonth.unit_id: _with_another,
    Spread.unit_id: _join_spreads,
    Received.unit_id: _join_received,
    CampaignCourse.unit_id: _join_courses,
    CampaignTarget.unit_id: _with_another,
    DayRuling.unit_id: _join_rulings,
    Burst.unit_id: _join_bursts,
}
"""Columns of which a row may meet one that stands there already."""
HANDLED = {f"{column.class_.__tablename__}.{column.key}" for column in (*_MOVED, *_JOINED)}
"""Every column that refers to a unit: "table.column"."""


def referring() -> set[str]:
    """Return the columns that refer to a unit by the tables themselves: "table.column"."""
    unit = Row.metadata.tables["unit"].c.id
    return {
        f"{table.name}.{key.parent.name}"
        for table in Row.metadata.tables.values()
        for key in table.foreign_keys
        if key.column is unit
    }
