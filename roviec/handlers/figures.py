"""/tuan and /chiso: the digest as it stands now, the satisfaction index against its target."""

from roviec.db import report_requests
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing
from roviec.reports import digest

router = Router()


@router.command(Command.tuan)
async def digest_now(turn: Turn, _rest: str = "") -> None:
    """Ask for the digest of this week: it is gathered and drawn outside of the turn, and sent once ready."""
    turn.leader()
    assert turn.address.id is not None
    await report_requests.ask(turn.session, address_id=turn.address.id, now=turn.now)


@router.command(Command.chiso)
async def index_now(turn: Turn, _rest: str = "") -> None:
    """Answer with the satisfaction index of this year."""
    turn.leader()
    part = await digest.gather_index(
        turn.session,
        today=turn.today,
        headline=turn.house.headline,
        minimum_cell=turn.house.minimum_cell,
    )
    turn.answer(Outgoing(text=digest.index_text(part, turn.texts)))
