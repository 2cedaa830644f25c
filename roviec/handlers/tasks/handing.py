"""Handing a task to a colleague of the lead unit."""

from roviec.db import people
from roviec.db.models import Part, Person
from roviec.db.tasks import change, standing, views
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn, action
from roviec.handlers.tasks.telling import tell_owners
from roviec.messages.outgoing import Choice
from roviec.texts.shapes import short

router = Router()


@router.action("task.give")
async def ask_whom(turn: Turn, task_id: str) -> None:
    """Offer the people of the lead units."""
    me = turn.leader()
    task, mine = await standing.find(turn.session, task_id, me)
    if not (mine.unit_head or mine.boss):
        raise standing.NotYoursToDecide
    card = await views.card(turn.session, task)
    units = [p.unit.id or 0 for p in card.parts if p.part == Part.lead]
    staff = [person for unit in units for person in await people.staff(turn.session, unit_id=unit)]
    choices = [Choice(_named(person), action("task.give_to", task.id, person.id)) for person in staff]
    turn.say("give.whom", name=short(task.title, 70), choices=choices)


def _named(person: Person) -> str:
    return f"{person.name}, {person.position}" if person.position else person.name


@router.action("task.give_to")
async def give(turn: Turn, task_id: str, person_id: str) -> None:
    """Hand the task over and tell the new one."""
    me = turn.leader()
    task, mine = await standing.find(turn.session, task_id, me)
    if not (mine.unit_head or mine.boss):
        raise standing.NotYoursToDecide
    to = await turn.session.get(Person, int(person_id)) if person_id.isdigit() else None
    if to is None:
        raise change.NobodyToHandTo
    event = await change.hand_over(turn.session, task=task, to=to, by=turn.by)
    await tell_owners(turn, [to.id or 0], "told.handed", task, event=event.id)
    turn.say("give.done", name=short(task.title, 70), who=to.name)
