"""Announcements on pages: how far each one is, who has not read it, what proves it; reminded of as in the chat."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from roviec.channels.webchat.channel import WebChat
from roviec.db import announcements, audit
from roviec.db.announcements import Progress
from roviec.db.models import Announcement, Role
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.handlers.announcements.showing import words_of
from roviec.handlers.choices.announcements import AnnounceNudge
from roviec.handlers.frame.acting import pressed
from roviec.reports.receipts import results
from roviec.texts.shapes import day, moment, short
from roviec.web.deps import deps_of, office_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import back_to, decide
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.files import file_response
from roviec.web.office.shell import shown

AT = "/trang/thong-bao"
PAGE, NAMES = 20, 200


class AnnouncementsForLeaders(Refused):
    """Trang thông báo dành cho lãnh đạo và quản trị viên. Thông báo gửi Ông/Bà nằm trong cuộc trò chuyện."""

    status = 403


async def leader_of(request: Request) -> Guest:
    """Return the leader or admin at the page; raise `AnnouncementsForLeaders`."""
    guest = await guest_of(request)
    if guest.person.role == Role.official:
        raise AnnouncementsForLeaders
    return guest


async def show(request: Request) -> Response:
    """Show a page of the announcements that the person may see, the newest first."""
    guest = await leader_of(request)
    page = max((number(request.query_params.get("trang")) or 1) - 1, 0)
    async with deps_of(request).db.read() as session:
        found = await announcements.listed(session, guest.person, offset=page * PAGE, limit=PAGE + 1)
        progress = await announcements.progress(session, [id_of(one) for one in found])
    values = {
        "at": AT,
        "rows": [_row(request, one, progress[id_of(one)]) for one in found[:PAGE]],
        "before": f"{AT}?trang={page}" if page else "",
        "after": f"{AT}?trang={page + 2}" if len(found) > PAGE else "",
    }
    return await shown(request, guest, "announcements.html", "announcements", values)


def _row(request: Request, one: Announcement, progress: Progress) -> dict[str, Any]:
    zone = deps_of(request).zone
    return {
        "path": f"{AT}/{one.id}",
        "words": short(words_of(one), 160),
        "whom": one.audience or texts_of(request)("announce.all"),
        "on": day(one.made_at.astimezone(zone).date()),
        "read_by": day(one.read_by) if one.read_by else "",
        "progress": progress,
        "look": "soon" if progress.unread else "good",
        "share": round(300 * progress.read / progress.total, 1) if progress.total else 0,
    }


async def show_one(request: Request) -> Response:
    """Show one with its progress, its files, and by name who has not read it."""
    return await _page(request, await leader_of(request))


async def act(request: Request) -> Response:
    """Let the one reminder come now."""
    guest = await leader_of(request)
    form = await forms.read_of(request, guest)
    if form.one("lam") != "nhac":
        raise Refused
    async with deps_of(request).db.read() as session:
        one = await _seen(session, request, guest)
    done = await decide(request, guest, form, [pressed(AnnounceNudge(id_of(one)))])
    return back_to(f"{AT}/{one.id}", done)


async def _seen(session: AsyncSession, request: Request, guest: Guest) -> Announcement:
    try:
        return await announcements.find(session, id_in(request), guest.person)
    except PersonError:
        raise NotFound from None


async def _page(request: Request, guest: Guest) -> Response:
    zone = deps_of(request).zone
    async with deps_of(request).db.read() as session:
        one = await _seen(session, request, guest)
        progress = (await announcements.progress(session, [id_of(one)]))[id_of(one)]
        unread = await announcements.lines(session, id_of(one), unread=True)
        author = await announcements.author(session, one)
    values = {
        "at": AT,
        "row": _row(request, one, progress),
        "words": one.words,
        "files": [(f"{AT}/{one.id}/tep/{n}", file["name"]) for n, file in enumerate(one.files)],
        "by": author or texts_of(request)("plan.office"),
        "made": moment(one.made_at.astimezone(zone)),
        "remind_on": day(one.remind_on),
        "may_nudge": bool(progress.unread and progress.sent and not progress.reminded),
        "unread": [(line.name, line.position, line.unit) for line in unread[:NAMES]],
        "more": max(len(unread) - NAMES, 0),
    }
    return await shown(request, guest, "announcement.html", "announcements", values)


async def proof(request: Request) -> Response:
    """Send who read it when as CSV or a workbook; that it was taken is in the audit log."""
    guest, deps, kind = await leader_of(request), deps_of(request), request.path_params["kind"]
    if kind not in ("csv", "xlsx"):
        raise NotFound
    async with deps.db.write() as session:
        one = await _seen(session, request, guest)
        lines = await announcements.lines(session, id_of(one))
        await audit.record(
            session,
            audit.Act.announce_results,
            actor=guest.person.id,
            at=deps.clock(),
            channel=WebChat.name,
            subject=f"announcement/{one.id}",
            read=sum(line.receipt.read_at is not None for line in lines),
            people=len(lines),
        )
    now, say = deps.clock(), texts_of(request)
    made = await run_in_threadpool(
        results, one, lines, say=say, office=office_of(request), now=now, zone=deps.zone
    )
    name, mime, data = next(file for file in made if file[0].endswith(f".{kind}"))
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(data, media_type=mime, headers=headers)


async def file(request: Request) -> Response:
    """Send a file of an announcement to whoever may see it here."""
    guest, deps = await leader_of(request), deps_of(request)
    place = number(request.path_params["file"])
    async with deps.db.read() as session:
        one = await _seen(session, request, guest)
    if place is None or place >= len(one.files):
        raise NotFound
    kept = one.files[place]
    if not (path := await deps.files.here(kept["sha256"])).is_file():
        raise NotFound
    return file_response(path, kept["name"], kept["mime"])
