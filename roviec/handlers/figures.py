"""/tuan and /chiso: the digest as it stands now, the satisfaction index against its target."""

from roviec.db import files
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import FileOut, Outgoing
from roviec.reports import digest

router = Router()


@router.command(Command.tuan)
async def digest_now(turn: Turn, _rest: str = "") -> None:
    """Answer with the digest of this week: text, picture and annex."""
    turn.leader()
    house = turn.house
    found = await digest.gather(
        turn.session,
        today=turn.today,
        now=turn.now,
        calendar=house.calendar(),
        headline=house.headline,
        minimum_cell=house.minimum_cell,
        office=house.office,
        allowances=house.allowances,
    )
    kept = [await _keep(turn, *file) for file in digest.render(found, turn.texts)]
    turn.answer(Outgoing(text=digest.text(found, turn.texts), files=tuple(kept)))


async def _keep(turn: Turn, name: str, mime: str, data: bytes) -> FileOut:
    sha256 = turn.house.files.keep(data)
    await files.record(turn.session, sha256=sha256, mime=mime, size=len(data), now=turn.now)
    return FileOut(sha256, name, mime)


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
