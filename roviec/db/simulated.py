"""What a simulated office asks and writes beside the verbs of a real one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Outbox, Part, Person, Response, Task, TaskUnit, Unit
from roviec.db.models.base import Row
from roviec.db.models.delivery import Departure
from roviec.tasks.lifecycle import FINAL, State


async def open_tasks(session: AsyncSession) -> Sequence[Task]:
    """Return the tasks that are not over, in the order in which they were assigned."""
    mine = select(Task).where(col(Task.state).not_in(FINAL)).order_by(col(Task.id))
    return (await session.exec(mine)).all()


async def worker(session: AsyncSession, task: Task) -> Person | None:
    """Return who works at a task for its first lead, None where nobody of that unit is left."""
    mine = select(TaskUnit).where(TaskUnit.task_id == task.id, TaskUnit.part == Part.lead)
    part = (await session.exec(mine.order_by(col(TaskUnit.id)))).first()
    person = await session.get(Person, part.person_id) if part and part.person_id else None
    if part is None or person is None or person.left_on is not None:
        return None
    return person if person.unit_id == part.unit_id else None


async def units(session: AsyncSession) -> Sequence[Unit]:
    """Return the units below the office, in the order in which they were founded."""
    mine = select(Unit).where(col(Unit.parent_id).is_not(None)).order_by(col(Unit.folded), col(Unit.id))
    return (await session.exec(mine)).all()


async def addresses(session: AsyncSession) -> Sequence[Address]:
    """Return every address of the staff."""
    return (await session.exec(select(Address).order_by(col(Address.id)))).all()


async def pour(session: AsyncSession, table: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many rows of a table at once."""
    if rows:
        await (await session.connection()).execute(insert(table), rows)


async def count(session: AsyncSession, table: type[Row]) -> int:
    """Return how many rows a table holds."""
    return (await session.exec(select(func.count()).select_from(table))).one()


async def tasks_by_state(session: AsyncSession) -> dict[str, int]:
    """Return how many tasks are in each state."""
    found = select(Task.state, func.count()).group_by(col(Task.state)).order_by(col(Task.state))
    return {State(state).value: many for state, many in (await session.exec(found)).all()}


async def unsent(session: AsyncSession) -> int:
    """Return how many messages have not left."""
    left = select(func.count()).select_from(Outbox).where(Outbox.state != Departure.sent)
    return (await session.exec(left)).one()


async def answered(session: AsyncSession) -> int:
    """Return how many people have answered a survey."""
    return await count(session, Response)


async def stored(session: AsyncSession) -> int:
    """Return how many bytes the database takes."""
    if session.get_bind().dialect.name == "postgresql":
        size = text("SELECT pg_database_size(current_database())")
    else:
        size = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    return int((await (await session.connection()).execute(size)).scalar_one())
