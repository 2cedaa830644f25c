"""The follow-up sheet is brought in: uploaded, looked at row by row, and only then written, all of it or nothing."""

import asyncio
import hashlib
import re
import secrets
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.channels.webchat.channel import WebChat
from roviec.db.acts import Heard
from roviec.db.models import Role
from roviec.db.plans import followup
from roviec.db.plans.errors import NothingToImport
from roviec.db.plans.followup import Checked
from roviec.errors import PersonError
from roviec.handlers.frame.house import House
from roviec.handlers.plans.telling import tell_owners
from roviec.tasks.followup import Line, lines_of
from roviec.tasks.reading.errors import UnknownFormat
from roviec.tasks.reading.guard import form_of
from roviec.tasks.reading.opening import open_document
from roviec.texts import Texts
from roviec.texts.shapes import day, short
from roviec.web import guard
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.office import forms
from roviec.web.office.assign import LeadersOnly
from roviec.web.office.deciding import back_to, once
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.home import days_of
from roviec.web.office.shell import shown
from roviec.web.uploads import Upload, keep, read_form

AT = "/trang/nhap"
_SHA256 = re.compile("[0-9a-f]{64}")


async def show(request: Request) -> Response:
    """Show where a sheet is chosen."""
    return await shown(request, await _leader(request), "import.html", "tasks", {"rows": None})


async def look(request: Request) -> Response:
    """Take a sheet and show each of its rows with what is wrong in it; nothing is written."""
    guest, deps = await _leader(request), deps_of(request)
    guard.from_here(request)
    gate_of(request).uploads.take(request)
    try:
        async with read_form(request, deps.max_file) as form:
            if not secrets.compare_digest(form.text.encode(), guest.token.encode()):
                raise forms.FormOld
            sheet = await keep(deps.files, form.files[0], request.app.state.one_file)
        rows = await _checked(request, sheet.sha256, sheet.name)
    except PersonError as error:
        return await _refused(request, guest, error)
    values = {"rows": [_shown(texts_of(request), one) for one in rows], "sheet": sheet, **_counts(rows)}
    return await shown(request, guest, "import.html", "tasks", values | {"seal": _seal(guest, sheet)})


async def write(request: Request) -> Response:
    """Bring in the sheet that was looked at."""
    guest = await _leader(request)
    form = await forms.read_of(request, guest)
    sheet = Upload(form.one("tep"), form.one("ten"), "", 0)
    is_theirs = secrets.compare_digest(form.one("dau").encode(), _seal(guest, sheet).encode())
    if not _SHA256.fullmatch(sheet.sha256) or not is_theirs:
        raise Refused
    lines = [one.line for one in await _checked(request, sheet.sha256, sheet.name)]

    async def bring_in(session: AsyncSession) -> Heard:
        now, house = deps_of(request).clock(), _house(request)
        # Looked at again: somebody may have been merged or have left since.
        rows = await followup.checked(session, lines)
        done = await followup.bring_in(
            session,
            rows,
            name=sheet.name,
            sha256=sheet.sha256,
            actor=guest.person,
            now=now,
            channel=WebChat.name,
        )
        told = await tell_owners(session, done, actor=guest.person, house=house, now=now)
        say = texts_of(request)
        said = [say("web.office.import.done", count=len(done.added), reached=told.reached)]
        untold = "; ".join([*told.unreached, *done.unowned])
        return Heard(said + ([say("web.office.import.untold", names=untold)] if untold else []))

    try:
        return back_to(AT, await once(request, guest, form, bring_in))
    except PersonError as error:
        return await _refused(request, guest, error)


async def _refused(request: Request, guest: Guest, error: PersonError) -> Response:
    values = {"rows": None, "refused": texts_of(request).error(error)}
    return await shown(request, guest, "import.html", "tasks", values, status=422)


async def _leader(request: Request) -> Guest:
    guest = await guest_of(request)
    if guest.person.role == Role.official:
        raise LeadersOnly
    return guest


def _house(request: Request) -> House:
    house = deps_of(request).house
    assert house is not None
    return house


def _seal(guest: Guest, sheet: Upload) -> str:
    """Return what shows that this session has looked at a sheet: nobody opens another file by its checksum."""
    return hashlib.sha256(f"{guest.token}/{sheet.sha256}/{sheet.name}".encode()).hexdigest()


async def _checked(request: Request, sha256: str, name: str) -> list[Checked]:
    path, days, house = await deps_of(request).files.here(sha256), days_of(request), _house(request)

    def read() -> list[Line]:
        data = path.read_bytes()
        if form_of(data, name) != "xlsx":
            raise UnknownFormat(name=name)
        document = open_document(data, name)
        return lines_of(document, today=days.today, calendar=days.calendar, settings=house.deadlines)

    lines = await asyncio.to_thread(read)
    if not lines:
        raise NothingToImport
    async with deps_of(request).db.read() as session:
        return await followup.checked(session, lines)


def _counts(rows: list[Checked]) -> dict[str, int]:
    return {
        "unclear": sum(not one.is_clear for one in rows),
        "done": sum(one.line.stands.is_done for one in rows),
        "known": sum(one.is_known for one in rows),
    }


def _shown(say: Texts, one: Checked) -> dict[str, Any]:
    line, stands = one.line, one.line.stands
    faults = [say(f"web.office.import.doubt.{doubt}") for doubt in line.doubts]
    faults += [say("web.office.import.stranger", name=name) for name in one.strangers]
    how = say("web.office.import.open", percent=stands.percent)
    if stands.done_on is not None:
        how = say(
            "web.office.import.guessed" if stands.is_guessed else "web.office.import.finished",
            day=day(stands.done_on),
        )
    return {
        "n": line.n,
        "title": short(line.title, 200),
        "leads": one.leads or line.lead,
        "due": day(line.deadline.due) if line.deadline.due else line.deadline.words,
        "how": how,
        "faults": [] if one.is_known else faults,
        "is_known": one.is_known,
    }
