"""The buttons of whoever carries a task out: received, progress, done, obstacle, not mine, undo."""

from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.tasks import change, requests, standing, undo
from roviec.errors import PersonError
from roviec.folding import fold, whole
from roviec.handlers.choices.decisions import BlockAnswer, EditAsk, Field, TaskBack, TaskConfirm, TaskInsist
from roviec.handlers.choices.tasks import (
    TaskAccept,
    TaskBlock,
    TaskDone,
    TaskOpen,
    TaskPercent,
    TaskProgress,
    TaskRefuse,
    TaskUndo,
)
from roviec.handlers.feedback.publishing import ask_answer
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.spoken import is_bare
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import due_words, show_card
from roviec.handlers.tasks.telling import Heard, leader_told, tell_above, tell_overtaken, tell_undone
from roviec.texts.shapes import short

router = Router()
STEPS = (10, 25, 50, 75, 90)
MIN_WORDS = 4


class TaskHow(Dialogue, name="task.percent"):
    """How far a task is."""

    task: int


class TaskObstacle(Dialogue, name="task.obstacle"):
    """What stands in its way."""

    task: int


class TaskRefusal(Dialogue, name="task.refusal"):
    """Why it is somebody else's."""

    task: int


class WordsNeeded(PersonError):
    """Ông/Bà viết rõ thêm vài chữ để người đọc nắm được, hoặc gửi /huy để hủy."""


class NumberNeeded(PersonError):
    """Ông/Bà gửi một số từ 0 đến 100, ví dụ: 60%. Gửi /huy để hủy."""


async def mine(turn: Turn, task_id: int) -> Task:
    """Return a task that the person carries out, and remember it as the one talked of."""
    task = await standing.find_to_work(turn.session, task_id, turn.official())
    turn.about(task.id or 0)
    return task


async def reported(turn: Turn, task_id: int) -> Task:
    """Return a task on which the person reports, for themselves or for who is away, and remember it likewise."""
    task = await standing.find_to_report(turn.session, task_id, turn.official())
    turn.about(task.id or 0)
    return task


def said(turn: Turn) -> str:
    """Return the words of a dialogue; raise `WordsNeeded` when there are hardly any, or only a yes or a no."""
    words = turn.text.strip()
    if len(words) < MIN_WORDS or is_bare(words):
        raise WordsNeeded
    return words


@router.action(TaskAccept)
async def accept(turn: Turn, choice: TaskAccept) -> None:
    """Receive a task."""
    task = await mine(turn, choice.task)
    await change.accept(turn.session, task=task, by=turn.by)
    turn.say("task.accepted", task=task.id, name=short(task.title, 70), due=due_words(turn, task))


@router.action(TaskProgress)
async def ask_percent(turn: Turn, choice: TaskProgress) -> None:
    """Ask how far the task is."""
    task = await reported(turn, choice.task)
    turn.ask(TaskHow(choice.task))
    choices = [turn.choice("button.percent", TaskPercent(id_of(task), step), percent=step) for step in STEPS]
    choices.append(turn.choice("button.complete", TaskDone(id_of(task))))
    turn.say("task.ask_percent", name=short(task.title, 70), choices=choices)


@router.dialogue(TaskHow)
async def take_percent(turn: Turn, asked: TaskHow) -> None:
    """Take the percentage that was typed, in digits or words."""
    number = whole(fold(turn.text).removesuffix("%").removesuffix("phan tram").strip())
    if number is None or number > 100:
        raise NumberNeeded
    await set_percent(turn, TaskPercent(asked.task, number))


@router.action(TaskPercent)
async def set_percent(turn: Turn, choice: TaskPercent) -> None:
    """Record a percentage; all of it means done."""
    if choice.percent == 100:
        await complete(turn, TaskDone(choice.task))
        return
    task = await reported(turn, choice.task)
    event = await change.record_progress(
        turn.session,
        task=task,
        percent=choice.percent,
        by=turn.by,
    )
    turn.finish()
    turn.say(
        "task.progressed",
        task=task.id,
        name=short(task.title, 70),
        percent=task.percent,
        due=due_words(turn, task),
        choices=[turn.choice("button.undo", TaskUndo(id_of(event), id_of(event)))],
    )


