"""Self-scoring on a page: scorings listed and opened, one with its criteria, points and sums, taken away as files."""

import tempfile
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from roviec.channels.webchat.channel import WebChat
from roviec.db import audit, people
from roviec.db.acts import Heard
from roviec.db.measures import reach
from roviec.db.measures.reach import NotYourFigure, Reach
from roviec.db.models import Assessment, Unit
from roviec.db.models.base import id_of
from roviec.db.scores import keep, look
from roviec.db.scores.keep import ScoringUnknown
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.reports import scoring as out
from roviec.reports.criterion_words import points_words, sum_words
from roviec.reports.measured_words import unit_words
from roviec.reports.workbook import MIME
from roviec.tasks.criteria.model import Criteria, Criterion, summed
from roviec.tasks.measures.numbers import write_number
from roviec.texts import Texts
from roviec.texts.shapes import day
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import back_to, once
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.forms import Form
from roviec.web.office.home import days_of
from roviec.web.office.measured import sections
from roviec.web.office.shell import shown
from roviec.web.office.task import NotForYou

AT = "/trang/cham-diem"
_CHUNK = 64 * 1024


async def show(request: Request) -> Response:
    """Show the scorings, and for the office's leaders and admins the form that opens one."""
    return await _list(request, await guest_of(request))


async def open_(request: Request) -> Response:
    """Open a unit's scoring of a year."""
    guest = await guest_of(request)
    form = await forms.read_of(request, guest)

    async def begin(session: AsyncSession) -> Heard:
        of, by = await reach.of(session, guest.person), by_of(request, guest)
        of.may_change()
        criteria = await keep.the_set(session, form.one("bo"), by=by)
        unit = await session.get(Unit, number(form.one("don-vi")) or 0)
        if unit is None:
            raise Refused
        today, year = days_of(request).today, number(form.one("nam")) or 0
        await keep.open_scoring(session, criteria=criteria, unit=unit, year=year, today=today, of=of, by=by)
        return Heard([texts_of(request)("scores.opened", unit=unit.name, year=year)])

    try:
        return back_to(AT, await once(request, guest, form, begin))
    except PersonError as error:
        return await _list(request, guest, form, refused=texts_of(request).error(error))


def by_of(request: Request, guest: Guest) -> By:
    """Return who acts on the page."""
    return By(guest.person, deps_of(request).clock(), WebChat.name)


async def _list(request: Request, guest: Guest, form: Form | None = None, *, refused: str = "") -> Response:
    say, today = texts_of(request), days_of(request).today
    async with deps_of(request).db.read() as session:
        of = await reach.of(session, guest.person)
        found = await look.listed(session, of)
        sets = await keep.sets(session) if of.whole else []
        units = await people.units_with_staff(session) if of.whole else []
    values = {
        "sections": sections(say, "scores"),
        "rows": [_row(say, one) for one in found],
        "may_open": of.whole,
        "sets": sets,
        "units": [(id_of(one), one.name) for one in units],
        "year": (form.one("nam") if form else "") or str(today.year),
        "refused": refused,
    }
    return await shown(request, guest, "scores.html", "figures", values, status=422 if refused else 200)


def _row(say: Texts, one: look.Listed) -> dict[str, Any]:
    return {
        "path": f"{AT}/{one.scoring.id}",
        "title": one.criteria.title,
        "unit": unit_words(one.unit, one.scoring.former, say),
        "year": one.scoring.year,
        "own": sum_words(one.own, say),
        "checked": sum_words(one.checked, say),
        "closed": day(one.scoring.closed_on) if one.scoring.closed_on else "",
    }


async def show_one(request: Request) -> Response:
    """Show a scoring: groups, criteria, points and sums."""
    guest, say = await guest_of(request), texts_of(request)
    async with deps_of(request).db.read() as session:
        scoring, criteria, of = await seen(session, guest, id_in(request))
        sheet = await look.sheet(session, scoring, criteria)
    values = {
        "sections": sections(say, "scores"),
        "at": AT,
        "path": f"{AT}/{scoring.id}",
        "title": criteria.title,
        "unit": unit_words(sheet.unit, scoring.former, say),
        "year": scoring.year,
        "note": criteria.note,
        "source": criteria.source,
        "unverified": any(not one.verified for one in criteria.all),
        "own": sum_words(summed(criteria.all, sheet.own), say),
        "checked": sum_words(summed(criteria.all, sheet.checked), say),
        "groups": [_group(sheet, group.title, group.criteria, scoring) for group in criteria.groups],
        "closed": day(scoring.closed_on) if scoring.closed_on else "",
        "may_close": of.whole and scoring.closed_on is None,
    }
    return await shown(request, guest, "score.html", "figures", values)


