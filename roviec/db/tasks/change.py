"""What officials and leaders do to a task: one function a verb, each leaving an event."""

from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.feedback.find import require_answer
from roviec.db.inbox import insert
from roviec.db.models import Evidence, Person, Snooze, Task, TaskEvent, TaskUnit, Told
from roviec.db.models.tasks import Part
from roviec.db.tasks import events, requests, standing
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks import lifecycle
from roviec.tasks.lateness import At, done_at
from roviec.tasks.lifecycle import FINAL, Verb


class PercentOutside(PersonError):
    """Tỷ lệ phải từ 0 đến 100. Ông/Bà gửi lại một số, ví dụ: 60%."""


AGAIN = timedelta(hours=1)
"""For so long the same button, pressed by the same person, says nothing new."""


class NobodyToHandTo(PersonError):
    """Người này không còn làm việc ở đơn vị. Ông/Bà chọn người khác."""


class NothingToUndo(PersonError):
    """Không hoàn tác được nữa vì nhiệm vụ đã có thay đổi mới hơn hoặc đã hoàn tác. Ông/Bà cập nhật lại tiến độ."""


async def accept(session: AsyncSession, *, task: Task, by: By) -> TaskEvent:
    """Say that the task has been received."""
    await standing.check_works(session, task, by.actor)
    return await events.move(session, task, Verb.accept, by=by)


async def record_progress(
    session: AsyncSession,
    *,
    task: Task,
    percent: int,
    by: By,
    words: str = "",
) -> TaskEvent:
    """Record how far the task is, in percent."""
    if not 0 <= percent <= 100:
        raise PercentOutside
    await standing.check_reports(session, task, by.actor)
    newest = None if words else await events.newest(session, task)
    if newest is not None and _says_again(newest, percent, by):
        return newest
    return await events.move(session, task, Verb.progress, by=by, percent=percent, words=words)


def _says_again(event: TaskEvent, percent: int, by: By) -> bool:
    """Tell whether a button was pressed again: five times is one report. Words are kept each time."""
    same = event.kind == Verb.progress and event.actor_id == by.actor_id and not event.undone
    is_fresh = by.now - event.at <= AGAIN
    return same and is_fresh and event.data.get("percent") == percent and not event.data.get("words")


async def complete(
    session: AsyncSession,
    *,
    task: Task,
    at: At,
    by: By,
    words: str = "",
) -> TaskEvent:
    """Say that the task is done; it waits for confirmation and lateness counts to this moment.

    Raises `AnswerNeeded` where a citizen waits for an answer that nobody has written.
    """
    await standing.check_reports(session, task, by.actor)
    await require_answer(session, task)
    settled = await requests.overtake(session, task, by)
    return await events.move(
        session,
        task,
        Verb.complete,
        by=by,
        percent=100,
        done=at,
        words=words,
        **settled,
    )


async def confirm(session: AsyncSession, *, task: Task, by: By) -> TaskEvent:
    """Confirm the result."""
    await standing.check_decides(session, task, by.actor)
    return await events.move(session, task, Verb.confirm, by=by, done=done_at(task))


async def give_back(session: AsyncSession, *, task: Task, reason: str, by: By) -> TaskEvent:
    """Return the task with what is missing."""
    await standing.check_decides(session, task, by.actor)
    return await events.move(session, task, Verb.give_back, by=by, reason=reason)


async def refuse(session: AsyncSession, *, task: Task, reason: str, by: By) -> TaskEvent:
    """Decline the task with a reason; the leader decides what becomes of it."""
    await standing.check_works(session, task, by.actor)
    return await events.move(session, task, Verb.refuse, by=by, reason=reason)


async def close(session: AsyncSession, *, task: Task, verb: Verb, reason: str, by: By) -> TaskEvent:
    """Return, suspend, resume, cancel or reopen a task, or insist on a refused one, with a reason."""
    await standing.check_decides(session, task, by.actor)
    return await events.move(session, task, verb, by=by, reason=reason)


