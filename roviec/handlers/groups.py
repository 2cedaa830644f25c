"""Group chats of a unit: link the group, and show what the unit has to do."""

from roviec.db.audit import Act
from roviec.db.models import Role, Unit
from roviec.db.tasks import standing
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import labels

router = Router()
LISTED = 10


@router.group("nhom")
async def link_group(turn: Turn, _rest: str = "") -> None:
    """Make this the group of the unit of whoever asks, if they lead or administer."""
    person = turn.person
    if turn.said.anonymous:
        turn.say("group.anonymous")
        return
    if person is None or person.role == Role.official:
        turn.say("group.leaders_only")
        return
    unit = await turn.session.get_one(Unit, person.unit_id)
    turn.address.unit_id = unit.id
    await turn.record(Act.group, f"unit/{unit.id}")
    turn.say("group.linked", unit=unit.name)


@router.group("viec")
async def show_unit(turn: Turn, _rest: str = "") -> None:
    """Show the open tasks of the unit, without anybody's words."""
    if turn.address.unit_id is None:
        turn.say("group.not_linked")
        return
    unit = await turn.session.get_one(Unit, turn.address.unit_id)
    tasks = await standing.of_unit(turn.session, unit.id or 0)
    if not tasks:
        turn.say("group.no_tasks", unit=unit.name)
        return
    lines = [f"{n}. {line}" for n, line in enumerate(labels(turn, tasks[:LISTED]), 1)]
    turn.say("group.tasks", unit=unit.name, count=len(tasks), lines="\n".join(lines))


@router.group("start")
@router.group("giup")
async def show_help(turn: Turn, _rest: str = "") -> None:
    """Say what the bot does in a group."""
    turn.say("group.help")