@router.action(TaskDone)
async def complete(turn: Turn, choice: TaskDone) -> None:
    """Say that a task is done and ask for its evidence; one that answers a citizen asks for the answer first."""
    task = await reported(turn, choice.task)
    if await ask_answer(turn, task):
        return
    event = await change.complete(turn.session, task=task, at=turn.at, by=turn.by)
    turn.finish()
    await tell_completed(turn, task, event.id)
    turn.say(
        "task.completed",
        task=task.id,
        name=short(task.title, 70),
        choices=[turn.choice("button.undo", TaskUndo(id_of(event), id_of(event)))],
    )


async def tell_completed(turn: Turn, task: Task, event: int | None) -> None:
    """Ask whoever decides to confirm."""
    await tell_overtaken(turn, task)
    await tell(
        turn,
        await standing.deciders(turn.session, task),
        "told.completed",
        event=event,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        due=due_words(turn, task),
        choices=[
            turn.choice("button.confirm", TaskConfirm(id_of(task))),
            turn.choice("button.give_back", TaskBack(id_of(task))),
            turn.choice("button.open", TaskOpen(id_of(task))),
        ],
    )


@router.action(TaskBlock)
async def ask_obstacle(turn: Turn, choice: TaskBlock) -> None:
    """Ask what stands in the way."""
    task = await reported(turn, choice.task)
    turn.ask(TaskObstacle(choice.task))
    turn.say("task.ask_obstacle", name=short(task.title, 70))


@router.dialogue(TaskObstacle)
async def take_obstacle(turn: Turn, asked: TaskObstacle) -> None:
    """Keep the obstacle and tell whoever can remove it."""
    words = said(turn)
    task = await reported(turn, asked.task)
    obstacle = await requests.raise_obstacle(
        turn.session,
        task=task,
        words=words,
        by=turn.by,
    )
    turn.finish()
    word = await tell_obstacle(turn, task, id_of(obstacle), words)
    if word is Heard.told:
        turn.say("task.obstacle_kept", task=task.id, words=short(words, 120))
    else:
        turn.say(
            "task.obstacle_untold", task=task.id, words=short(words, 120), untold=leader_told(turn, word)
        )


async def tell_obstacle(turn: Turn, task: Task, obstacle_id: int, words: str) -> Heard:
    """Put an obstacle before the leader who can remove it; return whether it arrived."""
    return await tell_above(
        turn,
        task,
        "told.obstacle",
        event=obstacle_id,
        who=turn.official().name,
        words=short(words, 400),
        choices=[turn.choice("button.answer_obstacle", BlockAnswer(obstacle_id))],
    )


@router.action(TaskRefuse)
async def ask_refusal(turn: Turn, choice: TaskRefuse) -> None:
    """Ask why the task is not this person's."""
    task = await mine(turn, choice.task)
    turn.ask(TaskRefusal(choice.task))
    turn.say("task.ask_refusal", name=short(task.title, 70))


@router.dialogue(TaskRefusal)
async def take_refusal(turn: Turn, asked: TaskRefusal) -> None:
    """Record the refusal and tell the leader."""
    reason = said(turn)
    task = await mine(turn, asked.task)
    event = await change.refuse(
        turn.session,
        task=task,
        reason=reason,
        by=turn.by,
    )
    turn.finish()
    word = await tell_refused(turn, task, event.id, reason)
    if word is Heard.told:
        turn.say("task.refused", name=short(task.title, 70))
    else:
        turn.say("task.refused_untold", name=short(task.title, 70), untold=leader_told(turn, word))


async def tell_refused(turn: Turn, task: Task, event: int | None, reason: str) -> Heard:
    """Put a refusal before the leader: it goes to another unit, or is insisted on; return whether it arrived."""
    id_ = id_of(task)
    return await tell_above(
        turn,
        task,
        "told.refused",
        event=event,
        who=turn.official().name,
        reason=short(reason, 300),
        choices=[
            turn.choice("button.other_unit", EditAsk(id_, Field.lead)),
            turn.choice("button.insist", TaskInsist(id_)),
        ],
    )


@router.action(TaskUndo)
async def take_back(turn: Turn, choice: TaskUndo) -> None:
    """Undo what one message changed."""
    me = turn.official()
    undone = await undo.undo(turn.session, first=choice.first, last=choice.last, by=turn.by)
    task = undone.task
    await tell_undone(turn, undone)
    turn.say("task.undone")
    await show_card(turn, task, await standing.of(turn.session, task, me))
