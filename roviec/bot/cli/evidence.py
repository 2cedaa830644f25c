"""roviec survey evidence and rule: suspicious days of a campaign, and what is decided about them."""

from typing import Annotated

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import BadDate, Desk, JsonFlag, day, note, noted, out, out_json, work
from roviec.bot.cli.look import say
from roviec.bot.cli.survey import AtUnit, Number, survey
from roviec.db import people, surveys
from roviec.db.audit import Act
from roviec.db.surveys import rulings
from roviec.reports.evidence import EvidenceView, evidence_table, evidence_text, gather_evidence
from roviec.texts.shapes import day as day_words


@command(survey, "evidence", "survey.evidence")
def evidence(campaign: Number, context: typer.Context, as_json: JsonFlag = False) -> None:
    """Show the days of a campaign that deserve a look, and the index with and without them."""

    async def verb(desk: Desk) -> EvidenceView:
        shown = desk.settings.survey
        async with desk.db.read() as session:
            return await gather_evidence(
                session, campaign, headline=shown.headline, minimum_cell=shown.minimum_cell
            )

    view = work(context, verb)
    return out_json(evidence_table(view)) if as_json else out(evidence_text(view, say))


@command(survey, "rule", "survey.rule")
def rule(
    campaign: Number,
    unit: AtUnit,
    context: typer.Context,
    on: Annotated[str, typer.Option("--day", metavar=say("cli.day"), help=say("cli.survey.rule.day"))],
    why: Annotated[str, typer.Option("--why", metavar="", help=say("cli.survey.rule.why"))],
    take_in: Annotated[bool, typer.Option("--in", metavar="", help=say("cli.survey.rule.in"))] = False,
) -> None:
    """Leave a unit's day out of the index, or take it in again; the reason is kept."""
    when = day(on)
    if when is None:
        raise BadDate(value=on)

    async def verb(desk: Desk) -> str:
        async with desk.db.write() as session:
            found, _, _ = await surveys.the_campaign(session, campaign)
            where = await people.unit_named(session, unit)
            ruled = await rulings.decide(
                session, campaign=found, unit=where, on=when, left_out=not take_in, reason=why
            )
            about = {"unit": where.id, "day": when.isoformat(), "left_out": not take_in}
            await noted(session, desk, Act.day_ruling, f"campaign/{campaign}", **about, reason=ruled.reason)
        return where.name

    name = work(context, verb)
    key = "evidence.ruled.in" if take_in else "evidence.ruled.out"
    note(key, day=day_words(when), unit=name)
