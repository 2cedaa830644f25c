"""Telling people of a task that has just become theirs."""

from collections.abc import Iterable

from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.handlers.choices.tasks import TaskAccept, TaskOpen
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import due_words


async def tell_owners(turn: Turn, owners: Iterable[int], key: str, task: Task, *, event: int | None) -> int:
    """Tell the task, its deadline and who gives it, with a button to accept; return how many could be reached."""
    return await tell(
        turn,
        owners,
        key,
        event=event,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        due=due_words(turn, task),
        choices=[
            turn.choice("button.accept", TaskAccept(id_of(task))),
            turn.choice("button.open", TaskOpen(id_of(task))),
        ],
    )
