"""roviec plan: read a document, import it."""

import asyncio
import hashlib
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.build import build, open_database, real_clock
from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, out, out_json, read_bytes, settings_of, table, work
from roviec.bot.cli.look import group, say
from roviec.bot.cli.plan_import import Import, Wishes
from roviec.bot.settings import ConfigMissing, Settings
from roviec.db import migrate
from roviec.errors import PersonError
from roviec.reports.measured_words import with_rank
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import DeadlineSettings
from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.model import Reading, ReadingSettings
from roviec.tasks.reading.read import read as read_document
from roviec.texts.shapes import day, number, short

plan = group("plan", epilog=say("cli.for_example", line=say("cli.plan.example")))
app.add_typer(plan)
File = Annotated[Path, typer.Argument(metavar=say("cli.file"))]


class NotConfirmed(PersonError):
    """Chưa giao việc nào. Ông/Bà xem lại văn bản rồi chạy lại với --yes."""


@command(plan, "read", "plan.read")
def read(context: typer.Context, file: File, as_json_: JsonFlag = False) -> None:
    """Read a document and print what it assigns; nothing is written."""
    data, settings = read_bytes(file), _settings(context)
    deadlines = DeadlineSettings(before_is_inclusive=settings.reminders.before_is_inclusive)
    today = real_clock().astimezone(settings.office.zone).date()
    calendar = asyncio.run(_calendar(settings, today.year))
    wanted = ReadingSettings(deadlines=deadlines, received=today)
    reading = read_document(data, file.name, calendar=calendar, settings=wanted)
    if as_json_:
        return out_json(as_json(reading))
    return _show(reading)


def _settings(context: typer.Context) -> Settings:
    """Return the office's settings, or the usual ones where there is no office: reading needs none."""
    try:
        return settings_of(context)
    except ConfigMissing:
        if context.obj.config is not None:
            raise
        return Settings()


async def _calendar(settings: Settings, year: int) -> Calendar:
    """Return the office's calendar, or the seeded one where no office has been opened yet."""
    url = settings.database.url
    path = Path(url.partition("///")[2])
    if not url.startswith("sqlite") or not path.is_file():
        return Calendar.seeded(range(year - 6, year + 4))
    db = open_database(settings)
    try:
        if await migrate.pending(db):
            return Calendar.seeded(range(year - 6, year + 4))
        return (await build(settings, db)).house.calendar()
    finally:
        await db.dispose()


def _show(reading: Reading) -> None:
    body = as_json(reading)
    document = body["document"]
    head = [document["kind"], document["number"], document["issuer"], document["subject"]]
    out(" – ".join(part for part in head if part))
    rows = [
        [
            task["ref"],
            short(task["title"], 90),
            "; ".join(task["lead"]),
            short("; ".join(task["partners"]), 60),
            day(read.deadline.due) if read.deadline.due else "",
            task["due_text"] or "",
            " ".join(task["unsure"].values()),
        ]
        for task, read in zip(body["tasks"], reading.tasks, strict=True)
    ]
    if rows:
        table("cli.plan.columns", rows)
    if targets := [_target(one) for one in body["targets"]]:
        table("cli.plan.targets", targets)
    for sentence in reading.notes:
        typer.echo(sentence, err=True)


def _target(one: dict[str, Any]) -> list[str]:
    goal = with_rank(
        f"{one['goal_op']} {number(one['goal'], 2)}" if one["goal"] is not None else "", one["goal_rank"]
    )
    return [one["index"] or "", one["component"] or "", goal, str(one["year"] or "")]


@command(plan, "import", "plan.import")
def bring_in(
    context: typer.Context,
    file: File,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help=say("cli.plan.yes"))] = False,
    skip_unclear: Annotated[
        bool, typer.Option("--skip-unclear", metavar="", help=say("cli.plan.skip"))
    ] = False,
    fixes: Annotated[int | None, typer.Option("--fixes", metavar="N", help=say("cli.plan.fixes"))] = None,
    as_new: Annotated[bool, typer.Option("--new", metavar="", help=say("cli.plan.as_new"))] = False,
) -> None:
    """Import a document: all of it in one transaction, or nothing."""
    data = read_bytes(file)
    wishes = Wishes(skip_unclear, fixes, as_new)

    async def verb(desk: Desk) -> list[str]:
        job = Import(desk, file.name, data, hashlib.sha256(data).hexdigest(), wishes)
        await job.read()
        for line in await job.look():
            typer.echo(line, err=True)
        if not yes and not _agreed(job.count):
            raise NotConfirmed
        return await job.confirm()

    first, *rest = work(context, verb)
    out(first)
    for line in rest:
        typer.echo(line, err=True)


def _agreed(count: int) -> bool:
    return sys.stdin.isatty() and typer.confirm(say("cli.plan.sure", count=count), err=True)
