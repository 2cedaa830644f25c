"""A list of people comes in by a page: every row looked at before anything is written, then all of it or nothing."""

import asyncio
import hashlib
import re
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db.acts import Heard
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.handlers.roster import bringing
from roviec.handlers.roster.bringing import Listed
from roviec.handlers.roster.check import RosterWrong
from roviec.handlers.roster.save import ADDED, UNCHANGED, UPDATED
from roviec.handlers.roster.units import UnitsSpelt
from roviec.web import guard
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.office import forms
from roviec.web.office.deciding import back_to, once
from roviec.web.office.entry import Guest, admin_of
from roviec.web.office.people import AT as PEOPLE
from roviec.web.office.shell import shown
from roviec.web.uploads import Upload, keep, read_form

AT = f"{PEOPLE}/nhap"
_SHA256 = re.compile("[0-9a-f]{64}")


async def show(request: Request) -> Response:
    """Show where a list is chosen."""
    return await shown(request, await admin_of(request), "roster.html", "people", {"outlook": None})


async def look(request: Request) -> Response:
    """Take a list and show what it would change, or each row that is wrong; nothing is written."""
    guest, deps = await admin_of(request), deps_of(request)
    guard.from_here(request)
    gate_of(request).uploads.take(request)
    async with read_form(request, deps.max_file) as form:
        if not forms.is_token(forms.Form({forms.TOKEN: [form.text]}), guest.token):
            raise forms.FormOld
        sheet = await keep(deps.files, form.files[0], request.app.state.one_file)
    return await _outlook(request, guest, sheet, "")


async def act(request: Request) -> Response:
    """Bring in the list that was looked at, or look again with what its units are."""
    guest = await admin_of(request)
    form = await forms.read_of(request, guest)
    sheet, units = Upload(form.one("tep"), form.one("ten"), "", 0), form.one("don-vi")
    is_theirs = forms.is_token(forms.Form({forms.TOKEN: [form.one("dau")]}), _seal(guest, sheet))
    if not _SHA256.fullmatch(sheet.sha256) or not is_theirs:
        raise Refused
    if form.one("lam") != "ghi":
        return await _outlook(request, guest, sheet, units)
    listed, now = await _listed(request, sheet), deps_of(request).clock()

    async def bring_in(session: AsyncSession) -> Heard:
        me = id_of(guest.person)
        saved = await bringing.bring_in(session, listed.entries, **_said(units), actor=me, now=now)
        added, updated, same = (saved.counts[kind] for kind in (ADDED, UPDATED, UNCHANGED))
        say = texts_of(request)
        return Heard([say("web.office.roster.done", added=added, updated=updated, unchanged=same)])

    try:
        return back_to(PEOPLE, await once(request, guest, form, bring_in))
    except Refused:
        raise
    except PersonError as error:
        return await _refused(request, guest, error)


def _said(units: str) -> dict[str, bool]:
    return {"agreed": units == "mot", "apart": units == "rieng"}


async def _outlook(request: Request, guest: Guest, sheet: Upload, units: str) -> Response:
    values: dict[str, Any] = {"sheet": sheet, "seal": _seal(guest, sheet), "said": units, "spelt": ""}
    try:
        listed = await _listed(request, sheet)
        found = await bringing.tried(deps_of(request).db, listed.entries, **_said(units))
    except UnitsSpelt as error:
        values |= {"outlook": None, "spelt": error.groups}
        return await shown(request, guest, "roster.html", "people", values)
    except Refused:
        raise
    except PersonError as error:
        return await _refused(request, guest, error)
    values |= {"outlook": found, "notes": listed.notes, "unknown": "; ".join(listed.unknown)}
    return await shown(request, guest, "roster.html", "people", values)


async def _refused(request: Request, guest: Guest, error: PersonError) -> Response:
    """Show what is wrong: row by row where it is the rows."""
    say = texts_of(request)
    rows = error.problems if isinstance(error, RosterWrong) else ()
    sentence = say("web.office.roster.wrong", count=len(rows)) if rows else say.error(error)
    values = {"outlook": None, "rows": rows, "refused": sentence}
    return await shown(request, guest, "roster.html", "people", values, status=422)


async def _listed(request: Request, sheet: Upload) -> Listed:
    path = await deps_of(request).files.here(sheet.sha256)
    return await asyncio.to_thread(lambda: bringing.listed(sheet.name, path.read_bytes()))


def _seal(guest: Guest, sheet: Upload) -> str:
    """Return what shows that this session has sent a file: nobody opens another one by its checksum."""
    return hashlib.sha256(f"roster/{guest.token}/{sheet.sha256}/{sheet.name}".encode()).hexdigest()
