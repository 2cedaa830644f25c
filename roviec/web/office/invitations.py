"""Sheets that invite people to link their phones, as PDF: printed for a unit, for all, or for who has not done so."""

import asyncio
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from roviec.db import people
from roviec.db.models.base import id_of
from roviec.db.units import ordered
from roviec.errors import PersonError
from roviec.handlers.inviting import invite_many
from roviec.reports.sheets import Invited, check_reachable, invitations
from roviec.texts.shapes import day
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.office import forms
from roviec.web.office.address import number
from roviec.web.office.entry import admin_of, house_of
from roviec.web.office.people import AT as PEOPLE
from roviec.web.office.people import options
from roviec.web.office.shell import shown

AT = f"{PEOPLE}/giay-moi"


async def show(request: Request) -> Response:
    """Show for whom sheets can be printed, or why none can."""
    try:
        check_reachable(house_of(request).public_url)
    except PersonError as error:
        return await _page(request, error, may_print=False)
    return await _page(request)


async def send(request: Request) -> Response:
    """Make codes and return the sheets that bring them."""
    guest, deps, house = await admin_of(request), deps_of(request), house_of(request)
    form, now = await forms.read_of(request, guest), deps_of(request).clock()
    unlinked, unit = bool(form.one("chua")), number(form.one("don-vi"))
    try:
        async with deps.db.write() as session:
            me = id_of(guest.person)
            made = await invite_many(session, unit=unit, unlinked=unlinked, house=house, actor=me, now=now)
    except Refused:
        raise
    except PersonError as error:
        return await _page(request, error)
    data = await asyncio.to_thread(_drawn, request, made, now)
    headers = {"content-disposition": 'attachment; filename="giay-moi.pdf"', "cache-control": "no-store"}
    return Response(data, media_type="application/pdf", headers=headers)


def _drawn(request: Request, made: list[Invited], now: datetime) -> bytes:
    house = house_of(request)
    until = day((now + people.CODE_LIFE).astimezone(house.zone).date())
    return invitations(made, say=texts_of(request), office=house.office, url=house.public_url, until=until)


async def _page(request: Request, error: PersonError | None = None, *, may_print: bool = True) -> Response:
    guest = await admin_of(request)
    async with deps_of(request).db.read() as session:
        units = options(await ordered(session))
    refused = texts_of(request).error(error) if error else ""
    values = {"units": units, "refused": refused, "may_print": may_print}
    return await shown(
        request, guest, "invitations.html", "people", values, status=422 if refused and may_print else 200
    )
