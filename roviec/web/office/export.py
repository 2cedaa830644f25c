"""Any list as a file: CSV or a workbook, by the very address of the list."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from roviec.db.tasks import lists
from roviec.db.tasks.lists import Row
from roviec.db.tasks.office import Days
from roviec.reports import csv_out
from roviec.reports.workbook import MIME, Cell, Sheet, workbook
from roviec.tasks.hours import hour_of, written
from roviec.tasks.punctuality import describe
from roviec.texts import Texts
from roviec.texts.shapes import day, moment
from roviec.web.deps import deps_of, office_of, texts_of
from roviec.web.errors import NotFound
from roviec.web.office.address import asked_of
from roviec.web.office.entry import guest_of
from roviec.web.office.home import days_of

MOST = lists.MOST
"""Rows of one file."""


async def send(request: Request) -> Response:
    """Send the list that the address asks for as a file, whole and not by the page."""
    guest, say, days = await guest_of(request), texts_of(request), days_of(request)
    kind, asked = request.path_params["kind"], asked_of(request.query_params)
    if kind not in ("csv", "xlsx"):
        raise NotFound
    async with deps_of(request).db.read() as session:
        found = await lists.page(
            session, guest.person, asked.tab, asked.look, days, words=asked.words, offset=0, limit=MOST
        )
        rows = [_cells(say, row, days) for row in await lists.rows(session, found.tasks)]
    head = say("web.office.file.columns").split("|")
    title = say("web.office.file.title", tab=say(f"web.office.tab.{asked.tab.name}"), day=day(days.today))
    if kind == "csv":
        return _file(csv_out.csv_bytes(head, rows), csv_out.MIME, asked.tab, days.today, kind)
    made = deps_of(request).clock().astimezone(deps_of(request).zone)
    under = say("export.tasks.under", office=office_of(request), count=len(rows), made=moment(made))
    sheet = Sheet(say("annex.tasks"), title, under, head, rows)
    return _file(workbook([sheet], title=title, made=made), MIME, asked.tab, days.today, kind)


def _cells(say: Texts, row: Row, days: Days) -> list[Cell]:
    task = row.task
    how = describe(task, days.at, days.calendar)
    return [
        task.id,
        task.title,
        task.product,
        row.leads,
        row.partners,
        row.leader,
        task.due or task.due_words,
        task.original_due,
        say.again(how),
        say.again(task.state.label),
        task.percent,
        task.completed_on,
        row.plan,
        task.component,
        *(written(at) if at else None for at in (hour_of(task), task.completed_hour)),
    ]


def _file(data: bytes, mime: str, tab: lists.Tab, today: date, kind: str) -> Response:
    name = f"nhiem-vu-{tab}-{today:%Y-%m-%d}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(data, media_type=mime, headers=headers)
