"""Tasks to take away: the follow-up table of an office as Excel and CSV."""

from collections.abc import Sequence
from datetime import datetime

from roviec.db.tasks.export import TaskRow
from roviec.reports.csv_out import csv_bytes
from roviec.reports.workbook import Cell, Sheet, workbook
from roviec.tasks.calendar import Calendar
from roviec.tasks.hours import hour_of, written
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import FINAL
from roviec.tasks.punctuality import days_late, describe
from roviec.texts import Texts
from roviec.texts.shapes import moment


def as_csv(rows: Sequence[TaskRow], *, now: At, calendar: Calendar, say: Texts) -> bytes:
    """Return a CSV with a head."""
    return csv_bytes(_columns(say), [_cells(row, now, calendar, say) for row in rows])


def as_workbook(
    rows: Sequence[TaskRow], *, now: At, calendar: Calendar, say: Texts, office: str, made: datetime
) -> bytes:
    """Return a workbook of one sheet; `made` is the office's time."""
    under = say("export.tasks.under", office=office, count=len(rows), made=moment(made))
    cells = [_cells(row, now, calendar, say) for row in rows]
    sheet = Sheet(say("annex.tasks"), say("export.tasks.title"), under, _columns(say), cells)
    return workbook([sheet], title=say("export.tasks.title"), made=made)


def _columns(say: Texts) -> list[str]:
    return say("export.tasks.columns").split("|")


def _cells(row: TaskRow, now: At, calendar: Calendar, say: Texts) -> list[Cell]:
    task, plan = row.task, row.plan
    done = task.completed_on
    how = "" if task.state in FINAL and done is None else describe(task, now, calendar)
    return [
        *(task.id, plan.number if plan else None, plan.subject if plan else None, task.ref, task.title),
        *(task.product, task.component, row.leads, row.partners, row.leader),
        *(task.original_due, task.due, done, say.again(task.state.label), task.percent),
        *(say.again(how), days_late(task, now, calendar), row.obstacles, row.evidence),
        *(written(at) if at else None for at in (hour_of(task), task.completed_hour)),
    ]
