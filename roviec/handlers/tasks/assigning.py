"""/giao: a leader assigns a task in three questions: what, who, by when."""

from roviec.db import naming, people
from roviec.db.models import Unit
from roviec.db.models.base import id_of
from roviec.db.naming import UnitUnknown
from roviec.db.tasks import assign, standing
from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.decisions import AssignUnit, AssignYes
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.receiving import receive_plan, receive_text
from roviec.handlers.tasks.days import deadline_in
from roviec.handlers.tasks.telling import tell_owners
from roviec.texts.shapes import day, short

router = Router()
OFFERED = 20


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
    choices = [AssignUnit(id_of(unit)).named(unit.name) for unit in units[:OFFERED]]
    turn.say("assign.unit", name=short(title, 120), choices=choices)


@router.dialogue(AssignLead)
async def take_unit_name(turn: Turn, asked: AssignLead) -> None:
    """Take the lead unit by its name; where that is not sure, offer who may be meant."""
    turn.leader()
    found = await naming.meant(turn.session, turn.text)
    if found.unit is None and found.candidates:
        choices = [AssignUnit(id_of(unit)).named(unit.name) for unit in found.candidates[:OFFERED]]
        turn.ask(AssignLead(asked.title))
        turn.say("unit.which", name=short(turn.text, 60), choices=choices)
        return
    _ask_due(turn, asked.title, found.unit or await people.unit_named(turn.session, turn.text))


@router.action(AssignUnit)
async def take_unit(turn: Turn, choice: AssignUnit) -> None:
    """Keep the lead unit and ask for the deadline."""
    turn.leader()
    asked = turn.asked(AssignLead, AssignDue, AssignSure)
    unit = await naming.at(turn.session, choice.unit)
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
    unit = await _unit(turn, asked)
    person = await people.in_charge(turn.session, unit.id or 0)
    turn.ask(AssignSure(asked.title, asked.unit, turn.text))
    turn.say(
        "assign.sure",
        name=asked.title,
        unit=unit.name,
        who=person.name if person else turn.texts("assign.nobody"),
        due=day(deadline.due) if deadline.due else turn.texts("assign.no_due"),
        why=deadline.explanation,
        choices=[turn.choice("button.assign", AssignYes()), turn.choice("button.cancel_dialogue", Cancel())],
    )


async def _unit(turn: Turn, asked: AssignDue) -> Unit:
    """Return the unit that was chosen, or the one that it went into meanwhile."""
    found = await naming.at(turn.session, asked.unit)
    if found is None:
        raise UnitUnknown(unit=str(asked.unit))
    return found


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
    unit = await _unit(turn, asked)
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
