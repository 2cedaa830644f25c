"""roviec survey invite: ask about dossiers that were returned, each once and at a moment of chance."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, note, noted, out, work
from roviec.bot.cli.dossier_file import Listed, read_dossiers
from roviec.bot.cli.look import say
from roviec.bot.cli.survey import AtUnit, Number, survey
from roviec.db import people, surveys
from roviec.db.audit import Act
from roviec.db.surveys.ratings import AskedAlready
from roviec.db.surveys.runs import NotForStaff
from roviec.survey.invitations import moment

BITS = 2**32
File = Annotated[Path, typer.Argument(metavar=say("cli.file"), help=say("cli.survey.invite.file"))]


@command(survey, "invite", "survey.invite")
def invite(campaign: Number, file: File, unit: AtUnit, context: typer.Context) -> None:
    """Import returned dossiers; each of their people is asked once, hours later."""
    listed = read_dossiers(file)
    for row, why in listed.problems:
        note("cli.survey.invite.row", row=row, why=why)
    if listed.problems:
        note("cli.survey.invite.nothing", count=len(listed.problems))
        raise typer.Exit(2)
    asked, skipped = work(context, lambda desk: _invite(desk, campaign, unit, listed))
    for row, why in skipped:
        note("cli.survey.invite.row", row=row, why=why)
    out(say("cli.survey.invite.done", count=asked, skipped=len(skipped)))


async def _invite(desk: Desk, campaign: int, unit: str, listed: Listed) -> tuple[int, list[tuple[int, str]]]:
    """Write all invitations in one transaction; a row that may not be asked again is told of."""
    skipped: list[tuple[int, str]] = []
    local = desk.now.astimezone(desk.settings.office.zone)
    async with desk.db.write() as session:
        where = await people.unit_named(session, unit)
        for row, dossier in listed.dossiers:
            try:
                await surveys.ask_rating(
                    session,
                    campaign_id=campaign,
                    unit=where,
                    dossier=dossier,
                    today=desk.today,
                    now=desk.now,
                    at=moment(local, secrets.randbelow(BITS) / BITS),
                )
            except (AskedAlready, NotForStaff) as error:
                skipped.append((row, say.error(error)))
        asked = len(listed.dossiers) - len(skipped)
        await noted(session, desk, Act.ask_rating, f"campaign/{campaign}", unit=where.id, count=asked)
    return asked, skipped
