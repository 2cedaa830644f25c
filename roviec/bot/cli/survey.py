"""roviec survey: check a form, rehearse it, open it, print its links, take the answers out."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.cli.answers import write_csv, write_labelled
from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, days, links, note, noted, out, out_json, work
from roviec.bot.cli.forms import form_text
from roviec.bot.cli.look import group, name_of, say
from roviec.bot.cli.numbers import First, Last, write
from roviec.bot.cli.rehearsal import rehearse
from roviec.db import people, surveys
from roviec.db.audit import Act
from roviec.db.models import Campaign, Unit
from roviec.db.surveys.export import prepare
from roviec.errors import PersonError
from roviec.handlers.roster.check import phone_number
from roviec.survey.check import check as problems_of
from roviec.survey.load import BadForm, load
from roviec.survey.questionnaire import say as worded
from roviec.survey.shape import Problem

survey = group("survey")
app.add_typer(survey)
Form = Annotated[str, typer.Argument(metavar=say("cli.form"), help=say("cli.form.help"))]
AtUnit = Annotated[str, typer.Option("--unit", metavar=say("cli.unit"), help=say("cli.at_unit"))]

Number = Annotated[int, typer.Argument(metavar=say("cli.campaign"), help=say("cli.campaign.help"))]
ByCode = Annotated[bool, typer.Option("--by-code", metavar="", help=say("cli.survey.open.by_code"))]


class CsvOnly(PersonError):
    """Lệnh này hiện chỉ xuất CSV. Ông/Bà thêm --csv vào lệnh."""


class NoPhone(PersonError):
    """«{value}» không phải là số điện thoại. Ông/Bà ghi như 0912345678."""


@command(survey, "check", "survey.check")
def check(form: Form) -> None:
    """Say what is wrong with a form, or that it is ready."""
    text, problems = _looked_over(form)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        note("cli.survey.problems", count=len(problems))
        raise typer.Exit(2)
    ready = load(text)
    title, count = worded(ready.title, "vi"), len(ready.items)
    out(say("cli.survey.ready", title=title, code=ready.code, version=ready.version, count=count))


def _looked_over(form: str) -> tuple[str, list[Problem]]:
    """Return the text of a form and what is wrong with it; a workbook names its sheets and rows."""
    try:
        text = form_text(form)
    except BadForm as error:
        return "", list(error.problems)
    return text, problems_of(text)


@command(survey, "play", "survey.play")
def play(form: Form) -> None:
    """Rehearse a form in the terminal; nothing is stored."""
    rehearse(load(form_text(form)), sys.stdin, echo=not sys.stdin.isatty())


@command(survey, "open", "survey.open")
def open_(
    form: Form,
    unit: AtUnit,
    context: typer.Context,
    first: First = None,
    last: Last = None,
    by_code: ByCode = False,
    period: Annotated[str, typer.Option("--period", metavar="", help=say("cli.survey.open.period"))] = "",
    services: Annotated[
        list[str] | None, typer.Option("--service", metavar="", help=say("cli.survey.open.service"))
    ] = None,
    invites: Annotated[str, typer.Option("--invites", metavar="", help=say("cli.survey.open.invites"))] = "",
) -> None:
    """Open a form to citizens of a unit; print the number of the campaign alone."""
    text, span = form_text(form), days(first, last)
    load(text)
    about = surveys.About(period, tuple(services or ()), invites)
    campaign = work(context, lambda desk: _open(desk, text, unit, *span, about, by_code=by_code))
    out(str(campaign.id))
    note("cli.survey.opened.by_code" if by_code else "cli.survey.opened", id=campaign.id, unit=unit)


async def _open(
    desk: Desk,
    text: str,
    unit: str,
    first: date | None,
    last: date | None,
    about: surveys.About,
    *,
    by_code: bool,
) -> Campaign:
    async with desk.db.write() as session:
        where = await people.unit_named(session, unit)
        form = await surveys.keep_form(session, source=text)
        campaign = await surveys.open_campaign(
            session,
            form_code=form.code,
            unit=where,
            opens=first or desk.today,
            closes=last,
            by_code=by_code,
            about=about,
        )
        await noted(session, desk, Act.campaign, f"campaign/{campaign.id}", form=form.code, unit=where.id)
        return campaign


@command(survey, "link", "survey.link")
def link(
    campaign: Number,
    unit: AtUnit,
    context: typer.Context,
    qr: Annotated[Path | None, typer.Option("--qr", metavar=say("cli.file"), help=say("cli.qr"))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a link per channel that opens a campaign at a unit, and the card to print."""
    if qr is not None:
        from roviec.bot.cli.card import check_kind

        check_kind(qr)
    made = work(context, lambda desk: _link(desk, campaign, unit))
    if qr is not None:
        from roviec.bot.cli.card import card

        note("cli.written", path=write(qr, card(qr, made["page"], made["unit"])))
    if as_json:
        return out_json(made)
    out(say("cli.survey.link.page", address=made["page"]))
    for channel, address in made["links"].items():
        out(f"{name_of(channel)}: {address}")
    return None


