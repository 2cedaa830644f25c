"""What waited for its hour: tasks given while the office was closed, and reminders that somebody asked for.

It is written when its hour has come and only if it is still true: the task is open, and still theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import absences, held
from roviec.db.engine import Database
from roviec.db.models import Held, Person, Plan, Task
from roviec.db.models.base import id_of
from roviec.db.models.delivery import Lane
from roviec.db.models.tasks import HeldKind
from roviec.db.plans.outcome import Imported, Share
from roviec.db.tasks import standing
from roviec.delivery import notify
from roviec.delivery.singly import Singly
from roviec.handlers.choices.tasks import TaskAccept, TaskOpen
from roviec.handlers.frame.house import House
from roviec.handlers.plans.telling import message
from roviec.handlers.tasks.show import due_said
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.scheduler.round import moment_of
from roviec.tasks.lifecycle import FINAL
from roviec.texts import catalogue
from roviec.texts.shapes import clock, day


@dataclass(frozen=True)
class _Word:
    """One thing to say to a person: of a task, or of what a document gives them."""

    row: Held
    task: Task
    by: Person | None


async def release(db: Database, house: House, now: datetime) -> int:
    """Write what waited and whose hour has come, in office time; return how many messages."""
    if not house.calendar().is_office_time(now):
        return 0
    async with db.read() as session:
        people = await held.waiting(session, now=now)
    if not people:
        return 0
    period = moment_of(now, house).period
    singly = await Singly.of(db, "held", channels=house.channels, now=now, period=period)
    said = 0
    for person_id in people:
        if not singly.leaves(f"person/{person_id}"):
            async with singly.row(f"person/{person_id}"), db.write() as session:
                said += await _release(session, person_id, house, now)
    return said


async def _release(session: AsyncSession, person_id: int, house: House, now: datetime) -> int:
    words = []
    for row in await held.take(session, person_id=person_id, now=now):
        task = await session.get_one(Task, row.task_id)
        if await _is_true(session, row, task):
            by = await session.get(Person, row.by_id) if row.by_id else None
            words.append(_Word(row, task, by))
    said = 0
    for plan_id, some in _by_plan(words).items():
        whom = await _hearing(session, person_id)
        for one in [[word] for word in some] if plan_id is None else [some]:
            said += await _say(session, one, whom, plan_id, house, now)
    return said


async def _is_true(session: AsyncSession, row: Held, task: Task) -> bool:
    person = await session.get_one(Person, row.person_id)
    if task.state in FINAL or person.left_on is not None:
        return False
    if row.kind == HeldKind.recall:
        return (await standing.of(session, task, person)).reports
    return row.person_id in await standing.given_to(session, task)


def _by_plan(words: Sequence[_Word]) -> dict[int | None, list[_Word]]:
    """Return what a document gives together, and everything else under None."""
    found: dict[int | None, list[_Word]] = {}
    for word in words:
        plan = word.task.plan_id if word.row.kind == HeldKind.assigned else None
        found.setdefault(plan, []).append(word)
    return found


async def _hearing(session: AsyncSession, person_id: int) -> list[tuple[int, str]]:
    """Return who hears what is meant for a person, with the words that say for whom."""
    say = catalogue("vi")
    for one in await absences.standing_in(session, {person_id}):
        instead = (
            " " + say("task.away", name=one.person.name, until=day(one.until), who=one.stand_in.name)
            if one.stand_in
            else ""
        )
        return [(person_id, ""), *([(id_of(one.stand_in), instead)] if one.stand_in else [])]
    return [(person_id, "")]


async def _say(
    session: AsyncSession,
    words: list[_Word],
    whom: list[tuple[int, str]],
    plan_id: int | None,
    house: House,
    now: datetime,
) -> int:
    said, first = 0, words[0]
    plan = await session.get(Plan, plan_id) if plan_id else None
    for person_id, instead in whom:
        if first.row.kind == HeldKind.recall and len(whom) > 1 and not instead:
            continue  # nobody who is away is reminded
        text = _of_plan(plan, words) if plan else _of_task(first, instead, house, now)
        said += await notify.person(
            session,
            person_id,
            text,
            channels=house.channels,
            now=now,
            key=f"held/{first.row.id}",
            lane=Lane.reminder,
            task_id=first.row.task_id if plan is None else None,
        )
    return said


def _of_plan(plan: Plan, words: list[_Word]) -> Outgoing:
    share = Share(added=[word.task for word in words])
    return message(catalogue("vi"), Imported(plan, 0), share, words[0].by)


def _of_task(word: _Word, instead: str, house: House, now: datetime) -> Outgoing:
    say, task = catalogue("vi"), word.task
    due = due_said(say, task, now, house.calendar())
    if word.row.kind == HeldKind.recall:
        text = say("recall.text", at=clock(word.row.at.astimezone(house.zone)), due=due, instead=instead)
    else:
        who = word.by.name if word.by else say("plan.office")
        text = say(f"told.{word.row.kind}", who=who, due=due)
        text = f"{text}{instead}" if instead else text
    opens = TaskOpen(id_of(task)).named(say("button.open"))
    is_given = word.row.kind != HeldKind.recall and not instead
    accept = [TaskAccept(id_of(task)).named(say("button.accept"))] if is_given else []
    news = notice("task.news", viec=task.title, tin=text)
    return Outgoing(text=text, title=task.title, choices=(*accept, opens), notice=news)