def _group(
    sheet: look.Sheet, title: str, criteria: tuple[Criterion, ...], scoring: Assessment
) -> dict[str, Any]:
    own, checked = summed(criteria, sheet.own), summed(criteria, sheet.checked)
    return {
        "title": title,
        "own": write_number(own.points),
        "checked": write_number(checked.points),
        "highest": write_number(own.highest),
        "rows": [
            {
                "path": f"{AT}/{scoring.id}/{one.id}",
                "id": one.id,
                "title": one.title,
                "highest": write_number(one.points),
                "own": points_words(sheet.own.get(one.id)),
                "checked": points_words(sheet.checked.get(one.id)),
                "files": len(sheet.proofs.get(one.id, [])),
            }
            for one in criteria
        ],
    }


async def close(request: Request) -> Response:
    """Close a scoring."""
    guest, scoring_id = await guest_of(request), id_in(request)
    form = await forms.read_of(request, guest)
    if not form.one("chac"):
        raise Refused

    async def end(session: AsyncSession) -> Heard:
        scoring, _, of = await seen(session, guest, scoring_id)
        await keep.close(session, scoring, today=days_of(request).today, of=of, by=by_of(request, guest))
        return Heard([texts_of(request)("scores.closed")])

    return back_to(f"{AT}/{scoring_id}", await once(request, guest, form, end))


async def seen(session: AsyncSession, guest: Guest, number: int) -> tuple[Assessment, Criteria, Reach]:
    """Return a scoring that whoever is at the page may see; raise otherwise."""
    try:
        return await keep.find(session, guest.person, number)
    except ScoringUnknown:
        raise NotFound from None
    except NotYourFigure:
        raise NotForYou from None


async def table(request: Request) -> Response:
    """Send a scoring as a workbook."""
    guest, deps = await guest_of(request), deps_of(request)
    async with deps.db.read() as session:
        scoring, criteria, _ = await seen(session, guest, id_in(request))
        sheet = await look.sheet(session, scoring, criteria)
    made = deps.clock().astimezone(deps.zone)
    data = await run_in_threadpool(out.as_workbook, sheet, texts_of(request), office=deps.office, made=made)
    return Response(data, media_type=MIME, headers=_headers(f"tu-cham-diem-{scoring.id}-{scoring.year}.xlsx"))


def _headers(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


async def dossier(request: Request) -> Response:
    """Send one zip with everything that proves a scoring; that it was taken is in the audit log."""
    guest, deps = await guest_of(request), deps_of(request)
    house = deps.house
    assert house is not None
    async with deps.db.write() as session:
        scoring, criteria, of = await seen(session, guest, id_in(request))
        of.may_answer(keep.Owned(scoring.unit_id))
        sheet = await look.sheet(session, scoring, criteria)
        await audit.record(
            session,
            audit.Act.dossier,
            actor=guest.person.id,
            at=deps.clock(),
            channel=WebChat.name,
            subject=f"assessment/{scoring.id}",
        )
    await out.gather(sheet, deps.files)
    # Not through memory: the files of a year may be many.
    target = tempfile.TemporaryFile()  # noqa: SIM115
    say, now = texts_of(request), deps.clock()
    await run_in_threadpool(
        out.write,
        target,
        sheet,
        deps.files,
        say=say,
        head=house.letterhead,
        office=deps.office,
        now=now,
        zone=deps.zone,
    )
    target.seek(0)

    def pieces() -> Any:
        with target:
            while piece := target.read(_CHUNK):
                yield piece

    name = f"ho-so-cham-diem-{scoring.id}-{scoring.year}.zip"
    return StreamingResponse(pieces(), media_type="application/zip", headers=_headers(name))