async def _link(desk: Desk, number: int, unit: str) -> dict[str, Any]:
    async with desk.db.write() as session:
        where: Unit = await people.unit_named(session, unit)
        token = await surveys.campaign_link(session, campaign_id=number, unit=where)
        await noted(session, desk, Act.campaign_link, f"campaign/{number}", unit=where.id)
    found = await links(desk, token)
    return {
        "campaign": number,
        "unit": where.name,
        "token": token,
        "page": desk.house.form(token),
        "links": found,
    }


@command(survey, "ask", "survey.ask")
def ask(
    context: typer.Context,
    campaign: Number,
    unit: AtUnit,
    phone: Annotated[
        str, typer.Option("--phone", metavar=say("cli.phone"), help=say("cli.survey.ask.phone"))
    ],
    name: Annotated[
        str, typer.Option("--name", metavar=say("cli.name"), help=say("cli.survey.ask.name"))
    ] = "",
    dossier: Annotated[
        str, typer.Option("--dossier", metavar=say("cli.dossier"), help=say("cli.survey.ask.dossier"))
    ] = "",
) -> None:
    """Ask somebody for stars about a dossier, through the template that Zalo approved."""
    number = phone_number(phone)
    if number is None:
        raise NoPhone(value=phone)

    async def verb(desk: Desk) -> None:
        about = surveys.Dossier(number, name, dossier)
        async with desk.db.write() as session:
            where = await people.unit_named(session, unit)
            await surveys.ask_rating(
                session, campaign_id=campaign, unit=where, dossier=about, today=desk.today, now=desk.now
            )
            await noted(session, desk, Act.ask_rating, f"campaign/{campaign}", unit=where.id)

    work(context, verb)
    note("cli.survey.ask.done", campaign=campaign)


@command(survey, "answers", "survey.answers")
def answers(
    context: typer.Context,
    as_csv: Annotated[bool, typer.Option("--csv", metavar="", help=say("cli.csv"))] = False,
    labels: Annotated[
        bool, typer.Option("--labels", metavar="", help=say("cli.survey.answers.labels"))
    ] = False,
) -> None:
    """Write every finished answer to standard output, in an order that tells nothing."""
    if not as_csv:
        raise CsvOnly

    async def verb(desk: Desk) -> tuple[int, int, int, int, int]:
        least = desk.settings.survey.minimum_cell
        async with desk.db.write() as session:
            # Who reads is noted before the first line can be read.
            await noted(session, desk, Act.read_answers)
        async with desk.db.read() as session:
            export = await prepare(session, minimum_cell=least)
            write_rows = write_labelled if labels else write_csv
            count = await write_rows(session, export, sys.stdout)
            return count, least, len(export.plain), len(export.vague), len(export.named)

    count, least, plain, vague, named = work(context, verb)
    note("cli.survey.answers.count", count=count)
    if plain:
        note("cli.survey.answers.plain", count=plain, minimum=least)
    if vague:
        note("cli.survey.answers.vague", count=vague, minimum=least)
    if named:
        note("cli.survey.answers.named", count=named)
