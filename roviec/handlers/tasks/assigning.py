"""/giao: a leader assigns a task in three questions: what, who, by when."""

from roviec.db import absences, people
from roviec.db.models import Person, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks import assign, standing
from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.decisions import AssignUnit, AssignYes
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.receiving import receive_plan, receive_text
from roviec.handlers.tasks.days import deadline_in
from roviec.handlers.tasks.show import away_words
from roviec.handlers.tasks.telling import tell_owners
from roviec.texts.shapes import day, short

router = Router()


class AssignTitle(Dialogue, name="assign.title"):
    """What is to be done."""


class AssignLead(Dialogue, name="assign.unit"):
    """Who is to do it."""

    title: str


class AssignDue(AssignLead, name="assign.due"):
    """By when."""

    unit: int


class AssignSure(AssignDue, name="assign.sure"):
    """Whether that is right; other words are another deadline."""

    words: str


@router.command(Command.giao)
async def begin(turn: Turn, rest: str = "") -> None:
    """Ask for the task, or take it from the same line."""
    turn.leader()
    if rest:
        await _ask_unit(turn, rest)
        return
    turn.ask(AssignTitle())
    turn.say("assign.title")


@router.dialogue(AssignTitle)
async def take_title(turn: Turn, _asked: AssignTitle) -> None:
    """Keep what is to be done."""
    turn.leader()
    if not (await receive_plan(turn, assigns=True) or await receive_text(turn)):
        await _ask_unit(turn, turn.text.strip())


async def _ask_unit(turn: Turn, title: str) -> None:
    turn.ask(AssignLead(title))
    units = await people.units_with_staff(turn.session)
    choices = [AssignUnit(id_of(unit)).named(unit.name) for unit in units[:20]]
    turn.say("assign.unit", name=short(title, 120), choices=choices)


@router.dialogue(AssignLead)
async def take_unit_name(turn: Turn, asked: AssignLead) -> None:
    """Take the lead unit by its name."""
    turn.leader()
    unit = await people.unit_named(turn.session, turn.text)
    _ask_due(turn, asked.title, unit)


@router.action(AssignUnit)
async def take_unit(turn: Turn, choice: AssignUnit) -> None:
    """Keep the lead unit and ask for the deadline."""
    turn.leader()
    asked = turn.asked(AssignLead, AssignDue, AssignSure)
    unit = await turn.session.get(Unit, choice.unit)
    if asked is None or unit is None:
        turn.finish()
        turn.say("assign.gone")
        return
    _ask_due(turn, asked.title, unit)


def _ask_due(turn: Turn, title: str, unit: Unit) -> None:
    turn.ask(AssignDue(title, id_of(unit)))
    turn.say("assign.due", unit=unit.name)


@router.dialogue(AssignDue)
async def take_due(turn: Turn, asked: AssignDue) -> None:
    """Read the deadline in the words of an office and show everything before it is assigned."""
    turn.leader()
    deadline = deadline_in(turn, turn.text)
    unit = await turn.session.get_one(Unit, asked.unit)
    person = await people.in_charge(turn.session, unit.id or 0)
    turn.ask(AssignSure(asked.title, asked.unit, turn.text))
    turn.say(
        "assign.sure",
        name=asked.title,
        unit=unit.name,
        who=await _in_charge(turn, person),
        due=day(deadline.due) if deadline.due else turn.texts("assign.no_due"),
        why=deadline.explanation,
        choices=[turn.choice("button.assign", AssignYes()), turn.choice("button.cancel_dialogue", Cancel())],
    )


async def _in_charge(turn: Turn, person: Person | None) -> str:
    """Return who will answer for the task, and who stands in while they are away."""
    if person is None:
        return turn.texts("assign.nobody")
    away = await absences.standing_in(turn.session, {id_of(person)})
    return "; ".join(away_words(turn, one) for one in away) or person.name


@router.dialogue(AssignSure)
async def ask_again(turn: Turn, asked: AssignSure) -> None:
    """Words instead of a choice: a corrected deadline."""
    await take_due(turn, asked)


@router.action(AssignYes)
async def assign_now(turn: Turn, _choice: AssignYes) -> None:
    """Assign the task and tell whoever answers for it."""
    me = turn.leader()
    asked = turn.asked(AssignSure)
    if asked is None:
        turn.say("assign.gone")
        return
    unit = await turn.session.get_one(Unit, asked.unit)
    new = assign.NewTask(title=asked.title, leads=[unit], deadline=deadline_in(turn, asked.words))
    task = await assign.assign_task(
        turn.session, new=new, plan=None, actor=me, now=turn.now, channel=turn.said.channel
    )
    turn.finish()
    owners = await standing.owners(turn.session, task)
    reached = await tell_owners(turn, owners, "told.assigned", task, event=task.id)
    turn.say(
        "assign.done" if reached else "assign.done_unreached", name=short(task.title, 70), unit=unit.name
    )
