"""What leaders decide: /duyet, completions, extensions, obstacles, suspending and cancelling."""

from roviec.db.models import Task
from roviec.db.tasks import change, requests, standing, views
from roviec.handlers.feedback.answering import publish
from roviec.handlers.feedback.routing import waiting_choices
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.reporting import said
from roviec.handlers.tasks.show import due_words, labels
from roviec.messages.outgoing import Choice
from roviec.tasks.lifecycle import Verb
from roviec.texts.shapes import day, short

router = Router()
SHOWN = 10


@router.command("duyet")
async def list_waiting(turn: Turn, _rest: str = "") -> None:
    """Show what waits for a decision."""
    found = await views.waiting_for(turn.session, turn.leader())
    waits = [
        *(("wait.completion", task, f"task.open:{task.id}") for task in found.completions),
        *(("wait.extension", task, f"extend.show:{extension.id}") for extension, task in found.extensions),
        *(("wait.obstacle", task, f"block.show:{obstacle.id}") for obstacle, task in found.obstacles),
        *(("wait.refusal", task, f"task.open:{task.id}") for task in found.refusals),
    ]
    feedback = await waiting_choices(turn)
    if not (waits or feedback):
        turn.say("wait.none")
        return
    lines = labels(turn, [task for _, task, _ in waits[:SHOWN]])
    choices = [
        Choice(turn.texts(key, task=line), target)
        for (key, _, target), line in zip(waits, lines, strict=False)
    ]
    turn.say("wait.list", count=len(waits) + len(feedback), choices=[*choices, *feedback])


async def _to_decide(turn: Turn, task_id: str | int) -> Task:
    task = await standing.find_to_decide(turn.session, task_id, turn.official())
    turn.about(task.id or 0)
    return task


@router.action("task.confirm")
async def confirm(turn: Turn, task_id: str) -> None:
    """Confirm a completion and tell the lead; an answer to a citizen goes out with it."""
    task = await _to_decide(turn, task_id)
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
    "back": (Verb.give_back, "told.returned"),
    "suspend": (Verb.suspend, "told.suspended"),
    "resume": (Verb.resume, "told.resumed"),
    "cancel": (Verb.cancel, "told.cancelled"),
}


@router.action("task.back")
async def ask_back(turn: Turn, task_id: str) -> None:
    """Ask what is missing before a task is returned."""
    await _ask_reason(turn, task_id, "back")


@router.action("task.suspend")
async def ask_suspend(turn: Turn, task_id: str) -> None:
    """Ask why a task is to wait."""
    await _ask_reason(turn, task_id, "suspend")


@router.action("task.resume")
async def ask_resume(turn: Turn, task_id: str) -> None:
    """Ask for the word that goes with resuming."""
    await _ask_reason(turn, task_id, "resume")


@router.action("task.cancel")
async def ask_cancel(turn: Turn, task_id: str) -> None:
    """Ask why a task is cancelled."""
    await _ask_reason(turn, task_id, "cancel")


async def _ask_reason(turn: Turn, task_id: str, what: str) -> None:
    task = await _to_decide(turn, task_id)
    turn.ask("decide.reason", task=task.id, what=what)
    turn.say(f"decide.ask_{what}", name=short(task.title, 70))


@router.dialogue("decide.reason")
async def take_reason(turn: Turn) -> None:
    """Carry out the decision with its reason and tell the lead."""
    reason = said(turn)
    data = turn.conversation.data
    verb, key = _REASONED[str(data["what"])]
    task = await _to_decide(turn, str(data["task"]))
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
        choices=[turn.choice("button.open", "task.open", task.id)],
    )
    turn.say("decide.done", what=verb.label, name=short(task.title, 70))


@router.action("extend.show")
async def show_extension(turn: Turn, extension_id: str) -> None:
    """Show a request for time with its chain."""
    extension = await requests.extension(turn.session, extension_id)
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
            turn.choice("button.grant", "extend.grant", extension.id, until=day(extension.wished)),
            turn.choice("button.deny", "extend.deny", extension.id),
            turn.choice("button.open", "task.open", task.id),
        ],
    )


@router.action("extend.grant")
async def grant(turn: Turn, extension_id: str) -> None:
    """Grant a request until the wished day."""
    extension = await requests.extension(turn.session, extension_id)
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


@router.action("extend.deny")
async def ask_denial(turn: Turn, extension_id: str) -> None:
    """Ask why a request is refused."""
    extension = await requests.extension(turn.session, extension_id)
    task = await _to_decide(turn, extension.task_id)
    turn.ask("extend.denial", extension=extension.id)
    turn.say("extend.ask_denial", name=short(task.title, 70))


@router.dialogue("extend.denial")
async def deny(turn: Turn) -> None:
    """Refuse a request with the reason and tell who asked."""
    note = said(turn)
    extension = await requests.extension(turn.session, str(turn.conversation.data["extension"]))
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


@router.action("block.show")
async def show_obstacle(turn: Turn, obstacle_id: str) -> None:
    """Show an obstacle with its task."""
    obstacle = await requests.obstacle(turn.session, obstacle_id)
    task = await _to_decide(turn, obstacle.task_id)
    turn.say(
        "block.show",
        title=task.title,
        task=task.id,
        words=short(obstacle.words, 600),
        due=due_words(turn, task),
        choices=[
            turn.choice("button.answer_obstacle", "block.answer", obstacle.id),
            turn.choice("button.open", "task.open", task.id),
        ],
    )


@router.action("block.answer")
async def ask_answer(turn: Turn, obstacle_id: str) -> None:
    """Ask how the obstacle is removed."""
    obstacle = await requests.obstacle(turn.session, obstacle_id)
    await _to_decide(turn, obstacle.task_id)
    if obstacle.resolved_at is not None:
        raise requests.AlreadyDecided
    turn.ask("block.answer", obstacle=obstacle.id)
    turn.say("block.ask_answer", words=short(obstacle.words, 200))


@router.dialogue("block.answer")
async def answer_obstacle(turn: Turn) -> None:
    """Resolve the obstacle with the leader's words and tell who raised it."""
    answer = said(turn)
    obstacle = await requests.obstacle(turn.session, str(turn.conversation.data["obstacle"]))
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
