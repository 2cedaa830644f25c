"""What leaders decide: /duyet, completions, extensions, obstacles, suspending and cancelling."""

from enum import StrEnum

from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.tasks import change, requests, standing, views
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.decisions import (
    BlockAnswer,
    BlockShow,
    ExtendDeny,
    ExtendGrant,
    ExtendShow,
    TaskBack,
    TaskCancel,
    TaskConfirm,
    TaskResume,
    TaskSuspend,
)
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.feedback.publishing import publish
from roviec.handlers.feedback.routing import waiting_choices
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.reporting import said
from roviec.handlers.tasks.show import due_words, labels
from roviec.tasks.lifecycle import Verb
from roviec.texts.shapes import day, short

router = Router()


class Closing(StrEnum):
    """What is decided with a reason."""

    back = "back"
    suspend = "suspend"
    resume = "resume"
    cancel = "cancel"


class DecideReason(Dialogue, name="decide.reason"):
    """Why."""

    task: int
    what: Closing


class ExtendDenial(Dialogue, name="extend.denial"):
    """Why a request for time is refused."""

    extension: int


class BlockHow(Dialogue, name="block.answer"):
    """How an obstacle is removed."""

    obstacle: int


WAITING = 10


@router.command(Command.duyet)
async def list_waiting(turn: Turn, _rest: str = "") -> None:
    """Show what waits for a decision."""
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
    lines = labels(turn, [task for _, task, _ in waits[:WAITING]])
    choices = [
        turn.choice(key, target, task=line) for (key, _, target), line in zip(waits, lines, strict=False)
    ]
    turn.say("wait.list", count=len(waits) + len(feedback), choices=[*choices, *feedback])


async def _to_decide(turn: Turn, task_id: int) -> Task:
    task = await standing.find_to_decide(turn.session, task_id, turn.official())
    turn.about(task.id or 0)
    return task


@router.action(TaskConfirm)
async def confirm(turn: Turn, choice: TaskConfirm) -> None:
    """Confirm a completion and tell the lead; an answer to a citizen goes out with it."""
    task = await _to_decide(turn, choice.task)
    event = await change.confirm(turn.session, task=task, by=turn.by)
    owners = await standing.owners(turn.session, task)
    await tell(
        turn,
        owners,
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


async def _ask_reason(turn: Turn, task_id: int, what: Closing) -> None:
    task = await _to_decide(turn, task_id)
    turn.ask(DecideReason(task_id, what))
    turn.say(f"decide.ask_{what}", name=short(task.title, 70))


@router.dialogue(DecideReason)
async def take_reason(turn: Turn, asked: DecideReason) -> None:
    """Carry out the decision with its reason and tell the lead."""
    reason = said(turn)
    verb, key = _REASONED[asked.what]
    task = await _to_decide(turn, asked.task)
    event = await change.close(
        turn.session,
        task=task,
        verb=verb,
        reason=reason,
        by=turn.by,
    )
    turn.finish()
    await tell(
        turn,
        await standing.owners(turn.session, task),
        key,
        event=event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        reason=short(reason, 400),
        choices=[turn.choice("button.open", TaskOpen(id_of(task)))],
    )
    turn.say("decide.done", what=verb.label, name=short(task.title, 70))


@router.action(ExtendShow)
async def show_extension(turn: Turn, choice: ExtendShow) -> None:
    """Show a request for time with its chain."""
    extension = await requests.extension(turn.session, choice.extension)
    task = await _to_decide(turn, extension.task_id)
    past = await requests.chain(turn.session, task)
    turn.say(
        "extend.show",
        title=task.title,
        task=task.id,
        due=due_words(turn, task),
        until=day(extension.wished),
        reason=short(extension.reason, 300),
        count=len(past),
        choices=[
            turn.choice("button.grant", ExtendGrant(id_of(extension)), until=day(extension.wished)),
            turn.choice("button.deny", ExtendDeny(id_of(extension))),
            turn.choice("button.open", TaskOpen(id_of(task))),
        ],
    )


@router.action(ExtendGrant)
async def grant(turn: Turn, choice: ExtendGrant) -> None:
    """Grant a request until the wished day."""
    extension = await requests.extension(turn.session, choice.extension)
    task = await _to_decide(turn, extension.task_id)
    event = await requests.decide_extension(
        turn.session,
        extension=extension,
        until=extension.wished,
        note="",
        by=turn.by,
    )
    await tell(
        turn,
        [extension.asked_by, *await standing.owners(turn.session, task)],
        "told.granted",
        event=event.id,
        task=task.id,
        title=task.title,
        until=day(extension.wished),
        who=turn.official().name,
    )
    turn.say("extend.granted", name=short(task.title, 70), until=day(extension.wished))


@router.action(ExtendDeny)
async def ask_denial(turn: Turn, choice: ExtendDeny) -> None:
    """Ask why a request is refused."""
    extension = await requests.extension(turn.session, choice.extension)
    task = await _to_decide(turn, extension.task_id)
    turn.ask(ExtendDenial(choice.extension))
    turn.say("extend.ask_denial", name=short(task.title, 70))


@router.dialogue(ExtendDenial)
async def deny(turn: Turn, asked: ExtendDenial) -> None:
    """Refuse a request with the reason and tell who asked."""
    note = said(turn)
    extension = await requests.extension(turn.session, asked.extension)
    task = await _to_decide(turn, extension.task_id)
    event = await requests.decide_extension(
        turn.session,
        extension=extension,
        until=None,
        note=note,
        by=turn.by,
    )
    turn.finish()
    await tell(
        turn,
        [extension.asked_by],
        "told.denied",
        event=event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        due=due_words(turn, task),
        reason=short(note, 300),
    )
    turn.say("extend.denied", name=short(task.title, 70))


@router.action(BlockShow)
async def show_obstacle(turn: Turn, choice: BlockShow) -> None:
    """Show an obstacle with its task."""
    obstacle = await requests.obstacle(turn.session, choice.obstacle)
    task = await _to_decide(turn, obstacle.task_id)
    turn.say(
        "block.show",
        title=task.title,
        task=task.id,
        words=short(obstacle.words, 600),
        due=due_words(turn, task),
        choices=[
            turn.choice("button.answer_obstacle", BlockAnswer(id_of(obstacle))),
            turn.choice("button.open", TaskOpen(id_of(task))),
        ],
    )


@router.action(BlockAnswer)
async def ask_answer(turn: Turn, choice: BlockAnswer) -> None:
    """Ask how the obstacle is removed."""
    obstacle = await requests.obstacle(turn.session, choice.obstacle)
    await _to_decide(turn, obstacle.task_id)
    if obstacle.resolved_at is not None:
        raise requests.AlreadyDecided
    turn.ask(BlockHow(choice.obstacle))
    turn.say("block.ask_answer", words=short(obstacle.words, 200))


@router.dialogue(BlockHow)
async def answer_obstacle(turn: Turn, asked: BlockHow) -> None:
    """Resolve the obstacle with the leader's words and tell who raised it."""
    answer = said(turn)
    obstacle = await requests.obstacle(turn.session, asked.obstacle)
    task = await _to_decide(turn, obstacle.task_id)
    await requests.resolve_obstacle(
        turn.session,
        obstacle=obstacle,
        answer=answer,
        by=turn.by,
    )
    turn.finish()
    await tell(
        turn,
        [obstacle.raised_by, *await standing.owners(turn.session, task)],
        "told.answered",
        event=obstacle.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        answer=short(answer, 600),
    )
    turn.say("block.answered")
