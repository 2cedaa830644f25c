"""The digest on a page: as its readers get it, each number with the tasks behind it; corrected and sent before its hour."""

from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.db import digest_edits, reminders
from roviec.db.figures import way
from roviec.db.models.base import id_of
from roviec.db.standings import Standing
from roviec.db.tasks import standing
from roviec.db.tasks.events import last_event
from roviec.delivery.reach import best
from roviec.errors import PersonError
from roviec.handlers.choices.figures import DigestPiece, DigestRemark, DigestSend
from roviec.handlers.digests import READERS, NoSuchPeriod, period_of
from roviec.handlers.drawing import editions
from roviec.handlers.frame.acting import Step, pressed, written
from roviec.handlers.frame.packing import Unfit
from roviec.handlers.tasks.dues import due_with
from roviec.reports.digest import Digest
from roviec.reports.gather import MOST_TASKS
from roviec.reports.model import Piece, UnitLine
from roviec.reports.period_words import period_words
from roviec.reports.wording import text
from roviec.tasks.hours import hour_of
from roviec.tasks.issuing import digest_time, report_time
from roviec.tasks.punctuality import Outcome
from roviec.tasks.reporting import WEEK, Cycle, Period, running
from roviec.texts import Texts
from roviec.texts.shapes import clock, moment
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.office import forms
from roviec.web.office.address import number
from roviec.web.office.deciding import HEARD, decide
from roviec.web.office.entry import Guest
from roviec.web.office.forms import Form
from roviec.web.office.home import days_of
from roviec.web.office.plans import leader_of
from roviec.web.office.shell import shown

AT = "/trang/ban-tin"
ROWS = 100
FRESH, MOST_KEPT = 60.0, 20
"""Seconds for which a gathered digest is shown again, and how many are kept."""


async def show(request: Request) -> Response:
    """Show the digest of a period; the one that goes next without a period."""
    return await _page(request, await leader_of(request))


async def act(request: Request) -> Response:
    """Correct or send what the page shows, as the chat would."""
    guest = await leader_of(request)
    form = await forms.read_of(request, guest)
    try:
        done = await decide(request, guest, form, _steps(form))
    except PersonError as error:
        return await _page(request, guest, form, refused=texts_of(request).error(error))
    return RedirectResponse(f"{AT}?{urlencode({'ky': form.one('ky'), HEARD: done})}", status_code=303)


def _steps(form: Form) -> list[Step]:
    packed, key = form.one("viec"), form.one("ky")
    try:
        if packed == DigestRemark.verb:
            words = form.one("y-kien").strip() or "không"
            return [pressed(DigestRemark(key)), written(words)]
        if packed == DigestSend.verb:
            return [pressed(DigestSend(key, number(form.one("nguoi"))))]
        return [pressed(DigestPiece.unpack(packed))]
    except (Unfit, ValueError) as error:
        raise Refused from error


def _period(request: Request, form: Form | None = None) -> Period:
    """Return the period that is asked for, else that of the next weekly digest."""
    today = days_of(request).today
    key = (form.one("ky") if form else "") or request.query_params.get("ky", "")
    return (
        period_of(key[:8], today)
        if key
        else running(Cycle.week, today + (WEEK if _is_out(request) else timedelta()))
    )


def _is_out(request: Request) -> bool:
    """Tell whether this week's digest has gone or had its hour."""
    return _goes(request, running(Cycle.week, days_of(request).today)) is None


def _goes(request: Request, period: Period) -> datetime | None:
    """Return when a period's digest goes by itself, None where that was before now."""
    calendar = days_of(request).calendar
    is_week = period.cycle is Cycle.week
    when = digest_time(period.first, calendar) if is_week else report_time(period, calendar)
    return when if when is not None and when > deps_of(request).clock() else None


async def _digest(request: Request, guest: Guest, period: Period) -> Digest:
    """Return the digest of whoever is at the page: the one of a moment ago, unless a task or a correction is newer.

    To gather a large office takes half a second; a reader goes to and fro between its numbers.
    """
    deps = deps_of(request)
    kept: dict[tuple[object, ...], tuple[float, Digest | None]] = request.app.state.digests
    assert deps.house is not None
    async with deps.db.read() as session:
        edit = await digest_edits.latest(session, period.key)
        me = guest.person
        newest = (edit[0].id if edit else 0, await last_event(session))
        seen = (period.key, id_of(me), me.role, me.unit_id, *newest)
        at, found = kept.get(seen, (0.0, None))
        if found is None or monotonic() - at > FRESH:
            edition = await editions(deps.house, deps.clock(), period).of(session, id_of(guest.person))
            found = edition.digest
            for old in [*kept][: max(len(kept) - MOST_KEPT, 0)]:
                del kept[old]
            kept[seen] = (monotonic(), found)
    return found


