"""The units of the office on a page: listed with their other names, renamed and merged by the rules of the chat."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roviec.db import units
from roviec.db.models import Role
from roviec.db.models.base import id_of
from roviec.db.units import Line
from roviec.errors import PersonError
from roviec.handlers.choices.units import UnitInto, UnitMergeYes, UnitRename
from roviec.handlers.frame.acting import Step, pressed, written
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import back_to, decide
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.forms import Form
from roviec.web.office.shell import shown

AT = "/trang/don-vi"


class AdminsOnly(Refused):
    """Trang này dành cho quản trị viên. Ông/Bà liên hệ quản trị viên của cơ quan nếu cần sửa danh sách."""

    status = 403


async def show(request: Request) -> Response:
    """List the units."""
    guest = await _admin(request)
    values = {"units": [_shown(one) for one in await _lines(request)]}
    return await shown(request, guest, "units.html", "units", values)


async def show_one(request: Request) -> Response:
    """Show a unit with what can be done about it."""
    return await _page(request, await _admin(request))


async def act(request: Request) -> Response:
    """Rename a unit, or merge it into another one; a refusal shows the page again."""
    guest, unit = await _admin(request), id_in(request)
    form = await forms.read_of(request, guest)
    try:
        done = await decide(request, guest, form, _steps(unit, form))
    except PersonError as error:
        return await _page(request, guest, form, refused=texts_of(request).error(error))
    return back_to(AT, done)


def _steps(unit: int, form: Form) -> list[Step]:
    if form.one("lam") == "doi-ten":
        return [pressed(UnitRename(unit)), written(form.one("ten"))]
    into = number(form.one("vao"))
    if form.one("lam") != "nhap" or into is None or not form.one("chac"):
        raise Refused
    return [pressed(UnitInto(unit, into)), pressed(UnitMergeYes(unit, into))]


async def _admin(request: Request) -> Guest:
    guest = await guest_of(request)
    if guest.person.role != Role.admin:
        raise AdminsOnly
    return guest


async def _lines(request: Request) -> list[Line]:
    async with deps_of(request).db.read() as session:
        return await units.listed(session)


async def _page(request: Request, guest: Guest, form: Form | None = None, *, refused: str = "") -> Response:
    lines, unit = await _lines(request), id_in(request)
    line = next((one for one in lines if one.unit.id == unit), None)
    if line is None:
        raise NotFound
    values = {
        "one": _shown(line),
        "targets": [(id_of(one.unit), one.unit.name) for one in lines if one.unit.id != unit],
        "may_merge": line.unit.parent_id is not None,
        "name": form.one("ten") if form else "",
        "refused": refused,
    }
    return await shown(request, guest, "unit.html", "units", values, status=422 if refused else 200)


def _shown(line: Line) -> dict[str, Any]:
    return {
        "id": id_of(line.unit),
        "name": line.unit.name,
        "above": line.parent,
        "others": "; ".join(line.others),
        "people": line.people,
        "tasks": line.tasks,
    }
