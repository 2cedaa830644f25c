"""/dulieu and /xoadulieu: what is kept about the person who asks, and erasing it."""

import sqlalchemy as sa
from sqlmodel import col

from roviec.db import surveys
from roviec.db.models import Unit, WebEvent
from roviec.handlers.router import Router
from roviec.handlers.turn import Turn

router = Router()


@router.command("dulieu")
async def show_data(turn: Turn, _rest: str = "") -> None:
    """Say what is kept about this chat."""
    runs = await surveys.runs_of(turn.session, turn.address)
    lines = [turn.texts("data.address", channel=turn.address.channel)]
    if turn.person is not None:
        unit = await turn.session.get_one(Unit, turn.person.unit_id)
        lines.append(turn.texts("data.person", name=turn.person.name, unit=unit.name))
    if runs:
        lines.append(turn.texts("data.run", days=turn.house.paused_survey_days))
    lines.append(turn.texts("data.answers"))
    turn.say("data.kept", lines="\n".join(lines), choices=[turn.choice("data.erase", "/xoadulieu")])


@router.command("xoadulieu")
async def ask_erase(turn: Turn, _rest: str = "") -> None:
    """Ask before erasing."""
    key = "data.ask_official" if turn.person else "data.ask"
    turn.say(
        key, choices=[turn.choice("data.yes", "data.erase"), turn.choice("button.cancel_dialogue", "cancel")]
    )


@router.action("data.erase")
async def erase(turn: Turn) -> None:
    """Erase what ties this chat to anything; an official's tasks are records of the office and stay."""
    for run in await surveys.runs_of(turn.session, turn.address):
        await surveys.forget_run(turn.session, run=run, address=turn.address, now=turn.now)
    if turn.address.channel == "web":
        await turn.session.exec(sa.delete(WebEvent).where(col(WebEvent.chat) == turn.address.chat))
    turn.address.person_id, turn.address.linked_at, turn.address.language = None, None, "vi"
    turn.finish()
    turn.conversation.task_id = None
    turn.erased = True
    turn.say("data.erased")
