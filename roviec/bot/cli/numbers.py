"""roviec index, roviec digest: the numbers of the office."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, FileUnwritable, JsonFlag, day, days, note, noted, out, out_json, work
from roviec.bot.cli.look import group, say
from roviec.db import answers, people, surveys
from roviec.db.audit import Act
from roviec.db.models.base import id_of
from roviec.db.surveys import recount
from roviec.errors import PersonError
from roviec.tasks.reporting import read_period

First = Annotated[str | None, typer.Option("--from", metavar=say("cli.day"), help=say("cli.from"))]
Last = Annotated[str | None, typer.Option("--to", metavar=say("cli.day"), help=say("cli.until"))]


FormOption = Annotated[
    str | None, typer.Option("--form", metavar=say("cli.form"), help=say("cli.index.form"))
]
UnitOption = Annotated[
    str | None, typer.Option("--unit", metavar=say("cli.unit"), help=say("cli.index.unit"))
]
CampaignOption = Annotated[
    int | None, typer.Option("--campaign", metavar=say("cli.campaign"), help=say("cli.index.campaign"))
]
ServiceOption = Annotated[str | None, typer.Option("--service", metavar="", help=say("cli.index.service"))]


class PeriodUnknown(PersonError):
    """«{words}» không phải là kỳ báo cáo. Ông/Bà ghi ví dụ: tháng 6, quý II/2026, 6 tháng đầu năm, năm 2026."""


index = group("index", invoke_without_command=True, no_args_is_help=False)
app.add_typer(index)


@index.callback(epilog=say("cli.for_example", line=say("cli.index.example")))
def show(
    context: typer.Context,
    as_json: JsonFlag = False,
    unit: UnitOption = None,
    form: FormOption = None,
    campaign: CampaignOption = None,
    service: ServiceOption = None,
    first: First = None,
    last: Last = None,
) -> None:
    """Show the satisfaction index of the latest form, or of what is chosen."""
    if context.invoked_subcommand is not None:
        return None
    from roviec.reports.grades import grades_table, grades_text
    from roviec.reports.index_words import index_table, index_text

    span = days(first, last)

    async def verb(desk: Desk) -> Any:
        return await _index(
            desk, span, unit=unit, form=form, campaigns=(campaign,) if campaign else None, service=service
        )

    part, graded = work(context, verb)
    if not as_json:
        said = [index_text(part, say)] if part or not graded else []
        return out("\n\n".join([*said, *([grades_text(graded, say)] if graded else [])]))
    if part is None and not graded:
        note("digest.index.none")
    evaluations = {"evaluations": [grades_table(one) for one in graded]} if graded else {}
    return out_json((index_table(part) if part else {}) | evaluations or None)


@command(index, "rebuild", "index.rebuild")
def rebuild(context: typer.Context) -> None:
    """Compare the figures that are kept with the answers themselves, and mend them where they differ."""

    async def verb(desk: Desk) -> bool:
        async with desk.db.write() as session:
            await noted(session, desk, Act.rebuild)
            return await recount.rebuild(session, minimum_cell=desk.settings.survey.minimum_cell)

    out(say("cli.index.equal" if work(context, verb) else "cli.index.rebuilt"))


async def _index(
    desk: Desk,
    span: tuple[date | None, date | None],
    *,
    unit: str | None,
    form: str | None,
    campaigns: tuple[int, ...] | None,
    service: str | None,
) -> Any:
    from roviec.reports.grades import gather_grades
    from roviec.reports.satisfaction import gather_index

    async with desk.db.read() as session:
        if campaigns:
            await surveys.the_campaign(session, campaigns[0])
        if service:
            about = await answers.offering(session, service)
            campaigns = tuple(one for one in about if campaigns is None or one in campaigns)
        about_what: dict[str, Any] = {
            "today": desk.today,
            "minimum_cell": desk.settings.survey.minimum_cell,
            "unit_ids": await units_of(session, unit),
            "form_code": form,
            "campaign_ids": campaigns,
            "date_from": span[0],
            "date_to": span[1],
        }
        part = await gather_index(session, headline=desk.settings.survey.headline, **about_what)
        return part, await gather_grades(session, **about_what)


async def units_of(session: AsyncSession, unit: str | None) -> tuple[int, ...] | None:
    """Return a unit and those below it; None without a name."""
    if unit is None:
        return None
    return await answers.with_those_below(session, id_of(await people.unit_named(session, unit)))


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
            office=desk.house.office,
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
