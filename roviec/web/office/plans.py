"""Documents that assign: those that somebody brought, and where a new one is brought in."""

import asyncio
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.db import files
from roviec.db.models import Plan, Role
from roviec.db.models.base import id_of
from roviec.db.models.plans import DraftState, ImportDraft
from roviec.db.plans import drafts
from roviec.errors import PersonError
from roviec.handlers.plans.receiving import DOCUMENTS
from roviec.handlers.plans.words import plan_heading
from roviec.tasks.reading.errors import UnknownFormat
from roviec.texts import Texts
from roviec.texts.shapes import day
from roviec.web import guard
from roviec.web.deps import Deps, deps_of, texts_of
from roviec.web.gate import gate_of
from roviec.web.office import forms
from roviec.web.office.address import Asked, number
from roviec.web.office.assign import LeadersOnly
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.shell import shown
from roviec.web.uploads import keep, read_form

AT = "/trang/van-ban"
PAGE = 20


async def leader_of(request: Request) -> Guest:
    """Return who is at the page; raise `LeadersOnly` for who assigns nothing."""
    guest = await guest_of(request)
    if guest.person.role == Role.official:
        raise LeadersOnly
    return guest


async def show(request: Request) -> Response:
    """Show the documents that somebody brought, and the form for a new one."""
    return await _page(request, await leader_of(request))


async def bring(request: Request) -> Response:
    """Take a document; it is read at once, and its page shows what was read."""
    guest, deps = await leader_of(request), deps_of(request)
    guard.from_here(request)
    gate_of(request).uploads.take(request)
    try:
        async with read_form(request, deps.max_file) as form:
            if not secrets.compare_digest(form.text.encode(), guest.token.encode()):
                raise forms.FormOld
            sent = await keep(deps.files, form.files[0], request.app.state.one_file)
        if not sent.name.lower().endswith(DOCUMENTS):
            raise UnknownFormat(name=sent.name)
        draft = await _begin(deps, guest, sent.sha256, sent.name, sent.mime, sent.size)
    except PersonError as error:
        return await _page(request, guest, refused=texts_of(request).error(error))
    deps.wake()
    return RedirectResponse(f"{AT}/{draft}", status_code=303)


async def _begin(deps: Deps, guest: Guest, sha256: str, name: str, mime: str, size: int) -> int:
    async with deps.db.write() as session:
        now = deps.clock()
        await files.record(session, sha256=sha256, mime=mime, size=size, now=now)
        draft, _ = await drafts.begin(
            session, person_id=guest.person.id, address_id=None, sha256=sha256, name=name, now=now
        )
        return id_of(draft)


async def _page(request: Request, guest: Guest, *, refused: str = "") -> Response:
    page = max((number(request.query_params.get("trang")) or 1) - 1, 0)
    async with deps_of(request).db.read() as session:
        mine = await drafts.of_person(session, guest.person, offset=page * PAGE, limit=PAGE + 1)
    say, deps = texts_of(request), deps_of(request)
    values = {
        "rows": [_row(say, deps, *one) for one in mine[:PAGE]],
        "before": page,
        "after": page + 2 if len(mine) > PAGE else 0,
        "kinds": ",".join(DOCUMENTS),
        "refused": refused,
    }
    return await shown(request, guest, "plans.html", "plans", values, status=422 if refused else 200)


def _row(say: Texts, deps: Deps, draft: ImportDraft, plan: Plan | None) -> dict[str, Any]:
    looks = {DraftState.ready: "soon", DraftState.imported: "good", DraftState.failed: "late"}
    return {
        "path": f"{AT}/{draft.id}",
        "title": plan_heading(say, plan) if plan else draft.name,
        "state": say(f"web.plans.state.{draft.state}"),
        "look": looks.get(draft.state, ""),
        "on": day(draft.created_at.astimezone(deps.zone)),
        "tasks": Asked(plan=plan.id).path() if plan else "",
    }


async def read_by_now(
    request: Request, guest: Guest, draft_id: int, *, times: int = 20
) -> ImportDraft | None:
    """Return a document that somebody brought; one that is being read is waited for a few seconds."""
    for left in range(times, -1, -1):
        async with deps_of(request).db.read() as session:
            draft = await session.get(ImportDraft, draft_id)
        if draft is None or draft.person_id != guest.person.id:
            return None
        if draft.state != DraftState.reading or not left:
            return draft
        await asyncio.sleep(0.2)
    return None
