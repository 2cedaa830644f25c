"""Putting a reminder off: it comes again later, the deadline stays where it is."""

from roviec.db.tasks import change
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.reporting import mine
from roviec.texts.shapes import day

router = Router()
LONGEST = 20  # working days


@router.action("task.snooze")
async def snooze(turn: Turn, task_id: str, days: str) -> None:
    """Hear of one task again in some working days."""
    task = await mine(turn, task_id)
    until = turn.house.calendar().add_working_days(turn.today, _count(days))
    await change.snooze(turn.session, task=task, actor=turn.official(), until=until)
    turn.say("snooze.done", task=task.id, until=day(until))


@router.action("snooze.all")
async def snooze_all(turn: Turn, days: str) -> None:
    """Hear again in some working days of every task that today's reminder named."""
    me = turn.official()
    until = turn.house.calendar().add_working_days(turn.today, _count(days))
    count = await change.snooze_told(turn.session, actor=me, today=turn.today, until=until)
    if count:
        turn.say("snooze.done", until=day(until))
    else:
        turn.say("snooze.none")


def _count(days: str) -> int:
    return min(max(int(days), 1), LONGEST) if days.isdigit() else 1
