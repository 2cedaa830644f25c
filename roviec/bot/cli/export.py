"""roviec export: leave with one's data: tasks as a table, answers for Excel and SPSS."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, note, noted, work
from roviec.bot.cli.look import say
from roviec.bot.cli.numbers import write
from roviec.db.audit import Act
from roviec.errors import PersonError


class What(StrEnum):
    """What can be taken away."""

    tasks = "tasks"
    answers = "answers"


class Format(StrEnum):
    """As which kind of file."""

    csv = "csv"
    xlsx = "xlsx"
    sav = "sav"


class OnlyAnswers(PersonError):
    """Định dạng SPSS (.sav) chỉ dùng cho câu trả lời khảo sát. Ông/Bà chọn --format csv hoặc xlsx."""


class OutNeeded(PersonError):
    """Tệp {format} cần nơi ghi. Ông/Bà thêm --out, ví dụ: --out {example}."""


@command(app, "export", "export")
def export(
    context: typer.Context,
    what: Annotated[What, typer.Argument(metavar=say("cli.export.what"), help=say("cli.export.what.help"))],
    format_: Annotated[
        Format, typer.Option("--format", metavar="csv|xlsx|sav", help=say("cli.export.format"))
    ] = Format.csv,
    path: Annotated[
        Path | None, typer.Option("--out", metavar=say("cli.file"), help=say("cli.export.out"))
    ] = None,
    campaign: Annotated[
        int | None, typer.Option("--campaign", metavar="N", help=say("cli.export.campaign"))
    ] = None,
) -> None:
    """Write a table as a file; CSV also to standard output."""
    if what is What.tasks and format_ is Format.sav:
        raise OnlyAnswers
    if path is None and format_ is not Format.csv:
        raise OutNeeded(format=f".{format_}", example=f"{what}.{format_}")
    make = _tasks if what is What.tasks else _answers
    data, count = work(context, lambda desk: make(desk, format_, campaign))
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        note("cli.written", path=write(path, data))
    note("cli.export.count", count=count)


async def _tasks(desk: Desk, format_: Format, _campaign: int | None) -> tuple[bytes, int]:
    from roviec.db.tasks.export import rows
    from roviec.reports import tasks_out
    from roviec.tasks.lateness import at_of

    async with desk.db.write() as session:
        await noted(session, desk, Act.read_tasks)
    async with desk.db.read() as session:
        found = await rows(session)
    calendar = desk.house.calendar()
    now = at_of(desk.now, calendar)
    if format_ is Format.csv:
        return tasks_out.as_csv(found, now=now, calendar=calendar, say=say), len(found)
    made = desk.now.astimezone(desk.settings.office.zone)
    book = tasks_out.as_workbook(
        found, now=now, calendar=calendar, say=say, office=desk.house.office, made=made
    )
    return book, len(found)


async def _answers(desk: Desk, format_: Format, campaign: int | None) -> tuple[bytes, int]:
    """Return the answers of one form; what would tell whose one is, is withheld as everywhere."""
    from roviec.db.surveys.export import prepare
    from roviec.db.surveys.wide import form_answered, responses
    from roviec.reports import answers_out

    least = desk.settings.survey.minimum_cell
    async with desk.db.write() as session:
        # Who reads is noted before the first line can be read.
        await noted(session, desk, Act.read_answers)
    async with desk.db.read() as session:
        form, campaigns = await form_answered(session, campaign)
        hidden = await prepare(session, minimum_cell=least)
        rows = [row async for row in responses(session, hidden, campaigns)]
    if plain := sum(row.key in hidden.plain for row in rows):
        note("cli.survey.answers.plain", count=plain, minimum=least)
    if vague := sum(row.key in hidden.vague for row in rows):
        note("cli.survey.answers.vague", count=vague, minimum=least)
    if named := len({key for key, _, _ in hidden.named} & {row.key for row in rows}):
        note("cli.survey.answers.named", count=named)
    made = desk.now.astimezone(desk.settings.office.zone)
    if format_ is Format.csv:
        return answers_out.as_csv(form, rows), len(rows)
    if format_ is Format.sav:
        return answers_out.as_spss(form, rows, say=say), len(rows)
    return answers_out.as_workbook(form, rows, say=say, made=made), len(rows)
