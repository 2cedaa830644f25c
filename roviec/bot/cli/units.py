"""roviec units: list the units of the office, give one another name, merge two."""

from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, note, noted, out, out_json, table, work
from roviec.bot.cli.look import group, say
from roviec.db import people
from roviec.db import units as roll
from roviec.db.audit import CLI, Act
from roviec.db.tasks.events import By
from roviec.handlers.unit_news import tell_merged, tell_renamed

units = group("units", invoke_without_command=True, no_args_is_help=False)
app.add_typer(units)
UnitName = Annotated[str, typer.Argument(metavar=say("cli.unit"))]


@units.callback(epilog=say("cli.for_example", line=say("cli.units.example")))
def begin(context: typer.Context) -> None:
    """List the units where nothing else is asked."""
    if context.invoked_subcommand is None:
        show(context)


@command(units, "list", "units.list")
def show(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Show every unit with its other names, people and open tasks."""
    rows = work(context, _listed)
    if as_json:
        return out_json(rows)
    lines = [
        [str(value) if not isinstance(value, list) else "; ".join(value) for value in row.values()]
        for row in rows
    ]
    return table("cli.units.columns", lines)


async def _listed(desk: Desk) -> list[dict[str, Any]]:
    async with desk.db.read() as session:
        return [
            {
                "id": line.unit.id,
                "name": line.unit.name,
                "parent": line.parent,
                "people": line.people,
                "tasks": line.tasks,
                "aliases": list(line.others),
            }
            for line in await roll.listed(session)
        ]


@command(units, "rename", "units.rename")
def rename(
    context: typer.Context,
    unit: UnitName,
    name: Annotated[str, typer.Argument(metavar=say("cli.units.name"))],
) -> None:
    """Give a unit another name; the old one still finds it."""

    async def verb(desk: Desk) -> tuple[roll.Renamed, int]:
        async with desk.db.write() as session:
            found = await people.unit_named(session, unit)
            done = await roll.rename(session, unit=found, name=name, today=desk.today)
            if done.before is None:
                return done, 0
            subject = f"unit/{done.unit.id}"
            await noted(session, desk, Act.unit_rename, subject, before=done.before, after=done.unit.name)
            return done, await tell_renamed(session, done, house=desk.house, now=desk.now)

    done, told = work(context, verb)
    if done.before is None:
        out(say("cli.units.same", unit=done.unit.name))
        return
    out(say("cli.units.renamed", before=done.before, unit=done.unit.name))
    note("cli.units.told", count=told, of=len(done.told))


@command(units, "merge", "units.merge")
def merge(
    context: typer.Context,
    unit: UnitName,
    into: Annotated[str, typer.Argument(metavar=say("cli.units.into"))],
) -> None:
    """Merge a unit into another one, with everything it has."""

    async def verb(desk: Desk) -> tuple[roll.Merged, int]:
        async with desk.db.write() as session:
            done = await roll.merge(
                session,
                old=unit,
                into=into,
                minimum_cell=desk.settings.survey.minimum_cell,
                by=By(None, desk.now, CLI),
                today=desk.today,
                why=say("unit.merged.why"),
            )
            if done.moved is None:
                return done, 0
            counts = vars(done.moved)
            await noted(
                session, desk, Act.unit_merge, f"unit/{done.into.id}", before=done.before, counts=counts
            )
            return done, await tell_merged(session, done, house=desk.house, now=desk.now)

    done, told = work(context, verb)
    if done.moved is None:
        out(say("cli.units.merged_before", before=done.before, unit=done.into.name))
        return
    moved = done.moved
    out(say("cli.units.merged", before=done.before, unit=done.into.name))
    note(
        "cli.units.moved",
        people=moved.people,
        tasks=moved.tasks,
        campaigns=moved.campaigns,
        feedback=moved.feedback,
    )
    if done.heads:
        note("cli.units.heads", unit=done.into.name, names="; ".join(done.heads))
    note("cli.units.told", count=told, of=len(done.told))
