"""The list of tasks in the terminal: one page of it, or all without holding all in memory."""

import json
from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.common import Desk, out, table
from roviec.bot.cli.look import say
from roviec.db.models import Part, Task
from roviec.db.tasks import listing
from roviec.handlers.tasks.dues import dated
from roviec.tasks.hours import hour_of
from roviec.tasks.lateness import at_of, is_late
from roviec.tasks.punctuality import days_late, describe
from roviec.texts import shapes

_SHOWN = ("id", "title", "leads", "due", "state_label", "standing")
Rows = list[dict[str, Any]]


async def page_of(desk: Desk, *, number: int) -> tuple[Rows, bool]:
    """Return the rows of a page, the first being 1, and whether there are more."""
    async with desk.db.read() as session:
        tasks, more = await listing.page(session, number=number)
        return await _rows(session, desk, tasks), more


async def print_all(desk: Desk) -> None:
    """Show every task, a table after the other where there are many."""
    async with desk.db.read() as session:
        async for tasks in listing.every(session):
            print_table(await _rows(session, desk, tasks))


async def print_json(desk: Desk) -> None:
    """Write every task as one JSON list."""
    async with desk.db.read() as session:
        before = "["
        async for tasks in listing.every(session):
            for row in await _rows(session, desk, tasks):
                out(f"{before}{json.dumps(row, ensure_ascii=False, indent=2, default=str)}")
                before = ","
    out("[]" if before == "[" else "]")


def print_table(rows: Rows) -> None:
    """Show rows for a reader."""
    table("cli.tasks.columns", [[str(row[key]) for key in _SHOWN] for row in map(_readable, rows)])


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    due = dated(say, row["due"], row["last_day"], row["due_hour"]) if row["due"] else ""
    return {**row, "due": due, "leads": "; ".join(row["leads"]), "title": shapes.short(row["title"], 90)}


async def _rows(session: AsyncSession, desk: Desk, tasks: Sequence[Task]) -> Rows:
    units = await listing.units_of(session, tasks)
    return [_row(task, units, desk) for task in tasks]


def _row(task: Task, units: dict[tuple[int, Part], list[str]], desk: Desk) -> dict[str, Any]:
    calendar = desk.house.calendar()
    now = at_of(desk.now, calendar)
    return {
        "id": task.id,
        "title": task.title,
        "leads": units.get((task.id or 0, Part.lead), []),
        "partners": units.get((task.id or 0, Part.partner), []),
        "state": task.state,
        "state_label": task.state.label,
        "percent": task.percent,
        "due": task.due,
        "due_hour": hour_of(task),
        "original_due": task.original_due,
        "due_words": task.due_words,
        "completed_on": task.completed_on,
        "completed_hour": task.completed_hour,
        "last_day": calendar.last_day(task.due) if task.due else None,
        "is_late": is_late(task, now, calendar),
        "days_late": days_late(task, now, calendar),
        "standing": describe(task, now, calendar),
        "plan": task.plan_id,
    }
