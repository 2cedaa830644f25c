"""One act for several tasks of a list: each by itself, so that what can be done is done and the rest says why not."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db.acts import Heard
from roviec.db.models import Task
from roviec.db.tasks import standing
from roviec.errors import PersonError
from roviec.handlers.choices.decisions import (
    EditAsk,
    Field,
    TaskBack,
    TaskCancel,
    TaskConfirm,
    TaskDirect,
    TaskSuspend,
)
from roviec.handlers.frame.acting import Step, pressed, written
from roviec.texts.shapes import short
from roviec.web.deps import texts_of
from roviec.web.errors import Refused
from roviec.web.office import forms
from roviec.web.office.address import LISTS, asked_of, number
from roviec.web.office.deciding import acting, back_to, once
from roviec.web.office.entry import Guest, guest_of

MOST = 50
"""Tasks of one form."""
Steps = Callable[[int, str, str], list[Step]]
ACTS: dict[str, Steps] = {
    "xac_nhan": lambda task, _words, _due: [pressed(TaskConfirm(task))],
    "tra_lai": lambda task, words, _due: [pressed(TaskBack(task)), written(words)],
    "chi_dao": lambda task, words, _due: [pressed(TaskDirect(task)), written(words)],
    "doi_han": lambda task, words, due: [pressed(EditAsk(task, Field.due)), written(due), written(words)],
    "tam_hoan": lambda task, words, _due: [pressed(TaskSuspend(task)), written(words)],
    "huy": lambda task, words, _due: [pressed(TaskCancel(task)), written(words)],
}
"""What can be done with several tasks, with the words and the deadline of the form."""


class NothingChosen(Refused):
    """Ông/Bà đánh dấu ít nhất một nhiệm vụ, nhiều nhất {most} nhiệm vụ, rồi chọn việc cần làm."""


async def act(request: Request) -> Response:
    """Do one act with every task that was ticked, and say of each that was refused why."""
    guest = await guest_of(request)
    form = await forms.read_of(request, guest)
    steps = ACTS.get(form.one("lam"))
    tasks = [task for task in map(number, form.all("chon")) if task is not None]
    if steps is None or not 0 < len(tasks) <= MOST:
        raise NothingChosen(most=MOST)
    words, due = form.one("noi-dung"), form.one("han")

    async def all_of_them(session: AsyncSession) -> Heard:
        every = [await _one(request, session, guest, task, steps(task, words, due)) for task in tasks]
        return _summary(request, every)

    back = asked_of(dict(parse_qsl(form.one("ve"))))
    return back_to(LISTS, await once(request, guest, form, all_of_them), **back.query())


@dataclass(frozen=True)
class Outcome:
    """What became of one task: "" for nothing more to say."""

    is_done: bool
    words: str = ""


async def _one(
    request: Request, session: AsyncSession, guest: Guest, task_id: int, steps: list[Step]
) -> Outcome:
    """Do it with one task; say why it was refused, or that nobody of those whom it concerns could be told."""
    say = texts_of(request)
    try:
        async with session.begin_nested():
            doing = acting(request, session, guest)
            await doing.do(steps)
    except PersonError as error:
        task = await session.get(Task, task_id)
        # Of a task that is none of theirs nobody learns the title here.
        is_theirs = task is not None and not isinstance(error, standing.NotYourTask)
        title = short(task.title, 70) if task is not None and is_theirs else str(task_id)
        return Outcome(False, f"{title}: {say.error(error)}")
    if not doing.untold:
        return Outcome(True)
    task = await session.get_one(Task, task_id)
    return Outcome(True, say("web.office.bulk.untold", name=short(task.title, 70)))


def _summary(request: Request, every: list[Outcome]) -> Heard:
    done = sum(one.is_done for one in every)
    first = texts_of(request)("web.office.bulk.done", done=done, count=len(every))
    return Heard([first, *(one.words for one in every if one.words)])
