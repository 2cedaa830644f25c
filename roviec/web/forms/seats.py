"""Whose form it is: a browser's own chat, or a seat that is taken for one form and forgotten with it."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import conversations, sessions, surveys
from roviec.db.models import Address, Conversation
from roviec.db.surveys.doors import run_at
from roviec.web.deps import deps_of
from roviec.web.forms.place import Place, house_of
from roviec.web.gate import gate_of
from roviec.web.identity import begin, remember


async def seat(request: Request, place: Place) -> tuple[str, str | None]:
    """Return the chat to which a form belongs, and the secret of one that begins with it."""
    if place.chat is not None:
        return place.chat, None
    gate_of(request).chats.take(request)
    secret, chat = await begin(request)
    return chat, secret


def keep_seat(request: Request, place: Place, response: Response, secret: str | None) -> Response:
    """Let the browser remember a seat that it has just taken."""
    if secret is not None:
        remember(request, response, secret, place.cookie)
    return response


async def speak_here(session: AsyncSession, request: Request, address: Address) -> None:
    """End the question of a survey in the chat: a number typed there must not answer one that it never showed."""
    talk = await session.get(Conversation, address.id)
    if talk is not None and talk.own and talk.stale_at is None:
        conversations.leave(talk, deps_of(request).clock())


async def forget(session: AsyncSession, request: Request, place: Place) -> None:
    """Erase a form without an answer, with every trace of it."""
    assert place.run is not None
    assert place.address is not None
    now, traces = deps_of(request).clock(), house_of(request).traces
    if not place.is_fresh:
        await surveys.forget_run(session, run=place.run, address=place.address, traces=traces, now=now)
    await leave(session, request, place)


async def leave(session: AsyncSession, request: Request, place: Place) -> None:
    """Keep nothing that tells when a browser answered; give up a seat that was taken for one form."""
    assert place.address is not None
    now, chat = deps_of(request).clock(), place.address.chat
    talk = await session.get(Conversation, place.address.id)
    if talk is not None:
        surveys.blur(talk, now)
    if place.is_fresh:
        await surveys.forget_chat(session, address=place.address, traces=house_of(request).traces, now=now)
        await sessions.end_chat(session, chat)


async def forget_idle(request: Request, place: Place, longest: timedelta) -> bool:
    """Erase the form of a kiosk that nobody has touched for so long; tell whether one was."""
    deps = deps_of(request)
    if place.run is None or place.address is None or deps.clock() - place.run.updated_at <= longest:
        return False
    async with deps.db.write() as session:
        address = await session.get(Address, place.address.id)
        run = await run_at(session, place.door, address, hold=True) if address is not None else None
        if run is None or deps.clock() - run.updated_at <= longest:
            return False
        await forget(session, request, replace(place, address=address, run=run))
    await deps.db.empty_log()
    return True
