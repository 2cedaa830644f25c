"""/giao: a leader assigns a task in three questions: what, who, by when."""

from roviec.db import people
from roviec.db.models import Unit
from roviec.db.tasks import assign, standing
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn, action
from roviec.handlers.plans.receiving import receive_plan, receive_text
from roviec.handlers.tasks.days import deadline_in
from roviec.handlers.tasks.telling import tell_owners
from roviec.messages.outgoing import Choice
from roviec.texts.shapes import day, short

router = Router()


@router.command("giao")
async def begin(turn: Turn, rest: str = "") -> None:
    """Ask for the task, or take it from the same line."""
    turn.leader()
    if rest:
        await _ask_unit(turn, rest)
        return
    turn.ask("assign.title")
    turn.say("assign.title")


@router.dialogue("assign.title")
async def take_title(turn: Turn) -> None:
    """Keep what is to be done."""
    turn.leader()
    if not (await receive_plan(turn) or await receive_text(turn)):
        await _ask_unit(turn, turn.text.strip())


async def _ask_unit(turn: Turn, title: str) -> None:
    turn.ask("assign.unit", title=title)
    units = await people.units_with_staff(turn.session)
    choices = [Choice(unit.name, action("assign.unit", unit.id)) for unit in units[:20]]
    turn.say("assign.unit", name=short(title, 120), choices=choices)


@router.dialogue("assign.unit")
async def take_unit_name(turn: Turn) -> None:
    """Take the lead unit by its name."""
    turn.leader()
    unit = await people.unit_named(turn.session, turn.text)
    await take_unit(turn, str(unit.id))


@router.action("assign.unit")
async def take_unit(turn: Turn, unit_id: str) -> None:
    """Keep the lead unit and ask for the deadline."""
    turn.leader()
    title = turn.conversation.data.get("title")
    unit = await turn.session.get(Unit, int(unit_id)) if unit_id.isdigit() else None
    if not title or unit is None:
        turn.finish()
        turn.say("assign.gone")
        return
    turn.ask("assign.due", title=title, unit=unit.id)
    turn.say("assign.due", unit=unit.name)


@router.dialogue("assign.due")
async def take_due(turn: Turn) -> None:
    """Read the deadline in the words of an office and show everything before it is assigned."""
    turn.leader()
    deadline = deadline_in(turn, turn.text)
    data = turn.conversation.data
    unit = await turn.session.get_one(Unit, data["unit"])
    person = await people.in_charge(turn.session, unit.id or 0)
    turn.ask("assign.sure", **{**data, "words": turn.text})
    turn.say(
        "assign.sure",
        name=str(data["title"]),
        unit=unit.name,
        who=person.name if person else turn.texts("assign.nobody"),
        due=day(deadline.due) if deadline.due else turn.texts("assign.no_due"),
        why=deadline.explanation,
        choices=[turn.choice("button.assign", "assign.yes"), turn.choice("button.cancel_dialogue", "cancel")],
    )


@router.dialogue("assign.sure")
async def ask_again(turn: Turn) -> None:
    """Words instead of a choice: a corrected deadline."""
    await take_due(turn)


@router.action("assign.yes")
async def assign_now(turn: Turn) -> None:
    """Assign the task and tell whoever answers for it."""
    me = turn.leader()
    data = turn.conversation.data
    if "words" not in data:
        turn.say("assign.gone")
        return
    unit = await turn.session.get_one(Unit, data["unit"])
    new = assign.NewTask(
        title=str(data["title"]), leads=[unit], deadline=deadline_in(turn, str(data["words"]))
    )
    task = await assign.assign_task(
        turn.session, new=new, plan=None, actor=me, now=turn.now, channel=turn.said.channel
    )
    turn.finish()
    owners = await standing.owners(turn.session, task)
    reached = await tell_owners(turn, owners, "told.assigned", task, event=task.id)
    turn.say(
        "assign.done" if reached else "assign.done_unreached", name=short(task.title, 70), unit=unit.name
    )
