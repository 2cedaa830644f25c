"""/giao: a leader assigns a task: what, who, by when; what the first words say already is not asked again."""

from dataclasses import replace
from datetime import datetime

from roviec.db import absences, naming, people
from roviec.db.models import Person, Task, Unit
from roviec.db.models.base import id_of
from roviec.db.naming import UnitUnknown
from roviec.db.tasks import assign, standing
from roviec.folding import nfc
from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.decisions import AssignName, AssignNow, AssignUnit, AssignYes
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.receiving import receive_plan, receive_text
from roviec.handlers.tasks.days import DeadlineNeeded, deadline_in
from roviec.handlers.tasks.dues import dated, why_so
from roviec.handlers.tasks.reporting import said
from roviec.handlers.tasks.show import away_words
from roviec.handlers.tasks.telling import tell_owners
from roviec.tasks.deadlines import Deadline, Recurrence, find
from roviec.tasks.periods import names_period, titled
from roviec.tasks.titles import Order, read_order
from roviec.tasks.urgency import is_urgent
from roviec.texts.shapes import clock, short

router = Router()
OFFERED = 20
READ = 1000
"""Characters of an order that are read; a longer text is a document."""


class AssignTitle(Dialogue, name="assign.title"):
    """What is to be done."""


class AssignLead(Dialogue, name="assign.unit"):
    """Who is to do it; `words` are the deadline's, "" while nobody has named one."""

    title: str
    quote: str
    words: str


class AssignDue(AssignLead, name="assign.due"):
    """By when."""

    unit: int


class AssignSure(AssignDue, name="assign.sure"):
    """Whether that is right; other words are another deadline. A title that was typed stays `as_is`."""

    as_is: bool


class AssignRename(AssignSure, name="assign.name"):
    """What the task is called."""


@router.command(Command.giao)
async def begin(turn: Turn, rest: str = "") -> None:
    """Ask for the task, or take it from the same line."""
    turn.leader()
    if rest:
        await _take_order(turn, rest)
        return
    turn.ask(AssignTitle())
    turn.say("assign.title")


@router.dialogue(AssignTitle)
async def take_title(turn: Turn, _asked: AssignTitle) -> None:
    """Keep what is to be done."""
    turn.leader()
    if not (await receive_plan(turn, assigns=True) or await receive_text(turn)):
        await _take_order(turn, said(turn))


async def _take_order(turn: Turn, text: str) -> None:
    """Keep what the words say, and ask for what they leave open: who, then by when."""
    order, words = await _read(turn, text)
    asked = AssignLead(order.title, order.quote, words)
    if order.unit:
        await _take_unit(turn, asked, await people.unit_named(turn.session, order.unit))
        return
    turn.ask(asked)
    units = await people.units_with_staff(turn.session)
    choices = [AssignUnit(id_of(unit)).named(unit.name) for unit in units[:OFFERED]]
    turn.say("assign.unit", name=short(asked.title, 120), choices=choices)


async def _read(turn: Turn, text: str) -> tuple[Order, str]:
    """Return the work in one line, and the words of its deadline if there is exactly one that can be kept."""
    composed = nfc(text)[:READ]
    found = find(
        composed,
        issued=turn.today,
        year=turn.today.year,
        calendar=turn.house.calendar(),
        settings=turn.house.deadlines,
    )
    dated = found if len(found) == 1 and _is_kept(turn, found[0].words) else []
    units = [unit.name for unit in await people.units_with_staff(turn.session)]
    order = read_order(composed, units=units, dates=[one.span for one in dated if one.span])
    if len(text) > READ:
        order = replace(order, quote=" ".join(text.split()))
    return order, dated[0].words if dated else ""


def _is_kept(turn: Turn, words: str) -> bool:
    try:
        deadline_in(turn, words)
    except DeadlineNeeded:
        return False
    return True


@router.dialogue(AssignLead)
async def take_unit_name(turn: Turn, asked: AssignLead) -> None:
    """Take the lead unit by its name; where that is not sure, offer who may be meant."""
    turn.leader()
    found = await naming.meant(turn.session, turn.text)
    if found.unit is None and found.candidates:
        choices = [AssignUnit(id_of(unit)).named(unit.name) for unit in found.candidates[:OFFERED]]
        turn.ask(asked)
        turn.say("unit.which", name=short(turn.text, 60), choices=choices)
        return
    await _take_unit(turn, asked, found.unit or await people.unit_named(turn.session, turn.text))


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
    # Another unit instead of the one that was shown: its deadline is asked for anew.
    words = asked.words if type(asked) is AssignLead else ""
    await _take_unit(turn, AssignLead(asked.title, asked.quote, words), unit)


async def _take_unit(turn: Turn, asked: AssignLead, unit: Unit) -> None:
    if asked.words:
        await _ask_sure(turn, AssignSure(asked.title, asked.quote, asked.words, id_of(unit), False))
        return
    turn.ask(AssignDue(asked.title, asked.quote, "", id_of(unit)))
    turn.say("assign.due", unit=unit.name)


@router.dialogue(AssignDue)
async def take_due(turn: Turn, asked: AssignDue) -> None:
    """Read the deadline in the words of an office and show everything before it is assigned."""
    turn.leader()
    await _ask_sure(turn, AssignSure(asked.title, asked.quote, turn.text, asked.unit, False))


