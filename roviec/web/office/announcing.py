"""An announcement written on a page: words, files, units and the day by which it is to be read, sent by the chat's rules."""

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roviec.db import announcements, people
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.handlers.choices.announcements import AnnounceNew, AnnounceSend, AnnounceTo
from roviec.handlers.frame.acting import Step, pressed, written
from roviec.web import guard
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.office import forms
from roviec.web.office.address import number
from roviec.web.office.announcements import AT, leader_of
from roviec.web.office.deciding import ONCE, back_to, decide
from roviec.web.office.entry import Guest
from roviec.web.office.forms import FIELDS
from roviec.web.office.shell import shown
from roviec.web.uploads import Form, keep, read_form

NEW = f"{AT}/moi"


class NotLookedOver(PersonError):
    """Thông báo chưa được gửi. Ông/Bà xem lại nội dung, nơi nhận rồi đánh dấu ô xác nhận trước khi gửi."""


async def show(request: Request) -> Response:
    """Show the form of a new announcement."""
    return await _page(request, await leader_of(request))


async def send(request: Request) -> Response:
    """Make the announcement that a form describes; a refusal shows it again, with what was typed."""
    guest, deps, typed = await leader_of(request), deps_of(request), None
    guard.from_here(request)
    gate_of(request).uploads.take(request)
    try:
        async with read_form(request, deps.max_file, max_fields=FIELDS, needs_file=False) as typed:
            if not secrets.compare_digest(typed.text.encode(), guest.token.encode()):
                raise forms.FormOld
            if not typed.one("chac"):
                raise NotLookedOver
            sent = [await keep(deps.files, one, request.app.state.one_file) for one in typed.files]
        steps = _steps(typed, [one.as_file() for one in sent])
        return back_to(AT, await decide(request, guest, forms.Form({ONCE: [typed.id]}), steps))
    except PersonError as error:
        if isinstance(error, Refused):
            raise
        return await _page(request, guest, typed, refused=texts_of(request).error(error))


def _steps(typed: Form, files: list[dict[str, Any]]) -> list[Step]:
    units = [unit for one in typed.every("don-vi") if (unit := number(one))]
    by = typed.one("han")
    return [
        pressed(AnnounceNew()),
        written(typed.one("noi-dung"), files),
        *(pressed(AnnounceTo(unit)) for unit in dict.fromkeys(units)),
        *([written(by)] if by else []),
        pressed(AnnounceSend()),
    ]


async def _page(request: Request, guest: Guest, typed: Form | None = None, *, refused: str = "") -> Response:
    async with deps_of(request).db.read() as session:
        units = await people.units_with_staff(session)
        everyone = len(await announcements.audience(session, [], but=guest.person))
    values = {
        "at": AT,
        "path": NEW,
        "units": [(id_of(one), one.name) for one in units],
        "everyone": everyone,
        "words": typed.one("noi-dung") if typed else "",
        "read_by": typed.one("han") if typed else "",
        "chosen": [number(one) for one in typed.every("don-vi")] if typed else [],
        "had_files": bool(typed and typed.files),
        "refused": refused,
    }
    status = 422 if refused else 200
    return await shown(request, guest, "announce.html", "announcements", values, status=status)
