"""A task's card and its history."""

from roviec.db.models.base import id_of
from roviec.db.tasks import events, standing
from roviec.handlers.choices.tasks import TaskLog, TaskOpen
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import history_line, show_card, when
from roviec.tasks.lifecycle import Verb

router = Router()
EVENTS = 12


@router.action(TaskOpen)
async def open_card(turn: Turn, choice: TaskOpen) -> None:
    """Show a task to somebody who has a part in it."""
    task, mine = await standing.find(turn.session, choice.task, turn.official())
    await show_card(turn, task, mine)


@router.action(TaskLog)
async def show_history(turn: Turn, choice: TaskLog) -> None:
    """Show what happened to a task, the newest first."""
    task, _ = await standing.find(turn.session, choice.task, turn.official())
    past = await events.history(turn.session, task)
    lines = [
        history_line(turn, when(turn, event.at), _what(turn, event.kind, event.undone), name)
        for event, name in past[:EVENTS]
    ]
    back = [turn.choice("button.back_to_task", TaskOpen(id_of(task)))]
    turn.say("task.history", title=task.title, lines="\n".join(lines), choices=back)


def _what(turn: Turn, kind: str, undone: bool) -> str:
    words = Verb(kind).label if kind in set(Verb) else turn.texts(f"event.{kind}")
    return turn.texts("event.undone", what=words) if undone else turn.texts.again(words)
