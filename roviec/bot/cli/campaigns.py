"""roviec survey list, show, target, pause, resume, close: campaigns and how they go."""

from typing import Annotated

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, JsonFlag, note, noted, out, out_json, work
from roviec.bot.cli.look import say
from roviec.bot.cli.survey import AtUnit, Number, survey
from roviec.db import people, surveys
from roviec.db.audit import Act
from roviec.db.surveys import Step
from roviec.reports.campaigns import (
    CampaignView,
    campaign_line,
    campaign_table,
    campaign_text,
    gather_campaign,
    sample_words,
)
from roviec.survey.course import Course


@command(survey, "list", "survey.list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the campaigns, the newest first."""

    async def verb(desk: Desk) -> list[tuple[int, str]]:
        async with desk.db.read() as session:
            rows = await surveys.every_campaign(session)
        return [(row[0].id or 0, campaign_line(*row, desk.today, say)) for row in rows]

    found = work(context, verb)
    if as_json:
        return out_json([{"campaign": number, "line": line} for number, line in found])
    for _, line in found:
        out(line)
    if not found:
        note("campaign.none")
    return None


@command(survey, "show", "survey.show")
def show(campaign: Number, context: typer.Context, as_json: JsonFlag = False) -> None:
    """Show how a campaign goes: its sample, what is missing, where people stop."""

    async def verb(desk: Desk) -> CampaignView:
        least = desk.settings.survey.minimum_cell
        async with desk.db.read() as session:
            return await gather_campaign(session, campaign, minimum_cell=least, today=desk.today)

    view = work(context, verb)
    return out_json(campaign_table(view)) if as_json else out(campaign_text(view, say))


@command(survey, "target", "survey.target")
def target(
    campaign: Number,
    unit: AtUnit,
    context: typer.Context,
    population: Annotated[
        int, typer.Option("--population", metavar="N", help=say("cli.survey.target.population"))
    ],
    error: Annotated[float, typer.Option("--error", metavar="E", help=say("cli.survey.target.error"))] = 5.0,
) -> None:
    """Say how many citizens a unit serves, and print the sample that it needs."""

    size = Course(population=population, error=round(error * 10))

    async def verb(desk: Desk) -> str:
        async with desk.db.write() as session:
            found, _, _ = await surveys.the_campaign(session, campaign)
            where = await people.unit_named(session, unit)
            needed = await surveys.set_target(
                session, campaign=found, unit=where, population=population, error=size.error or 0
            )
            await noted(
                session, desk, Act.campaign_target, f"campaign/{campaign}", unit=where.id, sample=needed
            )
        return where.name

    out(sample_words(work(context, verb), size, say))


@command(survey, "pause", "survey.pause")
def pause(campaign: Number, context: typer.Context) -> None:
    """Take no answers for a while."""
    _step(context, campaign, Step.pause)


@command(survey, "resume", "survey.resume")
def resume(campaign: Number, context: typer.Context) -> None:
    """Take answers again."""
    _step(context, campaign, Step.resume)


@command(survey, "close", "survey.close")
def close(campaign: Number, context: typer.Context) -> None:
    """End a campaign today; its figures stay."""
    _step(context, campaign, Step.close)


def _step(context: typer.Context, number: int, step: Step) -> None:
    async def verb(desk: Desk) -> bool:
        async with desk.db.write() as session:
            campaign, _, _ = await surveys.the_campaign(session, number)
            changed = surveys.take_step(campaign, step, today=desk.today)
            if changed:
                await noted(session, desk, Act.campaign_step, f"campaign/{number}", step=str(step))
            return changed

    changed = work(context, verb)
    note(f"campaign.done.{step}" if changed else "campaign.unchanged", id=number)