async def _ask_sure(turn: Turn, asked: AssignSure) -> None:
    """Show everything; outside of office hours also when word of it goes out, and the choice to send it now."""
    deadline = deadline_in(turn, asked.words)
    unit = await _unit(turn, asked.unit)
    person = await people.in_charge(turn.session, unit.id or 0)
    at = _waits(turn, asked)
    turn.ask(asked)
    choices = [turn.choice("button.assign", AssignYes())]
    if at is not None:
        choices.append(turn.choice("assign.urgent", AssignNow()))
    turn.say(
        "assign.sure",
        name=_title(asked, deadline),
        unit=unit.name,
        who=await _in_charge(turn, person),
        due=dated(turn.texts, deadline.due, deadline.due, deadline.at)
        if deadline.due
        else turn.texts("assign.no_due"),
        why=_why(turn, deadline) + (turn.texts("held.will", at=clock(at)) if at else ""),
        choices=[
            *choices,
            turn.choice("assign.rename", AssignName()),
            turn.choice("button.cancel_dialogue", Cancel()),
        ],
    )


def _why(turn: Turn, deadline: Deadline) -> str:
    """Return how the date was understood, and what counts where it is a day off."""
    return " ".join(
        [deadline.explanation, *why_so(turn.texts, deadline.due, turn.house.calendar(), turn.today)]
    )


async def propose(turn: Turn, *, title: str, words: str, unit: Unit) -> None:
    """Show a task that the office's own figures propose; `words` are its deadline's."""
    turn.leader()
    await _ask_sure(turn, AssignSure(title, "", words, id_of(unit), True))


async def _unit(turn: Turn, number: int) -> Unit:
    """Return the unit that was chosen, or the one that it went into meanwhile."""
    found = await naming.at(turn.session, number)
    if found is None:
        raise UnitUnknown(unit=str(number))
    return found


def _title(asked: AssignSure, deadline: Deadline) -> str:
    """Return the title, that of a recurring task with the period of its first occurrence."""
    if deadline.rule is None or deadline.due is None or deadline.recurrence is Recurrence.daily:
        return asked.title
    if asked.as_is and names_period(asked.title, deadline.period):
        return asked.title
    return titled(asked.title, due=deadline.due, months=deadline.period)


def _waits(turn: Turn, asked: AssignSure) -> datetime | None:
    """Return when word of a new task goes out; None for at once."""
    at = turn.house.calendar().next_office_time(turn.now)
    return at if at > turn.now and not is_urgent(f"{asked.title} {asked.quote}") else None


async def _in_charge(turn: Turn, person: Person | None) -> str:
    """Return who will answer for the task, and who stands in while they are away."""
    if person is None:
        return turn.texts("assign.nobody")
    away = await absences.standing_in(turn.session, {id_of(person)})
    return "; ".join(away_words(turn, one) for one in away) or person.name


@router.dialogue(AssignSure)
async def ask_again(turn: Turn, asked: AssignSure) -> None:
    """Words instead of a choice: a corrected deadline."""
    turn.leader()
    await _ask_sure(turn, replace(asked, words=turn.text))


@router.action(AssignName)
async def ask_name(turn: Turn, _choice: AssignName) -> None:
    """Ask for another title."""
    turn.leader()
    asked = turn.asked(AssignSure)
    if asked is None:
        turn.say("assign.gone")
        return
    turn.ask(AssignRename(asked.title, asked.quote, asked.words, asked.unit, True))
    turn.say("assign.ask_name", name=short(_title(asked, deadline_in(turn, asked.words)), 160))


@router.dialogue(AssignRename)
async def take_name(turn: Turn, asked: AssignRename) -> None:
    """Take the title as it is typed, and show everything again."""
    turn.leader()
    title = " ".join(said(turn).split())
    await _ask_sure(turn, AssignSure(title, asked.quote, asked.words, asked.unit, True))


@router.action(AssignYes)
async def assign_now(turn: Turn, _choice: AssignYes) -> None:
    """Assign the task and tell whoever answers for it, in office time."""
    await _assign(turn, is_urgent=False)


@router.action(AssignNow)
async def assign_urgently(turn: Turn, _choice: AssignNow) -> None:
    """Assign the task and tell whoever answers for it at once."""
    await _assign(turn, is_urgent=True)


async def _assign(turn: Turn, *, is_urgent: bool) -> None:
    me, asked = turn.leader(), turn.asked(AssignSure)
    if asked is None:
        turn.say("assign.gone")
        return
    unit = await _unit(turn, asked.unit)
    deadline = deadline_in(turn, asked.words)
    new = assign.NewTask(title=_title(asked, deadline), leads=[unit], deadline=deadline, quote=asked.quote)
    task = await assign.assign_task(
        turn.session, new=new, plan=None, actor=me, now=turn.now, channel=turn.said.channel
    )
    turn.finish()
    await _tell(turn, task, unit, None if is_urgent else _waits(turn, asked))


async def _tell(turn: Turn, task: Task, unit: Unit, at: datetime | None) -> None:
    owners = await standing.owners(turn.session, task)
    reached = await tell_owners(turn, owners, "told.assigned", task, event=task.id, at=at)
    name = short(task.title, 70)
    if reached and at is not None:
        turn.say("assign.done_held", at=clock(at), name=name, unit=unit.name)
    else:
        turn.say("assign.done" if reached else "assign.done_unreached", name=name, unit=unit.name)
