"""roviec index, roviec digest: the numbers of the office."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, FileUnwritable, JsonFlag, day, days, note, noted, out, out_json, work
from roviec.bot.cli.look import group, say
from roviec.db.audit import Act
from roviec.db.surveys import tallies
from roviec.errors import PersonError
from roviec.tasks.reporting import read_period

First = Annotated[str | None, typer.Option("--from", metavar=say("cli.day"), help=say("cli.from"))]
Last = Annotated[str | None, typer.Option("--to", metavar=say("cli.day"), help=say("cli.until"))]


class PeriodUnknown(PersonError):
    """«{words}» không phải là kỳ báo cáo. Ông/Bà ghi ví dụ: tháng 6, quý II/2026, 6 tháng đầu năm, năm 2026."""


index = group("index", invoke_without_command=True, no_args_is_help=False)
app.add_typer(index)


@index.callback(epilog=say("cli.for_example", line=say("cli.index.example")))
def show(context: typer.Context, as_json: JsonFlag = False, first: First = None, last: Last = None) -> None:
    """Show the satisfaction index of the latest form."""
    if context.invoked_subcommand is not None:
        return None
    from roviec.reports.digest import index_table, index_text

    span = days(first, last)
    part = work(context, lambda desk: _index(desk, *span))
    if not as_json:
        return out(index_text(part, say))
    if part is None:
        note("digest.index.none")
    return out_json(index_table(part) if part else None)


@command(index, "rebuild", "index.rebuild")
def rebuild(context: typer.Context) -> None:
    """Compare the figures that are kept with the answers themselves, and mend them where they differ."""

    async def verb(desk: Desk) -> bool:
        async with desk.db.write() as session:
            await noted(session, desk, Act.rebuild)
            return await tallies.rebuild(session, minimum_cell=desk.settings.survey.minimum_cell)

    out(say("cli.index.equal" if work(context, verb) else "cli.index.rebuilt"))


async def _index(desk: Desk, first: date | None, last: date | None) -> Any:
    from roviec.reports.digest import gather_index

    async with desk.db.read() as session:
        return await gather_index(
            session,
            today=desk.today,
            headline=desk.settings.survey.headline,
            minimum_cell=desk.settings.survey.minimum_cell,
            date_from=first,
            date_to=last,
        )


@command(app, "digest", "digest")
def digest(
    context: typer.Context,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar=say("cli.day"), help=say("cli.as_of"))
    ] = None,
    words: Annotated[
        str, typer.Option("--period", metavar=say("cli.period"), help=say("cli.digest.period"))
    ] = "",
    folder: Annotated[
        Path | None, typer.Option("--out", metavar=say("cli.folder"), help=say("cli.out"))
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar=say("cli.file"), help=say("cli.digest.template"))
    ] = None,
) -> None:
    """Print the digest of a period as known on a day, and write its files; or write our Word template."""
    if template is not None:
        from roviec.reports.word_template import shipped

        return note("cli.written", path=write(template, shipped()))
    from roviec.reports.digest import text

    gathered, files = work(context, lambda desk: _digest(desk, day(as_of), words, draws=folder is not None))
    out(text(gathered, say))
    for name, _, data in files:
        assert folder is not None
        note("cli.written", path=write(folder / name, data))
    return None


async def _digest(desk: Desk, as_of: date | None, words: str, *, draws: bool) -> Any:
    """Return the digest and its files; raise `PeriodUnknown`."""
    from roviec.reports.digest import gather, render
    from roviec.reports.word import filled, letter_of

    today = as_of or desk.today
    period = read_period(words, today) if words else None
    if words and period is None:
        raise PeriodUnknown(words=words)
    end = datetime.combine(today, time.max, tzinfo=desk.settings.office.zone)
    async with desk.db.read() as session:
        digest = await gather(
            session,
            today=today,
            now=desk.now if today == desk.today else end,
            calendar=desk.house.calendar(),
            period=period,
            headline=desk.settings.survey.headline,
            minimum_cell=desk.settings.survey.minimum_cell,
            office=desk.settings.office.name,
            allowances=desk.house.allowances,
            channels=desk.house.channels,
            mails=desk.house.mails,
        )
    if not draws:
        return digest, []
    # Here somebody reads what is wrong with a template.
    filled(letter_of(digest), desk.house.letterhead, digest.office)
    return digest, render(digest, say, desk.house.letterhead)


def write(path: Path, data: bytes) -> Path:
    """Write a file, its folder made if need be; raise `FileUnwritable`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        if error.errno == 28:
            raise
        raise FileUnwritable(path=path) from None
    return path
