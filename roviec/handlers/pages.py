"""/trang: the office's pages open for whoever asks, in the browser of their choice, by a link of one use."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import sessions
from roviec.db.models import Person
from roviec.db.models.base import id_of
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.house import House
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing

router = Router()


@router.command(Command.trang)
async def send_link(turn: Turn, _rest: str = "") -> None:
    """Send a link that opens the pages in one browser for whoever asks."""
    link = await link_for(turn.session, turn.official(), house=turn.house, now=turn.now)
    turn.answer(Outgoing(turn.texts("pages.link"), link=link, link_label=turn.texts("pages.open")))


async def link_for(session: AsyncSession, person: Person, *, house: House, now: datetime) -> str:
    """Return a fresh link to the pages: it opens one browser for the person within half an hour."""
    once = await sessions.new_pass(session, person_id=id_of(person), now=now)
    return f"{house.public_url.rstrip('/')}/trang/vao?ma={once}"
