"""What the office says of itself, on a page: its name, its days of the week and its hours."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roviec.db import own
from roviec.db.acts import Heard
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.folding import whole
from roviec.handlers import first_day
from roviec.handlers.frame.house import House
from roviec.tasks.own import Own, own_of
from roviec.web.deps import deps_of, texts_of
from roviec.web.office import forms
from roviec.web.office.deciding import back_to, once
from roviec.web.office.entry import admin_of, house_of
from roviec.web.office.forms import Form
from roviec.web.office.shell import shown

AT = "/trang/co-quan"


async def show(request: Request) -> Response:
    """Show what the office says of itself."""
    return await _page(request)


async def act(request: Request) -> Response:
    """Change it; a refusal shows the page again."""
    guest = await admin_of(request)
    form, deps = await forms.read_of(request, guest), deps_of(request)
    try:
        said = own_of(form.one("ten"), form.one("mo"), form.one("dong"), form.all("ngay"))
    except PersonError as error:
        return await _page(request, form, texts_of(request).error(error))

    async def keep(session: Any) -> Heard:
        me, house = id_of(guest.person), house_of(request)
        await first_day.set_office(session, said, house=house, actor=me, now=deps.clock())
        return Heard([texts_of(request)("web.office.own.done")])

    return back_to(AT, await once(request, guest, form, keep))


async def _page(request: Request, form: Form | None = None, refused: str = "") -> Response:
    guest = await admin_of(request)
    async with deps_of(request).db.read() as session:
        said = await own.said(session)
    values = {"office_form": filled(house_of(request), said, form), "refused": refused}
    return await shown(request, guest, "own.html", "begin", values, status=422 if refused else 200)


def filled(house: House, said: Own | None, form: Form | None) -> dict[str, Any]:
    """Return what stands in the fields: what was sent, else what was said before, else as configured."""
    calendar = house.calendar()
    hours = [one.isoformat("minutes") for one in calendar.hours]
    if form is not None:
        days = {day for one in form.all("ngay") if (day := whole(one)) is not None}
        return {"name": form.one("ten"), "opens": form.one("mo"), "closes": form.one("dong"), "days": days}
    name = said.name if said else house.office
    return {"name": name, "opens": hours[0], "closes": hours[1], "days": calendar.week}
