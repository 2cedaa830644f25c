"""Putting a reminder off: it comes again later, the deadline stays where it is."""

from roviec.db.tasks import change
from roviec.handlers.choices.tasks import SnoozeAll, TaskSnooze
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.reporting import reported
from roviec.tasks.promises import SNOOZE
from roviec.texts.shapes import day

router = Router()


def _days(wished: int) -> int:
    """Return the working days that a button may put a reminder off, however it was forged."""
    return min(max(wished, 1), SNOOZE)


@router.action(TaskSnooze)
async def snooze(turn: Turn, choice: TaskSnooze) -> None:
    """Hear of one task again in some working days."""
    task = await reported(turn, choice.task)
    until = turn.house.calendar().add_working_days(turn.today, _days(choice.days))
    await change.snooze(turn.session, task=task, actor=turn.official(), until=until)
    turn.say("snooze.done", task=task.id, until=day(until))


@router.action(SnoozeAll)
async def snooze_all(turn: Turn, choice: SnoozeAll) -> None:
    """Hear again in some working days of every task that today's reminder named."""
    me = turn.official()
    until = turn.house.calendar().add_working_days(turn.today, _days(choice.days))
    count = await change.snooze_told(turn.session, actor=me, today=turn.today, until=until)
    if count:
        turn.say("snooze.done", until=day(until))
    else:
        turn.say("snooze.none")
