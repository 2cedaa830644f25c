"""/thoat and the browsers that are open: every session of a person can be seen and ended by them."""

from roviec.db import people, sessions
from roviec.db.models import Address, WebSession
from roviec.delivery import failover
from roviec.errors import PersonError
from roviec.handlers.choices.chats import SessionEnd, SessionLeave, SessionsShow
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.texts.shapes import day

router = Router()
SHOWN = 10
REF = 16
"""Digits of a session's key that choices carry."""


class SessionGone(PersonError):
    """Phiên này đã kết thúc rồi. Ông/Bà gửi /thoat để xem các phiên còn mở."""


@router.command(Command.thoat)
async def leave(turn: Turn, _rest: str = "") -> None:
    """End the session of this browser; on other channels show which browsers are open."""
    if turn.address.channel != sessions.CHANNEL:
        await show(turn, SessionsShow())
    elif turn.person is not None and len(await people.linked(turn.session, turn.person.id or 0)) < 2:
        turn.say("thoat.last", choices=[turn.choice("thoat.anyway", SessionLeave())])
    else:
        await leave_here(turn, SessionLeave())


@router.action(SessionLeave)
async def leave_here(turn: Turn, _choice: SessionLeave) -> None:
    """End the session of this browser: from now on nobody reads this chat."""
    if turn.address.channel == sessions.CHANNEL:
        await _close(turn, turn.address)
        turn.say("thoat.done")


async def _close(turn: Turn, place: Address) -> None:
    """Make a web chat nobody's and end what reads it; what waits there for its person goes to their others."""
    if place.person_id is not None:
        await failover.move_from(turn.session, place, channels=turn.house.channels, now=turn.now)
        await people.unlink(turn.session, address=place)
    await sessions.end_chat(turn.session, place.chat)


@router.action(SessionsShow)
async def show(turn: Turn, _choice: SessionsShow) -> None:
    """Show the browsers of whoever asks, each with a button that ends it."""
    found = await _mine(turn)
    if not found:
        turn.say("thoat.none")
        return
    choices = [SessionEnd(row.secret_hash[:REF]).named(_label(turn, row)) for row in found]
    turn.say("thoat.list", count=len(found), choices=choices[:SHOWN])


async def _mine(turn: Turn) -> list[WebSession]:
    me, life = turn.official(), turn.house.sessions
    return list(await sessions.of_person(turn.session, me.id or 0, now=turn.now, life=life))


def _label(turn: Turn, row: WebSession) -> str:
    here = turn.address.channel == sessions.CHANNEL and row.chat == turn.address.chat
    seen = (row.seen_at or turn.now).astimezone(turn.house.zone)
    device = row.device or turn.texts("thoat.browser")
    key = "thoat.here" if here else "thoat.end"
    return turn.texts(key, device=device, day=day(seen.date()), time=f"{seen:%H:%M}")


@router.action(SessionEnd)
async def end(turn: Turn, choice: SessionEnd) -> None:
    """End one of the sessions of whoever speaks."""
    row = next((row for row in await _mine(turn) if row.secret_hash[:REF] == choice.ref), None)
    if row is None:
        raise SessionGone
    if row.chat is None:
        await sessions.end(turn.session, row)
    else:
        place = await people.address_of(turn.session, channel=sessions.CHANNEL, chat=row.chat)
        await _close(turn, place)
    turn.say("thoat.ended")
