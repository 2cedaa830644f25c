"""roviec people alias: the other names of units, former ones and abbreviations."""

from typing import Annotated, Any

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, JsonFlag, noted, out, out_json, table, work
from roviec.bot.cli.look import say
from roviec.bot.cli.people import people
from roviec.db import people as roll
from roviec.db.audit import Act
from roviec.db.plans.roster import forget, listed, remember
from roviec.errors import PersonError


class AliasUnknown(PersonError):
    """«{alias}» không phải là tên gọi khác của {unit}. Ông/Bà xem bằng: roviec people aliases."""


@command(people, "alias", "people.alias")
def alias(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(metavar=say("cli.unit"))],
    name: Annotated[str, typer.Argument(metavar=say("cli.people.alias.name"))],
    remove: Annotated[
        bool, typer.Option("--remove", metavar="", help=say("cli.people.alias.remove"))
    ] = False,
) -> None:
    """Keep another name of a unit, or forget it."""

    async def verb(desk: Desk) -> tuple[str, str]:
        async with desk.db.write() as session:
            found = await roll.unit_named(session, unit)
            await noted(session, desk, Act.alias, f"unit/{found.id}", alias=name, removed=remove)
            if not remove:
                is_new = await remember(session, unit_id=found.id or 0, alias=name)
                return "cli.people.alias.kept" if is_new else "cli.people.alias.known", found.name
            if not await forget(session, unit_id=found.id or 0, alias=name):
                raise AliasUnknown(alias=name, unit=found.name)
            return "cli.people.alias.removed", found.name

    key, label = work(context, verb)
    out(say(key, alias=" ".join(name.split()), unit=label))


@command(people, "aliases", "people.aliases")
def aliases(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Show the other names of units."""

    async def verb(desk: Desk) -> list[dict[str, Any]]:
        async with desk.db.read() as session:
            return [{"alias": alias, "unit": unit} for alias, unit in await listed(session)]

    rows = work(context, verb)
    if as_json:
        return out_json(rows)
    return table("cli.people.aliases.columns", [[row["alias"], row["unit"]] for row in rows])
