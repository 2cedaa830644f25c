"""roviec survey codes: one-time codes for the counter, as lines or as slips to print and cut."""

from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, JsonFlag, note, noted, out, out_json, work
from roviec.bot.cli.look import say
from roviec.bot.cli.numbers import write
from roviec.bot.cli.survey import AtUnit, Number, survey
from roviec.db import people, surveys
from roviec.db.audit import Act
from roviec.errors import PersonError
from roviec.reports.sheets import drawn, in_groups
from roviec.reports.typeset import render

Slips = Annotated[Path | None, typer.Option("--print", metavar=say("cli.file"), help=say("cli.slips"))]
Count = Annotated[int, typer.Option("--count", metavar=say("cli.count"), help=say("cli.survey.codes.count"))]


class SlipFormat(PersonError):
    """Phiếu mã chỉ ghi được thành tệp .pdf. Ông/Bà đổi đuôi tệp «{path}»."""


@command(survey, "codes", "survey.codes")
def codes(
    campaign: Number,
    unit: AtUnit,
    context: typer.Context,
    count: Count = 24,
    slips: Slips = None,
    as_json: JsonFlag = False,
) -> None:
    """Make one-time codes for a campaign at a unit: one a line, or slips to print."""
    if slips is not None and slips.suffix.lower() != ".pdf":
        raise SlipFormat(path=slips)
    made = work(context, lambda desk: _codes(desk, campaign, unit, count))
    if slips is not None:
        return note("cli.survey.codes.written", path=write(slips, sheet(made)), count=count)
    if as_json:
        return out_json(made)
    for one in made["codes"]:
        out(in_groups(one["code"]))
    return None


async def _codes(desk: Desk, number: int, unit: str, count: int) -> dict[str, Any]:
    async with desk.db.write() as session:
        where = await people.unit_named(session, unit)
        made = await surveys.make_codes(session, campaign_id=number, unit=where, count=count)
        await noted(session, desk, Act.counter_codes, f"campaign/{number}", unit=where.id, count=count)
    codes = [{"code": code, "link": desk.house.page(code), "page": desk.house.form(code)} for code in made]
    return {"campaign": number, "unit": where.name, "codes": codes}


def sheet(made: dict[str, Any]) -> bytes:
    """Return sheets of A4 with a slip for each code, as PDF."""
    data = {
        "language": say.language,
        "heading": say("cli.card.title"),
        "unit": made["unit"],
        "once": say("cli.slips.once"),
        "slips": [{"letters": in_groups(one["code"]), "code": drawn(one["page"])} for one in made["codes"]],
    }
    return render("slips", data, "pdf")
