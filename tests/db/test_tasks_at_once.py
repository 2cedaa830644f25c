"""Two people decide about a task, or a feedback, at one moment: the second by what the first has left.

On SQLite one transaction writes at a time; on PostgreSQL both have read before either writes.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.feedback import find, settle
from roviec.db.models import Feedback, Task
from roviec.db.tasks import change, events, requests
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks.feedback.lifecycle import Kind
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import FINAL
from tests.db.furnished import HOME, MONEY, NOW, TODAY, Commune

LATER = TODAY + timedelta(days=40)
Act = Callable[[AsyncSession, Task, By], Awaitable[object]]


async def _grant(session: AsyncSession, task: Task, by: By) -> None:
    (asked,) = await requests.chain(session, task)
    await requests.decide_extension(session, extension=asked, until=LATER, note="", by=by)


async def _deny(session: AsyncSession, task: Task, by: By) -> None:
    (asked,) = await requests.chain(session, task)
    await requests.decide_extension(session, extension=asked, until=None, note="x", by=by)


async def _answer(session: AsyncSession, task: Task, by: By) -> None:
    raised = await requests.obstacle(session, 1)
    await requests.resolve_obstacle(session, obstacle=raised, answer="x", by=by)


ACTS: dict[str, Act] = {
    "grant": _grant,
    "deny": _deny,
    "answer": _answer,
    "confirm": lambda session, task, by: change.confirm(session, task=task, by=by),
    "give back": lambda session, task, by: change.give_back(session, task=task, reason="x", by=by),
}
REPORTED = ("confirm", "give back")
"""What is decided of a task that its lead has called done."""


async def prepare(db: Database, first: str) -> None:
    async with db.write() as session:
        commune = await Commune.of(session)
        task, mai = commune.tasks["sớm"], By(commune.people["Mai"], NOW)
        if first in REPORTED:
            await change.complete(session, task=task, at=At(TODAY), by=mai)
        else:
            await requests.ask_extension(session, task=task, wished=LATER, reason="x", today=TODAY, by=mai)
            await requests.raise_obstacle(session, task=task, words="x", by=mai)


async def decide(db: Database, act: str, both: asyncio.Barrier) -> str:
    """Read everything, wait until the other has read too, then decide; return how it ends."""
    async with db.write() as session:
        commune = await Commune.of(session)
        task, chair = commune.tasks["sớm"], By(commune.people["Sơn"], NOW + timedelta(hours=1))
        for known in (requests.chain, requests.open_obstacles):
            await known(session, task)
        await both.wait()
        try:
            await ACTS[act](session, task, chair)
        except PersonError as error:
            return type(error).__name__
        return "done"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("grant", "deny"),
        ("grant", "grant"),
        ("deny", "deny"),
        ("answer", "answer"),
        ("confirm", "give back"),
        ("confirm", "confirm"),
        ("give back", "give back"),
    ],
)
async def test_of_two_who_decide_at_once_one_is_told_that_it_is_decided(
    furnished_postgres: Database, first: str, second: str
) -> None:
    db = furnished_postgres
    await prepare(db, first)
    async with db.read() as session:
        task = (await Commune.of(session)).tasks["sớm"]
        before = len(await events.history(session, task, limit=50))
    both = asyncio.Barrier(2)
    ends = await asyncio.gather(*(decide(db, act, both) for act in (first, second)))
    assert sorted(ends, key=lambda end: end == "done")[1] == "done"
    assert ends.count("done") == 1, ends
    async with db.read() as session:
        task = (await Commune.of(session)).tasks["sớm"]
        assert len(await events.history(session, task, limit=50)) == before + 1


async def route(db: Database, unit: str, both: asyncio.Barrier) -> str:
    async with db.write() as session:
        commune = await Commune.of(session)
        await find.to_settle(session)
        await both.wait()
        try:
            sent = await find.find_to_settle(session, 1, commune.people["Hoa"])
            by = By(commune.people["Hoa"], NOW)
            await settle.route(
                session, feedback=sent, unit=commune.units[unit], title="Trả lời {code}", by=by
            )
        except PersonError as error:
            return type(error).__name__
        return "done"


async def test_a_feedback_that_two_send_to_units_at_once_is_the_task_of_one(
    furnished_postgres: Database,
) -> None:
    db = furnished_postgres
    async with db.write() as session:
        session.add(Feedback(code="PA7", kind=Kind.report, words="Đèn hỏng", received_on=TODAY))
    both = asyncio.Barrier(2)
    ends = await asyncio.gather(*(route(db, unit, both) for unit in (HOME, MONEY)))
    async with db.read() as session:
        tasks = (await session.exec(select(Task).where(col(Task.title).startswith("Trả lời")))).all()
        open_ones = [task.id for task in tasks if task.state not in FINAL]
        kept = await session.get_one(Feedback, 1)
        assert open_ones == [kept.task_id], ends
