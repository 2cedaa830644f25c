"""roviec index units, change, release: units side by side, waves one after the other, a table to give away."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, JsonFlag, days, note, out, out_json, work
from roviec.bot.cli.look import say
from roviec.bot.cli.numbers import CampaignOption, First, FormOption, Last, UnitOption, index, units_of, write
from roviec.db import people
from roviec.errors import PersonError
from roviec.reports.ranking import Ranking, gather_units
from roviec.reports.ranking_words import ranking_table, ranking_text
from roviec.reports.released import ReleaseTable, gather_release, release_rows
from roviec.reports.said import Said, gather_said, quarter_of, said_text
from roviec.reports.waves import Wave, Waves, gather_waves, waves_table, waves_text

BOM = "\ufeff"


class ReleasedOnPage(PersonError):
    """Trang /ketqua đang công khai; bảng khác sẽ làm lộ ô đã ẩn. Ông/Bà dùng trang ấy, hoặc tắt survey.public."""


@command(index, "units", "index.units")
def units(
    context: typer.Context,
    form: FormOption = None,
    campaign: CampaignOption = None,
    first: First = None,
    last: Last = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the index of every unit with the places that chance leaves open."""
    span = days(first, last)

    async def verb(desk: Desk) -> Ranking | None:
        async with desk.db.read() as session:
            return await gather_units(
                session,
                today=desk.today,
                headline=desk.settings.survey.headline,
                minimum_cell=desk.settings.survey.minimum_cell,
                form_code=form,
                campaign_ids=(campaign,) if campaign else None,
                date_from=span[0],
                date_to=span[1],
            )

    found = work(context, verb)
    if found is None:
        return note("digest.index.none")
    return out_json(ranking_table(found)) if as_json else out(ranking_text(found, say))


@command(index, "change", "index.change")
def change(
    context: typer.Context,
    campaign: CampaignOption = None,
    against: Annotated[
        int | None, typer.Option("--against", metavar=say("cli.campaign"), help=say("cli.index.against"))
    ] = None,
    unit: UnitOption = None,
    form: FormOption = None,
    first: First = None,
    last: Last = None,
    as_json: JsonFlag = False,
) -> None:
    """Compare a campaign with an earlier one, or a span with the one of equal length before it."""
    span = days(first, last)

    async def verb(desk: Desk) -> tuple[Waves | None, str]:
        until = span[1] or desk.today
        since = span[0] or until.replace(month=1, day=1)
        length = until - since + timedelta(days=1)
        before, after = Wave(None, since - length, since - timedelta(days=1)), Wave(None, since, until)
        if campaign and against:
            before, after = Wave((against,)), Wave((campaign,))
        async with desk.db.read() as session:
            found = await gather_waves(
                session,
                before,
                after,
                today=desk.today,
                headline=desk.settings.survey.headline,
                minimum_cell=desk.settings.survey.minimum_cell,
                unit_ids=await units_of(session, unit),
                form_code=form,
            )
            root = await people.office(session)
        lead = unit or (root.name if root else "")
        if found is None or as_json:
            return found, ""
        return found, waves_text(found, say, lead=lead, calendar=desk.house.calendar(), today=desk.today)

    found, text = work(context, verb)
    if found is None:
        return note("waves.nothing")
    return out_json(waves_table(found)) if as_json else out(text)


@command(index, "release", "index.release")
def release(
    context: typer.Context,
    target: Annotated[
        Path, typer.Option("--out", metavar=say("cli.file"), help=say("cli.index.release.out"))
    ],
    form: FormOption = None,
    campaign: CampaignOption = None,
    first: First = None,
    last: Last = None,
) -> None:
    """Write units, criteria and months as CSV; what would tell on somebody is withheld."""
    span = days(first, last)

    async def verb(desk: Desk) -> ReleaseTable | None:
        if desk.settings.survey.public:
            raise ReleasedOnPage
        async with desk.db.read() as session:
            return await gather_release(
                session,
                today=desk.today,
                minimum_cell=desk.settings.survey.minimum_cell,
                form_code=form,
                campaign_ids=(campaign,) if campaign else None,
                date_from=span[0],
                date_to=span[1],
            )

    table = work(context, verb)
    if table is None:
        return note("digest.index.none")
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerows(release_rows(table, say))
    withheld = sum(len(one.withheld) for one in table.released.values())
    path = write(target, (BOM + page.getvalue()).encode())
    return note("cli.index.released", path=path, count=withheld)


@command(index, "said", "index.said")
def said(context: typer.Context, first: First = None, last: Last = None) -> None:
    """Draft what a quarter's answers said and what was done about it; the one before unless said otherwise."""
    span = days(first, last)

    async def verb(desk: Desk) -> Said | None:
        quarter = quarter_of(desk.today, back=1)
        async with desk.db.read() as session:
            return await gather_said(
                session,
                today=desk.today,
                first=span[0] or quarter[0],
                last=span[1] or (desk.today if span[0] else quarter[1]),
                headline=desk.settings.survey.headline,
                minimum_cell=desk.settings.survey.minimum_cell,
            )

    found = work(context, verb)
    return note("digest.index.none") if found is None else out(said_text(found, say))
