"""roviec criteria: sets of criteria for self-scoring, checked and added; the dossier of a scoring."""

from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import (
    Desk,
    JsonFlag,
    note,
    noted,
    out,
    out_json,
    read_bytes,
    table,
    work,
    written,
)
from roviec.bot.cli.look import group, say
from roviec.db.audit import CLI, Act
from roviec.db.measures import reach
from roviec.db.models import Assessment
from roviec.db.scores import keep, look
from roviec.db.tasks.events import By
from roviec.reports.criterion_words import sum_words
from roviec.reports.measured_words import unit_words
from roviec.tasks.criteria.load import CriteriaUnread, read_criteria
from roviec.tasks.measures.numbers import write_number

criteria = group("criteria", no_args_is_help=True)
app.add_typer(criteria)
File = Annotated[Path, typer.Argument(metavar=say("cli.file"))]


def _source(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise CriteriaUnread(line=1) from None


@command(criteria, "check", "criteria.check")
def check(context: typer.Context, path: File) -> None:
    """Say what is wrong with a file, or that nothing is."""
    made = read_criteria(_source(path))
    points = write_number(made.highest)
    out(say("cli.criteria.fine", title=made.title, count=len(made.all), points=points))


@command(criteria, "add", "criteria.add")
def add(context: typer.Context, path: File) -> None:
    """Keep a set of the office's own: it may be opened on the page from then on."""
    source = _source(path)

    async def verb(desk: Desk) -> tuple[str, str]:
        async with desk.db.write() as session:
            row = await keep.keep_set(session, source, by=By(None, desk.now, CLI))
            return row.title, row.version

    title, version = work(context, verb)
    out(say("cli.criteria.added", title=title, version=version))


@command(criteria, "list", "criteria.list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the scorings with their sums."""

    async def verb(desk: Desk) -> list[look.Listed]:
        async with desk.db.read() as session:
            return await look.listed(session, reach.over(None))

    found = work(context, verb)
    if as_json:
        return out_json([_row(one) for one in found])
    rows = [[str(value) for value in _shown(one)] for one in found]
    return table("cli.criteria.columns", rows)


def _row(one: look.Listed) -> dict[str, Any]:
    return {
        "id": one.scoring.id,
        "unit": one.unit,
        "former": one.scoring.former,
        "year": one.scoring.year,
        "set": one.criteria.code,
        "version": one.criteria.version,
        "highest": one.own.highest,
        "points": one.own.points,
        "checked": one.checked.points,
        "missing": one.own.missing,
    }


def _shown(one: look.Listed) -> list[Any]:
    own, checked = sum_words(one.own, say), sum_words(one.checked, say)
    unit = unit_words(one.unit, one.scoring.former, say)
    return [one.scoring.id, unit, one.scoring.year, one.criteria.title, own, checked]


@command(criteria, "dossier", "criteria.dossier")
def dossier(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar=say("cli.criteria.number"))],
    path: Annotated[
        Path, typer.Option("--out", metavar=say("cli.file"), help=say("cli.criteria.dossier.out"))
    ],
) -> None:
    """Write one zip with everything that proves a scoring; that it was taken is in the audit log."""
    count = work(context, lambda desk: _dossier(desk, number, path))
    note("cli.written", path=path)
    note("cli.plan.dossier.count", count=count)


async def _dossier(desk: Desk, number: int, path: Path) -> int:
    from roviec.reports import scoring as report

    async with desk.db.write() as session:
        found = await session.get(Assessment, number)
        if found is None:
            raise keep.ScoringUnknown
        sheet = await look.sheet(session, found, await keep.criteria_of(session, found))
        await noted(session, desk, Act.dossier, f"assessment/{number}")
    await report.gather(sheet, desk.house.files)
    with written(path) as target:
        return report.write(
            target,
            sheet,
            desk.house.files,
            say=say,
            head=desk.house.letterhead,
            office=desk.house.office,
            now=desk.now,
            zone=desk.settings.office.zone,
        )
