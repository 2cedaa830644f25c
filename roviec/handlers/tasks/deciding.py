"""What leaders decide: /duyet, completions, suspending and cancelling."""

from enum import StrEnum

from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.tasks import change, standing, views
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.decisions import (
    BlockShow,
    ExtendShow,
    TaskBack,
    TaskCancel,
    TaskConfirm,
    TaskInsist,
    TaskResume,
    TaskSuspend,
    WaitingPage,
)
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.feedback.publishing import publish
from roviec.handlers.feedback.routing import waiting_choices
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.pages import PAGE, cut, turning
from roviec.handlers.tasks.reporting import said
from roviec.handlers.tasks.show import due_words, labels
from roviec.handlers.tasks.telling import unit_told
from roviec.tasks.lifecycle import Verb
from roviec.texts.shapes import short

router = Router()


class Closing(StrEnum):
    """What is decided with a reason."""

    back = "back"
    suspend = "suspend"
    resume = "resume"
    cancel = "cancel"
    insist = "insist"


class DecideReason(Dialogue, name="decide.reason"):
    """Why."""

    task: int
    what: Closing


@router.command(Command.duyet)
async def list_waiting(turn: Turn, _rest: str = "") -> None:
    """Show what waits for the decision of the person who asks."""
    await show_waiting(turn, WaitingPage(0))


@router.action(WaitingPage)
async def show_waiting(turn: Turn, choice: WaitingPage) -> None:
    """Show one page of what waits."""
    found = await views.waiting_for(turn.session, turn.leader())
    waits = [
        *(("wait.completion", task, TaskOpen(id_of(task))) for task in found.completions),
        *(("wait.extension", task, ExtendShow(id_of(wish))) for wish, task in found.extensions),
        *(("wait.obstacle", task, BlockShow(id_of(obstacle))) for obstacle, task in found.obstacles),
        *(("wait.refusal", task, TaskOpen(id_of(task))) for task in found.refusals),
    ]
    feedback = await waiting_choices(turn)
    if not (waits or feedback):
        turn.say("wait.none")
        return
    lines = labels(turn, [task for _, task, _ in waits])
    choices = [
        turn.choice(key, target, task=line) for (key, _, target), line in zip(waits, lines, strict=True)
    ]
    every = [*choices, *feedback]
    # What was decided meanwhile may leave fewer pages than there were.
    page = min(choice.page, (len(every) - 1) // PAGE)
    pages = turning(turn, page, len(every), WaitingPage)
    turn.say("wait.list", count=len(every), choices=[*cut(every, page), *pages])


async def to_decide(turn: Turn, task_id: int) -> Task:
    """Return a task that the person decides about, and remember it as the one talked of."""
    task = await standing.find_to_decide(turn.session, task_id, turn.official())
    turn.about(task.id or 0)
    return task


@router.action(TaskConfirm)
async def confirm(turn: Turn, choice: TaskConfirm) -> None:
    """Confirm a completion and tell the lead; an answer to a citizen goes out with it."""
    task = await to_decide(turn, choice.task)
    event = await change.confirm(turn.session, task=task, by=turn.by)
    await tell(
        turn,
        await standing.judged(turn.session, task),
        "told.confirmed",
        event=event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
    )
    said_of_it = await publish(turn, task) or "decide.confirmed"
    turn.say(said_of_it, name=short(task.title, 70), due=due_words(turn, task))


_REASONED = {
    Closing.back: (Verb.give_back, "told.returned"),
    Closing.suspend: (Verb.suspend, "told.suspended"),
    Closing.resume: (Verb.resume, "told.resumed"),
    Closing.cancel: (Verb.cancel, "told.cancelled"),
    Closing.insist: (Verb.assign, "told.insisted"),
}


@router.action(TaskBack)
async def ask_back(turn: Turn, choice: TaskBack) -> None:
    """Ask what is missing before a task is returned."""
    await _ask_reason(turn, choice.task, Closing.back)


@router.action(TaskSuspend)
async def ask_suspend(turn: Turn, choice: TaskSuspend) -> None:
    """Ask why a task is to wait."""
    await _ask_reason(turn, choice.task, Closing.suspend)


@router.action(TaskResume)
async def ask_resume(turn: Turn, choice: TaskResume) -> None:
    """Ask for the word that goes with resuming."""
    await _ask_reason(turn, choice.task, Closing.resume)


@router.action(TaskCancel)
async def ask_cancel(turn: Turn, choice: TaskCancel) -> None:
    """Ask why a task is cancelled."""
    await _ask_reason(turn, choice.task, Closing.cancel)


@router.action(TaskInsist)
async def ask_insist(turn: Turn, choice: TaskInsist) -> None:
    """Ask why a refused task stays where it is."""
    await _ask_reason(turn, choice.task, Closing.insist)


async def _ask_reason(turn: Turn, task_id: int, what: Closing) -> None:
    task = await to_decide(turn, task_id)
    turn.ask(DecideReason(task_id, what))
    turn.say(f"decide.ask_{what}", name=short(task.title, 70))


@router.dialogue(DecideReason)
async def take_reason(turn: Turn, asked: DecideReason) -> None:
    """Carry out the decision with its reason and tell the lead."""
    reason = said(turn)
    verb, key = _REASONED[asked.what]
    task = await to_decide(turn, asked.task)
    event = await change.close(
        turn.session,
        task=task,
        verb=verb,
        reason=reason,
        by=turn.by,
    )
    turn.finish()
    answers = verb in (Verb.give_back, Verb.assign)
    whom = await (standing.judged if answers else standing.owners)(turn.session, task)
    reached = await tell(
        turn,
        whom,
        key,
        event=event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        reason=short(reason, 400),
        choices=[turn.choice("button.open", TaskOpen(id_of(task)))],
    )
    told = unit_told(turn, whom, reached)
    turn.say("decide.done", what=verb.label, name=short(task.title, 70), told=told)
