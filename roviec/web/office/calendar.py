"""The calendar of what falls due: a month, its days with their tasks, and the days on which the office is closed."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roviec.db.models import Task
from roviec.db.tasks import lists, views
from roviec.db.tasks.office import Days
from roviec.texts.shapes import weekday
from roviec.web.deps import deps_of, texts_of
from roviec.web.office.entry import guest_of
from roviec.web.office.home import days_of
from roviec.web.office.shell import shown
from roviec.web.office.tasks import line

MOST = 150
"""Tasks that a month shows."""
YEARS = range(2000, 2100)


async def show(request: Request) -> Response:
    """Show the month that the address names, else this one."""
    guest, say, days = await guest_of(request), texts_of(request), days_of(request)
    now = deps_of(request).clock()
    first = _month(request.query_params.get("thang", ""), days.today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    async with deps_of(request).db.read() as session:
        tasks = await lists.due_between(session, guest.person, first, last, limit=MOST + 1)
        leads = await views.units_of(session, tasks)
    due = {on: list(of) for on, of in groupby(tasks[:MOST], lambda task: task.due)}
    values = {
        "month": say("web.office.month", month=first.month, year=first.year),
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{last + timedelta(days=1):%Y-%m}",
        "weeks": _weeks(first, last, due, days),
        "days": [
            {
                "id": f"{on:%Y-%m-%d}",
                "name": weekday(on, say.language) if on else "",
                "is_off": on is not None and not days.calendar.is_working(on),
                "rows": [line(say, task, leads, days, now) for task in of],
            }
            for on, of in due.items()
        ],
        "is_cut": len(tasks) > MOST,
    }
    return await shown(request, guest, "calendar.html", "calendar", values)


def _month(text: str, today: date) -> date:
    """Return the first day of a month that is written as 2026-07; this month for anything else."""
    year, _, month = text.partition("-")
    is_one = text.isascii() and year.isdigit() and month.isdigit() and len(text) == 7
    if is_one and int(year) in YEARS and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def _weeks(
    first: date, last: date, due: dict[date | None, list[Task]], days: Days
) -> list[list[dict[str, Any]]]:
    """Return the weeks of a month, Monday first; days of other months are empty."""
    start = first - timedelta(days=first.weekday())
    count = ((last - start).days // 7 + 1) * 7
    cells = [_cell(start + timedelta(days=n), first, due, days) for n in range(count)]
    return [cells[n : n + 7] for n in range(0, count, 7)]


def _cell(on: date, first: date, due: dict[date | None, list[Task]], days: Days) -> dict[str, Any]:
    is_here = on.month == first.month
    return {
        "day": on.day if is_here else "",
        "id": f"{on:%Y-%m-%d}",
        "count": len(due.get(on, ())) if is_here else 0,
        "is_off": not days.calendar.is_working(on),
        "is_today": on == days.today,
    }
