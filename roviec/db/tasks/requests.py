"""What waits for somebody's decision: extensions and obstacles."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Extension, Obstacle, Task, TaskEvent
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import events, standing
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks import lifecycle
from roviec.tasks.lifecycle import Verb
from roviec.texts.shapes import day


class NoDueDate(PersonError):
    """Nhiệm vụ này không có hạn nên không cần xin gia hạn. Ông/Bà cập nhật tiến độ hoặc báo vướng mắc."""


class WishTooEarly(PersonError):
    """Ngày xin lùi phải sau hôm nay và sau hạn hiện tại {due}. Ông/Bà gửi lại, ví dụ: lùi 5 ngày."""


class AlreadyDecided(PersonError):
    """Đề nghị này đã được quyết định trước đó nên không có gì thay đổi."""


class RequestUnknown(PersonError):
    """Không tìm thấy đề nghị này. Ông/Bà gửi /duyet để xem các việc đang chờ."""


async def raise_obstacle(session: AsyncSession, *, task: Task, words: str, by: By) -> Obstacle:
    """Keep what stands in the way until somebody resolves it."""
    await standing.check_reports(session, task, by.actor)
    lifecycle.after(task.state, Verb.report_obstacle)
    obstacle = Obstacle(task_id=task.id or 0, words=words, raised_by=by.actor_id or 0, raised_at=by.now)
    session.add(obstacle)
    await session.flush()
    await events.record(
        session,
        task,
        Verb.report_obstacle,
        by=by,
        before=events.snapshot(task),
        obstacle=obstacle.id,
        words=words,
    )
    return obstacle


async def resolve_obstacle(session: AsyncSession, *, obstacle: Obstacle, answer: str, by: By) -> None:
    """Answer an obstacle, once."""
    task = await session.get_one(Task, obstacle.task_id)
    await standing.check_decides(session, task, by.actor)
    await session.refresh(obstacle)
    if obstacle.resolved_at is not None:
        raise AlreadyDecided
    obstacle.resolved_at, obstacle.resolved_by, obstacle.answer = by.now, by.actor_id, answer
    await events.record(session, task, "resolve_obstacle", by=by, obstacle=obstacle.id, words=answer)


def check_wish(task: Task, wished: date, today: date) -> date:
    """Return the deadline that a wish may move; raise `NoDueDate`, or `WishTooEarly` for a day that is no later."""
    if task.due is None:
        raise NoDueDate
    if wished <= max(today, task.due):
        raise WishTooEarly(due=day(task.due))
    return task.due


async def ask_extension(
    session: AsyncSession,
    *,
    task: Task,
    wished: date,
    reason: str,
    today: date,
    by: By,
) -> Extension:
    """Ask for a later date; an earlier open request of this task is replaced."""
    await standing.check_works(session, task, by.actor)
    lifecycle.after(task.state, Verb.ask_extension)
    due = check_wish(task, wished, today)
    replaced = await open_extensions(session, task)
    for old in replaced:
        old.verdict = Verdict.withdrawn
    extension = Extension(
        task_id=task.id or 0,
        asked_by=by.actor_id or 0,
        asked_at=by.now,
        due_before=due,
        wished=wished,
        reason=reason,
    )
    session.add(extension)
    await session.flush()
    await events.record(
        session,
        task,
        Verb.ask_extension,
        by=by,
        before=events.snapshot(task),
        extension=extension.id,
        wished=wished,
        reason=reason,
        **({"overtaken": [one.id for one in replaced]} if replaced else {}),
    )
    return extension


async def decide_extension(
    session: AsyncSession,
    *,
    extension: Extension,
    until: date | None,
    note: str,
    by: By,
) -> TaskEvent:
    """Grant a request until a day, or refuse it with None; the original date stays on the task."""
    task = await session.get_one(Task, extension.task_id)
    await standing.check_decides(session, task, by.actor)
    await session.refresh(extension)
    if extension.verdict != Verdict.asked:
        raise AlreadyDecided
    lifecycle.after(task.state, Verb.decide_extension)
    before = events.snapshot(task)
    extension.verdict = Verdict.granted if until else Verdict.refused
    extension.decided_by, extension.decided_at, extension.granted_until = by.actor_id, by.now, until
    extension.note = note
    if until:
        task.due = until
    return await events.record(
        session,
        task,
        Verb.decide_extension,
        by=by,
        before=before,
        extension=extension.id,
        until=until,
        reason=note,
    )


async def overtake(session: AsyncSession, task: Task, by: By) -> dict[str, list[int]]:
    """Close what waits for a decision when the task is done; return what was closed, for the event and an undo."""
    asked, blocked = await open_extensions(session, task), await open_obstacles(session, task)
    for one in asked:
        one.verdict = Verdict.withdrawn
    for obstacle in blocked:
        obstacle.resolved_at, obstacle.resolved_by = by.now, by.actor_id
    closed = {"overtaken": [one.id or 0 for one in asked], "cleared": [o.id or 0 for o in blocked]}
    return {name: ids for name, ids in closed.items() if ids}


async def askers(session: AsyncSession, event: TaskEvent) -> list[int]:
    """Return who had asked for what an event closed: the requests it replaced, what a completion settled."""
    asked = select(Extension.asked_by).where(col(Extension.id).in_(event.data.get("overtaken", [])))
    raised = select(Obstacle.raised_by).where(col(Obstacle.id).in_(event.data.get("cleared", [])))
    found = [*(await session.exec(asked)).all(), *(await session.exec(raised)).all()]
    return list(dict.fromkeys(found))


async def open_extensions(session: AsyncSession, task: Task) -> list[Extension]:
    """Return the requests of a task that nobody has decided."""
    found = select(Extension).where(Extension.task_id == task.id, Extension.verdict == Verdict.asked)
    return list((await session.exec(found)).all())


async def chain(session: AsyncSession, task: Task) -> list[Extension]:
    """Return every extension of a task, the first asked first."""
    found = select(Extension).where(Extension.task_id == task.id).order_by(col(Extension.id))
    return list((await session.exec(found)).all())


async def open_obstacles(session: AsyncSession, task: Task) -> list[Obstacle]:
    """Return the obstacles of a task that nobody has resolved."""
    found = select(Obstacle).where(Obstacle.task_id == task.id, col(Obstacle.resolved_at).is_(None))
    return list((await session.exec(found.order_by(col(Obstacle.id)))).all())


async def extension(session: AsyncSession, extension_id: int) -> Extension:
    """Return a request for time; raise `RequestUnknown`."""
    found = await session.get(Extension, extension_id)
    if found is None:
        raise RequestUnknown
    return found


async def obstacle(session: AsyncSession, obstacle_id: int) -> Obstacle:
    """Return what stands in the way of a task; raise `RequestUnknown`."""
    found = await session.get(Obstacle, obstacle_id)
    if found is None:
        raise RequestUnknown
    return found
