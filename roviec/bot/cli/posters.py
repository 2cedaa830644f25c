"""roviec survey poster, door: what hangs at a counter, and links for a kiosk, the survey team and paper forms."""

from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, JsonFlag, note, noted, out, out_json, work
from roviec.bot.cli.counter import drawn, in_groups
from roviec.bot.cli.look import say
from roviec.bot.cli.numbers import write
from roviec.bot.cli.survey import AtUnit, Number, survey
from roviec.db import people
from roviec.db.audit import Act
from roviec.db.models import Campaign
from roviec.db.surveys.doors import make_door
from roviec.errors import PersonError
from roviec.reports.typeset import render
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


class OnlyHere(PersonError):
    """Địa chỉ {url} chỉ mở được trên chính máy này nên không in. Ông/Bà đặt web.public_url trong config.toml rồi in lại."""


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
    note("cli.survey.poster.written", path=write(target, sheets(made, size)), count=len(made["doors"]))


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


def check_reachable(url: str) -> None:
    """Raise `OnlyHere` for an address that a phone at the counter can't open."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        if host in ("", "localhost") or host.endswith(".localhost"):
            raise OnlyHere(url=url) from None
        return
    if address.is_loopback or address.is_unspecified or address.is_link_local:
        raise OnlyHere(url=url)


def sheets(made: dict[str, Any], size: Size) -> bytes:
    """Return a page for each counter, as PDF."""
    office, unit = made["office"], made["unit"]
    data = {
        "language": say.language,
        "size": str(size),
        "office": office,
        "heading": say("cli.poster.heading"),
        "scan": say("cli.poster.scan"),
        "type": say("cli.poster.type"),
        "address": f"{made['url'].removeprefix('https://').removeprefix('http://')}/phieu",
        "anonymous": say("cli.card.anonymous"),
        "sheets": [
            {
                "desk": " – ".join(part for part in (one["desk"], unit) if part and part != office),
                "letters": in_groups(one["code"]),
                "code": drawn(one["page"]),
            }
            for one in made["doors"]
        ],
    }
    return render("poster", data, "pdf")
