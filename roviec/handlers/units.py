"""/donvi: admins see the units, give one another name, and merge two."""

from collections.abc import Sequence

from roviec.db import naming, units
from roviec.db.audit import Act
from roviec.db.models import Unit
from roviec.db.models.base import id_of
from roviec.db.units import Line
from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.units import UnitInto, UnitMerge, UnitMergeYes, UnitRename, UnitShow, UnitsPage
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.pages import cut, turning
from roviec.handlers.unit_news import tell_merged, tell_renamed
from roviec.messages.outgoing import Choice
from roviec.texts.shapes import short

router = Router()
OFFERED = 20


class UnitName(Dialogue, name="unit.name"):
    """What a unit is to be called."""

    unit: int


class UnitTarget(Dialogue, name="unit.target"):
    """Into which unit it is to be merged."""

    unit: int


@router.command(Command.donvi)
async def begin(turn: Turn, _rest: str = "") -> None:
    """Show the units."""
    await show_units(turn, UnitsPage(0))


@router.action(UnitsPage)
async def show_units(turn: Turn, choice: UnitsPage) -> None:
    """Show a page of the units, each leading to what can be done with it."""
    turn.admin()
    lines = await units.listed(turn.session)
    shown = [_named(turn, line) for line in lines]
    choices = [*cut(shown, choice.page), *turning(turn, choice.page, len(lines), UnitsPage)]
    turn.say("units.list" if lines else "units.none", choices=choices)


def _named(turn: Turn, line: Line) -> Choice:
    name = short(line.unit.name, 60)
    return turn.choice(
        "units.line", UnitShow(id_of(line.unit)), name=name, people=line.people, tasks=line.tasks
    )


@router.action(UnitShow)
async def show_unit(turn: Turn, choice: UnitShow) -> None:
    """Show a unit with its other names."""
    unit = await _unit(turn, choice.unit)
    line = next(one for one in await units.listed(turn.session) if one.unit.id == unit.id)
    choices = [turn.choice("button.unit_rename", UnitRename(id_of(unit)))]
    if not await units.is_office(turn.session, unit):
        choices.append(turn.choice("button.unit_merge", UnitMerge(id_of(unit))))
    turn.say(
        "units.card",
        name=unit.name,
        above=line.parent or "–",
        others="; ".join(line.others) or "–",
        people=line.people,
        tasks=line.tasks,
        choices=choices,
    )


async def _unit(turn: Turn, unit_id: int) -> Unit:
    """Return a unit to an admin, or the one that it went into."""
    turn.admin()
    unit = await naming.at(turn.session, unit_id)
    if unit is None:
        raise naming.UnitUnknown(unit=str(unit_id))
    return unit


@router.action(UnitRename)
async def ask_name(turn: Turn, choice: UnitRename) -> None:
    """Ask for the new name."""
    unit = await _unit(turn, choice.unit)
    turn.ask(UnitName(id_of(unit)))
    turn.say("units.ask_name", name=unit.name)


@router.dialogue(UnitName)
async def take_name(turn: Turn, asked: UnitName) -> None:
    """Give the unit its new name and tell its people."""
    unit = await _unit(turn, asked.unit)
    done = await units.rename(turn.session, unit=unit, name=turn.text, today=turn.today)
    turn.finish()
    if done.before is None:
        turn.say("units.same", name=unit.name)
        return
    await turn.record(Act.unit_rename, f"unit/{unit.id}", before=done.before, after=unit.name)
    told = await tell_renamed(turn.session, done, house=turn.house, now=turn.now)
    if told:
        turn.say("units.renamed", before=done.before, name=unit.name, count=told)
    else:
        turn.say("units.renamed_untold", before=done.before, name=unit.name)


@router.action(UnitMerge)
async def ask_target(turn: Turn, choice: UnitMerge) -> None:
    """Ask into which unit, offering the others."""
    unit = await _unit(turn, choice.unit)
    others = [line.unit for line in await units.listed(turn.session) if line.unit.id != unit.id]
    turn.ask(UnitTarget(id_of(unit)))
    turn.say("units.ask_target", name=unit.name, choices=_offered(unit, others))


def _offered(unit: Unit, others: Sequence[Unit]) -> list[Choice]:
    return [UnitInto(id_of(unit), id_of(other)).named(other.name) for other in others[:OFFERED]]


@router.dialogue(UnitTarget)
async def take_target(turn: Turn, asked: UnitTarget) -> None:
    """Take the other unit by its name; where that is not sure, offer who may be meant."""
    unit = await _unit(turn, asked.unit)
    found = await naming.meant(turn.session, turn.text)
    if found.unit is not None:
        await ask_sure(turn, UnitInto(id_of(unit), id_of(found.unit)))
    elif found.candidates:
        turn.ask(UnitTarget(id_of(unit)))
        turn.say("unit.which", name=short(turn.text, 60), choices=_offered(unit, found.candidates))
    else:
        raise naming.UnitUnknown(unit=short(turn.text, 60))


@router.action(UnitInto)
async def ask_sure(turn: Turn, choice: UnitInto) -> None:
    """Say what a merger is and ask once more."""
    unit, into = await _unit(turn, choice.unit), await _unit(turn, choice.into)
    await units.check(turn.session, old=unit, into=into)
    turn.finish()
    line = next(one for one in await units.listed(turn.session) if one.unit.id == unit.id)
    yes = turn.choice("button.unit_merge_yes", UnitMergeYes(choice.unit, choice.into))
    turn.say(
        "units.sure",
        name=unit.name,
        into=into.name,
        people=line.people,
        tasks=line.tasks,
        choices=[yes, turn.choice("button.unit_merge_no", Cancel())],
    )


@router.action(UnitMergeYes)
async def merge_now(turn: Turn, choice: UnitMergeYes) -> None:
    """Merge them and tell the people of both; pressed again it changes nothing."""
    unit, into = await _unit(turn, choice.unit), await _unit(turn, choice.into)
    if unit.id == into.id and choice.unit != choice.into:
        turn.say("units.merged_before", name=into.name)
        return
    done = await units.merge(
        turn.session,
        old=unit.name,
        into=into.name,
        minimum_cell=turn.house.minimum_cell,
        by=turn.by,
        today=turn.today,
        why=turn.texts("unit.merged.why"),
    )
    counts = vars(done.moved) if done.moved else {}
    await turn.record(Act.unit_merge, f"unit/{done.into.id}", before=done.before, counts=counts)
    told = await tell_merged(turn.session, done, house=turn.house, now=turn.now)
    turn.say("units.merged", before=done.before, name=done.into.name, count=told)
