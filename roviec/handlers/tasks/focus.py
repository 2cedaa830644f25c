"""Which task somebody means means: the one they reply to, name, talked of last, or their only one."""

from roviec.db import outbox_said
from roviec.db.models import Task
from roviec.db.tasks import standing
from roviec.handlers.frame.turn import Turn
from roviec.tasks.lifecycle import FINAL
from roviec.tasks.naming import named


async def task_meant(turn: Turn) -> Task | None:
    """Return the task that the words or files of this turn are about, None when that is unsure."""
    person = turn.official()
    if turn.said.reply_to:
        task_id = await outbox_said.task_of(
            turn.session, channel=turn.said.channel, chat=turn.said.chat, external_id=turn.said.reply_to
        )
        if task_id is not None:
            return await standing.find_to_report(turn.session, task_id, person)
    tasks = await standing.mine(turn.session, person)
    if (which := named(turn.text, [task.title for task in tasks])) is not None:
        return tasks[which]
    last = await turn.session.get(Task, turn.conversation.task_id) if turn.conversation.task_id else None
    if (
        last is not None
        and last.state not in FINAL
        and (await standing.of(turn.session, last, person)).reports
    ):
        return last
    return tasks[0] if len(tasks) == 1 else None
