"""Every task of the office in one order, a page at a time: what is open by its deadline, then what is over, newest first."""

from collections.abc import AsyncIterator, Sequence

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Part, Task, TaskUnit, Unit
from roviec.tasks.lifecycle import FINAL, State

PAGE = 50
CHUNK = 500
"""Tasks that are in memory at a time while all are listed."""
OPEN = tuple(state for state in State if state not in FINAL)


async def page(session: AsyncSession, *, number: int, size: int = PAGE) -> tuple[list[Task], bool]:
    """Return the tasks of a page, the first being 1, and whether there are more."""
    found = await _numbers(session, offset=(number - 1) * size, limit=size + 1)
    return await _tasks(session, found[:size]), len(found) > size


async def every(session: AsyncSession) -> AsyncIterator[list[Task]]:
    """Yield all tasks, some at a time."""
    found = await _numbers(session, offset=0, limit=None)
    for start in range(0, len(found), CHUNK):
        yield await _tasks(session, found[start : start + CHUNK])
        session.expunge_all()


async def _numbers(session: AsyncSession, *, offset: int, limit: int | None) -> list[int | None]:
    is_open = col(Task.state).in_(OPEN)
    by_due = select(Task.id).where(is_open).order_by(col(Task.due).asc().nulls_last(), col(Task.id))
    found = list((await session.exec(by_due.offset(offset).limit(limit))).all())
    if len(found) == limit:
        return found
    before = offset if found else (await session.exec(select(func.count(col(Task.id))).where(is_open))).one()
    over = select(Task.id).where(col(Task.state).in_(FINAL)).order_by(col(Task.id).desc())
    rest = over.offset(max(0, offset - before)).limit(None if limit is None else limit - len(found))
    return found + list((await session.exec(rest)).all())


async def _tasks(session: AsyncSession, numbers: Sequence[int | None]) -> list[Task]:
    rows = (await session.exec(select(Task).where(col(Task.id).in_(numbers)))).all()
    place = {number: n for n, number in enumerate(numbers)}
    return sorted(rows, key=lambda task: place[task.id])


async def units_of(session: AsyncSession, tasks: Sequence[Task]) -> dict[tuple[int, Part], list[str]]:
    """Return the names of the units of tasks by their part in each."""
    named = select(TaskUnit.task_id, TaskUnit.part, Unit.name).join(Unit).order_by(col(TaskUnit.id))
    units: dict[tuple[int, Part], list[str]] = {}
    for start in range(0, len(tasks), CHUNK):
        some = col(TaskUnit.task_id).in_([task.id for task in tasks[start : start + CHUNK]])
        for task_id, part, name in (await session.exec(named.where(some))).all():
            units.setdefault((task_id, Part(part)), []).append(name)
    return units
