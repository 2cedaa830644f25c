"""Changing a task in a chat: which field, its new value, why; everybody concerned hears it once."""

from collections.abc import Mapping

from roviec.db import naming, people
from roviec.db.models import Person, Role, Task, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks import edit
from roviec.handlers.choices.decisions import EditAsk, EditLeader, EditUnit, Field, TaskEdit
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.days import deadline_in
from roviec.handlers.tasks.deciding import to_decide
from roviec.handlers.tasks.reporting import said
from roviec.handlers.tasks.telling import later_words, tell_owners, waits_until
from roviec.messages.outgoing import Choice
from roviec.tasks import lifecycle
from roviec.tasks.lifecycle import Verb
from roviec.texts import Texts
from roviec.texts.shapes import short

router = Router()
OFFERED = 20


class EditValue(Dialogue, name="edit.value"):
    """What a field is to be."""

    task: int
    what: Field


class EditWhy(EditValue, name="edit.why"):
    """Why; `value` holds the words that were typed, or the numbers of units or of a person."""

    value: str


@router.action(TaskEdit)
async def ask_what(turn: Turn, choice: TaskEdit) -> None:
    """Offer what can be changed."""
    task = await to_decide(turn, choice.task)
    lifecycle.after(task.state, Verb.edit)
    # What is done or said to be done changes hands no more.
    fixed = set() if Verb.hand_over in lifecycle.allowed(task.state) else {Field.lead}
    choices = [
        turn.choice(f"field.{what}", EditAsk(choice.task, what)) for what in Field if what not in fixed
    ]
    turn.say("edit.what", name=short(task.title, 70), choices=choices)


@router.action(EditAsk)
async def ask_value(turn: Turn, choice: EditAsk) -> None:
    """Ask for the new value, offering units or leaders where it is one."""
    task = await to_decide(turn, choice.task)
    lifecycle.after(task.state, Verb.edit)
    turn.ask(EditValue(choice.task, choice.what))
    offered = await _offered(turn, choice)
    turn.say(f"edit.ask_{choice.what}", name=short(task.title, 70), choices=offered)


async def _offered(turn: Turn, choice: EditAsk) -> list[Choice]:
    if choice.what is Field.leader:
        leaders = await people.with_role(turn.session, Role.leader)
        return [EditLeader(choice.task, id_of(one)).named(one.name) for one in leaders[:OFFERED]]
    if choice.what not in (Field.lead, Field.partners):
        return []
    units = await people.units_with_staff(turn.session)
    return [EditUnit(choice.task, choice.what, id_of(one)).named(one.name) for one in units[:OFFERED]]


@router.action(EditUnit)
async def take_unit(turn: Turn, choice: EditUnit) -> None:
    """Take the unit that was chosen."""
    await to_decide(turn, choice.task)
    _ask_why(turn, choice.task, choice.what, str(choice.unit))


@router.action(EditLeader)
async def take_leader(turn: Turn, choice: EditLeader) -> None:
    """Take the leader that was chosen."""
    await to_decide(turn, choice.task)
    _ask_why(turn, choice.task, Field.leader, str(choice.person))


@router.dialogue(EditValue)
async def take_value(turn: Turn, asked: EditValue) -> None:
    """Take the value that was typed, once it is understood."""
    await to_decide(turn, asked.task)
    if asked.what in (Field.lead, Field.partners) and (units := await _unsure(turn)):
        choices = [EditUnit(asked.task, asked.what, id_of(one)).named(one.name) for one in units[:OFFERED]]
        turn.ask(EditValue(asked.task, asked.what))
        turn.say("unit.which", name=short(turn.text, 60), choices=choices)
        return
    _ask_why(turn, asked.task, asked.what, await _typed(turn, asked.what))


async def _unsure(turn: Turn) -> tuple[Unit, ...]:
    """Return which units a name may mean that is not sure; several names are told apart by name."""
    if ";" in turn.text or "," in turn.text:
        return ()
    found = await naming.meant(turn.session, turn.text)
    return () if found.unit else found.candidates


async def _typed(turn: Turn, what: Field) -> str:
    """Return what was typed as it is kept; raise where it names nothing."""
    if what is Field.due:
        deadline_in(turn, turn.text)
    if what in (Field.lead, Field.partners):
        names = [name.strip() for name in turn.text.replace(";", ",").split(",") if name.strip()]
        # A name may hold a comma: only several partners are told apart by it.
        named = names if what is Field.partners else [turn.text.strip()]
        units = [await people.unit_named(turn.session, name) for name in named]
        return ",".join(str(unit.id) for unit in units)
    if what is Field.leader:
        return str((await people.person_named(turn.session, turn.text)).id)
    return turn.text.strip() if what is Field.due else said(turn)


def _ask_why(turn: Turn, task: int, what: Field, value: str) -> None:
    turn.ask(EditWhy(task, what, value))
    turn.say("edit.ask_why")


@router.dialogue(EditWhy)
async def change_it(turn: Turn, asked: EditWhy) -> None:
    """Change the task with the reason, and tell everybody concerned."""
    why = said(turn)
    task = await to_decide(turn, asked.task)
    wanted = await _wanted(turn, asked)
    made = await edit.edit(turn.session, task=task, edit=wanted, why=why, today=turn.today, by=turn.by)
    turn.finish()
    turn.about(id_of(task))
    owners, others = await _tell(turn, task, made, why)
    lines = changed_lines(turn.texts, made.changes)
    if owners:
        lines += later_words(turn, waits_until(turn, task))
    elif made.given and others:
        lines += turn.texts("edit.owner_untold")
    opens = [turn.choice("button.open", TaskOpen(id_of(task)))]
    turn.untold = not (owners or others)
    turn.say(
        "edit.done" if owners or others else "edit.done_untold",
        name=short(task.title, 70),
        lines=lines,
        task=task.id,
        choices=opens,
    )


async def _wanted(turn: Turn, asked: EditWhy) -> edit.Edit:
    value = asked.value
    match asked.what:
        case Field.due:
            return edit.Edit(due=deadline_in(turn, value))
        case Field.name_:
            return edit.Edit(title=value)
        case Field.product:
            return edit.Edit(product=value)
        case Field.leader:
            return edit.Edit(leader=await turn.session.get(Person, int(value)))
    found = [await naming.at(turn.session, int(number)) for number in value.split(",")]
    units = [unit for unit in found if unit is not None]
    if not units:
        raise naming.UnitUnknown(unit=value)
    return edit.Edit(lead=units[0]) if asked.what is Field.lead else edit.Edit(partners=units)


async def _tell(turn: Turn, task: Task, made: edit.Edited, why: str) -> tuple[int, int]:
    """Tell everybody concerned; return how many who received the task, and how many others, could be reached."""
    at = waits_until(turn, task)
    owners = await tell_owners(turn, made.given, "told.moved", task, event=made.event.id, at=at)
    others = await tell(
        turn,
        made.told,
        "told.edited",
        event=made.event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        lines=changed_lines(turn.texts, made.changes),
        reason=short(why, 300),
        choices=[turn.choice("button.open", TaskOpen(id_of(task)))],
    )
    return owners, others


def changed_lines(say: Texts, changes: Mapping[str, tuple[str, str]]) -> str:
    """Return a line a field: "Hạn: 10/7/2026 → 15/7/2026"."""
    return "\n".join(
        f"{say(f'field.{what}')}: {short(old, 120)} → {short(new, 120)}"
        for what, (old, new) in changes.items()
    )
