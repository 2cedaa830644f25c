"""The Excel annex: the rows behind every number of the digest."""

from datetime import datetime
from io import BytesIO
from typing import Any

from roviec.db.figures import way
from roviec.db.standings import Standing
from roviec.reports.feedback import feedback_rows
from roviec.reports.index_words import figure, why_not
from roviec.reports.model import Digest, UnitLine
from roviec.reports.satisfaction import IndexPart
from roviec.survey.questionnaire import say as worded
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome, days_late
from roviec.texts import Texts
from roviec.texts.shapes import day, number

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = list[list[Any]]


def annex(digest: Digest, say: Texts) -> bytes:
    """Return a workbook with the units, the tasks, what waits, and the index; same digest, same bytes."""
    import xlsxwriter  # 3 MB, for one workbook a week

    out = BytesIO()
    # Cells are data: a title that begins with "=" must not become a formula, nor a link be made of one.
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": digest.name, "created": datetime.combine(digest.today, digest.now.time())})
    sheets = {
        "units": _units(digest, say),
        "tasks": _tasks(digest, say),
        "decisions": _decisions(digest, say),
        "index": _index(digest.index, say),
        "feedback": feedback_rows(digest.feedback, say),
    }
    for name, rows in sheets.items():
        _sheet(book, say(f"annex.{name}"), say(f"annex.{name}.columns").split("|"), rows)
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str, columns: list[str], rows: Rows) -> None:
    sheet = book.add_worksheet(name)
    font = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top", "border": 1}
    head, cell = book.add_format({**font, "bold": True}), book.add_format(font)
    sheet.write_row(0, 0, columns, head)
    for place, row in enumerate(rows, 1):
        sheet.write_row(place, 0, row, cell)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    for place, column in enumerate(columns):
        longest = max([len(column), *(len(str(row[place])) for row in rows)])
        sheet.set_column(place, place, min(60, longest + 2))


def _units(digest: Digest, say: Texts) -> Rows:
    total = UnitLine(None, say("annex.total"), digest.total.now, digest.total.before)
    return [
        [line.name or say("digest.unit.nobody"), line.now.total]
        + [number for way_ in Outcome for number in (line.now[way_], line.now[way_] - line.before[way_])]
        for line in (*digest.units, total)
    ]


def _tasks(digest: Digest, say: Texts) -> Rows:
    rows: Rows = []
    for task in digest.tasks:
        its = way(task, day=digest.today, calendar=digest.calendar)
        done = task.completed_on
        rows.append(
            [
                task.id,
                task.title,
                task.units,
                say.again(task.state.label),
                day(task.due) if task.due else "",
                day(task.original_due) if task.original_due else "",
                day(done) if done else "",
                days_late(task.due, digest.today, digest.calendar, done_on=done),
                say("annex.not_counted") if its is None else say(f"digest.way.{its}"),
            ]
        )
    left = digest.total.now.total + digest.suspended - sum(_is_counted(task, digest) for task in digest.tasks)
    return [*rows, [None, say("annex.left_out", count=number(left)), *[None] * 7]] if left > 0 else rows


def _is_counted(task: Standing, digest: Digest) -> bool:
    return task.state == State.suspended or way(task, day=digest.today, calendar=digest.calendar) is not None


def _decisions(digest: Digest, say: Texts) -> Rows:
    return [
        [
            say(f"digest.matter.{one.item.matter}"),
            one.item.task.title,
            one.item.task.units,
            one.item.by,
            one.item.words,
            day(one.item.since),
            one.waited,
            day(one.item.task.due) if one.item.task.due else "",
        ]
        for one in digest.decisions
    ]


def _index(part: IndexPart | None, say: Texts) -> Rows:
    if part is None:
        return []
    rows: Rows = []
    for line in part.lines:
        figures = line.level.figures
        both = [figure(figures.share, 2), figure(figures.mean, 2)] if figures else ["", ""]
        why = "" if figures else why_not(part, line, say)
        rows.append([worded(line.title, say.language), line.people or "", "", *both, why])
    for one in part.compared.everyone.criteria:
        both = [figure(one.figures.share, 2), figure(one.figures.mean, 2)] if one.figures else ["", ""]
        spread = " / ".join(map(str, one.counts)) if one.counts else ""
        why = one.withheld.reason if one.withheld else ""
        n: Any = "" if one.n is None else one.n
        rows.append([worded(part.form.item(one.id).text, say.language), n, spread, *both, why])
    return rows
