"""roviec api: keys with which other programs of the office read its data."""

from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, noted, out, out_json, table, work
from roviec.bot.cli.look import group, say
from roviec.db import access
from roviec.db.audit import Act
from roviec.db.models import ApiKey
from roviec.errors import PersonError
from roviec.texts.shapes import day

api = group("api", epilog=say("cli.for_example", line=say("cli.api.example")))
app.add_typer(api)


class NoSuchKey(PersonError):
    """Không có khóa số {number} còn hiệu lực. Ông/Bà xem số ở: roviec api list."""


@command(api, "key", "api.key")
def key(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar=say("cli.api.name"), help=say("cli.api.name.help"))],
    as_json: JsonFlag = False,
) -> None:
    """Make a key; its secret is shown this once."""
    made = work(context, lambda desk: _make(desk, name.strip()))
    if as_json:
        return out_json(made)
    return out(say("cli.api.made", number=made["id"], key=made["key"], url=made["url"]))


async def _make(desk: Desk, name: str) -> dict[str, Any]:
    async with desk.db.write() as session:
        made, secret = await access.make_key(session, name=name, now=desk.now)
        await noted(session, desk, Act.api_key, f"key/{made.id}", name=name)
        return {"id": made.id, "name": name, "key": secret, "url": f"{desk.settings.public_url}/api"}


@command(api, "list", "api.list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the keys, those that were ended too."""
    rows = work(context, _rows)
    if as_json:
        return out_json(rows)
    shown = ("id", "name", "made_on", "used_on", "ended_on")
    cells = [
        [str(row[name]) if name in ("id", "name") else _day(row[name]) for name in shown] for row in rows
    ]
    return table("cli.api.columns", cells)


def _day(value: Any) -> str:
    return day(value) if value else "–"


async def _rows(desk: Desk) -> list[dict[str, Any]]:
    async with desk.db.read() as session:
        return [_row(one, desk) for one in await access.keys(session)]


def _row(one: ApiKey, desk: Desk) -> dict[str, Any]:
    zone = desk.settings.office.zone
    return {
        "id": one.id,
        "name": one.name,
        "made_on": one.made_at.astimezone(zone).date(),
        "used_on": one.used_on,
        "ended_on": one.ended_at.astimezone(zone).date() if one.ended_at else None,
    }


@command(api, "end", "api.end")
def end(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help=say("cli.api.number"))],
) -> None:
    """End a key: whoever has it reads nothing any more."""

    async def verb(desk: Desk) -> str:
        async with desk.db.write() as session:
            ended = await access.end_key(session, number=number, now=desk.now)
            if ended is None:
                raise NoSuchKey(number=number)
            await noted(session, desk, Act.api_key_end, f"key/{number}")
            return ended.name

    out(say("cli.api.ended", name=work(context, verb)))
