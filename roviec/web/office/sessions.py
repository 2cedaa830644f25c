"""The browsers in which a person is at work: listed, and ended by the rule of the chat."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roviec.db import sessions
from roviec.db.models import WebSession
from roviec.db.models.base import id_of
from roviec.handlers.choices.chats import SessionEnd
from roviec.handlers.frame.acting import pressed
from roviec.handlers.sessions import REF
from roviec.texts.shapes import moment
from roviec.web.deps import Deps, deps_of
from roviec.web.errors import Refused
from roviec.web.office import forms
from roviec.web.office.deciding import back_to, decide
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.shell import shown


async def show(request: Request) -> Response:
    """Show the browsers of whoever asks."""
    guest, deps = await guest_of(request), deps_of(request)
    async with deps.db.read() as session:
        mine = id_of(guest.person)
        rows = await sessions.of_person(session, mine, now=deps.clock(), life=deps.life)
    values = {"sessions": [_shown(deps, guest, row) for row in rows]}
    return await shown(request, guest, "sessions.html", "sessions", values)


def _shown(deps: Deps, guest: Guest, row: WebSession) -> dict[str, Any]:
    seen = (row.seen_at or deps.clock()).astimezone(deps.zone)
    return {
        "ref": row.secret_hash[:REF],
        "device": row.device,
        "seen": moment(seen),
        "is_here": row.secret_hash == guest.key,
        "is_chat": row.chat is not None,
    }


async def end(request: Request) -> Response:
    """End one of the browsers of whoever asks."""
    guest = await guest_of(request)
    form = await forms.read_of(request, guest)
    try:
        choice = pressed(SessionEnd(form.one("phien")))
    except ValueError:
        raise Refused from None
    return back_to("/trang/phien", await decide(request, guest, form, [choice]))
