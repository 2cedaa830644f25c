"""A survey opened on a page, by the chat's rules, and what leads to it from the counter: posters, and links for a kiosk,
the survey team and paper forms.
"""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import surveys
from roviec.db.models import Unit
from roviec.db.models.base import id_of
from roviec.db.surveys import Standing
from roviec.db.surveys.campaigns import standing
from roviec.db.surveys.forms import known_forms
from roviec.db.units import ordered
from roviec.errors import PersonError
from roviec.handlers.choices.campaigns import CampaignAt
from roviec.handlers.frame.acting import pressed
from roviec.handlers.posting import Counter, door_of, poster_of
from roviec.reports.sheets import posters
from roviec.survey.modes import Mode
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import number
from roviec.web.office.deciding import back_to, decide
from roviec.web.office.entry import Guest, admin_of, house_of
from roviec.web.office.forms import Form
from roviec.web.office.people import options
from roviec.web.office.shell import shown

AT = "/trang/bat-dau/khao-sat"
SIZES = ("A4", "A5", "A6")
LONGEST = 80
"""Characters of a counter's name."""


async def show(request: Request) -> Response:
    """Show the campaigns that take answers, and the form that opens one."""
    return await _page(request)


async def act(request: Request) -> Response:
    """Open a campaign of a form at a unit."""
    guest = await admin_of(request)
    form = await forms.read_of(request, guest)
    try:
        choice = pressed(CampaignAt(number(form.one("don-vi")) or 0, form.one("phieu")))
        return back_to(AT, await decide(request, guest, form, [choice]))
    except Refused:
        raise
    except PersonError as error:
        return await _page(request, texts_of(request).error(error))
    except ValueError:
        raise Refused from None


async def counter(request: Request) -> Response:
    """Return the poster of a campaign as PDF, or show the link of another mode: either is made now."""
    guest = await admin_of(request)
    form = await forms.read_of(request, guest)
    if form.one("kieu") not in set(Mode) or form.one("kho") not in SIZES:
        raise Refused
    try:
        if form.one("kieu"):
            return await _link(request, guest, form)
        return await _poster(request, guest, form)
    except Refused:
        raise
    except PersonError as error:
        return await _page(request, texts_of(request).error(error))


async def _poster(request: Request, guest: Guest, form: Form) -> Response:
    deps, house = deps_of(request), house_of(request)
    async with deps.db.write() as session:
        campaign, at = await _counter(session, form)
        me, now = id_of(guest.person), deps.clock()
        made = await poster_of(session, campaign, at, house=house, actor=me, now=now)
    data = await asyncio.to_thread(posters, made, form.one("kho"))
    headers = {"content-disposition": 'attachment; filename="to-dan.pdf"', "cache-control": "no-store"}
    return Response(data, media_type="application/pdf", headers=headers)


async def _link(request: Request, guest: Guest, form: Form) -> Response:
    deps, house = deps_of(request), house_of(request)
    async with deps.db.write() as session:
        campaign, at = await _counter(session, form)
        code = await door_of(session, campaign, at, actor=id_of(guest.person), now=deps.clock())
    link = {"mode": str(at.mode), "unit": at.unit.name, "desk": at.desk, "page": house.form(code)}
    return await _page(request, link=link)


async def _counter(session: AsyncSession, form: Form) -> tuple[int, Counter]:
    unit = await session.get(Unit, number(form.one("don-vi")) or 0)
    campaign = number(form.one("dot"))
    if campaign is None or unit is None:
        raise NotFound
    return campaign, Counter(unit, Mode(form.one("kieu")), form.one("quay")[:LONGEST])


async def _page(request: Request, refused: str = "", link: dict[str, str] | None = None) -> Response:
    guest, deps = await admin_of(request), deps_of(request)
    today = deps.clock().astimezone(deps.zone).date()
    async with deps.db.read() as session:
        known, units = await known_forms(session), options(await ordered(session))
        open_ = [
            {"id": campaign.id, "unit": unit.id, "name": f"{form.title} – {unit.name}"}
            for campaign, unit, form in await surveys.every_campaign(session)
            if standing(campaign, today) is Standing.running
        ]
    values = {
        "known": known,
        "units": units,
        "open": open_,
        "modes": [str(mode) for mode in Mode],
        "sizes": SIZES,
        "link": link,
        "refused": refused,
    }
    return await shown(request, guest, "first_survey.html", "begin", values, status=422 if refused else 200)
