"""A part in a task says whether the task is open, whatever happens to it: so nobody's own list is read from all they did."""

import pytest
from sqlmodel import col, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.models import Task, TaskUnit
from roviec.db.tasks import events, standing, undo
from roviec.db.tasks.events import By
from roviec.tasks.lifecycle import FINAL, TABLE, State, Verb
from tests.db.asked import asked
from tests.db.furnished import NOW, Commune


async def said(session: AsyncSession, task: Task) -> set[bool]:
    found = select(TaskUnit.is_open).where(TaskUnit.task_id == task.id)
    return set((await session.exec(found)).all())


@pytest.mark.parametrize(("state", "verb"), TABLE)
async def test_every_verb_leaves_parts_that_tell_the_truth(
    furnished: Database, state: State, verb: Verb
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["hai nơi"], By(commune.people["Mai"], NOW, "web")
        task.state = state
        await events.record(session, task, "note", by=by)
        assert await said(session, task) == {state not in FINAL}
        await events.move(session, task, verb, by=by)
        assert await said(session, task) == {task.state not in FINAL}


async def test_what_is_taken_back_is_open_as_before(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["hai nơi"], By(commune.people["Mai"], NOW, "web")
        event = await events.move(session, task, Verb.refuse, by=by)
        number = event.id or 0
        await undo.undo(session, first=number, last=number, by=by)
        assert (task.state, await said(session, task)) == (State.assigned, {True})


async def test_ones_own_list_asks_for_no_task_that_is_closed(furnished_db: Database) -> None:
    async with furnished_db.write() as session:
        commune = await Commune.of(session)
        mai = commune.people["Mai"]
        before = [task.title for task in await standing.mine(session, mai)]
        task = commune.tasks[before[0]]
        await events.move(session, task, Verb.cancel, by=By(mai, NOW, "web"))
        with asked(session) as statements:
            assert [one.title for one in await standing.mine(session, mai)] == before[1:]
            parts, _ = await standing.open_work(session, mai)
        assert task.id not in parts
        lists = [one for one in statements if "FROM taskunit" in one]
        assert len(lists) == 3
        assert all("taskunit.is_open IS true" in one for one in lists)


async def test_an_index_finds_the_open_ones(furnished: Database) -> None:
    mine = select(TaskUnit.task_id).where(col(TaskUnit.person_id).in_([1]), col(TaskUnit.is_open).is_(True))
    words = str(mine.compile(compile_kwargs={"literal_binds": True}, dialect=furnished.engine.dialect))
    async with furnished.read() as session:
        plan = (await session.exec(text(f"EXPLAIN QUERY PLAN {words}"))).all()  # type: ignore[call-overload]
    assert "ix_taskunit_person_id (person_id=? AND is_open=?)" in str(plan)
