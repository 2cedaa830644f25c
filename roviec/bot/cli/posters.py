"""roviec survey poster, door: what hangs at a counter, and links for a kiosk, the survey team and paper forms."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, JsonFlag, note, noted, out, out_json, work
from roviec.bot.cli.look import say
from roviec.bot.cli.numbers import write
from roviec.bot.cli.survey import AtUnit, Number, survey
from roviec.db import people
from roviec.db.audit import Act
from roviec.db.models import Campaign
from roviec.db.surveys.doors import make_door
from roviec.errors import PersonError
from roviec.reports.sheets import Poster, check_reachable, posters
from roviec.survey.modes import Mode


class Size(StrEnum):
    """A paper."""

    A4 = "A4"
    A5 = "A5"
    A6 = "A6"


class Taken(StrEnum):
    """Who holds the pen, as it is typed."""

    kiosk = "kiosk"
    interviewer = "interviewer"
    paper = "paper"


class PosterFormat(PersonError):
    """Tờ dán chỉ ghi được thành tệp .pdf. Ông/Bà đổi đuôi tệp «{path}»."""


Desks = Annotated[
    list[str] | None, typer.Option("--desk", metavar=say("cli.desk"), help=say("cli.desk.help"))
]
Paper = Annotated[Size, typer.Option("--size", metavar="", help=say("cli.poster.size"), case_sensitive=False)]
Printed = Annotated[Path, typer.Option("--print", metavar=say("cli.file"), help=say("cli.poster.print"))]
How = Annotated[Taken, typer.Option("--mode", metavar="", help=say("cli.door.mode"))]


@command(survey, "poster", "survey.poster")
def poster(
    campaign: Number,
    unit: AtUnit,
    context: typer.Context,
    target: Printed,
    desk: Desks = None,
    size: Paper = Size.A4,
) -> None:
    """Print a poster for each counter, each with a link of its own."""
    if target.suffix.lower() != ".pdf":
        raise PosterFormat(path=target)
    made = work(context, lambda at: _doors(at, campaign, unit, desk or [""], Mode.OWN, printed=True))
    note(
        "cli.survey.poster.written",
        path=write(target, posters(_poster(made), str(size))),
        count=len(made["doors"]),
    )


@command(survey, "door", "survey.door")
def door(
    campaign: Number,
    unit: AtUnit,
    context: typer.Context,
    mode: How,
    desk: Desks = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a link for a kiosk, for the survey team, or for typing in paper forms."""
    made = work(context, lambda at: _doors(at, campaign, unit, desk or [""], Mode(mode)))
    if as_json:
        return out_json(made)
    for one in made["doors"]:
        out(f"{one['desk']}: {one['page']}" if one["desk"] else one["page"])
    return None


async def _doors(
    at: Desk, number: int, unit: str, desks: list[str], mode: Mode, *, printed: bool = False
) -> dict[str, Any]:
    if printed:
        check_reachable(at.house.public_url)
    doors = []
    async with at.db.write() as session:
        where = await people.unit_named(session, unit)
        for desk in desks:
            code = await make_door(session, campaign_id=number, unit=where, mode=mode, desk=desk)
            doors.append({"desk": desk, "code": code, "page": at.house.form(code)})
            await noted(
                session,
                at,
                Act.campaign_link,
                f"campaign/{number}",
                unit=where.id,
                mode=str(mode),
                counter=desk,
            )
        campaign = await session.get_one(Campaign, number)
    office = campaign.words.get("office", at.house.office)
    return {
        "campaign": number,
        "unit": where.name,
        "office": office,
        "url": at.house.public_url,
        "doors": doors,
    }


def _poster(made: dict[str, Any]) -> Poster:
    doors = tuple((one["desk"], one["code"], one["page"]) for one in made["doors"])
    return Poster(made["office"], made["unit"], made["url"], doors)
