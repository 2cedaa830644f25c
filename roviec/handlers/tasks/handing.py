"""Handing a task to a colleague of the lead unit."""

from roviec.db import people
from roviec.db.models import Part, Person
from roviec.db.models.base import id_of
from roviec.db.tasks import change, standing, views
from roviec.handlers.choices.decisions import TaskGive, TaskGiveTo
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.telling import Heard, heard, later_words, tell_owners, waits_until
from roviec.texts.shapes import short

router = Router()


@router.action(TaskGive)
async def ask_whom(turn: Turn, choice: TaskGive) -> None:
    """Offer the people of the lead units."""
    me = turn.leader()
    task, mine = await standing.find(turn.session, choice.task, me)
    if not mine.directs:
        raise standing.NotYoursToDecide
    card = await views.card(turn.session, task)
    units = [p.unit.id or 0 for p in card.parts if p.part == Part.lead]
    staff = [person for unit in units for person in await people.staff(turn.session, unit_id=unit)]
    choices = [TaskGiveTo(id_of(task), id_of(person)).named(_named(person)) for person in staff]
    turn.say("give.whom", name=short(task.title, 70), choices=choices)


def _named(person: Person) -> str:
    return f"{person.name}, {person.position}" if person.position else person.name


@router.action(TaskGiveTo)
async def give(turn: Turn, choice: TaskGiveTo) -> None:
    """Hand the task over and tell the new one."""
    me = turn.leader()
    task, mine = await standing.find(turn.session, choice.task, me)
    if not mine.directs:
        raise standing.NotYoursToDecide
    to = await turn.session.get(Person, choice.person)
    if to is None:
        raise change.NobodyToHandTo
    event = await change.hand_over(turn.session, task=task, to=to, by=turn.by)
    at = waits_until(turn, task)
    reached = await tell_owners(turn, [to.id or 0], "told.handed", task, event=event.id, at=at)
    word = heard(turn, [to.id or 0], reached)
    later = turn.texts("edit.owner_untold") if word is Heard.untold else ""
    if word is Heard.told:
        later = later_words(turn, at)
    turn.say("give.done", name=short(task.title, 70), who=to.name, later=later)
