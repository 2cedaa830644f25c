"""Settling feedback: to which unit it goes, what is answered, what the citizen thinks of it, and again."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Feedback, Task, TaskEvent, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks import change, events
from roviec.db.tasks.assign import NewTask, assign_task
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.tasks.deadlines import Deadline
from roviec.tasks.deadlines import Kind as DeadlineKind
from roviec.tasks.feedback.lifecycle import FeedbackMoved, Rating, Verb, after
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import FINAL
from roviec.tasks.lifecycle import Verb as TaskVerb
from roviec.texts.shapes import day

PROMISED = "Hạn là ngày đã hẹn trả lời người dân khi tiếp nhận."


class RatedAlready(PersonError):
    """Ông/Bà đã đánh giá nội dung trả lời này rồi. Xin cảm ơn Ông/Bà."""


class SameUnit(PersonError):
    """Ý kiến này đang do {unit} xử lý. Ông/Bà chọn đơn vị khác."""


async def route(session: AsyncSession, *, feedback: Feedback, unit: Unit, title: str, by: By) -> Task:
    """Make a feedback the task of a unit; the task of the unit before is cancelled.

    The deadline is the day that the citizen was promised, whenever it is routed.
    """
    state = after(feedback.state, Verb.route, code=feedback.code)
    before = await session.get(Task, feedback.task_id) if feedback.task_id else None
    if before is not None and before.state not in FINAL:
        if feedback.unit_id == unit.id:
            raise SameUnit(unit=unit.name)
        # Whoever routes feedback may take it from a unit, whoever leads its task.
        await events.move(session, before, TaskVerb.cancel, by=by, reason=unit.name)
    new = NewTask(
        title=title.format(code=feedback.code),
        leads=[unit],
        # The office's own head confirms what the head answers: there is nobody above.
        leader=None if unit.parent_id else await people.head_of(session, id_of(unit)),
        deadline=_promised(feedback.again_by or feedback.due),
    )
    task = await assign_task(session, new=new, plan=None, actor=by.actor, now=by.now, channel=by.channel)
    feedback.task_id, feedback.unit_id, feedback.state, feedback.answer = task.id, unit.id, state, ""
    await session.flush()
    return task


def _promised(due: date | None) -> Deadline:
    if due is None:
        return Deadline(DeadlineKind.none)
    return Deadline(DeadlineKind.fixed, due=due, words=day(due), explanation=PROMISED)


async def report_answer(
    session: AsyncSession, *, feedback: Feedback, task: Task, answer: str, at: At, by: By
) -> TaskEvent:
    """Keep what the unit wants to answer and report the task done; a leader confirms before it goes out."""
    feedback.answer = answer
    await session.flush()
    return await change.complete(session, task=task, at=at, by=by, words=answer)


def publish(feedback: Feedback, *, today: date) -> None:
    """Say that the answer has gone out; from here on it may be rated, once."""
    feedback.state = after(feedback.state, Verb.answer, code=feedback.code)
    feedback.answered_on = feedback.answered_on or today
    feedback.closed_on = today
    feedback.answers += 1
    feedback.rating = feedback.rated_on = None
    feedback.reason = ""


async def answer_directly(session: AsyncSession, *, feedback: Feedback, answer: str, today: date) -> None:
    """Answer in place of a unit what no unit works on; raise `FeedbackMoved` where one does."""
    task = await session.get(Task, feedback.task_id) if feedback.task_id else None
    if task is not None and task.state not in FINAL:
        raise FeedbackMoved(code=feedback.code, state=feedback.state.label)
    feedback.answer = answer
    publish(feedback, today=today)


def rate(feedback: Feedback, *, turn: int, rating: Rating, today: date) -> None:
    """Keep what the citizen thinks of the `turn`-th answer; raise `RatedAlready` for a second time."""
    if feedback.rating is not None or turn != feedback.answers:
        raise RatedAlready
    verb = Verb.approve if rating is Rating.satisfied else Verb.dispute
    feedback.state = after(feedback.state, verb, code=feedback.code)
    feedback.rating, feedback.rated_on = rating, today


def heard(feedback: Feedback) -> str:
    """Return why the citizen is not satisfied, as the unit hears it: nothing where it names an official."""
    return "" if feedback.names_official else feedback.reason


async def reopen(session: AsyncSession, *, feedback: Feedback, task: Task, due: date, by: By) -> TaskEvent:
    """Let the unit answer once more, by a new day; the first deadline stays on the task."""
    feedback.state = after(feedback.state, Verb.reopen, code=feedback.code)
    feedback.answer, feedback.again_by = "", due
    event = await events.move(session, task, TaskVerb.reopen, by=by, percent=0, reason=heard(feedback))
    task.due = due
    await session.flush()
    return event


def leave(feedback: Feedback) -> None:
    """Let the answer stand although the citizen is not satisfied."""
    feedback.state = after(feedback.state, Verb.leave, code=feedback.code)
