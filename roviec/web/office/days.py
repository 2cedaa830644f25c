"""The office's days off on a page: seen by year, entered, swapped and taken back by the handlers of /lichnghi."""

from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import calendar as office_days
from roviec.errors import PersonError
from roviec.handlers.choices.calendar import DaysAsk, DaysDrop, Kind, YearConfirm
from roviec.handlers.frame.acting import Step, pressed, written
from roviec.tasks.calendar import Calendar
from roviec.tasks.days_listed import Line, listed
from roviec.tasks.days_off import AHEAD
from roviec.tasks.seed import names, projected
from roviec.texts import Texts
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.office import forms
from roviec.web.office.address import number
from roviec.web.office.deciding import back_to, decide
from roviec.web.office.entry import admin_of
from roviec.web.office.forms import Form
from roviec.web.office.home import days_of
from roviec.web.office.shell import shown

AT = "/trang/ngay-nghi"
OFFERED = (DaysAsk, DaysDrop, YearConfirm)


async def show(request: Request) -> Response:
    """Show the days off of a year."""
    return await _page(request)


async def act(request: Request) -> Response:
    """Enter days or take some back; a refusal shows the page again, with what was typed."""
    guest = await admin_of(request)
    form = await forms.read_of(request, guest)
    try:
        done = await decide(request, guest, form, _steps(form))
    except PersonError as error:
        return await _page(request, form, texts_of(request).error(error))
    return back_to(AT, done)


def _steps(form: Form) -> list[Step]:
    """Return what a form of this page says; raise `Refused` for anything else."""
    choice, words = form.one("viec"), form.one("loi")
    kind = next((one for one in OFFERED if one.verb == choice.partition(":")[0]), None)
    if kind is None:
        raise Refused
    return [pressed(choice), *([written(words)] if kind is DaysAsk and words.strip() else [])]


async def _page(request: Request, form: Form | None = None, refused: str = "") -> Response:
    guest, say, now = await admin_of(request), texts_of(request), days_of(request)
    wanted = number(request.query_params.get("nam")) or now.today.year
    year = min(max(wanted, now.today.year), now.today.year + AHEAD)
    async with deps_of(request).db.read() as session:
        lines, is_guess = await _year(session, now.calendar, year, say)
    values = {
        "year": year,
        "years": range(now.today.year, now.today.year + AHEAD + 1),
        "lines": [_line(line) for line in lines],
        "confirm": YearConfirm(year).pack() if is_guess else "",
        "kinds": [(DaysAsk(kind).pack(), say(f"days.ask.{kind}")) for kind in Kind],
        "typed": {"kind": form.one("viec"), "words": form.one("loi")} if form else {},
        "refused": refused,
    }
    return await shown(request, guest, "days.html", "calendar", values, status=422 if refused else 200)


async def _year(session: AsyncSession, calendar: Calendar, year: int, say: Texts) -> tuple[list[Line], bool]:
    """Return the days of a year that differ from the week, and whether they are only a projection."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    notes = {one.day: one.note for one in await office_days.entries(session, first=first, last=last)}
    is_guess = projected(year) and year not in await office_days.confirmed(session)
    return listed(calendar, first, last, notes, names(year, say.language)), is_guess


def _line(line: Line) -> dict[str, Any]:
    drop = DaysDrop(line.span.first, line.span.last).pack() if line.entered else ""
    return {"days": str(line.span), "is_worked": line.working, "name": line.name, "drop": drop}