async def _page(request: Request, guest: Guest, form: Form | None = None, *, refused: str = "") -> Response:
    say, deps = texts_of(request), deps_of(request)
    assert deps.house is not None
    try:
        period = _period(request, form)
    except NoSuchPeriod as error:
        period, refused = running(Cycle.week, days_of(request).today), refused or say.error(error)
    found = await _digest(request, guest, period)
    async with deps.db.read() as session:
        corrects = await standing.over_all(session, guest.person)
        edits = await digest_edits.history(session, period.key) if corrects else []
        roster = (
            await reminders.roster(session, now=deps.clock(), among=reminders.NOBODY) if corrects else None
        )
    readers = [
        (one, roster.members[one].name)
        for one in (roster.with_role(*READERS) if roster else [])
        if roster and best(roster, one, deps.house.channels)
    ]
    today, gone = days_of(request).today, edits[0][0].left_out if edits else []
    values = {
        "period": period_words(period, say),
        "key": period.key,
        "is_next": not request.query_params.get("ky"),
        "goes": clock(goes) if (goes := _goes(request, period)) else "",
        "words": text(found, say).split("\n"),
        "periods": [(say(f"digest.cycle.{cycle}"), running(cycle, today).key) for cycle in Cycle],
        "heads": [say(f"digest.way.{one}") for one in Outcome],
        "rows": [_row(say, period, one) for one in (found.total, *found.units)],
        "corrects": corrects,
        "remark": form.one("y-kien") if form else edits[0][0].remark if edits else "",
        "pieces": [
            (
                DigestPiece(period.key, one, one in gone).pack(),
                say(f"digest.show.{one}") if one in gone else say(f"digest.hide.{one}"),
            )
            for one in Piece
        ],
        "edits": [_edit(say, deps.zone, row, name) for row, name in edits],
        "readers": readers,
        "most": digest_edits.LONGEST,
        "refused": refused,
    }
    return await shown(request, guest, "digest.html", "digest", values, status=422 if refused else 200)


def _edit(say: Texts, zone: Any, row: Any, name: str) -> str:
    """Return one correction in a line: who, when, and what held from then on."""
    parts = [say("digest.edit.by", name=name, at=moment(row.at.astimezone(zone)))]
    parts += [say("digest.edit.remark", words=row.remark)] if row.remark else []
    return " ".join(parts + [say(f"digest.edit.gone.{one}") for one in row.left_out])


def _row(say: Texts, period: Period, line: UnitLine) -> dict[str, Any]:
    """Return a line of the table: each number with the address of its tasks."""
    is_total = line.unit_id is None and not line.name
    at = {"ky": period.key} | ({} if is_total else {"don-vi": str(line.unit_id or 0)})
    cells = [(line.now[one], f"{AT}/viec?{urlencode(at | {'cach': str(one)})}") for one in Outcome]
    return {
        "name": say("web.digest.total") if is_total else line.name or say("digest.unit.nobody"),
        "cells": cells,
    }


def _due(say: Texts, task: Standing) -> str:
    return due_with(say, task.due, hour_of(task)) if task.due else "–"


async def show_rows(request: Request) -> Response:
    """Show the tasks behind a number of whoever is at the page, and nothing of other units."""
    guest, say, query = await leader_of(request), texts_of(request), request.query_params
    period = _period(request)
    if query.get("cach") not in set(Outcome):
        raise Refused
    found, chosen, unit = (
        await _digest(request, guest, period),
        Outcome(query["cach"]),
        number(query.get("don-vi")),
    )
    page = max((number(query.get("trang")) or 1) - 1, 0)
    tasks = [
        one
        for one in found.tasks
        if way(one, at=found.at, calendar=found.calendar) is chosen
        and (unit is None or unit in {id_ for id_, _ in one.leads} or (unit == 0 and not one.leads))
    ]
    names = {line.unit_id or 0: line.name for line in found.units}
    at = {name: query[name] for name in ("ky", "don-vi", "cach") if name in query}
    values = {
        "period": period_words(period, say),
        "way": say(f"digest.way.{chosen}"),
        "unit": say("web.digest.total") if unit is None else names.get(unit, ""),
        "count": len(tasks),
        "rows": [
            {
                "path": f"/trang/viec/{one.id}",
                "title": one.title,
                "units": one.units,
                "due": _due(say, one),
            }
            for one in tasks[page * ROWS : (page + 1) * ROWS]
        ],
        "first": MOST_TASKS if len(found.tasks) >= MOST_TASKS else 0,
        "back": f"{AT}?{urlencode({'ky': period.key})}",
        "before": f"{AT}/viec?{urlencode(at | {'trang': str(page)})}" if page else "",
        "after": f"{AT}/viec?{urlencode(at | {'trang': str(page + 2)})}"
        if len(tasks) > (page + 1) * ROWS
        else "",
    }
    return await shown(request, guest, "digest_rows.html", "digest", values)
