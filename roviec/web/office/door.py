"""The door of the pages: a link of one use from the chat opens a session in this browser; it is left again here."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.db import sessions
from roviec.db.models import WebSession
from roviec.db.models.base import id_of
from roviec.db.sessions import new_secret
from roviec.web.deps import deps_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.identity import REVIEW, device_of, forget, remember
from roviec.web.office import forms
from roviec.web.office.entry import NotIn, guest_of
from roviec.web.office.shell import bare

_OURS = re.compile(r"/trang(?:/[a-z0-9-]{1,40}){0,3}")


class LinkUsed(Refused):
    """Liên kết này đã dùng rồi, hết hạn hoặc không đúng. Ông/Bà gửi /trang trong cuộc trò chuyện để nhận liên kết mới."""

    status = 403


async def show(request: Request) -> Response:
    """Show whose page a link opens. Nothing happens without the button: messengers look at links by themselves.

    Where the pages are open already, a link that was used leads on.
    """
    gate_of(request).wrong_codes.check(request)
    deps, once = deps_of(request), request.query_params.get("ma", "")[:64]
    to = _way(request.query_params.get("toi", ""))
    async with deps.db.read() as session:
        person = await sessions.holder(session, once, now=deps.clock())
    if person is None:
        if await _is_in(request):
            return RedirectResponse(to, status_code=303)
        gate_of(request).wrong_codes.count(request)
        raise LinkUsed
    return bare(request, "door.html", {"name": person.name, "once": once, "to": to})


async def _is_in(request: Request) -> bool:
    try:
        await guest_of(request)
    except NotIn:
        return False
    return True


def _way(path: str) -> str:
    """Return the page of ours that a link leads on to; the first one for whatever is none."""
    return path if _OURS.fullmatch(path) else "/trang"


async def enter(request: Request) -> Response:
    """Use a link up: from now on this browser is the person's."""
    gate_of(request).wrong_codes.check(request)
    deps, secret, form = deps_of(request), new_secret(), await forms.read(request)
    once, now = form.one("ma")[:64], deps.clock()
    async with deps.db.write() as session:
        person = await sessions.holder(session, once, now=now)
        mine = id_of(person) if person else 0
        if not await sessions.spend_pass(session, once, person_id=mine, now=now):
            gate_of(request).wrong_codes.count(request)
            raise LinkUsed
        device = device_of(request)
        await sessions.begin(
            session, secret, chat=None, person_id=mine, now=now, life=deps.life, device=device
        )
    response = RedirectResponse(_way(form.one("toi")), status_code=303)
    remember(request, response, secret, REVIEW)
    return response


async def leave(request: Request) -> Response:
    """End the session by which the pages are open here; the web chat of this browser goes on."""
    guest = await guest_of(request)
    await forms.read_of(request, guest)
    async with deps_of(request).db.write() as session:
        row = await session.get(WebSession, guest.key)
        if row is not None and row.chat is None:
            await sessions.end(session, row)
    response = bare(request, "left.html", {})
    forget(request, response, REVIEW)
    return response