async def attach(
    session: AsyncSession,
    *,
    task: Task,
    sha256: str,
    name: str,
    note: str,
    by: By,
) -> Evidence:
    """Attach a stored file as evidence; the same file on the same task is kept once."""
    await standing.check_reports(session, task, by.actor)
    same = select(Evidence).where(Evidence.task_id == task.id, Evidence.sha256 == sha256)
    known = (await session.exec(same)).first()
    if known is not None:
        return known
    evidence = Evidence(
        task_id=task.id or 0, sha256=sha256, name=name, note=note, sent_by=by.actor_id or 0, sent_at=by.now
    )
    session.add(evidence)
    await events.move(
        session,
        task,
        Verb.add_evidence,
        by=by,
        done=done_at(task),
        sha256=sha256,
        name=name,
    )
    return evidence


async def direct(session: AsyncSession, *, task: Task, words: str, by: By) -> TaskEvent:
    """Keep what a leader writes to the people of a task; they see it on its card."""
    await standing.check_hands_over(session, task, by.actor)
    lifecycle.after(task.state, Verb.direct)
    return await events.record(session, task, Verb.direct, by=by, before=events.snapshot(task), words=words)


async def promise(
    session: AsyncSession, *, task: Task, until: date | None, quiet: date | None, words: str, by: By
) -> TaskEvent:
    """Keep what was promised for `until`; with `quiet`, no reminder comes before that day."""
    await standing.check_reports(session, task, by.actor)
    if quiet is not None and by.actor is not None:
        await snooze(session, task=task, actor=by.actor, until=quiet)
    before = events.snapshot(task)
    return await events.record(
        session, task, "promise", by=by, before=before, until=until, quiet=quiet, words=words
    )


async def remark(session: AsyncSession, *, task: Task, words: str, by: By) -> TaskEvent:
    """Keep words that change nothing of the task: how it goes."""
    await standing.check_reports(session, task, by.actor)
    return await events.record(session, task, "note", by=by, before=events.snapshot(task), words=words)


async def snooze(session: AsyncSession, *, task: Task, actor: Person, until: date) -> None:
    """Hear of the task again on `until`; the deadline stays."""
    row = {"task_id": task.id, "person_id": actor.id, "until": until}
    wish = insert(session, Snooze).values(row)
    await session.exec(
        wish.on_conflict_do_update(index_elements=["task_id", "person_id"], set_={"until": until})
    )


async def snooze_told(session: AsyncSession, *, actor: Person, today: date, until: date) -> int:
    """Put off every task that today's reminder named; return how many."""
    named = select(Task).join(Told).distinct()
    tasks = (await session.exec(named.where(Told.person_id == actor.id, Told.on == today))).all()
    for task in tasks:
        await snooze(session, task=task, actor=actor, until=until)
    return len(tasks)


async def hand_over(session: AsyncSession, *, task: Task, to: Person, by: By) -> TaskEvent:
    """Give a lead unit's part to another of its people; the new one must receive it again."""
    await standing.check_hands_over(session, task, by.actor)
    if to.left_on is not None:
        raise NobodyToHandTo
    part = select(TaskUnit).where(
        TaskUnit.task_id == task.id, TaskUnit.unit_id == to.unit_id, TaskUnit.part == Part.lead
    )
    mine = (await session.exec(part)).first()
    if mine is None:
        raise standing.NotYourTask
    before, mine.person_id = mine.person_id, to.id
    return await events.move(
        session, task, Verb.hand_over, by=by, before_person=before, to=to.id, name=to.name
    )


async def hand_over_everything(
    session: AsyncSession, *, leaver: Person, to: Person, now: datetime
) -> list[Task]:
    """Give every open part of somebody who leaves to `to`; return the tasks that went over, the earliest due first."""
    open_parts = (
        select(TaskUnit, Task)
        .join(Task)
        .where(TaskUnit.person_id == leaver.id, col(Task.state).not_in(FINAL))
    )
    rows = (await session.exec(open_parts)).all()
    for part, task in rows:
        part.person_id = to.id
        await events.record(
            session, task, Verb.hand_over, by=By(None, now), before_person=leaver.id, to=to.id
        )
    over = {task.id: task for _, task in rows}
    if to.role == leaver.role:
        led = select(Task).where(col(Task.leader_id) == leaver.id, col(Task.state).not_in(FINAL))
        for task in (await session.exec(led)).all():
            task.leader_id = to.id
            over[task.id] = task
    return sorted(over.values(), key=lambda task: (task.due is None, task.due or now.date(), task.id))
