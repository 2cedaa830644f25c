"""A leader assigns a task by one form: the same questions as in the chat, answered at once."""

from starlette.requests import Request
from starlette.responses import Response

from roviec.db import people
from roviec.db.models import Role
from roviec.errors import PersonError
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.decisions import AssignUnit, AssignYes
from roviec.handlers.frame.acting import pressed, written
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.office import forms
from roviec.web.office.address import number
from roviec.web.office.deciding import back_to, decide
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.forms import Form
from roviec.web.office.shell import shown


class LeadersOnly(Refused):
    """Trang giao việc dành cho lãnh đạo và quản trị viên. Ông/Bà xem việc của mình trong danh sách nhiệm vụ."""

    status = 403


async def show(request: Request) -> Response:
    """Show the form."""
    return await _page(request, await guest_of(request), Form({}))


async def act(request: Request) -> Response:
    """Assign the task that the form describes; a refusal shows it again, with what was typed."""
    guest = await guest_of(request)
    form = await forms.read_of(request, guest)
    unit = number(form.one("don-vi"))
    try:
        if unit is None:
            raise Refused
        steps = [
            pressed(Command.giao.pack()),
            written(form.one("viec")),
            pressed(AssignUnit(unit)),
            written(form.one("han")),
            pressed(AssignYes()),
        ]
        return back_to("/trang/giao", await decide(request, guest, form, steps))
    except PersonError as error:
        return await _page(request, guest, form, refused=texts_of(request).error(error))


async def _page(request: Request, guest: Guest, form: Form, *, refused: str = "") -> Response:
    if guest.person.role == Role.official:
        raise LeadersOnly
    async with deps_of(request).db.read() as session:
        units = await people.units_with_staff(session)
    values = {
        "units": units,
        "title": form.one("viec"),
        "unit": number(form.one("don-vi")),
        "due": form.one("han"),
        "refused": refused,
    }
    return await shown(request, guest, "assign.html", "assign", values, status=422 if refused else 200)
