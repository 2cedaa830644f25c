"""The channels one by one: what the doctor says of them, and a test message to whoever looks."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.channels.registered import CHANNELS, label
from roviec.db import people
from roviec.db.acts import Heard
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.handlers.trying import send_test
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.office import forms
from roviec.web.office.deciding import back_to, once
from roviec.web.office.entry import admin_of, house_of
from roviec.web.office.shell import shown

AT = "/trang/kenh"


async def show(request: Request) -> Response:
    """Show each channel."""
    return await _page(request)


async def act(request: Request) -> Response:
    """Send a test message to whoever asks."""
    guest = await admin_of(request)
    form = await forms.read_of(request, guest)
    gate_of(request).tests.take(request)
    channel, say = form.one("kenh"), texts_of(request)

    async def send(session: AsyncSession) -> Heard:
        now, house = deps_of(request).clock(), house_of(request)
        await send_test(session, guest.person, channel, house=house, now=now)
        return Heard([say("web.office.channels.sent", channel=label(channel, say))])

    try:
        return back_to(AT, await once(request, guest, form, send))
    except Refused:
        raise
    except PersonError as error:
        return await _page(request, texts_of(request).error(error))


async def _page(request: Request, refused: str = "") -> Response:
    guest, deps, say = await admin_of(request), deps_of(request), texts_of(request)
    async with deps.db.read() as session:
        mine = {one.channel for one in await people.addresses(session, id_of(guest.person))}
    channels: list[dict[str, Any]] = [
        {
            "name": one.name,
            "label": label(one.name, say),
            "is_on": one.name in house_of(request).channels,
            "is_linked": one.name in mine,
            "variables": one.variables,
        }
        for one in CHANNELS
    ]
    found = await deps.doctor() if deps.doctor else []
    values = {"channels": channels, "found": found, "refused": refused}
    return await shown(request, guest, "channels.html", "begin", values, status=422 if refused else 200)
